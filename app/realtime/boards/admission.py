"""Who comes in to a board: the cluster's people and visitors by their session, guests by their token."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from starlette.requests import HTTPConnection

from app.actions.boards.people import attend
from app.actions.sessions import token_hash
from app.db import Database
from app.deps.guests import GUEST_COOKIE
from app.models.boards import Board, BoardParticipant, BoardState
from app.policies.boards import BoardFacts, may_come, may_facilitate
from app.policies.viewers import GuestViewer, PersonViewer
from app.queries.boards import board_facts
from app.realtime.codes import Close
from app.realtime.visitors import Refused, Visitor, session_hash, visitor_of

_NOT_THERE = "There is nothing here for you."
_TRIES = 3


class Look(StrEnum):
    """How somebody looks at a board. The wall shows what everybody may see, and takes no part."""

    member = "member"
    guest = "guest"
    wall = "wall"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who came by the meeting's code."""

    token_hash: bytes
    participant_id: UUID


@dataclass(frozen=True, slots=True)
class Knock:
    """What somebody shows at the door of a board."""

    session_hash: bytes
    guest_hash: bytes
    board: str
    wall: bool = False


@dataclass(frozen=True, slots=True)
class BoardAdmission:
    """Somebody let in to a board. ``participant_id``: as whom they take part; on the wall, and before they or
    the meeting have come, as nobody. ``fresh``: they have come only now, so nothing they hold is theirs.
    ``invited``: they are from outside the cluster, and come for as long as they are invited."""

    visitor: Visitor | Guest
    viewer: PersonViewer | GuestViewer
    board_id: UUID
    participant_id: UUID | None
    look: Look
    facilitates: bool
    fresh: bool = False
    invited: bool = False


def knock_of(connection: HTTPConnection, board_id: object, *, wall: bool) -> Knock:
    """What a request or a socket shows."""
    guest = connection.cookies.get(GUEST_COOKIE)
    return Knock(session_hash(connection), token_hash(guest) if guest else b"", str(board_id), wall)


def come(database: Database, knock: Knock) -> BoardAdmission:
    """Let somebody in and put them down as attending if they are not yet, or raise ``Refused``."""
    for _ in range(_TRIES):
        with database.read() as session:
            admission, attends = _admit(session, knock)
        if not attends:
            return admission
        try:
            with database.write() as session:
                board = session.exec(
                    select(Board).where(Board.id == admission.board_id).with_for_update()
                ).one()
                participant = attend(session, admission.viewer, board)
            return replace(admission, participant_id=participant, fresh=True)
        except IntegrityError:  # they have come in another tab at the same moment
            continue
    raise Refused(Close.later, "Too many came at the same moment. Please try again.")


def look_in(session: Session, knock: Knock) -> BoardAdmission:
    """Let somebody look at a board without being put down as attending, or raise ``Refused``."""
    return _admit(session, knock)[0]


def stays_on_board(session: Session, admission: BoardAdmission) -> bool:
    """Whether they would be let in as they were."""
    visitor, person = admission.visitor, isinstance(admission.visitor, Visitor)
    knock = Knock(
        visitor.session_hash if isinstance(visitor, Visitor) else b"",
        visitor.token_hash if isinstance(visitor, Guest) else b"",
        str(admission.board_id),
        admission.look is Look.wall,
    )
    try:
        now, attends = _admit(session, knock)
    except Refused:
        return False
    same_seats = not person or now.viewer == admission.viewer
    return not attends and same_seats and now.participant_id == admission.participant_id


def live_guests(session: Session, guests: Iterable[Guest]) -> set[Guest]:
    """Those of ``guests`` who have not been removed and whose meeting has not ended."""
    by_hash = {one.token_hash: one for one in guests}
    if not by_hash:
        return set()
    rows = session.exec(
        select(BoardParticipant.token_hash)
        .join(Board, col(Board.id) == BoardParticipant.board_id)
        .where(
            col(BoardParticipant.token_hash).in_(list(by_hash)),
            col(BoardParticipant.left_as).is_(None),
            Board.state != BoardState.ended,
        )
    )
    return {by_hash[found] for found in rows if found is not None}


def _admit(session: Session, knock: Knock) -> tuple[BoardAdmission, bool]:
    """The admission, and whether they are still to be put down as attending."""
    board = _board(session, knock.board)
    guest = _guest(session, knock.guest_hash, board)
    try:
        visitor, viewer = visitor_of(session, knock.session_hash)
    except Refused:
        if guest is None:
            raise
    else:
        facts = board_facts(session, board) if board is not None else None
        if board is not None and facts is not None and may_come(viewer, facts):
            return _as_person(session, visitor, viewer, board, facts, knock)
        if guest is None:
            raise Refused(Close.not_there, _NOT_THERE)
    if board is None or guest.board_id != board.id:
        raise Refused(Close.not_there, _NOT_THERE)
    return _as_guest(session, guest, board, knock), False


def _as_person(
    session: Session,
    visitor: Visitor,
    viewer: PersonViewer,
    board: Board,
    facts: BoardFacts,
    knock: Knock,
) -> tuple[BoardAdmission, bool]:
    participant = None
    if not knock.wall:
        participant = session.exec(
            select(BoardParticipant.id).where(
                BoardParticipant.board_id == board.id, BoardParticipant.person_id == viewer.person_id
            )
        ).first()
    look = Look.wall if knock.wall else Look.member
    facilitates = bool(may_facilitate(viewer, facts)) and not knock.wall
    attends = not knock.wall and participant is None and board.state is BoardState.open
    invited = facts.cluster_id not in viewer.clusters
    admission = BoardAdmission(visitor, viewer, board.id, participant, look, facilitates, invited=invited)
    return admission, attends


def _as_guest(session: Session, guest: BoardParticipant, board: Board, knock: Knock) -> BoardAdmission:
    assert guest.token_hash is not None
    if guest.left_as == "removed":
        raise Refused(Close.not_allowed, "The facilitator has removed you from this meeting.")
    viewer = GuestViewer(guest.id, guest.board_id)
    answer = may_come(viewer, board_facts(session, board))
    if guest.left_as is not None or not answer:
        raise Refused(Close.not_allowed, "This meeting has ended.")
    visitor = Guest(guest.token_hash, guest.id)
    if knock.wall:
        return BoardAdmission(visitor, viewer, board.id, None, Look.wall, facilitates=False)
    return BoardAdmission(visitor, viewer, board.id, guest.id, Look.guest, facilitates=False)


def _board(session: Session, told: str) -> Board | None:
    try:
        return session.get(Board, UUID(told))
    except ValueError:
        return None


def _guest(session: Session, told: bytes, board: Board | None) -> BoardParticipant | None:
    if not told:
        return None
    return session.exec(select(BoardParticipant).where(BoardParticipant.token_hash == told)).first()
