"""Who stands at the door of a socket: their page's origin, their session, and the words of a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session
from starlette.requests import HTTPConnection

from app import clock
from app.actions.sessions import token_hash
from app.deps.viewers import COOKIE
from app.models.people import Person
from app.policies.viewers import PersonViewer
from app.queries.standing import Standing, standings
from app.queries.viewers import person_of_session, person_viewer
from app.realtime.codes import Close
from app.web import same_origin


class Refused(Exception):
    """Not in here; ``code`` and ``reason`` are for the closing frame."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person, by one of their sessions. ``standing``: while that is the same, their seats are."""

    session_hash: bytes
    person_id: UUID
    name: str
    standing: Standing


def check_origin(connection: HTTPConnection, origins: Iterable[str]) -> None:
    """A browser must come from a page of ours. Who sends no ``Origin`` is not a browser."""
    origin = connection.headers.get("origin")
    if origin is not None and not same_origin(origin, connection.headers.get("host", ""), origins):
        raise Refused(Close.not_allowed, "This page belongs to another site.")


def session_hash(connection: HTTPConnection) -> bytes:
    """What is stored of the session's token, which the browser has as a cookie."""
    return token_hash(connection.cookies.get(COOKIE, ""))


def visitor_of(session: Session, session_hash: bytes) -> tuple[Visitor, PersonViewer]:
    """Whose session this is, or ``Refused``."""
    person_id = person_of_session(session, session_hash, clock.now())
    person = session.get(Person, person_id) if person_id else None
    if person is None:
        raise Refused(Close.signed_out, "Please sign in.")
    standing = standings(session, [person.id])[person.id]
    return Visitor(session_hash, person.id, person.name, standing), person_viewer(session, person.id)
