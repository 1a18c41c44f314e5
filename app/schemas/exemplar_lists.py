"""Exemplars in lists, each with the story that was awarded."""

from pydantic import Field

from app.schemas.base import View
from app.schemas.evidence import RecommendationRef
from app.schemas.exemplars import ExemplarView
from app.schemas.stories import StorySummary


class ExemplarSummary(View):
    """An award with its story, as the revision the viewer reads."""

    story: StorySummary
    exemplar: ExemplarView


class ExemplarRecommendation(View):
    """A recommendation that exemplars are about, with how many: in its own or another edition."""

    recommendation: RecommendationRef
    exemplars: int


class ExemplarsView(View):
    """One page of exemplars, the newest award first."""

    items: list[ExemplarSummary]
    next: str | None = Field(default=None, description="Pass as ?cursor= to go on; null on the last page")
    recommendations: list[ExemplarRecommendation] = Field(
        description="What one may narrow them down to; empty on pages after the first"
    )
    due: int = Field(description="For those who give them: how many are to be looked at again by now, else 0")
