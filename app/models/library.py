"""What the library is read from: one row for each revision that somebody beyond the draft reads.

All of it is derived from publications, revisions, awards, adoptions and places, in the transaction that
changes them, and can be built anew at any time. Full text stands beside it in ``library_text`` (see
``queries/full_text``), which each database has in its own kind of table.
"""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime
from app.models.items import Audience, ItemKind


class LibraryEntry(SQLModel, table=True):
    """A revision with everything one asks of it in the library.

    ``to_…`` say which audiences read exactly this revision; ``newer_…`` which audiences read a newer one of
    the same item. So whether a viewer reads this row is a condition on the row alone.
    ``cluster_id``, ``phase`` and ``district`` are the home school's today. ``reach`` is the item's widest
    audience.
    """

    __tablename__ = "library_entry"
    __table_args__ = (
        sa.UniqueConstraint("item_id", "revision_number"),
        sa.Index("ix_library_entry_published_at", "published_at", "item_id"),
        # An id is never used again: what is in memory goes by it.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id")
    revision_number: int
    kind: ItemKind = Field(sa_type=TextEnum(ItemKind))
    published_at: datetime = Field(
        sa_type=UtcDateTime, description="When the widest of its own audiences got it"
    )
    school_year: int = Field(description="That of published_at: 2025 is 2025/26")
    school_urn: int | None = Field(default=None, foreign_key="school.urn", index=True)
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)
    phase: str | None = None
    district: str | None = None
    reach: Audience = Field(sa_type=TextEnum(Audience))
    exemplar: bool = Field(default=False, index=True)
    adopted: int = Field(default=0, description="By how many schools; so the next two")
    adapted: int = 0
    stopped: int = 0
    to_school: int | None = Field(default=None, index=True)
    to_cluster: int | None = Field(default=None, index=True)
    to_county: bool = False
    to_public: bool = False
    newer_school: int | None = None
    newer_cluster: int | None = None
    newer_county: bool = False


class LibraryRecommendation(SQLModel, table=True):
    """A recommendation that an entry is about: by its own tag, or one hop along a crosswalk.

    ``nearness`` as in ``queries/crosswalks``: 0 the tag itself, 1 a close, 2 a partial link.
    """

    __tablename__ = "library_recommendation"

    entry_id: int = Field(foreign_key="library_entry.id", primary_key=True, ondelete="CASCADE")
    recommendation_id: int = Field(foreign_key="recommendation.id", primary_key=True, index=True)
    nearness: int


class LibraryWord(SQLModel, table=True):
    """A word that stands in some entry: where "did you mean" looks. Never shown before it is known that the
    viewer may read a text with it."""

    __tablename__ = "library_word"

    word: str = Field(primary_key=True)
    stem: str
    length: int = Field(index=True)


class LibraryVersion(SQLModel, table=True):
    """One row, which grows with every change of the library: what was worked out for it holds until then.

    ``rules`` says by which version of our own rules (stems, what is indexed) it was built; 0 is not yet.
    """

    __tablename__ = "library_version"

    id: int = Field(default=1, primary_key=True)
    version: int = 0
    rules: int = 0


class LibraryChange(SQLModel, table=True):
    """Which items a version of the library brought or changed: all of them where ``item_id`` is empty.

    What keeps the library in memory reads from here what it has missed (``queries/library_catalogue``).
    """

    __tablename__ = "library_change"

    id: int | None = Field(default=None, primary_key=True)
    version: int = Field(index=True)
    item_id: UUID | None = None


class SavedSearch(SQLModel, table=True):
    """A search that somebody wants to come back to. ``query`` is the address's, as ``q=…&phase=…``."""

    __tablename__ = "saved_search"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    name: str
    query: str
    created_at: datetime = Field(sa_type=UtcDateTime)
