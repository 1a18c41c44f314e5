"""Files and links of items over the wire, uploads, and the terms of resources."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.models.files import Licence, LinkState
from app.schemas.base import Body, View


class FileView(View):
    """A version of a file. ``url`` asks each time whether one may have it; ``preview`` is a small picture."""

    id: UUID
    version: int
    name: str
    description: str
    media_type: str
    kind: str = Field(description='In words: "PDF, 3 pages", "Picture", "Word document"')
    size: int = Field(description="Bytes")
    width: int | None
    height: int | None
    pages: int | None
    url: str
    preview: str | None
    inline: bool = Field(description="Whether a browser may show it: pictures that we made anew, and PDF")
    uploaded_at: datetime | None = Field(default=None, description="Null for readers")
    note: str = Field(default="", description="What was changed in it, for those who see the draft")
    versions: int = Field(default=1, description="How many there are, for those who see the draft")
    entry: UUID | None = Field(default=None, description="The entry of a journey that it belongs to")


class BeginUpload(Body):
    """Say what is coming. Then send it in parts by PATCH, each from where the last one ended."""

    name: str = Field(min_length=1, max_length=255)
    size: int = Field(ge=0, le=2**53)
    description: str = Field(default="", max_length=300)
    replaces: UUID | None = Field(default=None, description="The file that it is a new version of")
    entry: UUID | None = Field(default=None, description="The entry of a journey that it belongs to")
    id: UUID | None = Field(
        default=None,
        description="Chosen by whoever sends it: of the upload, and of the file that comes of it unless it "
        "replaces one. So a text can say where a picture stands before it is there, and an answer that was "
        "lost can be asked for again.",
    )


class UploadView(View):
    """How far an upload is. ``file``: what came of it, once it is whole and was found to be in order."""

    id: UUID
    name: str
    size: int
    received: int
    part_bytes: int = Field(description="Send at most so much at once")
    expires_at: datetime
    entry: UUID | None = Field(default=None, description="The entry of a journey that it is for")
    file: FileView | None = None
    refused: str = Field(default="", description="Why nothing came of it, in words for whoever sent it")


class ChangeFile(Body):
    """Another description, or another place among the files."""

    description: str | None = Field(default=None, max_length=300)
    position: int | None = Field(default=None, ge=0, le=1_000)


class LinkView(View):
    """A link. ``state`` is for those who see the draft; for readers a dead link is said to be dead."""

    id: UUID
    url: str
    site: str = Field(description="The host it leads to, as people read it")
    title: str
    description: str
    state: LinkState
    checked_at: datetime | None


class AddLink(Body):
    """Add a link; its title and description are fetched once, if they can be."""

    url: str = Field(min_length=1, max_length=2_000)
    title: str = Field(default="", max_length=200)
    description: str = Field(default="", max_length=500)


class ChangeLink(Body):
    """Another title, description or place."""

    title: str | None = Field(default=None, min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=500)
    position: int | None = Field(default=None, ge=0, le=1_000)


class LicenceView(View):
    """On what terms it may be used: a name, a sentence, and where the terms stand in full."""

    licence: Licence
    name: str
    words: str
    url: str | None


class ChooseLicence(Body):
    """The terms of a resource."""

    licence: Licence


class Attachments(View):
    """The files and links of a draft, in their order. ``licence`` is null until it is chosen."""

    files: list[FileView]
    links: list[LinkView]
    uploads: list[UploadView] = Field(description="One's own that can go on")
    licence: LicenceView | None
    licences: list[LicenceView] = Field(description="To choose from; empty for what is no resource")
    file_bytes: int = Field(description="The most that one file may have")
    files_left: int = Field(description="How many files more there is room for")
    bytes_left: int = Field(description="How many bytes more there is room for, among all files together")
