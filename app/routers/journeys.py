"""Journeys as they are written: phases and entries. Read they are with their story."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.actions import journeys
from app.deps.http import Db, ReadVersion
from app.deps.journeys import DraftJourney, EditableJourney
from app.deps.stories import StoryFound
from app.deps.viewers import CurrentPerson
from app.models.journeys import JourneyEntry
from app.queries.journey_drafts import entry_draft, journey_draft
from app.queries.removed_parts import removed_parts
from app.schemas.base import Problem
from app.schemas.journeys import AddEntry, ChangeEntry, EntryDraft, JourneyDraft, RemovedParts, SetPhase

router = APIRouter(prefix="/stories/{story_id}", tags=["journeys"])


def _with_etag(response: Response, db: Db, story: StoryFound, entry: JourneyEntry) -> EntryDraft:
    """``entry``, with its version as ``ETag``: what the next ``If-Match`` names."""
    response.headers["etag"] = f'"{entry.version}"'
    return entry_draft(db, story.item, story.facts, entry)


@router.get("/journey")
def read_journey(story: DraftJourney, db: Db) -> JourneyDraft:
    """Everything about a journey's draft but its words, for its authors and its School Lead."""
    return journey_draft(db, story.item, story.facts)


@router.get("/journey/removed")
def read_removed(story: EditableJourney, db: Db) -> RemovedParts:
    """The entries and measures that were taken out and can be put back, for those who write it."""
    return removed_parts(db, story.item)


@router.put("/phases")
def set_phase(story: EditableJourney, body: SetPhase, viewer: CurrentPerson, db: Db) -> JourneyDraft:
    """Say since when it has been in a phase. Moving back is normal."""
    journeys.set_phase(db, viewer, story.item, phase=body.phase, since=body.since, note=body.note)
    return journey_draft(db, story.item, story.facts)


@router.delete("/phases/{phase_id}")
def remove_phase(story: EditableJourney, phase_id: UUID, viewer: CurrentPerson, db: Db) -> JourneyDraft:
    """It was not in that phase after all. The first one stays."""
    journeys.remove_phase(db, viewer, story.item, phase_id)
    return journey_draft(db, story.item, story.facts)


@router.post("/entries", status_code=201)
def add_entry(
    story: EditableJourney, body: AddEntry, viewer: CurrentPerson, db: Db, response: Response
) -> EntryDraft:
    """Begin an entry. Its words are then written in the document, under its section keys."""
    entry = journeys.add_entry(
        db,
        viewer,
        story.item,
        entry_id=body.id,
        happened_on=body.happened_on,
        going=body.going,
        prompt=body.prompt,
    )
    return _with_etag(response, db, story, entry)


@router.patch("/entries/{entry_id}", responses={412: {"model": Problem}, 428: {"model": Problem}})
def change_entry(
    story: EditableJourney,
    entry_id: UUID,
    body: ChangeEntry,
    version: ReadVersion,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> EntryDraft:
    """Change what is not prose: its day, how it is going, its tags, and whether it waits."""
    entry = journeys.change_entry(db, viewer, story.item, entry_id, version=version, **body.model_dump())
    return _with_etag(response, db, story, entry)


@router.delete(
    "/entries/{entry_id}", status_code=204, responses={412: {"model": Problem}, 428: {"model": Problem}}
)
def remove_entry(
    story: EditableJourney, entry_id: UUID, version: ReadVersion, viewer: CurrentPerson, db: Db
) -> None:
    """Take an entry out of the draft; it can be restored."""
    journeys.remove_entry(db, viewer, story.item, entry_id, version=version)


@router.post("/entries/{entry_id}/restore")
def restore_entry(
    story: EditableJourney, entry_id: UUID, viewer: CurrentPerson, db: Db, response: Response
) -> EntryDraft:
    """Undo a removal."""
    return _with_etag(response, db, story, journeys.restore_entry(db, viewer, story.item, entry_id))
