"""Live boards: the truth in rows, and the log of events by which everybody follows it.

No row of cards, reactions or votes says when it was made, and on an anonymous board none says by whom:
``owner`` is an HMAC of the participant under the board's key, which is destroyed when the board ends.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime, bytewise


class BoardState(StrEnum):
    """A board is ``planned`` until its meeting starts; ``ended`` is read-only."""

    planned = "planned"
    open = "open"
    ended = "ended"


class StageKind(StrEnum):
    """What people do in a stage; ``policies.board_acts`` says who may do what in which."""

    talk = "talk"
    write = "write"
    sort = "sort"
    vote = "vote"
    discuss = "discuss"
    commit = "commit"


class Silent(StrEnum):
    """Who only listens in a talk stage of a protocol."""

    nobody = "nobody"
    presenter = "presenter"
    others = "others"


class Board(SQLModel, table=True):
    """The board of one meeting.

    ``seq`` is the number of its newest event; each command that changes something takes the next.
    ``events_from``: events with a smaller number are gone, and who has not seen them needs a snapshot.
    ``plan`` is a ``schemas.board_plan.BoardPlan``; ``stage`` an index into its stages.
    ``vote_round`` is the vote that is open, or whose results are shown; ``actions.boards.voting`` numbers
    them. The timer runs until ``timer_ends_at``, or stands with ``timer_left_ms`` on it, or is not set.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", unique=True)
    state: BoardState = Field(sa_type=TextEnum(BoardState))
    seq: int = 0
    events_from: int = 1
    plan: dict[str, Any] = Field(sa_type=sa.JSON)
    anonymous: bool = False
    key: bytes | None = Field(default=None, description="For HMACs; none before the start and after the end")
    facilitator_id: UUID = Field(foreign_key="person.id")
    stage: int = 0
    vote_round: int = 0
    vote_stage: str | None = Field(default=None, description="Key of the stage of the newest vote")
    vote_open: bool = False
    locked: bool = False
    timer_ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    timer_left_ms: int | None = None
    speaker_id: UUID | None = Field(default=None, description="The participant who has the floor")
    presenter_id: UUID | None = Field(default=None, description="The participant who presents, in protocols")
    focus_id: UUID | None = Field(default=None, description="The card or group that is being discussed")
    code: str | None = Field(
        default=None, max_length=6, unique=True, description="For guests, while it is open"
    )
    door_open: bool = False


class BoardParticipant(SQLModel, table=True):
    """Somebody who has come to a board: a person, or a guest by the name they chose.

    A guest's cookie holds a token of which this is the SHA-256; it ends with the meeting.
    """

    __tablename__ = "board_participant"
    __table_args__ = (
        sa.CheckConstraint("(person_id IS NULL) <> (token_hash IS NULL AND left_as IS NULL)", name="who"),
        sa.UniqueConstraint("board_id", "person_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    board_id: UUID = Field(foreign_key="board.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    name: str
    place: str = Field(default="", description="School or cluster in words, as on the day")
    visitor: bool = Field(default=False, description="A person from outside the cluster")
    token_hash: bytes | None = Field(default=None, unique=True)
    left_as: str | None = Field(
        default=None, description='Of a guest who cannot come back: "removed" or "ended"'
    )
    joined_on: datetime = Field(sa_type=UtcDateTime, description="To the minute")


class BoardGroup(SQLModel, table=True):
    """Cards that belong together. ``position`` is among its column's groups and the cards without one."""

    __tablename__ = "board_group"

    id: UUID = Field(primary_key=True)
    board_id: UUID = Field(foreign_key="board.id", index=True)
    column_key: str
    position: str = Field(sa_type=bytewise(), description="A fractional index")
    name: str = ""


class BoardCard(SQLModel, table=True):
    """A card. ``revealed`` never becomes false again.

    ``position`` is among its column, or among its group if it is in one. ``participant_id`` is empty on an
    anonymous board; ``owner`` is filled on that alone.
    """

    __tablename__ = "board_card"

    id: UUID = Field(primary_key=True)
    board_id: UUID = Field(foreign_key="board.id", index=True)
    column_key: str
    group_id: UUID | None = Field(default=None, foreign_key="board_group.id", index=True)
    position: str = Field(sa_type=bytewise(), description="A fractional index")
    text: str
    tags: list[int] = Field(default_factory=list, sa_type=sa.JSON, description="Ids of recommendations")
    school_urn: int | None = Field(default=None, foreign_key="school.urn")
    revealed: bool
    participant_id: UUID | None = Field(default=None, foreign_key="board_participant.id")
    owner: bytes | None = None


class BoardReaction(SQLModel, table=True):
    """One reaction to a card. Nobody is ever told whose; ``owner`` means nothing once the key is gone."""

    __tablename__ = "board_reaction"

    card_id: UUID = Field(foreign_key="board_card.id", primary_key=True)
    kind: str = Field(primary_key=True)
    owner: bytes = Field(primary_key=True)
    board_id: UUID = Field(foreign_key="board.id", index=True)


class BoardVote(SQLModel, table=True):
    """One dot on a card or a group. ``owner`` is emptied when the vote closes."""

    __tablename__ = "board_vote"
    __table_args__ = (sa.Index("ix_board_vote_round", "board_id", "round"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    board_id: UUID = Field(foreign_key="board.id")
    round: int
    target_id: UUID
    owner: bytes | None = None


class BoardBudget(SQLModel, table=True):
    """How many dots somebody has left in an open vote. Gone when it closes."""

    __tablename__ = "board_budget"
    __table_args__ = (sa.CheckConstraint("remaining >= 0", name="not_overdrawn"),)

    board_id: UUID = Field(foreign_key="board.id", primary_key=True)
    round: int = Field(primary_key=True)
    owner: bytes = Field(primary_key=True)
    remaining: int


class BoardDecision(SQLModel, table=True):
    """Something that the meeting decided, in a sentence."""

    __tablename__ = "board_decision"

    id: UUID = Field(primary_key=True)
    board_id: UUID = Field(foreign_key="board.id", index=True)
    position: str = Field(sa_type=bytewise(), description="A fractional index")
    text: str


class BoardAction(SQLModel, table=True):
    """An action on a board: agreed there, or brought along from an earlier meeting (``carried``)."""

    __tablename__ = "board_action"

    board_id: UUID = Field(foreign_key="board.id", primary_key=True)
    action_id: UUID = Field(foreign_key="cluster_action.id", primary_key=True, index=True)
    carried: bool = False
    card_id: UUID | None = Field(default=None, foreign_key="board_card.id")


class BoardEvent(SQLModel, table=True):
    """What changed, in the order of ``seq``. ``data`` is a ``policies.board_projection.Stored`` event:
    nobody is shown it but through ``project``."""

    __tablename__ = "board_event"

    board_id: UUID = Field(foreign_key="board.id", primary_key=True)
    seq: int = Field(primary_key=True)
    data: dict[str, Any] = Field(sa_type=sa.JSON)


class BoardCommand(SQLModel, table=True):
    """A command that was done, so that its repetition is acknowledged and not done again."""

    __tablename__ = "board_command"

    board_id: UUID = Field(foreign_key="board.id", primary_key=True)
    id: UUID = Field(primary_key=True)
    seq: int
