"""Collections: items that a curator put in order, with an introduction and a note on each."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime
from app.models.items import Audience


class Collection(SQLModel, table=True):
    """``audience`` is draft, county or public. ``version`` grows with every change and is its ETag."""

    __table_args__ = (
        sa.CheckConstraint("audience IN ('draft', 'county', 'public')", name="audience"),
        sa.Index("ix_collection_audience_published_at", "audience", "published_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    title: str
    introduction: str = Field(default="", description="Markdown")
    cover: str = Field(description="Which of our drawn covers")
    audience: Audience = Field(default=Audience.draft, sa_type=TextEnum(Audience))
    version: int = 1
    made_by: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CollectionItem(SQLModel, table=True):
    """An item's place in a collection; ``position`` counts from 0.

    ``left_at``: when the county lost it, or the curator took it out. It is then shown to nobody.
    """

    __tablename__ = "collection_item"

    collection_id: UUID = Field(foreign_key="collection.id", primary_key=True)
    item_id: UUID = Field(foreign_key="item.id", primary_key=True, index=True)
    position: int
    note: str = Field(default="", description="Markdown: why it is here")
    added_by: UUID = Field(foreign_key="person.id")
    added_at: datetime = Field(sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_by: UUID | None = Field(default=None, foreign_key="person.id")
