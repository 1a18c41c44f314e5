""" "We tried this too": what schools did with a story or a resource."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime


class Stance(StrEnum):
    """What a school did with it. Stopping is knowledge too."""

    adopted = "adopted"
    adapted = "adapted"
    stopped = "stopped"


class Adoption(SQLModel, table=True):
    """What one school says of one item; it may change its mind, and the audit keeps what it said before.

    ``journey_id``: the school's own journey with it. ``version`` is its ETag. Nobody is shown one that was
    taken back.
    """

    __table_args__ = (sa.UniqueConstraint("item_id", "school_urn"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id")
    school_urn: int = Field(foreign_key="school.urn", index=True)
    stance: Stance = Field(sa_type=TextEnum(Stance))
    context: str = Field(default="", description="Where and with whom it was tried; plain text")
    result: str = Field(default="", description="What came of it; plain text")
    journey_id: UUID | None = Field(default=None, foreign_key="item.id", index=True)
    said_by: UUID = Field(foreign_key="person.id")
    said_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
