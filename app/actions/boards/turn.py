"""One command's turn: the board it changes, who wants it, and the event that it leaves."""

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel, col, select

from app.content.board_names import owner_of
from app.errors import Conflict, NotFound
from app.events import BoardMoved, emit
from app.models.boards import Board, BoardCard, BoardEvent, BoardParticipant
from app.policies.answers import require
from app.policies.board_acts import Act, Part, may_act
from app.policies.board_projection import Patch, Stored, merge
from app.policies.boards import BoardFacts, may_facilitate
from app.policies.viewers import PersonViewer, Viewer
from app.queries.board_plans import plan_of
from app.queries.boards import Where, board_facts, token_of, where_of
from app.schemas.board_plan import BoardPlan, Stage

KEPT_EVENTS = 2_000
"""How far back somebody can resume; who was away longer gets a snapshot."""
_TIDIED_EVERY = 250

# Put together once: for every command, making a statement costs several times what executing it does.
_LOCKED = (
    select(Board)
    .where(col(Board.id) == sa.bindparam("board"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_EVENT = sa.insert(SQLModel.metadata.tables["board_event"])
_BOARD = SQLModel.metadata.tables["board"]
_SEQ = sa.update(_BOARD).where(_BOARD.c.id == sa.bindparam("board")).values(seq=sa.bindparam("now"))


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on a board, as who they come in."""

    viewer: Viewer
    participant_id: UUID


@dataclass
class Held:
    """A board whose row a transaction has locked: what is read of it once, for all that is done to it.

    ``told``: the events that it has been given in this transaction, one after the other.
    """

    session: Session
    board: Board
    told: list[tuple[int, Stored]] = field(default_factory=list)

    @cached_property
    def where(self) -> Where:
        """Whose it is."""
        return where_of(self.session, self.board)


def holding(session: Session) -> dict[UUID, Held]:
    """The boards that this transaction holds. ``let_go`` when it is taken back, be it to a savepoint."""
    boards: dict[UUID, Held] = session.info.setdefault("boards", {})
    return boards


def hold(session: Session, board_id: UUID) -> Board | None:
    """What ``locked`` finds, kept for the commands that come after this one in the same transaction."""
    held = holding(session).get(board_id)
    if held is not None:
        return held.board
    board = locked(session, board_id)
    if board is not None:
        holding(session)[board_id] = Held(session, board)
    return board


def let_go(session: Session) -> None:
    """Something was taken back: nothing that was known of any board may be so any more."""
    holding(session).clear()


@dataclass
class Telling:
    """A change of a board, whose row is locked. ``everybody`` and ``own`` gather what its event will say."""

    session: Session
    board: Board
    everybody: Patch = field(default_factory=dict, kw_only=True)
    own: dict[str, Patch] = field(default_factory=dict, kw_only=True)

    def tell(self, patch: Patch) -> None:
        """Everybody will see this."""
        merge(self.everybody, patch)

    def tell_only(self, token: str | None, patch: Patch) -> None:
        """Only whoever has this token will; nobody, if it is nobody's any more."""
        if token is not None:
            merge(self.own.setdefault(token, {}), patch)

    def append(self, kind: str) -> None:
        """Give the event its number, put it in the log, and write down all that was changed."""
        session, board = self.session, self.board
        seq = board.seq + 1
        event: Stored = {"kind": kind, "everybody": self.everybody, "own": self.own}
        if seq % _TIDIED_EVERY == 0:
            self.forget(seq - KEPT_EVENTS)
        session.flush()
        self.rows.execute(_EVENT, {"board_id": board.id, "seq": seq, "data": event})
        self.rows.execute(_SEQ, {"board": board.id, "now": seq})
        set_committed_value(board, "seq", seq)
        if (held := holding(session).get(board.id)) is not None:
            held.told.append((seq, event))
        emit(session, BoardMoved(board.id, seq))

    def forget(self, until: int | None = None) -> None:
        """Take events up to this one, or all so far, out of the log: nobody resumes from before it."""
        last = self.board.seq if until is None else until
        if last >= self.board.events_from:
            self.session.exec(
                sa.delete(BoardEvent)
                .where(col(BoardEvent.board_id) == self.board.id, col(BoardEvent.seq) <= last)
                .execution_options(synchronize_session=False)
            )
            self.board.events_from = last + 1

    @cached_property
    def rows(self) -> sa.Connection:
        """For what is asked without the ORM; ``session.flush`` first where that may matter."""
        return self.session.connection()

    @property
    def plan(self) -> BoardPlan:
        """Its columns and stages."""
        return plan_of(self.board)

    @property
    def stage(self) -> Stage:
        """The stage that the board is in."""
        return self.plan.stages[self.board.stage]

    @cached_property
    def facts(self) -> BoardFacts:
        """What policies need to know of the board, as it was when first asked."""
        held = holding(self.session).get(self.board.id)
        return board_facts(self.session, self.board, None if held is None else held.where)

    def without(self, participant_id: UUID) -> bool:
        """Somebody goes: they neither speak nor present any more. Whether they did."""
        did = False
        if self.board.speaker_id == participant_id:
            self.board.speaker_id, did = None, True
            self.tell({"board": {"speaker": None}})
        if self.board.presenter_id == participant_id:
            self.board.presenter_id, did = None, True
            self.tell({"board": {"presenter": None}})
        return did

    def participant(self, participant_id: UUID) -> BoardParticipant:
        """Somebody who has come to this board and was not sent away, or ``NotFound``."""
        found = self.session.get(BoardParticipant, participant_id)
        if found is None or found.board_id != self.board.id or found.left_as is not None:
            raise NotFound("They are not at this meeting.")
        return found


@dataclass
class Turn(Telling):
    """A change that somebody who came wants."""

    attendee: Attendee

    @cached_property
    def facilitates(self) -> bool:
        """Whether who wants this is the facilitator."""
        return bool(may_facilitate(self.attendee.viewer, self.facts))

    @property
    def person(self) -> UUID | None:
        """Who wants this, for the audit; nobody where the board is anonymous."""
        viewer = self.attendee.viewer
        return viewer.person_id if isinstance(viewer, PersonViewer) and not self.board.anonymous else None

    @property
    def parts(self) -> set[Part]:
        """As what they act."""
        found = {Part.everybody}
        if self.facilitates:
            found.add(Part.facilitator)
        viewer = self.attendee.viewer
        if isinstance(viewer, PersonViewer) and self.facts.cluster_id in viewer.clusters:
            found.add(Part.member)
        if self.board.speaker_id == self.attendee.participant_id:
            found.add(Part.speaker)
        return found

    def must(self, act: Act, card: BoardCard | None = None) -> None:
        """Raise ``NotAllowed`` unless they may do this now; to ``card``, where it is about one."""
        parts = self.parts
        if card is not None and self.owns(card):
            if not card.revealed:
                return
            parts.add(Part.author)
        require(may_act(act, self.stage.kind, parts))

    @cached_property
    def owner(self) -> bytes:
        """Under which name votes and reactions are theirs, and on an anonymous board everything."""
        if self.board.key is None:
            raise Conflict("This meeting is not live.")
        return owner_of(self.board.key, self.attendee.participant_id)

    @property
    def token(self) -> str:
        """Under which name events keep what is theirs alone."""
        return self.owner.hex() if self.board.anonymous else str(self.attendee.participant_id)

    def owns(self, card: BoardCard) -> bool:
        """Whether they wrote it, as far as anybody can still tell."""
        return token_of(self.board, card) == self.token

    def sees(self, card: BoardCard) -> bool:
        """Whether they know of it."""
        return card.board_id == self.board.id and (card.revealed or self.owns(card))


def locked(session: Session, board_id: UUID) -> Board | None:
    """The board as it is now, for this transaction to change."""
    return session.exec(_LOCKED, params={"board": board_id}).first()
