"""Collections as their readers see them: what a viewer may not read is not in them, nor counted."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.content.markdown import render_markdown
from app.content.markdown_reader import from_markdown
from app.content.plain_text import to_plain_text
from app.errors import NotFound
from app.models.base import UtcDateTime
from app.models.collections import Collection, CollectionItem
from app.models.items import Audience
from app.policies.collections import may_curate, may_delete, who_reads_collection
from app.policies.exemplars import is_curator
from app.policies.viewers import PersonViewer, System, Viewer
from app.queries.paging import PAGE, after, encode
from app.queries.people import people_by_id
from app.queries.story_lists import summaries
from app.queries.visibility import visible_revisions
from app.schemas.base import Page
from app.schemas.collections import CollectionCan, CollectionItemView, CollectionSummary, CollectionView
from app.schemas.stories import AudienceView

OPENING = 220
NO_SUCH_COLLECTION = "There is no such collection, or it is not shared with you."


def collection_is_mine(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that ``viewer`` may know of a ``Collection``: the SQL of the policy's ``may_read``."""
    if isinstance(viewer, System) or is_curator(viewer):
        return sa.true()
    if isinstance(viewer, PersonViewer) and viewer.has_seat:
        return col(Collection.audience).in_([Audience.county, Audience.public])
    return col(Collection.audience) == Audience.public


def get_collection(session: Session, collection_id: UUID) -> Collection:
    """The collection, or ``NotFound``. Ask a policy before showing it."""
    found = session.get(Collection, collection_id)
    if found is None:
        raise NotFound(NO_SUCH_COLLECTION)
    return found


def members(session: Session, collection_id: UUID) -> list[CollectionItem]:
    """All that is in it now, in order, whoever may read it: for those who put it together."""
    return list(
        session.exec(
            select(CollectionItem)
            .where(CollectionItem.collection_id == collection_id, col(CollectionItem.left_at).is_(None))
            .order_by(col(CollectionItem.position), col(CollectionItem.added_at))
        ).all()
    )


def list_collections(
    session: Session,
    viewer: Viewer,
    *,
    holds: UUID | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[CollectionSummary]:
    """Collections the viewer may read, the newest first; with ``holds``, whether that story is in each.

    One in which there is nothing for them to read is listed for its curators alone.
    """
    visible = visible_revisions(viewer)
    inside = (
        select(CollectionItem.collection_id, sa.func.count().label("stories"))
        .join(visible, visible.c.item_id == CollectionItem.item_id)
        .where(col(CollectionItem.left_at).is_(None))
        .group_by(col(CollectionItem.collection_id))
        .subquery("inside")
    )
    stories = sa.func.coalesce(inside.c.stories, 0)
    since = sa.func.coalesce(col(Collection.published_at), col(Collection.created_at), type_=UtcDateTime())
    rows = session.exec(
        select(Collection, stories, since)
        .outerjoin(inside, inside.c.collection_id == Collection.id)
        .where(
            collection_is_mine(viewer),
            sa.true() if is_curator(viewer) else stories > 0,
            after(cursor, since, col(Collection.id)),
        )
        .order_by(since.desc(), col(Collection.id).desc())
        .limit(limit + 1)
    ).all()
    shown = rows[:limit]
    holding = _holding(session, [one.id for one, _, _ in shown], holds) if holds else None
    return Page(
        items=[
            CollectionSummary(
                id=one.id,
                title=one.title,
                cover=one.cover,  # type: ignore[arg-type]
                audience=_audience(one),
                opening=_opening(one.introduction),
                stories=count,
                published_at=one.published_at,
                holds=None if holding is None else one.id in holding,
            )
            for one, count, _ in shown
        ],
        next=encode(shown[-1][2], shown[-1][0].id) if len(rows) > limit else None,
    )


def collection_view(session: Session, viewer: Viewer, collection: Collection) -> CollectionView:
    """A collection with those of its items that the viewer may read."""
    visible = visible_revisions(viewer)
    rows = session.exec(
        select(CollectionItem, visible.c.revision_number, visible.c.published_at)
        .join(visible, visible.c.item_id == CollectionItem.item_id)
        .where(CollectionItem.collection_id == collection.id, col(CollectionItem.left_at).is_(None))
        .order_by(col(CollectionItem.position), col(CollectionItem.added_at))
    ).all()
    stories = summaries(session, [(one.item_id, number, at) for one, number, at in rows], {})
    can = CollectionCan(edit=bool(may_curate(viewer)), delete=bool(may_delete(viewer, collection.audience)))
    return CollectionView(
        id=collection.id,
        title=collection.title,
        introduction=collection.introduction,
        introduction_html=render_markdown(collection.introduction),
        cover=collection.cover,  # type: ignore[arg-type]
        audience=_audience(collection),
        made_by=people_by_id(session, [collection.made_by])[collection.made_by],
        published_at=collection.published_at,
        items=[
            CollectionItemView(story=story, note=one.note, note_html=render_markdown(one.note))
            for (one, _, _), story in zip(rows, stories, strict=True)
        ],
        version=collection.version if can.edit else None,
        can=can,
    )


def _holding(session: Session, collections: Sequence[UUID], item: UUID) -> set[UUID]:
    return set(
        session.exec(
            select(CollectionItem.collection_id).where(
                col(CollectionItem.collection_id).in_(collections),
                CollectionItem.item_id == item,
                col(CollectionItem.left_at).is_(None),
            )
        ).all()
    )


def _audience(collection: Collection) -> AudienceView:
    return AudienceView(reach=collection.audience, words=who_reads_collection(collection.audience))


def _opening(introduction: str) -> str:
    """The first words, cut between two of them where there are more."""
    text = " ".join(to_plain_text(from_markdown(introduction)).split())
    return text if len(text) <= OPENING else text[:OPENING].rsplit(" ", 1)[0] + " …"
