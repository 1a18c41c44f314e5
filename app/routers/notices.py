"""A person's notices."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.actions import notices as actions
from app.deps.http import Db
from app.deps.viewers import CurrentPerson
from app.queries.notices import notices
from app.routers.paging import Cursor, Limit, with_link
from app.schemas.notices import NoticePage, NoticesRead

router = APIRouter(prefix="/notices", tags=["notices"])

NoticeId = Annotated[int, Path(ge=1, le=2_147_483_647)]


@router.get("")
def read_notices(
    request: Request,
    response: Response,
    person: CurrentPerson,
    db: Db,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> NoticePage:
    """What I should know: unread first, then the newest."""
    page = notices(db, person, cursor=cursor, limit=limit)
    with_link(request, response, page)
    return page


@router.post("/read-all")
def read_all(person: CurrentPerson, db: Db) -> NoticesRead:
    """I have seen all of them."""
    return NoticesRead(ids=actions.mark_all_read(db, person.person_id))


@router.post("/{notice_id}/read", status_code=204)
def mark_read(notice_id: NoticeId, person: CurrentPerson, db: Db) -> None:
    """I have seen this one."""
    actions.mark_read(db, person.person_id, notice_id, read=True)


@router.delete("/{notice_id}/read", status_code=204)
def mark_unread(notice_id: NoticeId, person: CurrentPerson, db: Db) -> None:
    """I have not seen it after all."""
    actions.mark_read(db, person.person_id, notice_id, read=False)
