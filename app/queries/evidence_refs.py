"""Editions and recommendations as others name them."""

from app.models.evidence import Edition, Guidance, Recommendation
from app.schemas.evidence import EditionRef, RecommendationRef


def edition_ref(guidance: Guidance, edition: Edition) -> EditionRef:
    """An edition, named."""
    return EditionRef(
        guidance=guidance.slug,
        edition=edition.label,
        title=edition.title,
        short_title=edition.short_title or edition.title,
        year=edition.year,
    )


def recommendation_ref(
    guidance: Guidance, edition: Edition, recommendation: Recommendation
) -> RecommendationRef:
    """A recommendation, named."""
    assert recommendation.id is not None
    return RecommendationRef(
        id=recommendation.id,
        guidance=guidance.slug,
        edition=edition.label,
        edition_short_title=edition.short_title or edition.title,
        number=recommendation.number,
        title=recommendation.title,
        short_title=recommendation.short_title or recommendation.title,
    )
