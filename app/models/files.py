"""Files and links of items. The bytes are in the file store (``adapters.files``), under ``key``.

Who may have a file is asked each time: those who may see its item's draft, and whoever reads a revision that
holds it (``Revision.details``).
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime


class Licence(StrEnum):
    """On what terms others may use a resource. Creative Commons 4.0, or all rights reserved."""

    cc0 = "cc0"
    cc_by = "cc_by"
    cc_by_sa = "cc_by_sa"
    cc_by_nc = "cc_by_nc"
    cc_by_nc_sa = "cc_by_nc_sa"
    cc_by_nd = "cc_by_nd"
    cc_by_nc_nd = "cc_by_nc_nd"
    all_rights_reserved = "all_rights_reserved"


class Resource(SQLModel, table=True):
    """What only an item that is a resource has."""

    item_id: UUID = Field(foreign_key="item.id", primary_key=True)
    licence: Licence | None = Field(default=None, sa_type=TextEnum(Licence), description="Not chosen yet")


class ItemFile(SQLModel, table=True):
    """A file of an item; its newest version is what the draft has. ``entry_id``: of a journey's entry."""

    __tablename__ = "item_file"
    __table_args__ = (sa.Index("ix_item_file_item", "item_id", "position"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id")
    entry_id: UUID | None = Field(default=None, foreign_key="journey_entry.id", index=True)
    description: str = Field(default="", description="What it is, in plain words; the text for a picture")
    position: int = 0
    newest: int = Field(default=0, description="Number of its newest version; 0 while the first is uploaded")
    created_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FileVersion(SQLModel, table=True):
    """One version of a file, as it is given out: pictures are stored anew without what cameras write in them.

    ``media_type`` is what its content is, whatever it was called. ``width`` and ``height``: of a picture, in
    pixels. ``pages``: of a PDF. ``text``: what can be searched in it. ``read_whole``: all words in it are in
    ``text``. ``has_preview``: a small picture of it is stored beside it. ``note``: what was changed in it.
    """

    __tablename__ = "file_version"

    file_id: UUID = Field(foreign_key="item_file.id", primary_key=True)
    number: int = Field(primary_key=True)
    name: str = Field(description="For people and for downloads; no path, no control characters")
    media_type: str
    size: int = Field(sa_type=sa.BigInteger)
    sha256: str
    key: str = Field(unique=True, description="In the file store")
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    has_preview: bool = False
    text: str = ""
    read_whole: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    note: str = Field(default="", description="For whoever sent it", sa_column_kwargs={"server_default": ""})
    uploaded_by: UUID = Field(foreign_key="person.id")
    uploaded_at: datetime = Field(sa_type=UtcDateTime)


class Upload(SQLModel, table=True):
    """A file on its way in, which may be interrupted and go on.

    Its parts are in the file store until it is whole. ``received``: bytes that are stored. ``version``: what
    came of it, of ``file_id``; ``refused``: why nothing did. One that nobody goes on with, or that has ended,
    is swept after ``expires_at``.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id", index=True)
    file_id: UUID | None = Field(default=None, foreign_key="item_file.id", description="A new version of it")
    entry_id: UUID | None = Field(default=None, foreign_key="journey_entry.id")
    person_id: UUID = Field(foreign_key="person.id")
    name: str
    description: str = ""
    size: int = Field(sa_type=sa.BigInteger)
    received: int = Field(default=0, sa_type=sa.BigInteger)
    parts: int = 0
    version: int | None = None
    refused: str = ""
    started_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class UploadPart(SQLModel, table=True):
    """A part of an upload that is in the file store: the row is written once the object is there."""

    __tablename__ = "upload_part"

    upload_id: UUID = Field(foreign_key="upload.id", primary_key=True)
    number: int = Field(primary_key=True)
    key: str = Field(unique=True)
    size: int


class LinkState(StrEnum):
    """Whether what a link points to was there when it was last looked for."""

    waiting = "waiting"
    there = "there"
    dead = "dead"
    unchecked = "unchecked"


class ItemLink(SQLModel, table=True):
    """A link of an item, with what its page said of itself when it was first fetched.

    ``failures``: how often in a row it was not found. ``unchecked``: we may not, or need not, fetch it.
    """

    __tablename__ = "item_link"
    __table_args__ = (sa.Index("ix_item_link_item", "item_id", "position"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id")
    url: str
    title: str = ""
    description: str = Field(default="", description="In the author's words, or else the page's own")
    state: LinkState = Field(sa_type=TextEnum(LinkState))
    failures: int = 0
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="That it is dead")
    position: int = 0
    created_by: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
