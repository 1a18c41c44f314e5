"""Collections: read by their audience, put together by Regional Leads."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app.actions import collections
from app.deps.http import Db, ReadVersion
from app.deps.viewers import AnyViewer, CurrentPerson
from app.errors import NotFound
from app.models.collections import Collection
from app.models.items import Item
from app.policies.answers import require
from app.policies.collections import may_curate, may_read
from app.policies.items import may_see_draft, readable_revision
from app.queries.collections import NO_SUCH_COLLECTION, collection_view, get_collection, list_collections
from app.queries.items import NO_SUCH_STORY, get_item, item_facts
from app.routers.paging import Cursor, Limit, with_link
from app.schemas.base import Page, Problem
from app.schemas.collections import (
    AddToCollection,
    ChangeCollection,
    ChangeNote,
    CollectionAudience,
    CollectionOrder,
    CollectionSummary,
    CollectionView,
    StartCollection,
)

router = APIRouter(prefix="/collections", tags=["collections"])
VERSIONED: dict[int | str, dict[str, Any]] = {412: {"model": Problem}, 428: {"model": Problem}}


def _known(viewer: AnyViewer, db: Db, collection_id: UUID) -> Collection:
    collection = get_collection(db, collection_id)
    if not may_read(viewer, collection.audience):
        raise NotFound(NO_SUCH_COLLECTION)
    return collection


KnownCollection = Annotated[Collection, Depends(_known)]
"""A collection that the viewer may know of."""


def _mine_to_edit(viewer: CurrentPerson, collection: KnownCollection) -> Collection:
    require(may_curate(viewer))
    return collection


EditableCollection = Annotated[Collection, Depends(_mine_to_edit)]


def _item_to_add(
    viewer: CurrentPerson, collection: EditableCollection, body: AddToCollection, db: Db
) -> Item:
    item = get_item(db, body.story)
    facts = item_facts(db, item)
    if readable_revision(viewer, facts) is None and not may_see_draft(viewer, facts):
        raise NotFound(NO_SUCH_STORY)
    return item


def _view(response: Response, viewer: AnyViewer, db: Db, collection: Collection) -> CollectionView:
    view = collection_view(db, viewer, collection)
    if view.version is not None:
        response.headers["etag"] = f'"{view.version}"'
    return view


@router.get("")
def read_collections(
    request: Request,
    response: Response,
    viewer: AnyViewer,
    db: Db,
    story: Annotated[UUID | None, Query(description="Say of each whether this story is in it")] = None,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Page[CollectionSummary]:
    """The collections that the viewer may read, the newest first."""
    page = list_collections(
        db, viewer, holds=story if may_curate(viewer) else None, cursor=cursor, limit=limit
    )
    return with_link(request, response, page)


@router.post("", status_code=201)
def start_collection(
    body: StartCollection, viewer: CurrentPerson, db: Db, response: Response
) -> CollectionView:
    """Begin a collection, as a draft."""
    made = collections.start(db, viewer, title=body.title, cover=body.cover, introduction=body.introduction)
    return _view(response, viewer, db, made)


@router.get("/{collection_id}")
def read_collection(
    collection: KnownCollection, viewer: AnyViewer, db: Db, response: Response
) -> CollectionView:
    """A collection, with those of its stories that the viewer may read."""
    return _view(response, viewer, db, collection)


@router.patch("/{collection_id}", responses=VERSIONED)
def change_collection(
    collection: EditableCollection,
    body: ChangeCollection,
    version: ReadVersion,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> CollectionView:
    """Change its title, introduction or cover."""
    collections.change(
        db,
        viewer,
        collection,
        version=version,
        title=body.title,
        cover=body.cover,
        introduction=body.introduction,
    )
    return _view(response, viewer, db, collection)


@router.delete("/{collection_id}", status_code=204, responses=VERSIONED)
def delete_collection(
    collection: EditableCollection, version: ReadVersion, viewer: CurrentPerson, db: Db
) -> None:
    """Delete a draft."""
    collections.delete(db, viewer, collection, version=version)


@router.post("/{collection_id}/audience", responses=VERSIONED)
def show_collection_to(
    collection: EditableCollection,
    body: CollectionAudience,
    version: ReadVersion,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> CollectionView:
    """Let the county or the public read it, or make it a draft again."""
    collections.show_to(db, viewer, collection, version=version, audience=body.audience)
    return _view(response, viewer, db, collection)


@router.post("/{collection_id}/items", status_code=201)
def add_to_collection(
    collection: EditableCollection,
    item: Annotated[Item, Depends(_item_to_add)],
    body: AddToCollection,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> CollectionView:
    """Put a story into it."""
    collections.add(db, viewer, collection, item, position=body.position)
    return _view(response, viewer, db, collection)


@router.patch("/{collection_id}/items/{story_id}", responses=VERSIONED)
def change_note(
    collection: EditableCollection,
    story_id: UUID,
    body: ChangeNote,
    version: ReadVersion,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> CollectionView:
    """Say why a story is here."""
    collections.annotate(db, viewer, collection, story_id, version=version, note=body.note)
    return _view(response, viewer, db, collection)


@router.delete("/{collection_id}/items/{story_id}")
def take_out_of_collection(
    collection: EditableCollection, story_id: UUID, viewer: CurrentPerson, db: Db, response: Response
) -> CollectionView:
    """Take a story out of it."""
    collections.take_out(db, viewer, collection, story_id)
    return _view(response, viewer, db, collection)


@router.put("/{collection_id}/order", responses=VERSIONED)
def put_in_order(
    collection: EditableCollection,
    body: CollectionOrder,
    version: ReadVersion,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> CollectionView:
    """Put its stories in another order."""
    collections.put_in_order(db, viewer, collection, version=version, order=body.stories)
    return _view(response, viewer, db, collection)
