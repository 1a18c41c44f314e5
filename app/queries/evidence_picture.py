"""What the county has about a recommendation, and what is missing: the library's own counts, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.content.journey_sections import WENT_WRONG
from app.models.adoptions import Adoption, Stance
from app.models.collections import Collection, CollectionItem
from app.models.items import Revision
from app.models.library import LibraryEntry, LibraryRecommendation
from app.models.places import School, SchoolStatus
from app.policies.evidence import may_ask_for_stories, sees_clusters
from app.policies.viewers import Viewer
from app.queries.collections import collection_is_mine
from app.queries.items import are_revisions
from app.queries.library import library_version
from app.queries.library_catalogue import Bits, Catalogue, Catalogues
from app.queries.library_facets import PHASES
from app.queries.visibility import entry_is_mine
from app.schemas.evidence_picture import (
    CollectionNamed,
    PictureCan,
    RecommendationPicture,
    Share,
    TriedPicture,
)

DID_NOT_WORK = "what-did-not-work"
"""A section of stories."""
LOOKED_THROUGH, TOGETHER = 100, 20
AT_ONCE = 500
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
    session: Session, viewer: Viewer, recommendation: int, catalogues: Catalogues
) -> RecommendationPicture:
    """The picture of one recommendation."""
    catalogue = catalogues.at(session, library_version(session))
    about = catalogue.mine(viewer) & catalogue.having("recommendation", [recommendation])
    stories = about.bit_count()

    def having(key: str, value: object) -> int:
        return (about & catalogue.having(key, [value])).bit_count()

    exemplars = having("exemplar", "true")
    county = county_phases(session)
    by_phase = Counter({phase: having("phase", phase) for phase in {*county, *catalogue.values["phase"]}})
    phases = [
        Share(value=phase, label=PHASES.get(phase, phase), stories=by_phase[phase])
        for phase in sorted(by_phase, key=lambda one: (-by_phase[one], -county[one], one))
    ]
    clusters = [
        Share(value=slug, label=name, stories=having("cluster", cluster))
        for cluster, (slug, name) in catalogue.names.clusters.items()
        if sees_clusters(viewer)
    ]
    clusters.sort(key=lambda share: (-share.stories, share.label))
    honest = _says_what_did_not_work(session, catalogue, about) if stories else True
    return RecommendationPicture(
        stories=stories,
        exemplars=exemplars,
        phases=phases,
        clusters=clusters,
        collections=_collections(session, viewer, recommendation),
        tried=_tried(session, catalogue, about),
        missing=_missing(stories, exemplars, phases, clusters, honest=honest),
        can=PictureCan(ask_for_stories=may_ask_for_stories(viewer)),
    )


@dataclass(frozen=True, slots=True)
class Outline:
    """The same in a row of a list: how many exemplars, and the kinds of school of which there is no story."""

    exemplars: int
    no_story_from: list[str]


def outlines(
    session: Session, viewer: Viewer, recommendations: Sequence[int], catalogues: Catalogues
) -> dict[int, Outline]:
    """For each of these; gaps are named for the county's common phases only, the most common first."""
    catalogue = catalogues.at(session, library_version(session))
    mine = catalogue.mine(viewer)
    schools = county_phases(session)
    common = [phase for phase, number in schools.most_common() if number >= COMMON * schools.total()]
    found = {}
    for one in recommendations:
        about = mine & catalogue.having("recommendation", [one])
        none = [phase for phase in common if not about & catalogue.having("phase", [phase])]
        found[one] = Outline(
            (about & catalogue.having("exemplar", ["true"])).bit_count(),
            [_SCHOOLS.get(phase, phase) for phase in none],
        )
    return found


def county_phases(session: Session) -> Counter[str]:
    """How many open schools of each phase there are."""
    rows = session.exec(
        select(School.phase, sa.func.count())
        .where(col(School.status).in_([SchoolStatus.open, SchoolStatus.closing]))
        .group_by(School.phase)
    ).all()
    return Counter(dict(rows))


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


def _says_what_did_not_work(session: Session, catalogue: Catalogue, about: Bits) -> bool:
    """Whether any of the newest stories does. With more than are looked through, one is taken to do so."""
    newest = [(item, number) for _, item, _, number in islice(catalogue.newest_first(about), LOOKED_THROUGH)]
    for start in range(0, len(newest), TOGETHER):
        some = are_revisions(newest[start : start + TOGETHER])
        rows = session.exec(select(Revision.sections).where(some))
        if any(_is_honest(one) and one["markdown"].strip() for sections in rows for one in sections):
            return True
    return len(newest) == LOOKED_THROUGH


_DID = {
    Stance.adopted: "took it on as it is",
    Stance.adapted: "adapted it",
    Stance.stopped: "stopped again",
}


def _tried(session: Session, catalogue: Catalogue, about: Bits) -> TriedPicture:
    """What other schools did with these stories: only those that were tried are looked up."""
    tried = about & catalogue.having("adoption", [one.value for one in Stance])
    items = [item for _, item, _, _ in catalogue.newest_first(tried)]
    rows: list[tuple[str, int, UUID]] = []
    for start in range(0, len(items), AT_ONCE):
        rows += session.exec(
            select(Adoption.stance, Adoption.school_urn, Adoption.item_id).where(
                col(Adoption.item_id).in_(items[start : start + AT_ONCE]),
                col(Adoption.taken_back_at).is_(None),
            )
        ).all()
    by_stance = {one: len({school for stance, school, _ in rows if stance is one}) for one in Stance}
    schools = len({school for _, school, _ in rows})
    return TriedPicture(
        schools=schools,
        **{one.value: number for one, number in by_stance.items()},
        stories=len({item for _, _, item in rows}),
        words=_tried_words(schools, by_stance),
    )


def _tried_words(schools: int, by_stance: dict[Stance, int]) -> str:
    """ "4 schools tried what another wrote about: 3 adapted it, 1 stopped again." """
    if not schools:
        return ""
    who = "1 school" if schools == 1 else f"{schools} schools"
    said = ", ".join(f"{number} {_DID[one]}" for one, number in by_stance.items() if number)
    return f"{who} tried what another wrote about: {said}."


def _is_honest(section: dict[str, Any]) -> bool:
    """Whether it is asked there what did not work: in a story, or in an entry of a journey."""
    return bool(section["key"] == DID_NOT_WORK or section.get("part") == WENT_WRONG)


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
