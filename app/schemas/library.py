"""The library over the wire: what matches, why, and what else one could ask."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Body, View
from app.schemas.stories import StorySummary

FacetKey = Literal[
    "recommendation",
    "guidance",
    "kind",
    "phase",
    "district",
    "cluster",
    "audience",
    "exemplar",
    "adoption",
    "year",
    "like",
]


class Piece(View):
    """A stretch of plain text; ``hit`` where it matches what was asked."""

    text: str
    hit: bool = False


class LibraryHit(View):
    """A story that matches, as the revision the viewer reads. ``snippet`` is empty without a text search."""

    story: StorySummary
    title: list[Piece]
    snippet: list[Piece]
    section: str | None = Field(default=None, description="The title of the section the snippet is from")


class FacetValue(View):
    """A value one may choose, with how many stories would then be left.

    ``value`` is what stands in the address: a recommendation is ``guidance/edition/number``, a cluster its
    slug, a school year ``2025`` for 2025/26, a school like ours its URN.
    """

    value: str
    label: str
    count: int
    chosen: bool = False
    number: int | None = Field(default=None, description="Of a recommendation, for its chip")
    group: str | None = Field(default=None, description="Of a recommendation: its edition, in words")


class Facet(View):
    """One way to narrow down. Several values of a facet widen it; several facets narrow it.

    Counts leave out the facet's own choice, so that they say what choosing another value would give.
    """

    key: FacetKey
    title: str
    values: list[FacetValue]


class LibraryView(View):
    """A page of the library."""

    total: int
    items: list[LibraryHit]
    next: str | None = Field(default=None, description="Pass as ?cursor= to go on; null on the last page")
    facets: list[Facet] = Field(description="Empty on pages after the first")
    did_you_mean: str | None = Field(
        default=None, description="The search spelt as something that does match, where it matches nothing"
    )


class SavedSearchView(View):
    """A search one keeps; ``query`` goes behind ``/library?``, ``total`` is what it finds now."""

    id: UUID
    name: str
    query: str
    total: int


class SaveSearch(Body):
    """Keep a search."""

    name: str = Field(min_length=1, max_length=120)
    query: str = Field(max_length=2_000)
