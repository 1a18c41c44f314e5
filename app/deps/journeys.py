"""A story that is a change journey: of other kinds its addresses do not exist."""

from typing import Annotated

from fastapi import Depends

from app.deps.stories import DraftStory, EditableStory, StoryFound
from app.queries.journey_drafts import require_journey


async def _draft(found: DraftStory) -> StoryFound:
    require_journey(found.item)
    return found


async def _editable(found: EditableStory) -> StoryFound:
    require_journey(found.item)
    return found


DraftJourney = Annotated[StoryFound, Depends(_draft)]
"""As its authors and its School Lead see it."""
EditableJourney = Annotated[StoryFound, Depends(_editable)]
"""As whoever may write it."""
