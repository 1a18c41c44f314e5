"""Exemplars over the wire: what is held up, by whom, and why."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from app.schemas.base import Body, Number, View
from app.schemas.people import PersonRef
from app.schemas.rubric import CriterionView


class ExemplarCan(View):
    """What the viewer may do with an award."""

    keep: bool
    retire: bool


class ExemplarReviewView(View):
    """Somebody looked at an award again and let it stand."""

    at: datetime
    person: PersonRef
    words: str


class ExemplarView(View):
    """An award, with the criteria as they stood in the rubric when it was given."""

    id: UUID
    revision: int
    revision_made_at: datetime
    superseded: bool = Field(description="Whether the county reads a newer revision than the awarded one")
    criteria: list[CriterionView]
    reason: str
    awarded_by: PersonRef
    awarder_post: str = Field(description='Their post then, e.g. "Regional Lead, North"')
    awarded_at: datetime
    review_by: date
    reviews: list[ExemplarReviewView]
    can: ExemplarCan


class EndedExemplar(View):
    """An award that has ended, for those who give them. ``ended_by`` is null where it ended by itself."""

    id: UUID
    story_id: UUID
    title: str
    school: str
    awarded_by: PersonRef
    awarded_at: datetime
    reason: str
    ended_at: datetime
    ended_by: PersonRef | None
    ended_reason: str


class Award(Body):
    """Make the revision that the county reads an exemplar; 409 if it reads another one by now.

    ``rubric`` is the version that was looked at, and ``criteria`` keys of it.
    """

    revision: Number
    rubric: Number
    criteria: list[str] = Field(min_length=1, max_length=20)
    reason: str = Field(min_length=1, max_length=4_000)
    review_by: date | None = Field(default=None, description="Without it: a year from today")


class KeepExemplar(Body):
    """Say that an award still stands until ``review_by``, and why, in a few words if one likes."""

    review_by: date
    words: str = Field(default="", max_length=2_000)


class RetireExemplar(Body):
    """End an award, with a reason that its authors are told."""

    reason: str = Field(min_length=1, max_length=2_000)
