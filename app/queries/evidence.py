"""Guidance, editions and recommendations to read, with how many stories a viewer may read about each."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.evidence import (
    Edition,
    Guidance,
    Recommendation,
    RecommendationGroup,
    Strength,
)
from app.models.library import LibraryEntry, LibraryRecommendation
from app.policies.viewers import Viewer
from app.queries.crosswalks import NEARNESS, StoryCount, count_stories, related
from app.queries.evidence_picture import outlines
from app.queries.evidence_refs import edition_ref, recommendation_ref
from app.queries.library_catalogue import Catalogues
from app.queries.paging import PAGE, after, encode
from app.queries.story_lists import summaries
from app.queries.visibility import entry_is_mine, visible_revisions
from app.schemas.base import Page
from app.schemas.evidence import (
    EditionRef,
    EditionView,
    GroupView,
    GuidanceView,
    RecommendationCount,
    RecommendationView,
    RelatedRecommendation,
)
from app.schemas.stories import StorySummary


def resolve(session: Session, guidance: str, edition: str, number: int) -> Recommendation:
    """The recommendation by what people call it, or ``NotFound``."""
    found = session.exec(
        select(Recommendation)
        .join(Edition, col(Edition.id) == Recommendation.edition_id)
        .join(Guidance, col(Guidance.id) == Edition.guidance_id)
        .where(Guidance.slug == guidance, Edition.label == edition, Recommendation.number == number)
    ).first()
    if found is None:
        raise NotFound("There is no such recommendation.")
    return found


def list_guidance(session: Session) -> list[GuidanceView]:
    """All guidance by the title of its newest edition; editions newest first."""
    rows = session.exec(
        select(Guidance, Edition)
        .join(Edition, col(Edition.guidance_id) == Guidance.id)
        .order_by(col(Edition.year).desc(), col(Edition.label).desc())
    ).all()
    editions: dict[str, list[EditionRef]] = {}
    publishers: dict[str, str] = {}
    for guidance, edition in rows:
        publishers[guidance.slug] = guidance.publisher
        editions.setdefault(guidance.slug, []).append(edition_ref(guidance, edition))
    return [
        GuidanceView(slug=slug, publisher=publishers[slug], editions=found)
        for slug, found in sorted(editions.items(), key=lambda one: (one[1][0].title, one[0]))
    ]


def edition_view(
    session: Session,
    viewer: Viewer,
    guidance: str,
    edition: str,
    catalogues: Catalogues | None = None,
) -> EditionView:
    """An edition with its groups and recommendations, or ``NotFound``."""
    line, found = _edition(session, guidance, edition)
    groups = session.exec(
        select(RecommendationGroup)
        .where(RecommendationGroup.edition_id == found.id)
        .order_by(col(RecommendationGroup.position))
    ).all()
    keys = {group.id: group.key for group in groups}
    counts = count_stories(session, visible_revisions(viewer), col(Recommendation.edition_id) == found.id)
    recommendations = []
    rows = _recommendations(session, found)
    about = outlines(session, viewer, [one.id or 0 for one in rows], catalogues or Catalogues())
    for one in rows:
        count = counts.get(one.id or 0, StoryCount())
        recommendations.append(
            RecommendationCount(
                **recommendation_ref(line, found, one).model_dump(),
                group=keys.get(one.group_id),
                stories=count.total,
                through_other_editions=count.mapped + count.partly,
                partly=count.partly,
                exemplars=about[one.id or 0].exemplars,
                no_story_from=about[one.id or 0].no_story_from,
            )
        )
    others = session.exec(
        select(Edition)
        .where(Edition.guidance_id == line.id, Edition.id != found.id)
        .order_by(col(Edition.year).desc(), col(Edition.label).desc())
    ).all()
    return EditionView(
        **edition_ref(line, found).model_dump(),
        publisher=line.publisher,
        url=found.url,
        note=found.note,
        groups=[GroupView(key=group.key, title=group.title) for group in groups],
        recommendations=recommendations,
        other_editions=[edition_ref(line, other) for other in others],
    )


def recommendation_view(
    session: Session, viewer: Viewer, guidance: str, edition: str, number: int
) -> RecommendationView:
    """A recommendation with its neighbours and what it is joined to, or ``NotFound``."""
    line, found = _edition(session, guidance, edition)
    one = resolve(session, guidance, edition, number)
    assert one.id is not None
    group = session.get(RecommendationGroup, one.group_id) if one.group_id is not None else None
    neighbours = [recommendation_ref(line, found, each) for each in _recommendations(session, found)]
    at = [each.id for each in neighbours].index(one.id)
    counts = count_stories(session, visible_revisions(viewer), col(Recommendation.id) == one.id)
    return RecommendationView(
        **neighbours[at].model_dump(),
        edition_title=found.title,
        year=found.year,
        publisher=line.publisher,
        url=found.url,
        group=group.title if group else None,
        stories=counts.get(one.id, StoryCount()).total,
        related=_related_views(session, one.id),
        previous=neighbours[at - 1] if at else None,
        next=neighbours[at + 1] if at + 1 < len(neighbours) else None,
    )


def recommendation_stories(
    session: Session,
    viewer: Viewer,
    recommendation: Recommendation,
    cursor: str | None,
    *,
    limit: int = PAGE,
) -> Page[StorySummary]:
    """One page of the stories about it that the viewer may read, newest first, each saying how it matches."""
    entry, about = LibraryEntry, LibraryRecommendation
    rows = session.exec(
        select(entry.item_id, entry.revision_number, entry.published_at, about.nearness)
        .join(about, col(about.entry_id) == entry.id)
        .where(
            about.recommendation_id == recommendation.id,
            entry_is_mine(viewer),
            after(cursor, col(entry.published_at), col(entry.item_id)),
        )
        .order_by(col(entry.published_at).desc(), col(entry.item_id).desc())
        .limit(limit + 1)
    ).all()
    shown = rows[:limit]
    strengths = {
        item: strength for item, _, _, nearness in shown if (strength := NEARNESS[nearness]) is not None
    }
    return Page(
        items=summaries(session, [(item, number, at) for item, number, at, _ in shown], strengths),
        next=encode(shown[-1][2], shown[-1][0]) if len(rows) > limit else None,
    )


def _edition(session: Session, guidance: str, edition: str) -> tuple[Guidance, Edition]:
    found = session.exec(
        select(Guidance, Edition)
        .join(Edition, col(Edition.guidance_id) == Guidance.id)
        .where(Guidance.slug == guidance, Edition.label == edition)
    ).first()
    if found is None:
        raise NotFound("There is no such guidance.")
    return found


def _recommendations(session: Session, edition: Edition) -> Sequence[Recommendation]:
    return session.exec(
        select(Recommendation)
        .where(Recommendation.edition_id == edition.id)
        .order_by(col(Recommendation.number))
    ).all()


def _related_views(session: Session, id: int) -> list[RelatedRecommendation]:
    """Close ones first, then by guidance, newest edition and number."""
    strengths = {one.recommendation_id: one.strength for one in related(session, [id])[id]}
    rows = session.exec(
        select(Recommendation, Edition, Guidance)
        .join(Edition, col(Edition.id) == Recommendation.edition_id)
        .join(Guidance, col(Guidance.id) == Edition.guidance_id)
        .where(col(Recommendation.id).in_(strengths))
        .order_by(Guidance.slug, col(Edition.year).desc(), col(Recommendation.number))
    ).all()
    views = [
        RelatedRecommendation(
            **recommendation_ref(line, edition, one).model_dump(), strength=strengths[one.id or 0]
        )
        for one, edition, line in rows
    ]
    return sorted(views, key=lambda view: view.strength is Strength.partial)
