"""Stories as readers see them: always a revision that was approved for an audience they are in."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.content.markdown import render_markdown
from app.content.pictures import for_readers
from app.errors import NotFound
from app.models.items import Item, Publication, Revision
from app.policies.collections import may_collect
from app.policies.items import ItemFacts, may_edit, may_see_draft, readable_revision
from app.policies.viewers import Viewer
from app.queries.adoption_figures import figure_of
from app.queries.attachments import details_of_revision, files_to_read, licence_to_read, pictures_to_read
from app.queries.exemplars import can_award, exemplar_to_read
from app.queries.journeys import journey_view
from app.queries.links import links_to_read
from app.queries.minutes import minutes_of
from app.queries.people import people_by_id
from app.queries.places import cluster_around, home_of, homes
from app.queries.revision_changes import changes_by_number
from app.queries.steps import steps_down, steps_to_offer
from app.queries.story_parts import audience_view, bylines, tags_of_revisions
from app.schemas.sections import SectionView
from app.schemas.stories import RevisionSummary, StoryCan, StoryView


def get_revision(session: Session, item_id: UUID, number: int) -> Revision:
    """A revision by its number, or ``NotFound``. Ask a policy before showing it."""
    found = session.exec(
        select(Revision).where(Revision.item_id == item_id, Revision.number == number)
    ).first()
    if found is None:
        raise NotFound("There is no such revision.")
    return found


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
