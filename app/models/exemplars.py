"""Awards: what Regional Leads hold up for the county, and the rubric they go by."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import UtcDateTime


class Rubric(SQLModel, table=True):
    """One version of what makes an exemplar. Never changed: editing makes the next version.

    ``criteria``: list of ``{"key", "title", "description"}`` in order. ``made_by`` is empty for the first,
    which comes with the service.
    """

    id: int | None = Field(default=None, primary_key=True)
    version: int = Field(unique=True)
    criteria: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    note: str = Field(default="", description="What changed, and why")
    made_by: UUID | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)


class Exemplar(SQLModel, table=True):
    """An award to a revision of a county-visible item. An item has one at a time.

    It ends when it is retired, or by itself when the county may no longer read the item.
    """

    __table_args__ = (
        sa.Index(
            "uq_exemplar_current",
            "item_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_exemplar_review_by", "ended_at", "review_by"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id", index=True)
    revision_number: int
    rubric_id: int = Field(foreign_key="rubric.id")
    criteria: list[str] = Field(sa_type=sa.JSON, description="Keys of the rubric's criteria that it meets")
    reason: str
    awarded_by: UUID = Field(foreign_key="person.id")
    awarded_at: datetime = Field(sa_type=UtcDateTime)
    review_by: date
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: UUID | None = Field(default=None, foreign_key="person.id")
    ended_reason: str | None = None


class ExemplarReview(SQLModel, table=True):
    """Somebody looked at an award again and let it stand until ``review_by``. ``message``: in their words."""

    __tablename__ = "exemplar_review"

    id: int | None = Field(default=None, primary_key=True)
    exemplar_id: UUID = Field(foreign_key="exemplar.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: UUID = Field(foreign_key="person.id")
    review_by: date
    message: str = ""
