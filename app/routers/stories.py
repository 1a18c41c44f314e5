"""Stories: reading, starting and changing them, and who writes them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from app.actions import requests, stories
from app.deps.http import Db, ReadVersion
from app.deps.stories import DraftStory, EditableStory, KnownStory
from app.deps.viewers import AnyViewer, Colleague, CurrentPerson
from app.queries.drafts import draft_view
from app.queries.items import get_item, item_facts
from app.queries.stories import revision_view, revisions, story_view
from app.queries.story_lists import list_stories
from app.routers.paging import Cursor, Limit, with_link
from app.schemas.base import Page, Problem
from app.schemas.stories import (
    AnswerInvitation,
    AuthorView,
    ChangeAuthor,
    ChangeStory,
    DraftView,
    InviteAuthor,
    RevisionSummary,
    StartStory,
    StorySummary,
    StoryView,
)

router = APIRouter(prefix="/stories", tags=["stories"])


def _with_etag(response: Response, draft: DraftView) -> DraftView:
    """``draft``, with its version as ``ETag``: what the next ``If-Match`` names."""
    response.headers["etag"] = f'"{draft.version}"'
    return draft


RevisionNumber = Annotated[int, Path(ge=1, le=2_147_483_647)]


@router.get("")
def read_stories(
    request: Request,
    response: Response,
    viewer: Colleague,
    db: Db,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Page[StorySummary]:
    """Every story the viewer may read, newest first."""
    return with_link(request, response, list_stories(db, viewer, cursor=cursor, limit=limit))


@router.post("", status_code=201)
def start_story(body: StartStory, viewer: CurrentPerson, db: Db, response: Response) -> DraftView:
    """Begin a draft at a school where one holds a seat; with `request`, what somebody asked for."""
    item = stories.start_story(
        db, viewer, title=body.title, school_urn=body.home_school_urn, tags=body.tags, kind=body.kind
    )
    if body.request is not None:
        requests.take_up(db, viewer, body.request, item)
    db.flush()
    return _with_etag(response, draft_view(db, viewer, item, item_facts(db, item)))


@router.get("/{story_id}")
def read_story(story: KnownStory, viewer: AnyViewer, db: Db) -> StoryView:
    """The newest revision the viewer may read."""
    return story_view(db, viewer, story.item, story.facts)


@router.patch("/{story_id}", responses={412: {"model": Problem}, 428: {"model": Problem}})
def change_story(
    story: EditableStory,
    body: ChangeStory,
    version: ReadVersion,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> DraftView:
    """Change the draft's title or tags, from the version that ``If-Match`` names."""
    stories.change_story(db, viewer, story.item, version=version, title=body.title, tags=body.tags)
    return _with_etag(response, draft_view(db, viewer, story.item, story.facts))


@router.get("/{story_id}/draft")
def read_draft(story: DraftStory, viewer: CurrentPerson, db: Db, response: Response) -> DraftView:
    """Everything about a draft but its text, for its authors and its School Lead."""
    return _with_etag(response, draft_view(db, viewer, story.item, story.facts))


@router.get("/{story_id}/revisions")
def read_revisions(story: KnownStory, viewer: AnyViewer, db: Db) -> list[RevisionSummary]:
    """Newest first: all for those on the draft, for others the one they read."""
    return revisions(db, viewer, story.facts)


@router.get("/{story_id}/revisions/{number}")
def read_revision(story: KnownStory, number: RevisionNumber, viewer: AnyViewer, db: Db) -> StoryView:
    """One revision, for those on the draft and those who read exactly this one."""
    return revision_view(db, viewer, story.item, story.facts, number)


@router.get("/{story_id}/authors")
def read_authors(story: DraftStory, viewer: CurrentPerson, db: Db) -> list[AuthorView]:
    """Everybody asked to write, with their answers."""
    return draft_view(db, viewer, story.item, story.facts).authors


@router.post("/{story_id}/authors", status_code=201)
def invite_author(
    story: EditableStory, body: InviteAuthor, viewer: CurrentPerson, db: Db
) -> list[AuthorView]:
    """Ask a colleague to write with you."""
    stories.invite_author(db, viewer, story.facts, body.person_id, on_byline=body.on_byline)
    return draft_view(db, viewer, story.item, story.facts).authors


@router.patch("/{story_id}/authors/me", status_code=204)
def answer_invitation(story_id: UUID, body: AnswerInvitation, viewer: CurrentPerson, db: Db) -> None:
    """Accept or decline one's own invitation, or leave what one was writing."""
    stories.answer_invitation(db, viewer, get_item(db, story_id).id, body.state)


@router.patch("/{story_id}/authors/{person_id}", status_code=204)
def change_author(
    story: EditableStory, person_id: UUID, body: ChangeAuthor, viewer: CurrentPerson, db: Db
) -> None:
    """Whether somebody may edit, and whether they are named."""
    stories.change_author(
        db, viewer, story.facts, person_id, may_write=body.may_edit, on_byline=body.on_byline
    )


@router.delete("/{story_id}/authors/{person_id}", status_code=204)
def remove_author(story: DraftStory, person_id: UUID, viewer: CurrentPerson, db: Db) -> None:
    """End somebody's part in a draft. Published bylines stay."""
    stories.remove_author(db, viewer, story.facts, person_id)
