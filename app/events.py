"""What happened, as data, and the port that hands it over once it is certain.

An action appends events to its session; ``Database.write`` hands them over after the commit, and not at all
after a rollback. Whoever is wired in (see ``main``) must not fail the request that has already succeeded.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has been committed."""


@dataclass(frozen=True, slots=True)
class DraftAccessChanged(Event):
    """Who may read or edit this item's draft may have changed: sockets on it decide again."""

    item_id: UUID


@dataclass(frozen=True, slots=True)
class PersonAccessChanged(Event):
    """A person's seats changed or they signed out: every socket of theirs decides again."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class DraftChanged(Event):
    """Something of this item's draft beside its text changed: its writers' pages look again."""

    item_id: UUID
    document_id: UUID


@dataclass(frozen=True, slots=True)
class DocumentGrew(Event):
    """The service itself wrote in this document, up to ``seq``: whoever has it open is given that."""

    document_id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class ClusterNews(Event):
    """Something on this cluster's page changed. Carries no content: the page fetches what it may see."""

    cluster_id: int
    about: str


@dataclass(frozen=True, slots=True)
class CollectionChanged(Event):
    """What is in this collection, or who may read it, changed: pages made from it are made anew."""

    collection_id: UUID


@dataclass(frozen=True, slots=True)
class BoardMoved(Event):
    """A board's log has grown up to ``seq``: whoever follows it fetches what they lack."""

    board_id: UUID
    seq: int


@dataclass(frozen=True, slots=True)
class BoardAccessChanged(Event):
    """Who may be on this board may have changed: a guest removed, a visitor uninvited, the meeting ended."""

    board_id: UUID


Subscriber = Callable[[Event], None]


class Events:
    """Hands committed events to subscribers, in order, in the thread that committed."""

    def __init__(self) -> None:
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> None:
        """``subscriber`` is called for each committed event; it should return at once."""
        self._subscribers.append(subscriber)

    def publish(self, events: list[Event]) -> None:
        """Hand over what has been committed. A failing subscriber is logged, never raised."""
        for event in events:
            for subscriber in self._subscribers:
                try:
                    subscriber(event)
                except Exception:
                    log.exception("a subscriber failed on %s", event)


def emit(session: Session, event: Event) -> None:
    """Say that ``event`` will have happened once ``session`` commits. The same event is kept once."""
    pending: list[Event] = session.info.setdefault("events", [])
    if event not in pending:
        pending.append(event)


def take(session: Session) -> list[Event]:
    """The events emitted in this session, which forgets them."""
    events: list[Event] = session.info.pop("events", [])
    return events


def said(session: Session) -> int:
    """How many events this session has emitted: what ``unsay`` goes back to."""
    return len(session.info.get("events", ()))


def unsay(session: Session, to: int) -> None:
    """Forget what was emitted since: a savepoint was rolled back, so it will not have happened."""
    del session.info.get("events", [])[to:]
