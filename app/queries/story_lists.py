"""Lists of stories, as those who read them see them: each by the revision that its reader reads."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery
from sqlmodel import Session, col, select

from app.models.evidence import Strength
from app.models.items import Item, ItemKind, Revision
from app.policies.viewers import Viewer
from app.queries.adoption_figures import counts_of, figure
from app.queries.exemplars import awarded
from app.queries.items import are_revisions
from app.queries.paging import PAGE, after, encode
from app.queries.places import home_of, homes
from app.queries.story_parts import audience_words, bylines, reach_of, tags_of_revisions
from app.queries.visibility import in_cluster, visible_revisions
from app.schemas.base import Page
from app.schemas.stories import AudienceView, StorySummary

Shelf = Literal["all", "stories", "minutes", "resources"]
"""``stories``: case studies and change journeys."""


def list_stories(
    session: Session,
    viewer: Viewer,
    *,
    school: int | None = None,
    cluster: int | None = None,
    shelf: Shelf = "all",
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[StorySummary]:
    """What the viewer may read, from one ``shelf``: everywhere, a school's, or a cluster's (see
    ``in_cluster``)."""
    visible = visible_revisions(viewer)
    condition: ColumnElement[bool] = sa.true()
    if school is not None:
        condition = col(Item.home_school_urn) == school
    if cluster is not None:
        condition = in_cluster(viewer, cluster)
    if shelf != "all":
        condition = sa.and_(condition, _on_shelf(shelf))
    return page_of(session, visible, condition, cursor, limit=limit)


def _on_shelf(shelf: Shelf) -> ColumnElement[bool]:
    kind = col(Item.kind)
    match shelf:
        case "minutes":
            return kind == ItemKind.minutes
        case "resources":
            return kind == ItemKind.resource
        case _:
            return kind.not_in((ItemKind.minutes, ItemKind.resource))


def page_of(
    session: Session,
    visible: Subquery,
    condition: ColumnElement[bool],
    cursor: str | None,
    *,
    limit: int = PAGE,
) -> Page[StorySummary]:
    """One page of the visible stories whose ``Item`` meets ``condition``, newest first."""
    rows = session.exec(
        select(visible.c.item_id, visible.c.revision_number, visible.c.published_at)
        .join(Item, col(Item.id) == visible.c.item_id)
        .where(condition, after(cursor, visible.c.published_at, visible.c.item_id))
        .order_by(visible.c.published_at.desc(), visible.c.item_id.desc())
        .limit(limit + 1)
    ).all()
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        items=summaries(session, [tuple(row) for row in shown], {}),
        next=encode(shown[-1][2], shown[-1][0]) if more else None,
    )


def summaries(
    session: Session, rows: Sequence[tuple[UUID, int, Any]], matches: dict[UUID, Strength]
) -> list[StorySummary]:
    """The stories of ``rows`` (item, revision number, published at), in that order."""
    items = [row[0] for row in rows]
    revisions = {
        (r.item_id, r.number): (r, item)
        for r, item in session.exec(
            select(Revision, Item)
            .join(Item, col(Item.id) == Revision.item_id)
            .where(are_revisions((r[0], r[1]) for r in rows))
            .options(defer(Revision.sections))  # type: ignore[arg-type]
        ).all()
    }
    names = bylines(session, [r.id for r, _ in revisions.values()])
    tags = tags_of_revisions(session, [r.id for r, _ in revisions.values()])
    places = homes(session, [home_of(item) for _, item in revisions.values()])
    reach = reach_of(session, items)
    exemplars = awarded(session, [(row[0], row[1]) for row in rows])
    tried = counts_of(session, set(items))
    found = []
    for item_id, number, published_at in rows:
        revision, item = revisions[item_id, number]
        home = places[home_of(item)]
        audience, cluster = reach[item_id]
        found.append(
            StorySummary(
                id=item_id,
                kind=item.kind,
                title=revision.title,
                summary=revision.summary,
                home=home.ref,
                school=home.school,
                byline=names[revision.id],
                tags=tags[revision.id],
                audience=AudienceView(reach=audience, words=audience_words(audience, home, cluster)),
                revision=number,
                published_at=published_at,
                exemplar=item_id in exemplars,
                tried=figure(tried.get(item_id, {})),
                match=matches.get(item_id),
            )
        )
    return found
