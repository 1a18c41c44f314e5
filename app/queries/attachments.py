"""Files and links of items, as their readers and as their authors see them."""

from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from app.content.licences import LICENCES
from app.content.revision_details import Details, FileDetail, LinkDetail
from app.models.files import Licence, LinkState
from app.models.items import Revision
from app.schemas.files import FileView, LicenceView, LinkView

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What we store pictures as; nothing else that claims to be one is shown."""
KINDS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint slides",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel workbook",
    "text/csv": "CSV table",
    "text/plain": "Plain text",
    "audio/mpeg": "Sound",
    "video/mp4": "Film",
    "application/zip": "Zip folder",
}


def details_of_revision(revision: Revision) -> Details:
    """What it froze beside its prose."""
    return cast(Details, revision.details or {})


def kind_words(media_type: str, pages: int | None) -> str:
    """What sort of file it is, as people say it."""
    if media_type in PICTURES:
        return "Picture"
    words = KINDS.get(media_type, "File")
    return f"{words}, {pages} {'page' if pages == 1 else 'pages'}" if pages else words


def file_view(detail: FileDetail) -> FileView:
    """A file as a revision holds it."""
    url = f"/api/files/{detail['id']}/versions/{detail['version']}"
    return FileView(
        id=UUID(detail["id"]),
        version=detail["version"],
        name=detail["name"],
        description=detail["description"],
        media_type=detail["media_type"],
        kind=kind_words(detail["media_type"], detail["pages"]),
        size=detail["size"],
        width=detail["width"],
        height=detail["height"],
        pages=detail["pages"],
        url=url,
        preview=f"{url}/preview" if detail["has_preview"] else None,
        inline=detail["media_type"] in PICTURES or detail["media_type"] == "application/pdf",
    )


def files_to_read(details: Details, entry: str | None = None) -> list[FileView]:
    """The files that a revision holds: of one entry, or of the item itself."""
    return [file_view(one) for one in details.get("files", []) if one["entry"] == entry]


def links_to_read(details: Details) -> list[LinkView]:
    """The links that a revision holds."""
    return [_link_view(one) for one in details.get("links", [])]


def _link_view(detail: LinkDetail) -> LinkView:
    return LinkView(
        id=UUID(detail["id"]),
        url=detail["url"],
        site=(urlsplit(detail["url"]).hostname or "").removeprefix("www."),
        title=detail["title"],
        description=detail["description"],
        state=LinkState.unchecked,
        checked_at=None,
    )


def licence_to_read(details: Details) -> LicenceView | None:
    """On what terms a resource may be used."""
    chosen = details.get("licence")
    return licence_view(Licence(chosen)) if chosen else None


def licence_view(licence: Licence) -> LicenceView:
    """A licence in words."""
    terms = LICENCES[licence]
    return LicenceView(licence=licence, name=terms.name, words=terms.words, url=terms.url)
