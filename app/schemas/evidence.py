"""Guidance over the wire."""

from pydantic import Field

from app.models.evidence import Strength
from app.schemas.base import View


class EditionRef(View):
    """An edition, named: the address of its page is /evidence/{guidance}/{edition}.

    In a chip it is called "{short_title} {edition}".
    """

    guidance: str
    edition: str
    title: str
    short_title: str = Field(description="The title where there is no shorter one")
    year: int


class RecommendationRef(View):
    """A recommendation as a tag. Address: /evidence/{guidance}/{edition}/{number}."""

    id: int
    guidance: str
    edition: str
    edition_short_title: str = Field(description="As in the edition itself")
    number: int
    title: str
    short_title: str = Field(description="The title where there is no shorter one")


class GuidanceView(View):
    """A line of guidance with its editions, newest first."""

    slug: str
    publisher: str
    editions: list[EditionRef]


class RecommendationCount(RecommendationRef):
    """A recommendation with how many stories the viewer may read about it.

    ``stories`` counts each once; ``through_other_editions`` is how many of them are tagged elsewhere only,
    ``partly`` how many of these by a recommendation that says only part of it. ``no_story_from`` names the
    kinds of school, common in this county, of which there is none: "a secondary school".
    """

    group: str | None
    stories: int
    through_other_editions: int
    partly: int
    exemplars: int
    no_story_from: list[str]


class GroupView(View):
    """A heading of an edition."""

    key: str
    title: str


class EditionView(EditionRef):
    """An edition's page."""

    publisher: str
    url: str | None
    note: str | None
    groups: list[GroupView]
    recommendations: list[RecommendationCount]
    other_editions: list[EditionRef]


class RelatedRecommendation(RecommendationRef):
    """A recommendation of another edition that says the same, or partly."""

    strength: Strength


class RecommendationView(RecommendationRef):
    """A recommendation's page."""

    edition_title: str
    year: int
    publisher: str
    url: str | None
    group: str | None
    stories: int
    related: list[RelatedRecommendation] = Field(description="One hop through the crosswalk, both ways")
    previous: RecommendationRef | None
    next: RecommendationRef | None
