"""Guests come to a meeting by its code, and leave it. What ends their visit besides is in ``boards``."""

import secrets
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.boards.turn import Telling, locked
from app.actions.sessions import token_hash
from app.content.guest_names import another, clean_name, sounds_like
from app.errors import Conflict, NotFound, TooMany
from app.events import BoardAccessChanged, emit
from app.models.boards import Board, BoardParticipant, BoardState
from app.models.meetings import Meeting
from app.models.people import Person
from app.policies.boards import may_come
from app.policies.viewers import GuestViewer, PersonViewer, Viewer
from app.queries.boards import board_facts, person_view
from app.schemas.guests import NAME, JoinedMeeting

GUESTS_AT_MOST = 200
"""Of one meeting at a time."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``amount`` times in ``seconds``."""

    name: str
    amount: int
    seconds: int


WRONG_CODES = Limit("wrong-codes", 30, 600)
"""From one address: a school's hall mistypes as one."""
ALL_WRONG_CODES = Limit("all-wrong-codes", 300, 600)
"""From everywhere. There are 190 million codes, so even so a guess a day is right one time in hundreds."""
MISTAKEN = Limit("mistaken", 1, 600)
"""From one address, while there are too many from everywhere: who made no mistake comes in all the same."""
COMING_IN = Limit("guests", 300, 600)
"""From one address, with the right code."""


class Attempts(Protocol):
    """Counts what is limited, for all processes together where they have something in common."""

    def wait(self, limit: Limit, whose: str) -> int:
        """Seconds until there is room for one more; 0 if there is now."""

    def count(self, limit: Limit, whose: str) -> None:
        """One more."""


@dataclass(frozen=True, slots=True)
class Joined:
    """``token`` is for the guest's cookie and exists nowhere else; none for who has one or needs none."""

    view: JoinedMeeting
    token: str | None


def join(
    session: Session,
    attempts: Attempts,
    address: str,
    viewer: Viewer,
    held: GuestViewer | None,
    *,
    code: str,
    name: str,
) -> Joined:
    """Let somebody in by ``code`` under a name of their choice; ``held``: the guest they are already.

    Its own people are sent on to come as themselves. Raises ``NotFound`` for a wrong code, ``Conflict`` at a
    closed door, ``Invalid`` for a name, and ``TooMany``.
    """
    everywhere = min(attempts.wait(ALL_WRONG_CODES, ""), attempts.wait(MISTAKEN, address))
    for seconds in (attempts.wait(WRONG_CODES, address), everywhere, attempts.wait(COMING_IN, address)):
        if seconds:
            raise TooMany("There were too many tries from here. Please wait a little.", seconds=seconds)
    chosen = clean_name(name)
    board = _board(session, attempts, address, code, held)
    facts = board_facts(session, board)
    title = session.exec(select(Meeting.title).where(Meeting.id == board.meeting_id)).one()
    if isinstance(viewer, PersonViewer) and may_come(viewer, facts):
        person = session.get_one(Person, viewer.person_id)
        return Joined(JoinedMeeting(board=board.id, title=title, guest=False, name=person.name), None)
    if held is not None and held.board_id == board.id:
        found = session.get_one(BoardParticipant, held.participant_id)
        if sounds_like(found.name) == sounds_like(chosen):
            return Joined(JoinedMeeting(board=board.id, title=title, guest=True, name=found.name), None)
    if not board.door_open:
        raise Conflict("The door of this meeting is closed. Ask whoever leads it to open it.")
    attempts.count(COMING_IN, address)
    if held is not None:
        leave(session, held)
    guest, token = _let_in(session, board, chosen)
    return Joined(JoinedMeeting(board=board.id, title=title, guest=True, name=guest.name), token)


def leave(session: Session, guest: GuestViewer) -> None:
    """End a guest's visit by their own wish: on a shared device the next one is not to find it."""
    board = locked(session, guest.board_id)
    participant = session.get_one(BoardParticipant, guest.participant_id)
    participant.left_as = "left"
    participant.token_hash = None
    session.add(participant)
    if board is not None:
        telling = Telling(session, board)
        if telling.without(participant.id):
            telling.append("left")
    emit(session, BoardAccessChanged(guest.board_id))
    session.flush()


def _board(session: Session, attempts: Attempts, address: str, code: str, held: GuestViewer | None) -> Board:
    plain = "".join(one for one in code.upper() if one.isalnum())
    board = None
    if len(plain) == 6:
        if held is not None:
            # Leaving that one may change it too, and boards are locked in the order that all keep.
            found = session.exec(select(Board.id).where(Board.code == plain)).all()
            for one in sorted({held.board_id, *found}):
                locked(session, one)
        board = session.exec(select(Board).where(Board.code == plain).with_for_update()).first()
    if board is None or board.state is not BoardState.open:
        attempts.count(WRONG_CODES, address)
        attempts.count(ALL_WRONG_CODES, "")
        attempts.count(MISTAKEN, address)
        raise NotFound(
            "No meeting that is on now has this code. It has six letters and digits; please look again."
        )
    return board


def _let_in(session: Session, board: Board, name: str) -> tuple[BoardParticipant, str]:
    theirs = BoardParticipant.board_id == board.id
    present = session.exec(select(BoardParticipant.name, BoardParticipant.person_id).where(theirs)).all()
    facilitator = session.get_one(Person, board.facilitator_id)
    members = [one for one, person in present if person is not None] + [facilitator.name]
    if sounds_like(name) in map(sounds_like, members):
        raise Conflict(
            f"There is a {name} in this meeting already. If that is you, please sign in; "
            "else add something to your name, such as your school."
        )
    here = session.exec(
        select(sa.func.count())
        .select_from(BoardParticipant)
        .where(theirs, col(BoardParticipant.token_hash).is_not(None), col(BoardParticipant.left_as).is_(None))
    ).one()
    if here >= GUESTS_AT_MOST:
        raise Conflict("This meeting has as many guests as it can take.")
    token = secrets.token_urlsafe(32)
    guest = BoardParticipant(
        board_id=board.id,
        name=another(name, {sounds_like(one) for one, _ in present}, NAME),
        token_hash=token_hash(token),
        joined_on=clock.now().replace(second=0, microsecond=0),
    )
    session.add(guest)
    session.flush()
    telling = Telling(session, board)
    telling.tell({"people": {str(guest.id): person_view(guest)}})
    telling.append("joined")
    return guest, token
