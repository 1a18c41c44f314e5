"""Stories, and whatever else is an item, by what the viewer may do with them."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.deps.http import Db
from app.deps.viewers import AnyViewer, CurrentPerson
from app.errors import NotFound
from app.models.items import Item, Submission
from app.policies.adoptions import knows_of
from app.policies.answers import require
from app.policies.items import ItemFacts, may_edit, may_see_draft, readable_revision
from app.queries.adoptions import said_facts
from app.queries.items import NO_SUCH_STORY, get_item, item_facts
from app.queries.steps import steps_down
from app.queries.timeline import part_in


class StoryFound:
    """An item with its facts, as the guard that loaded it found them."""

    def __init__(self, item: Item, facts: ItemFacts) -> None:
        self.item = item
        self.facts = facts


def _known_story(viewer: AnyViewer, db: Db, story_id: UUID) -> StoryFound:
    """A story that the viewer may know of: as a reader of a revision or of the draft."""
    item = get_item(db, story_id)
    facts = item_facts(db, item)
    if readable_revision(viewer, facts) is None and not may_see_draft(viewer, facts):
        raise NotFound(NO_SUCH_STORY)
    return StoryFound(item, facts)


KnownStory = Annotated[StoryFound, Depends(_known_story)]


async def _draft_story(viewer: CurrentPerson, found: KnownStory) -> StoryFound:
    require(may_see_draft(viewer, found.facts))
    return found


DraftStory = Annotated[StoryFound, Depends(_draft_story)]


async def _editable_story(viewer: CurrentPerson, found: KnownStory) -> StoryFound:
    require(may_edit(viewer, found.facts))
    return found


EditableStory = Annotated[StoryFound, Depends(_editable_story)]


def _spoken_story(viewer: CurrentPerson, db: Db, story_id: UUID) -> StoryFound:
    """A story that the viewer knows of, or of which a school of theirs has said something."""
    item = get_item(db, story_id)
    facts = item_facts(db, item)
    if not knows_of(viewer, said_facts(db, item, facts)):
        raise NotFound(NO_SUCH_STORY)
    return StoryFound(item, facts)


SpokenStory = Annotated[StoryFound, Depends(_spoken_story)]


class InvolvedFound(StoryFound):
    """An item with the submissions that the viewer may see."""

    def __init__(self, item: Item, facts: ItemFacts, submissions: Sequence[Submission]) -> None:
        super().__init__(item, facts)
        self.submissions = submissions


def _involved_story(viewer: CurrentPerson, db: Db, story_id: UUID) -> InvolvedFound:
    """A story in whose way up the viewer has a part, whether or not they can read it."""
    item = get_item(db, story_id)
    facts = item_facts(db, item)
    part = part_in(db, viewer, facts)
    if not part.answer and readable_revision(viewer, facts) is None:
        raise NotFound(NO_SUCH_STORY)
    require(part.answer)
    return InvolvedFound(item, facts, part.submissions)


InvolvedStory = Annotated[InvolvedFound, Depends(_involved_story)]


def _story_to_step_down(viewer: CurrentPerson, db: Db, story_id: UUID) -> StoryFound:
    """A story that the viewer knows of, or that they may take back in the place of a missing lead."""
    item = get_item(db, story_id)
    facts = item_facts(db, item)
    known = readable_revision(viewer, facts) is not None or may_see_draft(viewer, facts)
    if not known and not steps_down(db, viewer, facts):
        raise NotFound(NO_SUCH_STORY)
    return StoryFound(item, facts)


StoryToStepDown = Annotated[StoryFound, Depends(_story_to_step_down)]
