"""Meetings of a cluster: when and where, who is asked to come, and the templates of their boards."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime


class MeetingState(StrEnum):
    """``live`` from when the facilitator starts it until they end it; reopening makes it live again."""

    planned = "planned"
    live = "live"
    ended = "ended"
    cancelled = "cancelled"


class MeetingAnswer(StrEnum):
    """What somebody who was asked to come has said."""

    waiting = "waiting"
    coming = "coming"
    not_coming = "not_coming"


class Meeting(SQLModel, table=True):
    """A cluster meeting. Everybody of the cluster may come; ``MeetingInvitation`` says who was asked to.

    ``version`` grows with each change and is its ETag. ``minutes_item_id``: the item its minutes are.
    """

    __table_args__ = (sa.Index("ix_meeting_cluster", "cluster_id", "state", "starts_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    cluster_id: int = Field(foreign_key="cluster.id")
    title: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    lasts_minutes: int
    place: str = Field(default="", description="Where, in words; may hold the address of a video call")
    agenda: str = Field(default="", description="Markdown")
    facilitator_id: UUID = Field(foreign_key="person.id", index=True)
    template_id: UUID | None = Field(
        default=None, foreign_key="board_template.id", description="What its board was made from"
    )
    state: MeetingState = Field(sa_type=TextEnum(MeetingState))
    version: int = 1
    created_by: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="When people were told that it is soon"
    )
    cancelled_because: str = ""
    minutes_item_id: UUID | None = Field(default=None, foreign_key="item.id", unique=True)


class MeetingInvitation(SQLModel, table=True):
    """Somebody who was asked to come. ``visitor``: from outside the cluster, let in to this meeting alone."""

    __tablename__ = "meeting_invitation"

    meeting_id: UUID = Field(foreign_key="meeting.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    visitor: bool = False
    invited_by: UUID = Field(foreign_key="person.id")
    invited_at: datetime = Field(sa_type=UtcDateTime)
    answer: MeetingAnswer = Field(default=MeetingAnswer.waiting, sa_type=TextEnum(MeetingAnswer))
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BoardTemplate(SQLModel, table=True):
    """Columns and stages to begin a board with. Those with a ``key`` ship with the product.

    ``plan`` is a ``schemas.board_plan.BoardPlan`` as JSON. A board keeps its own copy of it.
    """

    __tablename__ = "board_template"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: str | None = Field(default=None, unique=True)
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)
    name: str
    about: str = ""
    plan: dict[str, Any] = Field(sa_type=sa.JSON)
    version: int = 1
    created_by: UUID | None = Field(default=None, foreign_key="person.id")
    updated_at: datetime = Field(sa_type=UtcDateTime)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
