"""Links of a story or resource."""

from uuid import UUID

from fastapi import APIRouter

from app.actions import links
from app.deps.http import AppSettings, Db
from app.deps.stories import EditableStory
from app.deps.viewers import CurrentPerson
from app.queries.links import get_link, link_view
from app.schemas.files import AddLink, ChangeLink, LinkView

router = APIRouter(prefix="/stories/{story_id}/links", tags=["files"])


@router.post("", status_code=201)
def add_link(
    story: EditableStory, body: AddLink, viewer: CurrentPerson, db: Db, settings: AppSettings
) -> LinkView:
    """Add a link; its title and description are looked up soon, where this county lets us."""
    link = links.add_link(
        db,
        viewer,
        story.item,
        url=body.url,
        title=body.title,
        description=body.description,
        fetch=settings.fetch_links,
    )
    return link_view(link)


@router.patch("/{link_id}")
def change_link(
    story: EditableStory, link_id: UUID, body: ChangeLink, viewer: CurrentPerson, db: Db
) -> LinkView:
    """Another title, description or place."""
    link = get_link(db, story.item.id, link_id)
    links.change_link(
        db, viewer, story.item, link, title=body.title, description=body.description, position=body.position
    )
    return link_view(link)


@router.delete("/{link_id}", status_code=204)
def remove_link(story: EditableStory, link_id: UUID, viewer: CurrentPerson, db: Db) -> None:
    """Take a link away; it can be put back."""
    links.remove_link(db, viewer, story.item, get_link(db, story.item.id, link_id))


@router.post("/{link_id}/restore")
def restore_link(story: EditableStory, link_id: UUID, viewer: CurrentPerson, db: Db) -> LinkView:
    """Put back what was removed."""
    link = get_link(db, story.item.id, link_id, removed=True)
    links.restore_link(db, viewer, story.item, link)
    return link_view(link)
