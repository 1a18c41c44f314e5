"""Asking for an audience, reviewing, deciding, taking back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from app.actions import publishing, submissions
from app.actions.documents import wait_until_stored
from app.db import Database
from app.deps.http import Db
from app.deps.stories import InvolvedStory, KnownStory, StoryToStepDown
from app.deps.submissions import SubmissionToSee, SubmissionToTakeOver
from app.deps.viewers import COOKIE, CurrentPerson, viewer_of
from app.models.items import OPEN_STATES, Audience
from app.policies.items import may_see_draft
from app.queries.documents import document_to_wait_for
from app.queries.drafts import draft_view
from app.queries.items import item_facts
from app.queries.privacy import unseen_texts
from app.queries.privacy_files import look_into
from app.queries.submissions import submission_view, summary
from app.queries.timeline import part_in, timeline
from app.schemas.stories import SubmissionSummary
from app.schemas.submissions import (
    Asked,
    AskToPublish,
    Decide,
    Say,
    StepDown,
    SubmissionView,
    TakeBack,
    TakeOver,
    Timeline,
)

router = APIRouter(tags=["reviews"])


def _once_stored(request: Request, story_id: UUID, body: AskToPublish) -> AskToPublish:
    """What is asked for, once everything that the asker's browser showed is stored, and its files are looked
    through."""
    database: Database = request.app.state.database
    token = request.cookies.get(COOKIE)
    if body.state_vector is not None:
        with database.read() as session:
            document_id = document_to_wait_for(session, viewer_of(token, session), story_id)
        if document_id is not None:
            wait_until_stored(database, document_id, body.state_vector)
    if body.audience is not Audience.school:
        with database.read() as session:
            texts = unseen_texts(session, viewer_of(token, session), story_id, body.revision)
        for text in texts:
            look_into(*text)
    return body


OnceStored = Annotated[AskToPublish, Depends(_once_stored)]
"""Comes first among an endpoint's parameters, before the request's own transaction begins: waiting inside it
would keep out the very writers that are waited for, and looking through files all others too."""


@router.get("/stories/{story_id}/submissions")
def read_submissions(story: InvolvedStory, viewer: CurrentPerson, db: Db) -> list[SubmissionSummary]:
    """A story's submissions, newest first: all for those on the draft, to others those they ask or decide."""
    return [summary(db, viewer, story.facts, one) for one in story.submissions]


@router.get("/stories/{story_id}/timeline")
def read_timeline(story: InvolvedStory, viewer: CurrentPerson, db: Db) -> Timeline:
    """Everything that happened to a story on the ladder, oldest first, for those who have a part in it."""
    return timeline(db, viewer, story.item, story.facts, story.submissions)


@router.post("/stories/{story_id}/submissions", status_code=201)
def ask_to_publish(body: OnceStored, viewer: CurrentPerson, story: KnownStory, db: Db) -> Asked:
    """Ask for a step of the ladder, or for an update of what an audience reads."""
    publishing.ask(
        db,
        viewer,
        story.item,
        audience=body.audience,
        revision=body.revision,
        message=body.message,
        confirmed=body.confirmed,
    )
    facts = item_facts(db, story.item)
    seen = part_in(db, viewer, facts).submissions
    return Asked(
        open_submissions=[summary(db, viewer, facts, one) for one in seen if one.state in OPEN_STATES],
        draft=draft_view(db, viewer, story.item, facts) if may_see_draft(viewer, facts) else None,
    )


@router.get("/submissions/{submission_id}")
def read_submission(found: SubmissionToSee, viewer: CurrentPerson, db: Db) -> SubmissionView:
    """A submission with its conversation and the revision to read."""
    return submission_view(db, viewer, found.facts, found.submission)


@router.post("/submissions/{submission_id}/decision")
def decide(found: SubmissionToSee, body: Decide, viewer: CurrentPerson, db: Db) -> SubmissionView:
    """Approve, ask for changes or decline the revision that was read."""
    publishing.decide(
        db,
        viewer,
        found.item,
        found.submission,
        outcome=body.outcome,
        revision=body.revision,
        message=body.message,
    )
    return submission_view(db, viewer, item_facts(db, found.item), found.submission)


@router.post("/submissions/{submission_id}/withdrawal")
def withdraw(found: SubmissionToSee, body: TakeBack, viewer: CurrentPerson, db: Db) -> SubmissionView:
    """Take an open submission back."""
    publishing.withdraw(db, viewer, found.item, found.submission, body.message)
    return submission_view(db, viewer, found.facts, found.submission)


@router.post("/submissions/{submission_id}/messages", status_code=201)
def say(found: SubmissionToSee, body: Say, viewer: CurrentPerson, db: Db) -> SubmissionView:
    """Say something in the conversation while it is open."""
    submissions.say(db, viewer, found.item, found.submission, body.message)
    return submission_view(db, viewer, found.facts, found.submission)


@router.post("/submissions/{submission_id}/takeover")
def take_over(found: SubmissionToTakeOver, body: TakeOver, viewer: CurrentPerson, db: Db) -> SubmissionView:
    """Decide in the place of an absent approver, who is told."""
    submissions.take_over(db, viewer, found.item, found.submission, body.reason)
    return submission_view(db, viewer, found.facts, found.submission)


@router.post("/stories/{story_id}/step-down", status_code=204)
def step_down(viewer: CurrentPerson, story: StoryToStepDown, body: StepDown, db: Db) -> None:
    """Take away an audience and every wider one, at once."""
    publishing.step_down(db, viewer, story.item, body.audience, body.reason)
