"""Written text as Yjs updates: the log, its snapshots, and what was read out of it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import UtcDateTime


class Document(SQLModel, table=True):
    """The live text of one item. Seeded once, on the server, in the transaction that makes this row.

    ``generation`` changes when the text is replaced as a whole; a browser that holds another may not merge
    what it has. ``schema_version``: of the node types when it was made (``content.yjs_codec``). It is opened
    by the newest, which holds all that older ones did.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id", unique=True)
    generation: int = 1
    schema_version: int = 1
    last_seq: int = Field(default=0, description="Of the newest update; given out by a conditional update")
    size: int = Field(default=0, description="Bytes of the newest snapshot and all updates after it")


class DocumentUpdate(SQLModel, table=True):
    """One stored Yjs update (v1 encoding); several clients' edits may be merged in it."""

    __tablename__ = "document_update"

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    seq: int = Field(primary_key=True)
    update: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)


class DocumentSnapshot(SQLModel, table=True):
    """All updates up to and including ``seq`` as one. The newest and the one before it are kept."""

    __tablename__ = "document_snapshot"

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    seq: int = Field(primary_key=True)
    update: bytes
    state_vector: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)


class DocumentProjection(SQLModel, table=True):
    """A document as text, as of ``seq``. Rebuildable at any time.

    ``sections`` maps a section's key to ``{"prosemirror": …, "markdown": str, "text": str}``.
    """

    __tablename__ = "document_projection"

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    seq: int
    state_vector: bytes
    sections: dict[str, Any] = Field(sa_type=sa.JSON)
    projected_at: datetime = Field(sa_type=UtcDateTime)
