"""Resources: what schools share to be used. One is started, written and published like a story."""

from fastapi import APIRouter, Request, Response

from app.deps.http import Db
from app.deps.viewers import Colleague
from app.queries.resources import list_resources
from app.routers.paging import Cursor, Limit, with_link
from app.schemas.base import Page
from app.schemas.stories import StorySummary

router = APIRouter(prefix="/resources", tags=["resources"])


@router.get("")
def read_resources(
    request: Request,
    response: Response,
    viewer: Colleague,
    db: Db,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Page[StorySummary]:
    """Every resource the viewer may read, newest first."""
    catalogues = request.app.state.library.catalogues
    found = list_resources(db, viewer, catalogues, cursor=cursor, limit=limit)
    return with_link(request, response, found)
