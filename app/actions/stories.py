"""Starting a story, changing what is not prose, and choosing who writes it."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.details import begin_details
from app.actions.documents import create_document
from app.content.templates import load_template
from app.errors import Changed, Conflict, Invalid, NotFound
from app.events import DraftAccessChanged, DraftChanged, emit
from app.models.documents import Document
from app.models.evidence import Recommendation
from app.models.items import AuthorState, Item, ItemAuthor, ItemKind, ItemTag
from app.models.people import Holding, Person
from app.models.places import School, SchoolStatus
from app.policies.answers import require
from app.policies.items import ItemFacts, may_edit, may_invite, may_start
from app.policies.viewers import PersonViewer
from app.queries.items import NO_SUCH_STORY
from app.queries.viewers import holding_now

TEMPLATES = {
    ItemKind.case_study: "case-study",
    ItemKind.change_journey: "change-journey",
    ItemKind.resource: "resource",
}


def start_story(
    session: Session,
    viewer: PersonViewer,
    *,
    title: str,
    school_urn: int,
    tags: Sequence[int],
    kind: ItemKind,
) -> Item:
    """A new draft with its document, written by ``viewer`` alone so far."""
    require(may_start(viewer, school_urn))
    school = session.get(School, school_urn)
    if school is None or school.status is SchoolStatus.closed:
        raise Invalid("This school is closed, so nothing new can be started there.")
    template = load_template(TEMPLATES[kind])
    now = clock.now()
    item = Item(
        kind=kind,
        home_school_urn=school_urn,
        title=title,
        template_key=template.key,
        template_version=template.version,
        created_by=viewer.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(item)
    session.flush()
    session.add(
        ItemAuthor(
            item_id=item.id,
            person_id=viewer.person_id,
            state=AuthorState.accepted,
            invited_by=viewer.person_id,
            invited_at=now,
            answered_at=now,
        )
    )
    _set_tags(session, item.id, tags)
    begin_details(session, viewer, item)
    create_document(session, item.id, dict.fromkeys((section.key for section in template.sections), None))
    record(session, viewer.person_id, "story.started", "item", item.id, school=school_urn)
    return item


def change_story(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    *,
    version: int,
    title: str | None,
    tags: Sequence[int] | None,
) -> None:
    """Change the draft's title or tags; ``Changed`` if somebody did so since ``version`` was read."""
    changed = session.exec(
        sa.update(Item)
        .where(col(Item.id) == item.id, col(Item.version) == version)
        .values(version=version + 1, updated_at=clock.now(), **({"title": title} if title else {}))
    ).rowcount
    if not changed:
        raise Changed("Somebody else changed the title or the tags just now. Please look at theirs first.")
    if tags is not None:
        session.exec(sa.delete(ItemTag).where(col(ItemTag.item_id) == item.id))
        _set_tags(session, item.id, tags)
    session.refresh(item)
    record(session, viewer.person_id, "story.changed", "item", item.id, version=item.version)
    changed_draft(session, item.id)


def _set_tags(session: Session, item_id: UUID, tags: Sequence[int]) -> None:
    wanted = set(tags)
    known = set(session.exec(select(Recommendation.id).where(col(Recommendation.id).in_(wanted))).all())
    if wanted - known:
        raise Invalid("One of these recommendations is not in any guidance here.")
    session.add_all(ItemTag(item_id=item_id, recommendation_id=one) for one in wanted)


def changed_draft(session: Session, item_id: UUID) -> None:
    """Let those who have the draft open look again."""
    document_id = session.exec(select(Document.id).where(Document.item_id == item_id)).one()
    emit(session, DraftChanged(item_id, document_id))


def touch(session: Session, item: Item) -> None:
    """The draft has changed: it moves up in its writers' lists, and their pages look again."""
    item.updated_at = clock.now()
    session.add(item)
    session.flush()
    changed_draft(session, item.id)


def invite_author(
    session: Session, viewer: PersonViewer, item: ItemFacts, person_id: UUID, *, on_byline: bool
) -> None:
    """Ask somebody who holds a seat to write too. Asking again after a no is allowed."""
    require(may_invite(viewer, item))
    seated = session.exec(
        select(Person.id)
        .join(Holding, col(Holding.person_id) == Person.id)
        .where(Person.id == person_id, holding_now())
    ).first()
    if seated is None:
        raise Invalid("We cannot find anybody here with a seat at a school by that name.")
    author = session.get(ItemAuthor, (item.item_id, person_id))
    if author is not None and author.state in (AuthorState.invited, AuthorState.accepted):
        raise Conflict("They have been invited already.")
    last = session.exec(
        select(sa.func.max(ItemAuthor.position)).where(ItemAuthor.item_id == item.item_id)
    ).one()
    if author is None:
        author = ItemAuthor(
            item_id=item.item_id,
            person_id=person_id,
            state=AuthorState.invited,
            invited_by=viewer.person_id,
            invited_at=clock.now(),
            position=(last or 0) + 1,
        )
    author.state, author.invited_by, author.invited_at = AuthorState.invited, viewer.person_id, clock.now()
    author.may_edit, author.on_byline, author.answered_at = True, on_byline, None
    session.add(author)
    record(session, viewer.person_id, "author.invited", "item", item.item_id, person=str(person_id))
    _access_changed(session, item.item_id)


def answer_invitation(session: Session, viewer: PersonViewer, item_id: UUID, answer: AuthorState) -> None:
    """Accept or decline one's own invitation, or leave what one was writing.

    Who holds no seat any more finds neither the invitation nor the story.
    """
    author = session.get(ItemAuthor, (item_id, viewer.person_id))
    if author is None or not viewer.has_seat:
        raise NotFound(NO_SUCH_STORY)
    allowed = {
        AuthorState.invited: (AuthorState.accepted, AuthorState.declined),
        AuthorState.accepted: (AuthorState.left,),
    }.get(author.state, ())
    if answer not in allowed:
        raise Conflict("This invitation has been answered already. Ask an author to invite you again.")
    author.state, author.answered_at = answer, clock.now()
    session.add(author)
    record(session, viewer.person_id, f"author.{answer}", "item", item_id)
    _access_changed(session, item_id)


def change_author(
    session: Session,
    viewer: PersonViewer,
    item: ItemFacts,
    person_id: UUID,
    *,
    may_write: bool | None,
    on_byline: bool | None,
) -> None:
    """Whether an author may edit, and whether they are named: two separate things."""
    require(may_edit(viewer, item))
    author = _author(session, item, person_id)
    if may_write is False and person_id == viewer.person_id:
        raise Invalid("To stop writing yourself, leave the story.")
    if may_write is not None:
        author.may_edit = may_write
    if on_byline is not None:
        author.on_byline = on_byline
    session.add(author)
    record(
        session,
        viewer.person_id,
        "author.changed",
        "item",
        item.item_id,
        person=str(person_id),
        may_edit=author.may_edit,
        on_byline=author.on_byline,
    )
    _access_changed(session, item.item_id)


def remove_author(session: Session, viewer: PersonViewer, item: ItemFacts, person_id: UUID) -> None:
    """End somebody's part in a draft, by its authors or its School Lead. Published bylines stay."""
    if not item.leads(viewer):
        require(may_edit(viewer, item))
    author = _author(session, item, person_id)
    author.state, author.answered_at = AuthorState.left, clock.now()
    session.add(author)
    record(session, viewer.person_id, "author.removed", "item", item.item_id, person=str(person_id))
    _access_changed(session, item.item_id)


def _author(session: Session, item: ItemFacts, person_id: UUID) -> ItemAuthor:
    author = session.get(ItemAuthor, (item.item_id, person_id))
    if author is None or author.state not in (AuthorState.invited, AuthorState.accepted):
        raise NotFound("They are not writing this story.")
    return author


def _access_changed(session: Session, item_id: UUID) -> None:
    emit(session, DraftAccessChanged(item_id))
    changed_draft(session, item_id)
