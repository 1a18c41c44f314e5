"""The minutes of a meeting over the wire; as an item they are a story (``schemas.stories``)."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import View
from app.schemas.people import PersonRef


class MinutesView(View):
    """How far the minutes of a meeting are, for somebody who may come to it."""

    begun: bool
    begun_by: PersonRef | None
    begun_at: datetime | None
    story: UUID | None = Field(description="The item that they are, where the viewer may read it")
    published: bool = Field(description="Whether the viewer reads them as the cluster does")
    writes: bool = Field(description="Whether the viewer may see the draft")
    reopened: bool = Field(
        description="The board was opened again after they were begun: what came later is not in them"
    )
    can_begin: bool
    reason: str = Field(description="Why the viewer cannot begin them; empty where they can, or did")


class MinutesOf(View):
    """The meeting that an item is the minutes of."""

    meeting: UUID
    board: UUID
    title: str
    starts_at: datetime
    reopened: bool
