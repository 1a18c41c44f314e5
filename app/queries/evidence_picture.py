"""What the county has about a recommendation, and what is missing: the library's own counts, in words."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.models.collections import Collection, CollectionItem
from app.models.items import Revision
from app.models.library import LibraryEntry, LibraryRecommendation
from app.models.places import Cluster, School, SchoolStatus
from app.policies.evidence import may_ask_for_stories, sees_clusters
from app.policies.viewers import Viewer
from app.queries.collections import collection_is_mine
from app.queries.library import Search, library_view
from app.queries.visibility import entry_is_mine
from app.schemas.evidence_picture import CollectionNamed, PictureCan, RecommendationPicture, Share
from app.schemas.library import FacetKey, LibraryView

DID_NOT_WORK = "what-did-not-work"
LOOKED_THROUGH = 100
COMMON = 0.05
"""A phase with a smaller share of the county's schools is not called a gap where there is little room."""

_SCHOOLS = {
    "Nursery": "a nursery",
    "Primary": "a primary school",
    "Middle deemed primary": "a middle school",
    "Middle deemed secondary": "a middle school",
    "Secondary": "a secondary school",
    "16 plus": "a sixth form",
    "All-through": "an all-through school",
    "Not applicable": "a special school",
}


def recommendation_picture(
    session: Session, viewer: Viewer, address: str, recommendation: int
) -> RecommendationPicture:
    """The picture of one; ``address`` is its value in the library: guidance/edition/number."""
    library = library_view(session, viewer, Search(choices={"recommendation": (address,)}, limit=1))
    county = county_phases(session)
    by_phase = _counts(library, "phase")
    phases = [
        Share(value=phase, label=_name_of(phase), stories=by_phase[phase])
        for phase in sorted(county | by_phase, key=lambda one: (-by_phase[one], -county[one], one))
    ]
    clusters = _clusters(session, library) if sees_clusters(viewer) else []
    exemplars = _counts(library, "exemplar")["true"]
    honest = _says_what_did_not_work(session, viewer, recommendation) if library.total else True
    return RecommendationPicture(
        stories=library.total,
        exemplars=exemplars,
        phases=phases,
        clusters=clusters,
        collections=_collections(session, viewer, recommendation),
        missing=_missing(library.total, exemplars, phases, clusters, honest=honest),
        can=PictureCan(ask_for_stories=may_ask_for_stories(viewer)),
    )


def exemplar_counts(session: Session, viewer: Viewer) -> Mapping[str, int]:
    """How many exemplars there are about each recommendation, by its value in the library."""
    library = library_view(session, viewer, Search(choices={"exemplar": ("true",)}, limit=1))
    return _counts(library, "recommendation")


def county_phases(session: Session) -> Counter[str]:
    """How many open schools of each phase there are."""
    rows = session.exec(
        select(School.phase, sa.func.count())
        .where(col(School.status).in_([SchoolStatus.open, SchoolStatus.closing]))
        .group_by(School.phase)
    ).all()
    return Counter(dict(rows))


def phase_gaps(session: Session, viewer: Viewer, recommendations: Sequence[int]) -> dict[int, list[str]]:
    """For each recommendation the kinds of school of which there is no story yet, the most common first."""
    schools = county_phases(session)
    common = [phase for phase, number in schools.most_common() if number >= COMMON * schools.total()]
    written: defaultdict[int, set[str | None]] = defaultdict(set)
    rows = session.exec(
        select(LibraryRecommendation.recommendation_id, LibraryEntry.phase)
        .join(LibraryEntry, col(LibraryEntry.id) == LibraryRecommendation.entry_id)
        .where(col(LibraryRecommendation.recommendation_id).in_(recommendations), entry_is_mine(viewer))
        .distinct()
    ).all()
    for recommendation, phase in rows:
        written[recommendation].add(phase)
    return {
        one: [_SCHOOLS.get(phase, phase) for phase in common if phase not in written[one]]
        for one in recommendations
    }


def _counts(library: LibraryView, key: FacetKey) -> Counter[str]:
    values = next((facet.values for facet in library.facets if facet.key == key), [])
    return Counter({value.value: value.count for value in values})


def _name_of(phase: str) -> str:
    return "Special and other" if phase == "Not applicable" else phase


def _clusters(session: Session, library: LibraryView) -> list[Share]:
    counts = _counts(library, "cluster")
    found = session.exec(select(Cluster.slug, Cluster.name)).all()
    shares = [Share(value=slug, label=name, stories=counts[slug]) for slug, name in found]
    return sorted(shares, key=lambda share: (-share.stories, share.label))


def _missing(
    stories: int, exemplars: int, phases: list[Share], clusters: list[Share], *, honest: bool
) -> list[str]:
    if not stories:
        return []
    words = []
    none = [_SCHOOLS.get(share.value, share.label) for share in phases if not share.stories]
    if none:
        words.append(f"No story yet from {_or(list(dict.fromkeys(none)))}.")
    if not exemplars:
        words.append("No exemplar yet.")
    without = sum(1 for share in clusters if not share.stories)
    if without:
        words.append(f"Nothing yet from {without} of {len(clusters)} clusters.")
    if not honest:
        words.append("None says what did not work." if stories > 1 else "It does not say what did not work.")
    return words


def _or(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _says_what_did_not_work(session: Session, viewer: Viewer, recommendation: int) -> bool:
    """Whether any of the newest stories does. With more than are looked through, one is taken to do so."""
    rows = session.exec(
        select(Revision.sections)
        .join(
            LibraryEntry,
            sa.and_(
                col(LibraryEntry.item_id) == Revision.item_id,
                col(LibraryEntry.revision_number) == Revision.number,
            ),
        )
        .join(LibraryRecommendation, col(LibraryRecommendation.entry_id) == LibraryEntry.id)
        .where(LibraryRecommendation.recommendation_id == recommendation, entry_is_mine(viewer))
        .order_by(col(LibraryEntry.published_at).desc())
        .limit(LOOKED_THROUGH)
    )
    looked = 0
    for sections in rows:
        looked += 1
        if any(one["key"] == DID_NOT_WORK and one["markdown"].strip() for one in sections):
            return True
    return looked == LOOKED_THROUGH


def _collections(session: Session, viewer: Viewer, recommendation: int) -> list[CollectionNamed]:
    """Published ones that hold stories about it which the viewer may read, those with most first."""
    number = sa.func.count()
    rows = session.exec(
        select(Collection.id, Collection.title, number)
        .join(CollectionItem, col(CollectionItem.collection_id) == Collection.id)
        .join(LibraryEntry, col(LibraryEntry.item_id) == CollectionItem.item_id)
        .join(LibraryRecommendation, col(LibraryRecommendation.entry_id) == LibraryEntry.id)
        .where(
            LibraryRecommendation.recommendation_id == recommendation,
            col(CollectionItem.left_at).is_(None),
            col(Collection.published_at).is_not(None),
            col(Collection.audience).in_(["county", "public"]),
            collection_is_mine(viewer),
            entry_is_mine(viewer),
        )
        .group_by(col(Collection.id), Collection.title)
        .order_by(number.desc(), Collection.title)
    ).all()
    return [CollectionNamed(id=one, title=title, stories=stories) for one, title, stories in rows]
