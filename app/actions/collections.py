"""Collections: begun, changed, filled, put in order, shown to the county or the public, and taken back.

Every change makes the next version. Those that could undo somebody else's name the version they were made
from; adding and taking out do not, for they cannot.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.notices import tell
from app.actions.submissions import one_at_a_time
from app.errors import Changed, Conflict, Invalid, NotFound
from app.events import CollectionChanged, emit
from app.models.collections import Collection, CollectionItem
from app.models.items import Audience, Item
from app.models.notices import Notice, NoticeKind
from app.policies.answers import require
from app.policies.collections import may_collect, may_curate, may_delete
from app.policies.viewers import PersonViewer
from app.queries.collections import NO_SUCH_COLLECTION, members
from app.queries.exemplars import curators

MOST = 200
"""Stories in one collection: nobody reads further, and every view of it holds them all."""


def start(
    session: Session, viewer: PersonViewer, *, title: str, cover: str, introduction: str = ""
) -> Collection:
    """Begin a draft."""
    require(may_curate(viewer))
    now = clock.now()
    collection = Collection(
        title=title,
        cover=cover,
        introduction=introduction,
        made_by=viewer.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(collection)
    session.flush()
    _note(session, viewer, collection, "started")
    return collection


def change(
    session: Session,
    viewer: PersonViewer,
    collection: Collection,
    *,
    version: int,
    title: str | None = None,
    cover: str | None = None,
    introduction: str | None = None,
) -> None:
    """Change what is given; ``Changed`` unless ``version`` is the current one."""
    _turn(session, viewer, collection, version)
    given = {"title": title, "cover": cover, "introduction": introduction}
    given = {name: value for name, value in given.items() if value is not None}
    for name, value in given.items():
        setattr(collection, name, value)
    session.add(collection)
    _note(session, viewer, collection, "changed", fields=sorted(given))


def show_to(
    session: Session, viewer: PersonViewer, collection: Collection, *, version: int, audience: Audience
) -> None:
    """Let the county or the public read it, or make it a draft again; ``Conflict`` for an empty one."""
    _turn(session, viewer, collection, version)
    if collection.audience is audience:
        raise Conflict("That is who can read it already.")
    if audience is not Audience.draft and not members(session, collection.id):
        raise Conflict("Add at least one story first.")
    if audience is Audience.draft:
        collection.published_at = None
    elif collection.audience is Audience.draft:
        collection.published_at = clock.now()
    collection.audience = audience
    session.add(collection)
    _note(session, viewer, collection, "shown_to", audience=audience)


def delete(session: Session, viewer: PersonViewer, collection: Collection, *, version: int) -> None:
    """Delete a draft, with the notices about it."""
    _turn(session, viewer, collection, version)
    require(may_delete(viewer, collection.audience))
    for rows in (CollectionItem, Notice):
        session.exec(sa.delete(rows).where(col(rows.collection_id) == collection.id))
    _note(session, viewer, collection, "deleted")
    session.delete(collection)
    session.flush()


def add(
    session: Session, viewer: PersonViewer, collection: Collection, item: Item, *, position: int | None = None
) -> None:
    """Put an item into it, at the end or at ``position``; one that was in it before has its note again."""
    facts = one_at_a_time(session, item)
    require(may_collect(viewer, facts))
    _turn(session, viewer, collection)
    inside = members(session, collection.id)
    if any(one.item_id == item.id for one in inside):
        raise Conflict("This story is in the collection already.")
    if len(inside) >= MOST:
        raise Conflict(f"A collection holds {MOST} stories at most. Begin another one.")
    one = session.get(CollectionItem, (collection.id, item.id)) or CollectionItem(
        collection_id=collection.id,
        item_id=item.id,
        position=0,
        added_by=viewer.person_id,
        added_at=clock.now(),
    )
    one.left_at = one.left_by = None
    one.added_by, one.added_at = viewer.person_id, clock.now()
    inside.insert(len(inside) if position is None else position, one)
    _place(session, inside)
    _note(session, viewer, collection, "added", item=str(item.id))


def take_out(session: Session, viewer: PersonViewer, collection: Collection, item_id: UUID) -> None:
    """Take an item out. Its note is kept for when it comes back."""
    _turn(session, viewer, collection)
    inside = members(session, collection.id)
    one = _member(inside, item_id)
    one.left_at, one.left_by = clock.now(), viewer.person_id
    session.add(one)
    _place(session, [other for other in inside if other is not one])
    _note(session, viewer, collection, "took_out", item=str(item_id))


def annotate(
    session: Session, viewer: PersonViewer, collection: Collection, item_id: UUID, *, version: int, note: str
) -> None:
    """Say why an item is here."""
    _turn(session, viewer, collection, version)
    one = _member(members(session, collection.id), item_id)
    one.note = note
    session.add(one)
    _note(session, viewer, collection, "annotated", item=str(item_id))


def put_in_order(
    session: Session, viewer: PersonViewer, collection: Collection, *, version: int, order: Sequence[UUID]
) -> None:
    """Order its items as in ``order``, which names each of them once."""
    _turn(session, viewer, collection, version)
    inside = {one.item_id: one for one in members(session, collection.id)}
    if len(order) != len(inside) or set(order) != set(inside):
        raise Invalid("Name every story of the collection once.")
    _place(session, [inside[item] for item in order])
    _note(session, viewer, collection, "ordered")


def leave_with_the_county(session: Session, viewer: PersonViewer, item: Item) -> None:
    """The county has lost ``item``: it leaves every collection, and those who make them are told."""
    rows = session.exec(
        select(CollectionItem, Collection)
        .join(Collection, col(Collection.id) == CollectionItem.collection_id)
        .where(CollectionItem.item_id == item.id, col(CollectionItem.left_at).is_(None))
        .order_by(col(Collection.id))
    ).all()
    people = curators(session) if rows else frozenset[UUID]()
    for one, collection in rows:
        _next_version(session, collection)
        one.left_at, one.left_by = clock.now(), viewer.person_id
        session.add(one)
        session.flush()
        _place(session, members(session, collection.id))
        _note(session, viewer, collection, "lost", item=str(item.id))
        tell(
            session,
            NoticeKind.collection_item_left,
            people,
            by=viewer.person_id,
            item=item.id,
            collection=collection.id,
        )


def _turn(session: Session, viewer: PersonViewer, collection: Collection, version: int | None = None) -> None:
    """Begin a change: of two at the same moment the second waits, and then sees what the first did."""
    require(may_curate(viewer))
    _next_version(session, collection, version)


def _next_version(session: Session, collection: Collection, version: int | None = None) -> None:
    at = [col(Collection.version) == version] if version is not None else []
    done = session.exec(
        sa.update(Collection)
        .where(col(Collection.id) == collection.id, *at)
        .values(version=col(Collection.version) + 1, updated_at=clock.now())
    ).rowcount
    if not done and version is None:
        raise NotFound(NO_SUCH_COLLECTION)
    if not done:
        raise Changed("Somebody else changed this collection in the meantime. Look at theirs first.")
    session.refresh(collection)


def _member(inside: Sequence[CollectionItem], item_id: UUID) -> CollectionItem:
    found = next((one for one in inside if one.item_id == item_id), None)
    if found is None:
        raise NotFound("This story is not in the collection.")
    return found


def _place(session: Session, inside: Sequence[CollectionItem]) -> None:
    for position, one in enumerate(inside):
        one.position = position
        session.add(one)
    session.flush()


def _note(session: Session, viewer: PersonViewer, collection: Collection, what: str, **detail: Any) -> None:
    record(session, viewer.person_id, f"collection.{what}", "collection", collection.id, **detail)
    emit(session, CollectionChanged(collection.id))
