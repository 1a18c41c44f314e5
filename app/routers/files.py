"""Files of stories and resources: what a draft has, its terms, and giving them out to who may have them."""

from pathlib import PurePath
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from app.actions import files
from app.actions.receiving import PREVIEW
from app.deps.files import Files, FileToGive
from app.deps.http import Db
from app.deps.stories import DraftStory, EditableStory
from app.deps.viewers import CurrentPerson
from app.errors import NotFound
from app.queries.attachments import is_shown, licence_view
from app.queries.files import attachments, draft_file, get_file, newest_version
from app.routers.giving_out import give
from app.schemas.base import Problem
from app.schemas.files import Attachments, ChangeFile, ChooseLicence, FileView, LicenceView

router = APIRouter(tags=["files"])

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_GIVEN: dict[int | str, dict[str, Any]] = {
    200: {"content": {"*/*": _BINARY}, "description": "The file"},
    206: {"content": {"*/*": _BINARY}, "description": "The range that was asked for"},
    304: {"description": "It is still the same, and yours to have"},
    416: {"model": Problem, "description": "There is no such range in it"},
}


@router.get("/stories/{story_id}/attachments")
def read_attachments(story: DraftStory, viewer: CurrentPerson, db: Db, tools: Files) -> Attachments:
    """The files and links of a draft, with one's own uploads that can go on, and the terms of a resource."""
    limits = tools.limits
    return attachments(
        db,
        viewer,
        story.item,
        file_bytes=limits.file_bytes,
        item_bytes=limits.item_bytes,
        item_files=limits.item_files,
    )


@router.patch("/stories/{story_id}/files/{file_id}")
def change_file(
    story: EditableStory, file_id: UUID, body: ChangeFile, viewer: CurrentPerson, db: Db
) -> FileView:
    """Another description, or another place among the files."""
    file = get_file(db, story.item.id, file_id)
    files.change_file(db, viewer, file, description=body.description, position=body.position)
    return draft_file(file, newest_version(db, file))


@router.delete("/stories/{story_id}/files/{file_id}", status_code=204)
def remove_file(story: EditableStory, file_id: UUID, viewer: CurrentPerson, db: Db) -> None:
    """Take a file out of the draft; it can be put back. What was published with it keeps it."""
    files.remove_file(db, viewer, get_file(db, story.item.id, file_id))


@router.post("/stories/{story_id}/files/{file_id}/restore")
def restore_file(
    story: EditableStory, file_id: UUID, viewer: CurrentPerson, db: Db, tools: Files
) -> FileView:
    """Put back what was removed."""
    file = get_file(db, story.item.id, file_id, removed=True)
    files.restore_file(db, viewer, file, most=tools.limits.item_files)
    return draft_file(file, newest_version(db, file))


@router.put("/stories/{story_id}/licence")
def choose_licence(story: EditableStory, body: ChooseLicence, viewer: CurrentPerson, db: Db) -> LicenceView:
    """The terms on which a resource may be used, from its next revision on."""
    files.choose_licence(db, viewer, story.item, body.licence)
    return licence_view(body.licence)


@router.head("/files/{file_id}/versions/{number}", include_in_schema=False)
@router.get("/files/{file_id}/versions/{number}", response_class=StreamingResponse, responses=_GIVEN)
def read_file(request: Request, file: FileToGive, tools: Files) -> Response:
    """The file itself, in ranges too: pictures and PDF to be shown, all else to be kept."""
    return give(
        request,
        tools.store,
        file,
        key=file.key,
        size=file.size,
        name=file.name,
        media_type=file.media_type,
        inline=is_shown(file.media_type),
    )


@router.head("/files/{file_id}/versions/{number}/preview", include_in_schema=False)
@router.get("/files/{file_id}/versions/{number}/preview", response_class=StreamingResponse, responses=_GIVEN)
def read_preview(request: Request, file: FileToGive, tools: Files) -> Response:
    """A small picture of a picture, or of the first page of a PDF."""
    if not file.has_preview:
        raise NotFound("There is no small picture of this file.")
    return give(
        request,
        tools.store,
        file,
        key=f"{file.key}{PREVIEW}",
        size=None,
        name=f"{PurePath(file.name).stem}.webp",
        media_type="image/webp",
        inline=True,
    )
