"""Who did what, when. One row for each write."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import UtcDateTime


class AuditEntry(SQLModel, table=True):
    """``actor_id`` is empty where the system acted, or where the design promises anonymity."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: UUID | None = Field(default=None, foreign_key="person.id")
    action: str = Field(description="e.g. story.submitted")
    subject_kind: str
    subject_id: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
