"""What curators ask schools and clusters to write about."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime


class RequestState(StrEnum):
    """Where a story request stands; the last three are ends."""

    waiting = "waiting"
    started = "started"
    declined = "declined"
    withdrawn = "withdrawn"


class StoryRequest(SQLModel, table=True):
    """ "Please write about …": to a school or a cluster, tied to a recommendation.

    Tracked until there is a draft: ``item_id`` is the one that took it up.
    """

    __tablename__ = "story_request"
    __table_args__ = (
        sa.CheckConstraint("(school_urn IS NULL) <> (cluster_id IS NULL)", name="to"),
        sa.Index("ix_story_request_state_asked_at", "state", "asked_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    school_urn: int | None = Field(default=None, foreign_key="school.urn", index=True)
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)
    message: str
    state: RequestState = Field(default=RequestState.waiting, sa_type=TextEnum(RequestState))
    asked_by: UUID = Field(foreign_key="person.id", index=True)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    answered_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", description="Why it was declined or withdrawn")
    item_id: UUID | None = Field(default=None, foreign_key="item.id", index=True)
