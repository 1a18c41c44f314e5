"""Files on their way in: announced, sent in parts by PATCH, and ended. A lost connection goes on later."""

from typing import Annotated, Final
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Header, Request
from starlette.requests import ClientDisconnect

from app.actions.uploads import begin_upload
from app.deps.files import Files, FilesComingIn, OwnUpload
from app.deps.http import Db
from app.deps.stories import EditableStory
from app.deps.viewers import CurrentPerson
from app.errors import Busy, Conflict, TooLarge
from app.queries.files import upload_view
from app.schemas.files import BeginUpload, UploadView

router = APIRouter(tags=["files"])

_LOOKING: Final = CapacityLimiter(2)
"""Files being looked at. Others wait without a thread: those that serve everybody else stay free."""
_MOST_WAITING: Final = 40
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


@router.post("/stories/{story_id}/uploads", status_code=201)
def start_upload(
    story: EditableStory, body: BeginUpload, viewer: CurrentPerson, db: Db, files: Files
) -> UploadView:
    """Say what file is coming. Its parts are sent to `/api/uploads/{id}`, each of `part_bytes` at most."""
    upload = begin_upload(
        db,
        viewer,
        story.item,
        files.limits,
        name=body.name,
        size=body.size,
        description=body.description,
        replaces=body.replaces,
        entry=body.entry,
        upload_id=body.id,
    )
    return upload_view(db, upload)


@router.get("/uploads/{upload_id}")
def read_upload(upload: OwnUpload, db: Db) -> UploadView:
    """How far one's own upload is: what was received is where to go on."""
    return upload_view(db, upload)


@router.patch("/uploads/{upload_id}", openapi_extra={"requestBody": {"required": False, "content": _BYTES}})
async def send_part(
    request: Request,
    upload_id: UUID,
    offset: Annotated[int, Header(alias="Upload-Offset", ge=0, le=2**53)],
    coming_in: FilesComingIn,
) -> UploadView:
    """The bytes from `Upload-Offset` on. 409 says in its own `Upload-Offset` where to go on instead.

    With the last part the file is checked, which may take some seconds; 422 says why one is not taken. An
    empty part at the end checks again what could not be checked before.
    """
    most = await to_thread.run_sync(coming_in.expect, upload_id, offset)
    content = await _body(request, most)
    view = await to_thread.run_sync(coming_in.take, upload_id, offset, content)
    if view is not None:
        return view
    if _LOOKING.statistics().tasks_waiting >= _MOST_WAITING:
        raise Busy("Many files are being looked at just now. Yours is safe; please try again in a minute.")
    return await to_thread.run_sync(coming_in.finish, upload_id, limiter=_LOOKING)


@router.delete("/uploads/{upload_id}", status_code=204)
def end_upload(upload_id: UUID, coming_in: FilesComingIn) -> None:
    """Give it up: what was received is thrown away."""
    coming_in.give_up(upload_id)


async def _body(request: Request, most: int) -> bytes:
    """All of it or, where the connection is lost meanwhile, nothing."""
    content = bytearray()
    try:
        async for piece in request.stream():
            content += piece
            if len(content) > most:
                raise TooLarge("That is more than is expected of this file now.")
    except ClientDisconnect as error:
        raise Conflict("The connection was lost; this part does not count.") from error
    return bytes(content)
