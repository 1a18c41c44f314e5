"""Actions: what a cluster agreed that somebody will do, and by when."""

from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import UtcDateTime


class ClusterAction(SQLModel, table=True):
    """An action of a cluster. Its owner is a person, or a school, or nobody yet.

    Open until it is done or dropped; open ones come back at the cluster's next meeting. ``version`` is its
    ETag.
    """

    __tablename__ = "cluster_action"
    __table_args__ = (
        sa.CheckConstraint("owner_person_id IS NULL OR owner_school_urn IS NULL", name="one_owner"),
        sa.Index("ix_cluster_action_cluster", "cluster_id", "done_on", "due_on"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    cluster_id: int = Field(foreign_key="cluster.id")
    meeting_id: UUID | None = Field(default=None, foreign_key="meeting.id", index=True)
    text: str
    owner_person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    owner_school_urn: int | None = Field(default=None, foreign_key="school.urn", index=True)
    due_on: date | None = None
    recommendation_id: int | None = Field(default=None, foreign_key="recommendation.id")
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_on: date | None = None
    dropped_on: date | None = None
