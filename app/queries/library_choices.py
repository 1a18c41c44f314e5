"""What one may narrow the library down by, and the same as conditions.

A value that is not known matches nothing: a link to a cluster that is no more shows no stories, not all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.models.evidence import Edition, Guidance, Recommendation
from app.models.items import Audience, ItemKind
from app.models.library import LibraryEntry, LibraryRecommendation
from app.models.places import Cluster
from app.queries.similar import nearest_schools
from app.schemas.library import FacetKey

Choices = Mapping[FacetKey, tuple[str, ...]]
"""What was chosen, by facet: values as they stand in the address."""

LIKE_OURS = 15


@dataclass(frozen=True, slots=True)
class Numbered:
    """A recommendation as a value: in order of guidance, newest edition, number."""

    id: int
    guidance: int
    value: str
    label: str
    edition: str
    number: int


@dataclass(frozen=True)
class Names:
    """Everything that has a name in an address, and what the database calls it."""

    clusters: dict[str, Cluster]
    guidance: dict[str, tuple[int, str]]
    recommendations: dict[str, Numbered]
    like: dict[str, frozenset[int]] = field(default_factory=dict)

    def recommended(self, values: tuple[str, ...]) -> list[int]:
        """The ids of these recommendations."""
        return [self.recommendations[value].id for value in values if value in self.recommendations]

    def guided(self, values: tuple[str, ...]) -> list[int]:
        """The ids of all recommendations of these lines of guidance."""
        lines = {self.guidance[value][0] for value in values if value in self.guidance}
        return [one.id for one in self.recommendations.values() if one.guidance in lines]

    def schools_like(self, values: tuple[str, ...]) -> frozenset[int]:
        """The schools that are like any of these."""
        return frozenset[int]().union(*(self.like.get(value, frozenset()) for value in values))


def read_names(session: Session, like: tuple[str, ...]) -> Names:
    """The names as they are now; ``like`` are the URNs whose nearest schools will be asked for."""
    rows = session.exec(
        select(Recommendation, Edition, Guidance)
        .join(Edition, col(Edition.id) == Recommendation.edition_id)
        .join(Guidance, col(Guidance.id) == Edition.guidance_id)
        .order_by(Guidance.slug, col(Edition.year).desc(), col(Edition.label).desc(), Recommendation.number)  # type: ignore[arg-type]
    ).all()
    guidance: dict[str, tuple[int, str]] = {}
    recommendations = {}
    for one, edition, line in rows:
        name = edition.short_title or edition.title
        guidance.setdefault(line.slug, (line.id or 0, edition.title))
        value = f"{line.slug}/{edition.label}/{one.number}"
        recommendations[value] = Numbered(
            one.id or 0, line.id or 0, value, one.short_title or one.title, name, one.number
        )
    return Names(
        clusters={one.slug: one for one in session.exec(select(Cluster).order_by(Cluster.name)).all()},
        guidance=guidance,
        recommendations=recommendations,
        like={urn: frozenset(nearest_schools(session, int(urn), LIKE_OURS)) for urn in like if is_urn(urn)},
    )


def is_urn(value: str) -> bool:
    """Whether it may be a school's number."""
    return value.isascii() and value.isdigit() and len(value) <= 9


def condition(key: FacetKey, values: tuple[str, ...], names: Names) -> ColumnElement[bool]:
    """That a ``LibraryEntry`` has one of these values."""
    entry = LibraryEntry
    match key:
        case "recommendation":
            return _about(names.recommended(values))
        case "guidance":
            return _about(names.guided(values))
        case "kind":
            return col(entry.kind).in_([kind for kind in ItemKind if kind.value in values])
        case "phase":
            return col(entry.phase).in_(values)
        case "district":
            return col(entry.district).in_(values)
        case "cluster":
            return col(entry.cluster_id).in_([names.clusters[v].id for v in values if v in names.clusters])
        case "audience":
            return col(entry.reach).in_([audience for audience in Audience if audience.value in values])
        case "exemplar":
            return sa.and_(col(entry.exemplar), "true" in values)
        case "year":
            years = [int(value) for value in values if is_urn(value) and str(int(value)) == value]
            return col(entry.school_year).in_(years)
        case "like":
            return col(entry.school_urn).in_(names.schools_like(values))


def _about(recommendations: list[int]) -> ColumnElement[bool]:
    return col(LibraryEntry.id).in_(
        select(LibraryRecommendation.entry_id).where(
            col(LibraryRecommendation.recommendation_id).in_(recommendations)
        )
    )
