"""Files of items, and the terms of resources, as their readers see them."""

from collections.abc import Iterable
from typing import cast
from uuid import UUID

from app.content.file_kinds import INLINE, PICTURES, kind_words
from app.content.licences import LICENCES
from app.content.pictures import Pictures, Shown, placed
from app.content.revision_details import Details, FileDetail
from app.models.files import Licence
from app.models.items import Revision
from app.schemas.files import FileView, LicenceView


def details_of_revision(revision: Revision) -> Details:
    """What it froze beside its prose."""
    return cast(Details, revision.details or {})


def is_shown(media_type: str) -> bool:
    """Whether a browser may show such a file; otherwise it is for keeping."""
    return media_type in INLINE


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
        inline=is_shown(detail["media_type"]),
        entry=UUID(detail["entry"]) if detail["entry"] else None,
    )


def pictures_of(files: Iterable[FileDetail]) -> Pictures:
    """Those of these files that can stand in a text, by their ids."""
    return {
        one["id"]: Shown(
            url=view.url,
            preview=view.preview,
            width=view.width,
            height=view.height,
            name=view.name,
            description=view.description,
        )
        for one in files
        if one["media_type"] in PICTURES
        for view in (file_view(one),)
    }


def pictures_to_read(revision: Revision) -> Pictures:
    """The pictures that may stand in a revision's text: of its own files, in the versions that it holds."""
    return pictures_of(details_of_revision(revision).get("files", []))


def files_to_read(revision: Revision, entry: str | None = None) -> list[FileView]:
    """The files that a revision holds, of one entry or of the item itself, without those in its text."""
    files = details_of_revision(revision).get("files", [])
    in_text = {file for section in revision.sections for file in placed(section["markdown"])} if files else ()
    shown = pictures_of(files) if in_text else {}
    return [
        file_view(one)
        for one in files
        if one["entry"] == entry and not (one["id"] in in_text and one["id"] in shown)
    ]


def licence_to_read(details: Details) -> LicenceView | None:
    """On what terms a resource may be used."""
    chosen = details.get("licence")
    return licence_view(Licence(chosen)) if chosen else None


def licence_view(licence: Licence) -> LicenceView:
    """A licence in words."""
    terms = LICENCES[licence]
    return LicenceView(licence=licence, name=terms.name, words=terms.words, url=terms.url)
