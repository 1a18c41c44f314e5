"""A person's notices, put into words when they are read: by what the reader may see then."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.errors import Invalid
from app.models.collections import Collection
from app.models.items import OPEN_STATES, Revision, Submission
from app.models.notices import Notice, NoticeKind
from app.models.places import Cluster
from app.models.requests import RequestState, StoryRequest
from app.policies.collections import may_read
from app.policies.requests import may_see_request
from app.policies.viewers import PersonViewer
from app.queries.action_notices import actions_known
from app.queries.adoption_notices import adoptions_known
from app.queries.item_titles import items_known
from app.queries.link_notices import dead_links_known
from app.queries.meeting_notices import meetings_known
from app.queries.notice_words import Known, put_into_words
from app.queries.people import people_by_id
from app.queries.requests import request_facts, request_views
from app.queries.reviews import may_decide_sql
from app.schemas.notices import NoticePage, NoticeView
from app.schemas.requests import RequestView

PAGE = 20


def notices(
    session: Session,
    viewer: PersonViewer,
    *,
    cursor: str | None = None,
    limit: int = PAGE,
    unread_only: bool = False,
) -> NoticePage:
    """The viewer's notices: unread ones first, each part newest first, in a constant number of reads."""
    mine = _mine(viewer)
    rows = session.exec(
        select(Notice)
        .where(
            mine,
            _after(cursor),
            col(Notice.read_at).is_(None) if unread_only else sa.true(),
        )
        .order_by(_is_read(), col(Notice.at).desc(), col(Notice.id).desc())
        .limit(limit + 1)
    ).all()
    shown = rows[:limit]
    unread = session.exec(
        select(sa.func.count()).select_from(Notice).where(mine, col(Notice.read_at).is_(None))
    ).one()
    return NoticePage(
        items=_views(session, viewer, shown),
        next=_cursor(shown[-1]) if len(rows) > limit else None,
        unread=unread,
    )


def _mine(viewer: PersonViewer) -> ColumnElement[bool]:
    """A request that waits stands on Home by itself, with its buttons, for as long as it does."""
    waits = select(StoryRequest.id).where(StoryRequest.state == RequestState.waiting)
    asks_now = sa.and_(col(Notice.kind) == NoticeKind.story_requested, col(Notice.request_id).in_(waits))
    return sa.and_(col(Notice.person_id) == viewer.person_id, sa.not_(sa.func.coalesce(asks_now, sa.false())))


def _is_read() -> ColumnElement[int]:
    return sa.case((col(Notice.read_at).is_(None), 0), else_=1)


def _cursor(notice: Notice) -> str:
    row = [int(notice.read_at is not None), notice.at.isoformat(), notice.id]
    return base64.urlsafe_b64encode(json.dumps(row).encode()).decode().rstrip("=")


def _after(cursor: str | None) -> ColumnElement[bool]:
    if cursor is None:
        return sa.true()
    try:
        read, at, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        instant = datetime.fromisoformat(at)
        if read not in (0, 1) or instant.tzinfo is None or not 0 <= int(last) < 2**62:
            raise ValueError("not a place in this list")
        # Beyond the first or last day of the calendar there is no such instant in UTC.
        instant, last = instant.astimezone(UTC), int(last)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Invalid("This cursor is not one of ours. Start again from the first page.") from error
    older = sa.or_(col(Notice.at) < instant, sa.and_(col(Notice.at) == instant, col(Notice.id) < last))
    return sa.or_(_is_read() > read, sa.and_(_is_read() == read, older))


def _views(session: Session, viewer: PersonViewer, rows: Sequence[Notice]) -> list[NoticeView]:
    if not rows:
        return []
    items = items_known(session, viewer, [row.item_id for row in rows])
    linked = {row.item_id for row in rows if row.item_id and row.kind is NoticeKind.link_dead}
    known = Known(
        items=items,
        people=people_by_id(session, [row.by for row in rows]),
        collections=_collections(session, viewer, rows),
        requests=_requests(session, viewer, rows),
        open_submissions=_open_submissions(session, rows),
        to_decide=_to_decide(session, viewer, rows),
        meetings=meetings_known(session, viewer, [row.meeting_id for row in rows]),
        actions=actions_known(session, viewer, [row.action_id for row in rows]),
        adoptions=adoptions_known(session, [row.adoption_id for row in rows]),
        dead_links=dead_links_known(session, {item: items[item] for item in linked & items.keys()}),
    )
    return [put_into_words(row, known) for row in rows]


def _collections(session: Session, viewer: PersonViewer, rows: Sequence[Notice]) -> dict[UUID, str]:
    """Titles of the collections that the viewer may read."""
    wanted = {row.collection_id for row in rows if row.collection_id}
    if not wanted:
        return {}
    found = session.exec(select(Collection).where(col(Collection.id).in_(wanted))).all()
    return {one.id: one.title for one in found if may_read(viewer, one.audience)}


def _requests(session: Session, viewer: PersonViewer, rows: Sequence[Notice]) -> dict[UUID, RequestView]:
    wanted = {row.request_id for row in rows if row.request_id}
    if not wanted:
        return {}
    found = session.exec(select(StoryRequest).where(col(StoryRequest.id).in_(wanted))).all()
    seen = [one for one in found if may_see_request(viewer, request_facts(one))]
    return {view.id: view for view in request_views(session, viewer, seen)}


def _open_submissions(session: Session, rows: Sequence[Notice]) -> frozenset[UUID]:
    wanted = {row.submission_id for row in rows if row.submission_id}
    if not wanted:
        return frozenset()
    return frozenset(
        session.exec(
            select(Submission.id).where(
                col(Submission.id).in_(wanted), col(Submission.state).in_(OPEN_STATES)
            )
        ).all()
    )


def _to_decide(session: Session, viewer: PersonViewer, rows: Sequence[Notice]) -> dict[UUID, str]:
    """Titles of what was submitted, where it is the viewer's to decide now."""
    wanted = {row.submission_id for row in rows if row.submission_id}
    if not wanted:
        return {}
    return dict(
        session.exec(
            select(Submission.id, Revision.title)
            .join(
                Revision,
                sa.and_(
                    col(Revision.item_id) == Submission.item_id,
                    col(Revision.number) == Submission.revision_number,
                ),
            )
            .outerjoin(Cluster, col(Cluster.id) == Submission.cluster_id)
            .where(
                col(Submission.id).in_(wanted),
                col(Submission.state).in_(OPEN_STATES),
                may_decide_sql(viewer),
            )
        ).all()
    )
