"""Guidance → edition → recommendation → its stories.

Guidance is public; the stories counted and listed are those the viewer may read.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.deps.http import Db
from app.deps.viewers import AnyViewer
from app.models.evidence import Recommendation
from app.queries import evidence
from app.queries.evidence_picture import recommendation_picture
from app.routers.paging import Cursor, Limit, with_link
from app.schemas.base import Page
from app.schemas.evidence import EditionView, GuidanceView, RecommendationView
from app.schemas.evidence_picture import RecommendationPicture
from app.schemas.stories import StorySummary

router = APIRouter(prefix="/guidance", tags=["evidence"])

Number = Annotated[int, Path(ge=1, le=1000)]


def _recommendation(db: Db, guidance: str, edition: str, number: Number) -> Recommendation:
    return evidence.resolve(db, guidance, edition, number)


KnownRecommendation = Annotated[Recommendation, Depends(_recommendation)]


@router.get("")
def guidance(db: Db) -> list[GuidanceView]:
    """All guidance with its editions."""
    return evidence.list_guidance(db)


@router.get("/{guidance}/{edition}")
def edition(request: Request, guidance: str, edition: str, viewer: AnyViewer, db: Db) -> EditionView:
    """An edition with its recommendations and how many stories there are about each."""
    return evidence.edition_view(db, viewer, guidance, edition, request.app.state.library.catalogues)


@router.get("/{guidance}/{edition}/recommendations/{number}")
def recommendation(
    guidance: str, edition: str, number: Number, viewer: AnyViewer, db: Db
) -> RecommendationView:
    """A recommendation, its neighbours, and what other editions say the same."""
    return evidence.recommendation_view(db, viewer, guidance, edition, number)


@router.get("/{guidance}/{edition}/recommendations/{number}/picture")
def picture(
    request: Request, recommendation: KnownRecommendation, viewer: AnyViewer, db: Db
) -> RecommendationPicture:
    """What there is about it that the viewer may read, by phase and for leads by cluster; what is missing."""
    catalogues = request.app.state.library.catalogues
    return recommendation_picture(db, viewer, recommendation.id or 0, catalogues)


@router.get("/{guidance}/{edition}/recommendations/{number}/stories")
def recommendation_stories(
    request: Request,
    response: Response,
    recommendation: KnownRecommendation,
    viewer: AnyViewer,
    db: Db,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Page[StorySummary]:
    """Stories about it, tagged in this edition or, through the crosswalk, in another; newest first."""
    page = evidence.recommendation_stories(db, viewer, recommendation, cursor, limit=limit)
    return with_link(request, response, page)
