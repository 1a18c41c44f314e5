"""Collections over the wire: a small book of stories that a curator put in order."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.models.items import Audience
from app.schemas.base import Body, View
from app.schemas.people import PersonRef
from app.schemas.stories import AudienceView, StorySummary

Cover = Literal[
    "beacon",
    "dykes",
    "furrows",
    "harbour",
    "hedgerow",
    "lanterns",
    "meadow",
    "mosaic",
    "paths",
    "reeds",
    "tides",
    "wolds",
]
"""Our drawn covers, by name; the screens draw them."""


class CollectionSummary(View):
    """A collection on a shelf. ``stories`` counts those in it that the viewer may read."""

    id: UUID
    title: str
    cover: Cover
    audience: AudienceView
    opening: str = Field(description="How the introduction begins, in plain text")
    stories: int
    published_at: datetime | None
    holds: bool | None = Field(
        default=None, description="Whether the story asked about is in it; null if none was"
    )


class CollectionItemView(View):
    """A story in a collection, as the revision the viewer reads, with the curator's note."""

    story: StorySummary
    note: str
    note_html: str


class CollectionCan(View):
    """What the viewer may do with a collection."""

    edit: bool
    delete: bool


class CollectionView(View):
    """A collection to read. Its items are those that the viewer may read, and nothing tells of others."""

    id: UUID
    title: str
    introduction: str
    introduction_html: str
    cover: Cover
    audience: AudienceView
    made_by: PersonRef
    published_at: datetime | None
    items: list[CollectionItemView]
    version: int | None = Field(description="For If-Match; null for those who cannot change it")
    can: CollectionCan


class StartCollection(Body):
    """Begin a collection; it is a draft at first."""

    title: str = Field(min_length=1, max_length=120)
    cover: Cover = "furrows"
    introduction: str = Field(default="", max_length=8_000)


class ChangeCollection(Body):
    """Change its title, introduction or cover. Send ``If-Match``."""

    title: str | None = Field(default=None, min_length=1, max_length=120)
    cover: Cover | None = None
    introduction: str | None = Field(default=None, max_length=8_000)


class CollectionAudience(Body):
    """Who may read it: county or public, or draft again. Send ``If-Match``."""

    audience: Literal[Audience.draft, Audience.county, Audience.public]


class AddToCollection(Body):
    """Put a story into it: at the end, or at ``position`` (from 0), which is how a removal is undone."""

    story: UUID
    position: int | None = Field(default=None, ge=0, le=1_000)


class ChangeNote(Body):
    """Say why a story is here. Send ``If-Match``."""

    note: str = Field(max_length=4_000)


class CollectionOrder(Body):
    """Every story of the collection, once, in its new order. Send ``If-Match``."""

    stories: list[UUID] = Field(max_length=500)
