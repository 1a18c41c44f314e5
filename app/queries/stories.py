"""Stories as readers see them: always a revision that was approved for an audience they are in."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Subquery
from sqlmodel import Session, col, select

from app.content.markdown import render_markdown
from app.content.pictures import for_readers
from app.errors import NotFound
from app.models.evidence import Strength
from app.models.items import (
    Audience,
    Item,
    ItemKind,
    Publication,
    Revision,
    RevisionByline,
    RevisionTag,
    widest,
)
from app.models.places import Cluster
from app.policies.collections import may_collect
from app.policies.items import (
    ItemFacts,
    may_edit,
    may_see_draft,
    readable_revision,
)
from app.policies.viewers import Viewer
from app.policies.words import who_reads
from app.queries.adoption_figures import counts_of, figure, figure_of
from app.queries.attachments import (
    details_of_revision,
    files_to_read,
    licence_to_read,
    pictures_to_read,
)
from app.queries.exemplars import awarded, can_award, exemplar_to_read
from app.queries.items import are_revisions
from app.queries.journeys import journey_view
from app.queries.links import links_to_read
from app.queries.minutes import minutes_of
from app.queries.paging import PAGE, after, encode
from app.queries.people import people_by_id
from app.queries.places import Home, cluster_around, home_of, homes
from app.queries.recommendations import in_order, recommendations_by_id
from app.queries.revision_changes import changes_by_number
from app.queries.steps import steps_down, steps_to_offer
from app.queries.visibility import in_cluster, visible_revisions
from app.schemas.base import Page
from app.schemas.evidence import RecommendationRef
from app.schemas.sections import SectionView
from app.schemas.stories import (
    AudienceView,
    BylineName,
    RevisionSummary,
    StoryCan,
    StorySummary,
    StoryView,
)


def tags_of_revisions(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[RecommendationRef]]:
    """The tags of each revision, in order."""
    pairs = session.exec(
        select(RevisionTag.revision_id, RevisionTag.recommendation_id).where(
            col(RevisionTag.revision_id).in_(ids)
        )
    ).all()
    known = recommendations_by_id(session, [recommendation for _, recommendation in pairs])
    tags: dict[UUID, list[RecommendationRef]] = {one: [] for one in ids}
    for revision, recommendation in pairs:
        tags[revision].append(known[recommendation])
    return {revision: in_order(found) for revision, found in tags.items()}


def bylines(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[BylineName]]:
    """The names on each revision, in the authors' order."""
    names: dict[UUID, list[BylineName]] = {one: [] for one in ids}
    for found in session.exec(
        select(RevisionByline)
        .where(col(RevisionByline.revision_id).in_(ids))
        .order_by(col(RevisionByline.position))
    ).all():
        names[found.revision_id].append(
            BylineName(
                person_id=found.person_id, name=found.name, school=found.school_name, urn=found.school_urn
            )
        )
    return names


def rendered(revision: Revision) -> list[SectionView]:
    """The written sections of a revision as safe HTML; without a journey's entries, and those left empty."""
    pictures = pictures_to_read(revision)
    return [
        SectionView(
            key=section["key"],
            title=section["title"],
            html=render_markdown(section["markdown"], pictures),
            markdown=for_readers(section["markdown"], pictures),
        )
        for section in revision.sections
        if section["markdown"].strip() and "entry" not in section
    ]


def _reach(session: Session, items: Sequence[UUID]) -> dict[UUID, tuple[Audience, str | None]]:
    """For each item the widest audience it has reached, with the name of its cluster."""
    rows = session.exec(
        select(Publication.item_id, Publication.audience, Cluster.name)
        .outerjoin(Cluster, col(Cluster.id) == Publication.cluster_id)
        .where(col(Publication.item_id).in_(items), col(Publication.ended_at).is_(None))
    ).all()
    reach: dict[UUID, tuple[Audience, str | None]] = {}
    for item, audience, cluster in rows:
        known, name = reach.get(item, (Audience.draft, None))
        reach[item] = (widest([known, Audience(audience)]), cluster or name)
    return reach


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
    reach = _reach(session, items)
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
                audience=AudienceView(reach=audience, words=_words(audience, home, cluster)),
                revision=number,
                published_at=published_at,
                exemplar=item_id in exemplars,
                tried=figure(tried.get(item_id, {})),
                match=matches.get(item_id),
            )
        )
    return found


def _words(audience: Audience, home: Home, cluster: str | None) -> str:
    """Who reads it; ``cluster`` is the name of the cluster that does, if one does."""
    if home.school is None:
        return who_reads(audience, school=None, cluster=cluster or home.ref.name)
    return who_reads(audience, school=home.school.name, cluster=cluster)


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


Shelf = Literal["all", "stories", "minutes", "resources"]
"""``stories``: case studies and change journeys."""


def _on_shelf(shelf: Shelf) -> ColumnElement[bool]:
    kind = col(Item.kind)
    match shelf:
        case "minutes":
            return kind == ItemKind.minutes
        case "resources":
            return kind == ItemKind.resource
        case _:
            return kind.not_in((ItemKind.minutes, ItemKind.resource))


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


def get_revision(session: Session, item_id: UUID, number: int) -> Revision:
    """A revision by its number, or ``NotFound``. Ask a policy before showing it."""
    found = session.exec(
        select(Revision).where(Revision.item_id == item_id, Revision.number == number)
    ).first()
    if found is None:
        raise NotFound("There is no such revision.")
    return found


def audience_views(session: Session, items: Sequence[Item]) -> dict[UUID, AudienceView]:
    """The widest audience of each of these items, in words, in two reads."""
    places = homes(session, [home_of(item) for item in items])
    reach = _reach(session, [item.id for item in items])
    found = {}
    for item in items:
        audience, cluster = reach.get(item.id, (Audience.draft, None))
        found[item.id] = AudienceView(reach=audience, words=_words(audience, places[home_of(item)], cluster))
    return found


def audience_view(session: Session, item: Item, facts: ItemFacts) -> AudienceView:
    """The widest audience of an item, in words."""
    home = homes(session, [home_of(item)])[home_of(item)]
    published = facts.publications.get(Audience.cluster)
    cluster = session.get(Cluster, published.cluster_id) if published else None
    return AudienceView(
        reach=facts.audience,
        words=_words(facts.audience, home, cluster.name if cluster else None),
    )


def story_view(
    session: Session, viewer: Viewer, item: Item, facts: ItemFacts, number: int | None = None
) -> StoryView:
    """A story to read: revision ``number``, or the newest the viewer may read.

    ``NotFound`` where that is none. A given number must be allowed by the caller.
    """
    wanted = number if number is not None else readable_revision(viewer, facts)
    if wanted is None:
        raise NotFound("This is still a draft. There is nothing to read here yet.")
    revision = get_revision(session, item.id, wanted)
    home = homes(session, [home_of(item)])[home_of(item)]
    published = session.exec(
        select(sa.func.max(Publication.published_at)).where(
            Publication.item_id == item.id, Publication.revision_number == wanted
        )
    ).one()
    exemplar = exemplar_to_read(session, viewer, facts)
    details = details_of_revision(revision)
    return StoryView(
        id=item.id,
        kind=item.kind,
        title=revision.title,
        summary=revision.summary,
        home=home.ref,
        school=home.school,
        cluster=cluster_around(session, home),
        byline=bylines(session, [revision.id])[revision.id],
        tags=tags_of_revisions(session, [revision.id])[revision.id],
        audience=audience_view(session, item, facts),
        revision=wanted,
        made_at=revision.made_at,
        published_at=published,
        sections=rendered(revision),
        exemplar=exemplar,
        tried=figure_of(session, item.id),
        minutes=minutes_of(session, item),
        journey=journey_view(session, revision),
        licence=licence_to_read(details),
        files=files_to_read(revision),
        links=links_to_read(session, details),
        can=StoryCan(
            see_draft=bool(may_see_draft(viewer, facts)),
            edit=bool(may_edit(viewer, facts)),
            see_reviews=bool(may_see_draft(viewer, facts)),
            ask=steps_to_offer(session, viewer, facts),
            step_down=steps_down(session, viewer, facts),
            award=can_award(session, viewer, facts),
            collect=bool(may_collect(viewer, facts)),
        ),
    )


def revision_view(session: Session, viewer: Viewer, item: Item, facts: ItemFacts, number: int) -> StoryView:
    """Revision ``number`` to read: any for those on the draft, else only the one the viewer reads anyway."""
    if not may_see_draft(viewer, facts) and number != readable_revision(viewer, facts):
        raise NotFound("There is no such revision, or it is not shared with you.")
    return story_view(session, viewer, item, facts, number)


def revisions(session: Session, viewer: Viewer, facts: ItemFacts) -> list[RevisionSummary]:
    """Newest first: all revisions for those on the draft, for others the one they read.

    Who made it is for those on the draft: it may be an author who is not on the byline.
    """
    on_the_draft = bool(may_see_draft(viewer, facts))
    query = select(Revision).where(Revision.item_id == facts.item_id).order_by(col(Revision.number).desc())
    if not on_the_draft:
        query = query.where(Revision.number == (readable_revision(viewer, facts) or 0))
    found = session.exec(query).all()
    people = people_by_id(session, [revision.made_by for revision in found])
    changes = changes_by_number(session, found) if on_the_draft else {}
    return [
        RevisionSummary(
            number=revision.number,
            title=revision.title,
            made_at=revision.made_at,
            made_by=people[revision.made_by] if on_the_draft else None,
            audiences=[
                audience
                for audience, published in facts.publications.items()
                if published.revision_number == revision.number
            ],
            changes=changes.get(revision.number, []),
        )
        for revision in found
    ]
