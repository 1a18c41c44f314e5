"""One command's turn: the board it changes, who wants it, and the event that it leaves."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session

from app.content.board_names import owner_of
from app.errors import Conflict, NotAllowed
from app.events import BoardMoved, emit
from app.models.boards import Board, BoardCard, BoardEvent
from app.policies.board_projection import Patch, Stored, merged
from app.policies.boards import BoardFacts, may_facilitate
from app.policies.viewers import Viewer
from app.queries.boards import board_facts, token_of
from app.schemas.board_plan import BoardPlan, Stage


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on a board, as who they come in."""

    viewer: Viewer
    participant_id: UUID


@dataclass
class Turn:
    """What a command is done with. ``everybody`` and ``own`` gather what its event will say."""

    session: Session
    board: Board
    attendee: Attendee
    facts: BoardFacts = field(init=False)
    plan: BoardPlan = field(init=False)
    everybody: Patch = field(default_factory=dict)
    own: dict[str, Patch] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.facts = board_facts(self.session, self.board)
        self.plan = BoardPlan.model_validate(self.board.plan)

    @property
    def stage(self) -> Stage:
        """The stage that the board is in."""
        return self.plan.stages[self.board.stage]

    @property
    def facilitates(self) -> bool:
        """Whether who wants this is the facilitator."""
        return bool(may_facilitate(self.attendee.viewer, self.facts))

    @property
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

    def tell(self, patch: Patch) -> None:
        """Everybody will see this."""
        self.everybody = merged(self.everybody, patch)

    def tell_only(self, token: str | None, patch: Patch) -> None:
        """Only whoever has this token will; nobody, if it is nobody's any more."""
        if token is not None:
            self.own[token] = merged(self.own.get(token, {}), patch)

    def must_facilitate(self) -> None:
        """Raise ``NotAllowed`` for everybody else."""
        if not self.facilitates:
            raise NotAllowed("Only the facilitator can do this.")

    def append(self, kind: str) -> None:
        """Give the event its number and put it in the log."""
        self.board.seq += 1
        event: Stored = {"kind": kind, "everybody": self.everybody, "own": self.own}
        self.session.add(BoardEvent(board_id=self.board.id, seq=self.board.seq, data=dict(event)))
        self.session.add(self.board)
        emit(self.session, BoardMoved(self.board.id, self.board.seq))
