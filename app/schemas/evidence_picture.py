"""What the county has about a recommendation, over the wire."""

from uuid import UUID

from app.schemas.base import View


class Share(View):
    """One part of the stories; ``value`` is what narrows the library down to it."""

    value: str
    label: str
    stories: int


class CollectionNamed(View):
    """A collection that holds some of the stories; ``stories`` counts those the viewer may read."""

    id: UUID
    title: str
    stories: int


class TriedPicture(View):
    """How many schools tried what the stories about it tell of; a school counts once for each thing it said.

    ``stories``: of which any school said something; ``words`` is empty where there are none.
    """

    schools: int
    adopted: int
    adapted: int
    stopped: int
    stories: int
    words: str


class PictureCan(View):
    """What the viewer may do about what is missing."""

    ask_for_stories: bool


class RecommendationPicture(View):
    """What there is about a recommendation that the viewer may read, and what is missing, in words.

    All counts are the library's, with this recommendation chosen. Phases are all that the county has;
    ``clusters`` are all its clusters, for leads, and empty for others.
    """

    stories: int
    exemplars: int
    phases: list[Share]
    clusters: list[Share]
    collections: list[CollectionNamed]
    missing: list[str]
    tried: TriedPicture
    can: PictureCan
