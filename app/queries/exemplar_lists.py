"""The county's exemplars as a list, and those that have ended."""

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery
from sqlmodel import Session, col, select

from app import clock
from app.models.base import UtcDateTime
from app.models.evidence import Recommendation
from app.models.exemplars import Exemplar
from app.models.items import Item, Revision, RevisionTag
from app.policies.exemplars import is_curator
from app.policies.viewers import PersonViewer, Viewer
from app.queries.crosswalks import count_stories, story_matches
from app.queries.exemplars import exemplar_views
from app.queries.paging import PAGE, after, encode
from app.queries.people import people_by_id
from app.queries.places import schools_by_urn
from app.queries.recommendations import in_order, recommendations_by_id
from app.queries.story_lists import summaries
from app.queries.visibility import visible_revisions
from app.schemas.base import Page
from app.schemas.exemplar_lists import ExemplarRecommendation, ExemplarSummary, ExemplarsView
from app.schemas.exemplars import EndedExemplar


def _award_is_mine(visible: Subquery) -> ColumnElement[bool]:
    """The SQL of ``policies.exemplars.sees_award``, for ``Exemplar`` joined with what the viewer reads."""
    return sa.and_(
        visible.c.item_id == Exemplar.item_id,
        visible.c.revision_number >= Exemplar.revision_number,
        col(Exemplar.ended_at).is_(None),
    )


def list_exemplars(
    session: Session,
    viewer: Viewer,
    *,
    recommendation: int | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> ExemplarsView:
    """Exemplars of what the viewer reads, newest award first; all, or those about one recommendation."""
    visible = visible_revisions(viewer)
    query = (
        select(Exemplar, visible.c.revision_number, visible.c.published_at)
        .join(visible, _award_is_mine(visible))
        .where(after(cursor, col(Exemplar.awarded_at), col(Exemplar.id)))
        .order_by(col(Exemplar.awarded_at).desc(), col(Exemplar.id).desc())
        .limit(limit + 1)
    )
    if recommendation is not None:
        matches = story_matches(visible, col(Recommendation.id) == recommendation)
        query = query.join(matches, matches.c.item_id == visible.c.item_id)
    rows = session.exec(query).all()
    shown = [(row[0], row[1], row[2]) for row in rows]
    more, shown = len(shown) > limit, shown[:limit]
    stories = summaries(session, [(one.item_id, number, at) for one, number, at in shown], {})
    views = exemplar_views(session, viewer, [one for one, _, _ in shown])
    return ExemplarsView(
        items=[
            ExemplarSummary(story=story, exemplar=views[one.id])
            for (one, _, _), story in zip(shown, stories, strict=True)
        ],
        next=encode(shown[-1][0].awarded_at, shown[-1][0].id) if more else None,
        recommendations=_recommendations(session, visible) if cursor is None else [],
        due=_due(session, viewer, visible),
    )


def _recommendations(session: Session, visible: Subquery) -> list[ExemplarRecommendation]:
    """Those that authors of exemplars chose, with how many exemplars are about each, crosswalks included."""
    awarded = (
        select(visible.c.item_id, visible.c.revision_number)
        .join(Exemplar, _award_is_mine(visible))
        .subquery("awarded")
    )
    own = (
        select(RevisionTag.recommendation_id)
        .join(Revision, col(Revision.id) == RevisionTag.revision_id)
        .join(
            awarded,
            sa.and_(awarded.c.item_id == Revision.item_id, awarded.c.revision_number == Revision.number),
        )
    )
    counts = count_stories(session, awarded, col(Recommendation.id).in_(own))
    known = recommendations_by_id(session, list(counts))
    return [
        ExemplarRecommendation(recommendation=one, exemplars=counts[one.id].total)
        for one in in_order(list(known.values()))
    ]


def _due(session: Session, viewer: Viewer, visible: Subquery) -> int:
    if not is_curator(viewer):
        return 0
    return session.exec(
        select(sa.func.count(col(Exemplar.id)))
        .join(visible, _award_is_mine(visible))
        .where(Exemplar.review_by <= clock.today())
    ).one()


def ended_exemplars(
    session: Session, viewer: PersonViewer, *, cursor: str | None = None, limit: int = PAGE
) -> Page[EndedExemplar]:
    """Awards that have ended, of what the viewer can still read; the last ended first."""
    visible = visible_revisions(viewer)
    rows = session.exec(
        select(Exemplar, Revision.title, Item.home_school_urn)
        .join(
            visible,
            sa.and_(
                visible.c.item_id == Exemplar.item_id,
                visible.c.revision_number >= Exemplar.revision_number,
            ),
        )
        .join(Item, col(Item.id) == Exemplar.item_id)
        .join(
            Revision,
            sa.and_(
                col(Revision.item_id) == Exemplar.item_id, col(Revision.number) == Exemplar.revision_number
            ),
        )
        .where(
            col(Exemplar.ended_at).is_not(None),
            after(cursor, sa.type_coerce(col(Exemplar.ended_at), UtcDateTime()), col(Exemplar.id)),
        )
        .order_by(col(Exemplar.ended_at).desc(), col(Exemplar.id).desc())
        .limit(limit + 1)
    ).all()
    shown = rows[:limit]
    people = people_by_id(session, [p for one, _, _ in shown for p in (one.awarded_by, one.ended_by)])
    schools = schools_by_urn(session, [urn for _, _, urn in shown])
    items = []
    for one, title, urn in shown:
        assert one.ended_at is not None
        items.append(
            EndedExemplar(
                id=one.id,
                story_id=one.item_id,
                title=title,
                school=schools[urn or 0].name,
                awarded_by=people[one.awarded_by],
                awarded_at=one.awarded_at,
                reason=one.reason,
                ended_at=one.ended_at,
                ended_by=people[one.ended_by] if one.ended_by else None,
                ended_reason=one.ended_reason or "",
            )
        )
    last = shown[-1][0] if shown else None
    more = len(rows) > limit and last is not None and last.ended_at is not None
    return Page(items=items, next=encode(last.ended_at, last.id) if more and last and last.ended_at else None)
