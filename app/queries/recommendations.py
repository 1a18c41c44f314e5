"""Recommendations as tags."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.models.evidence import Edition, Guidance, Recommendation
from app.queries.evidence_refs import recommendation_ref
from app.schemas.evidence import RecommendationRef


def recommendations_by_id(session: Session, ids: Sequence[int]) -> dict[int, RecommendationRef]:
    """Those recommendations as tags, in one read."""
    if not ids:
        return {}
    rows = session.exec(
        select(Recommendation, Edition, Guidance)
        .join(Edition, col(Edition.id) == Recommendation.edition_id)
        .join(Guidance, col(Guidance.id) == Edition.guidance_id)
        .where(col(Recommendation.id).in_(ids))
    ).all()
    return {
        found.id: recommendation_ref(guidance, edition, found)
        for found, edition, guidance in rows
        if found.id is not None
    }


def in_order(tags: Sequence[RecommendationRef]) -> list[RecommendationRef]:
    """Tags as they are shown: newest edition first, then by number."""
    return sorted(tags, key=lambda t: (t.guidance, -int(t.edition) if t.edition.isdigit() else 0, t.number))
