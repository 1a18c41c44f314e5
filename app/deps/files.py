"""Files: to give out, and coming in."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request
from sqlmodel import Session

from app.actions.file_tools import FileTools
from app.actions.receiving import Receiving
from app.deps.http import Db
from app.deps.viewers import COOKIE, AnyViewer, CurrentPerson, viewer_of
from app.errors import SignedOut
from app.models.files import FileVersion, Upload
from app.policies.viewers import PersonViewer
from app.queries.files import get_upload, get_version


async def _files(request: Request) -> FileTools:
    tools: FileTools = request.app.state.files
    return tools


Files = Annotated[FileTools, Depends(_files)]


def _file_to_give(
    viewer: AnyViewer,
    db: Db,
    file_id: UUID,
    number: Annotated[int, Path(ge=1, le=2_147_483_647)],
) -> FileVersion:
    return get_version(db, viewer, file_id, number)


FileToGive = Annotated[FileVersion, Depends(_file_to_give)]
"""A version of a file that the viewer may have now; for everybody else it is not there."""


def _own_upload(viewer: CurrentPerson, db: Db, upload_id: UUID) -> Upload:
    return get_upload(db, viewer, upload_id)


OwnUpload = Annotated[Upload, Depends(_own_upload)]


async def _receiving(request: Request, tools: Files) -> Receiving:
    token = request.cookies.get(COOKIE)

    def as_whom(session: Session) -> PersonViewer:
        viewer = viewer_of(token, session)
        if not isinstance(viewer, PersonViewer):
            raise SignedOut("Please sign in to go on with this.")
        return viewer

    return Receiving(request.app.state.database, tools, as_whom)


FilesComingIn = Annotated[Receiving, Depends(_receiving)]
"""Takes in what the person asking sends, in transactions of its own: none waits for their connection."""
