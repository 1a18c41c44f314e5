"""Drafts as those who write them see them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.content.templates import load_template
from app.content.yjs_codec import SCHEMA_VERSION
from app.models.documents import Document
from app.models.items import (
    OPEN_STATES,
    AuthorState,
    Item,
    ItemAuthor,
    ItemTag,
    Submission,
    SubmissionState,
)
from app.models.people import Person
from app.policies.items import ItemFacts, may_edit, may_invite
from app.policies.viewers import PersonViewer
from app.queries.items import facts_of
from app.queries.minutes import minutes_of
from app.queries.people import people_by_id, person_ref, seats_of
from app.queries.places import cluster_around, home_of, homes
from app.queries.recommendations import in_order, recommendations_by_id
from app.queries.steps import next_steps, submissions_of
from app.queries.story_parts import audience_view, audience_views
from app.queries.submissions import summary
from app.queries.viewers import holds_a_seat
from app.queries.visibility import draft_is_mine_to_read
from app.schemas.evidence import RecommendationRef
from app.schemas.sections import TemplateSection
from app.schemas.stories import (
    AuthorView,
    DraftCan,
    DraftSummary,
    DraftView,
    InvitationView,
)


def draft_tags(session: Session, items: Sequence[UUID]) -> dict[UUID, list[RecommendationRef]]:
    """The tags of each draft, in order."""
    pairs = session.exec(
        select(ItemTag.item_id, ItemTag.recommendation_id).where(col(ItemTag.item_id).in_(items))
    ).all()
    known = recommendations_by_id(session, [recommendation for _, recommendation in pairs])
    tags: dict[UUID, list[RecommendationRef]] = {one: [] for one in items}
    for item, recommendation in pairs:
        tags[item].append(known[recommendation])
    return {item: in_order(found) for item, found in tags.items()}


def author_views(session: Session, viewer: PersonViewer, item: ItemFacts) -> list[AuthorView]:
    """Everybody asked to write, in the byline's order; those who declined or left come last."""
    rows = session.exec(
        select(ItemAuthor, Person)
        .join(Person, col(Person.id) == ItemAuthor.person_id)
        .where(ItemAuthor.item_id == item.item_id)
        .order_by(col(ItemAuthor.position), Person.name)
    ).all()
    inviters = people_by_id(session, [author.invited_by for author, _ in rows])
    seats = seats_of(session, [person.id for _, person in rows])
    edits = bool(may_edit(viewer, item))
    return [
        AuthorView(
            person=person_ref(person),
            school=next((s.place_name for s in seats[person.id] if s.place_kind == "school"), None),
            state=author.state,
            may_edit=author.may_edit,
            on_byline=author.on_byline,
            position=author.position,
            invited_by=inviters[author.invited_by],
            can_remove=edits or item.leads(viewer),
        )
        for author, person in sorted(
            rows, key=lambda row: row[0].state in (AuthorState.declined, AuthorState.left)
        )
    ]


def draft_view(session: Session, viewer: PersonViewer, item: Item, facts: ItemFacts) -> DraftView:
    """The Write page of a draft that the viewer may see."""
    document = session.exec(select(Document).where(Document.item_id == item.id)).one()
    home = homes(session, [home_of(item)])[home_of(item)]
    template = load_template(item.template_key)
    open_ones = submissions_of(session, item.id, open_only=True)
    return DraftView(
        id=item.id,
        kind=item.kind,
        title=item.title,
        version=item.version,
        home=home.ref,
        school=home.school,
        cluster=cluster_around(session, home),
        tags=draft_tags(session, [item.id])[item.id],
        sections=[
            TemplateSection(
                key=section.key, title=section.title, hint=section.hint, prompts=list(section.prompts)
            )
            for section in template.sections
        ],
        document_id=document.id,
        generation=document.generation,
        schema_version=SCHEMA_VERSION,
        authors=author_views(session, viewer, facts),
        audience=audience_view(session, item, facts),
        published_revision=max((p.revision_number for p in facts.publications.values()), default=None),
        open_submissions=[summary(session, viewer, facts, one) for one in open_ones],
        next_steps=next_steps(session, viewer, facts, open_ones),
        minutes=minutes_of(session, item),
        updated_at=item.updated_at,
        can=DraftCan(edit=bool(may_edit(viewer, facts)), invite=bool(may_invite(viewer, facts))),
    )


def list_drafts(session: Session, viewer: PersonViewer, *, limit: int = 50) -> list[DraftSummary]:
    """What the viewer writes, or may read as School Lead, last changed first; few reads for many."""
    items = session.exec(
        select(Item).where(draft_is_mine_to_read(viewer)).order_by(col(Item.updated_at).desc()).limit(limit)
    ).all()
    tags = draft_tags(session, [item.id for item in items])
    places = homes(session, [home_of(item) for item in items])
    states: dict[UUID, list[SubmissionState]] = {item.id: [] for item in items}
    for item_id, state in session.exec(
        select(Submission.item_id, Submission.state).where(
            col(Submission.item_id).in_(states), col(Submission.state).in_(OPEN_STATES)
        )
    ).all():
        states[item_id].append(SubmissionState(state))
    facts = facts_of(session, items)
    audiences = audience_views(session, items)
    return [
        DraftSummary(
            id=item.id,
            kind=item.kind,
            title=item.title,
            home=places[home_of(item)].ref,
            school=places[home_of(item)].school,
            tags=tags[item.id],
            audience=audiences[item.id],
            may_edit=bool(may_edit(viewer, facts[item.id])),
            open_submissions=states[item.id],
            updated_at=item.updated_at,
        )
        for item in items
    ]


def list_invitations(session: Session, person_id: UUID) -> list[InvitationView]:
    """Invitations to write that wait for this person's answer, oldest first."""
    rows = session.exec(
        select(ItemAuthor, Item)
        .join(Item, col(Item.id) == ItemAuthor.item_id)
        .where(
            ItemAuthor.person_id == person_id,
            ItemAuthor.state == AuthorState.invited,
            holds_a_seat(person_id),
        )
        .order_by(col(ItemAuthor.invited_at))
    ).all()
    people = people_by_id(session, [author.invited_by for author, _ in rows])
    places = homes(session, [home_of(item) for _, item in rows])
    return [
        InvitationView(
            story_id=item.id,
            title=item.title,
            home=places[home_of(item)].ref,
            school=places[home_of(item)].school,
            invited_by=people[author.invited_by],
            invited_at=author.invited_at,
        )
        for author, item in rows
    ]
