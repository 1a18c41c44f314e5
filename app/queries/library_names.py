"""What things are called in the library's address, and what the database calls them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.models.evidence import Edition, Guidance, Recommendation
from app.models.places import Cluster, School
from app.schemas.library import FacetKey

Choices = Mapping[FacetKey, tuple[str, ...]]
"""What was chosen, by facet: values as they stand in the address. A value that is not known matches nothing:
a link to a cluster that is no more shows no stories, not all."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A recommendation as a value."""

    id: int
    value: str
    label: str
    edition: str
    number: int


@dataclass(frozen=True)
class Names:
    """Clusters and guidance by name; recommendations by guidance, newest edition and number."""

    clusters: dict[int, tuple[str, str]]
    guidance: dict[int, tuple[str, str]]
    recommendations: dict[int, Numbered]
    line_of: dict[int, int]
    schools: dict[int, str]
    ids: dict[FacetKey, dict[str, int]] = field(default_factory=dict)

    def known(self, key: FacetKey, values: Iterable[str]) -> list[int]:
        """What the database calls those of these values that there are."""
        return [self.ids[key][value] for value in values if value in self.ids[key]]


def read_names(session: Session) -> Names:
    """The names as they are now."""
    clusters = {
        one.id or 0: (one.slug, one.name)
        for one in session.exec(select(Cluster).order_by(col(Cluster.name))).all()
    }
    guidance: dict[int, tuple[str, str]] = {}
    recommendations: dict[int, Numbered] = {}
    line_of: dict[int, int] = {}
    for one, edition, line in session.exec(
        select(Recommendation, Edition, Guidance)
        .join(Edition, col(Edition.id) == Recommendation.edition_id)
        .join(Guidance, col(Guidance.id) == Edition.guidance_id)
        .order_by(
            col(Guidance.slug),
            col(Edition.year).desc(),
            col(Edition.label).desc(),
            col(Recommendation.number),
        )
    ).all():
        assert one.id is not None
        assert line.id is not None
        guidance.setdefault(line.id, (line.slug, edition.title))
        line_of[one.id] = line.id
        recommendations[one.id] = Numbered(
            id=one.id,
            value=f"{line.slug}/{edition.label}/{one.number}",
            label=one.short_title or one.title,
            edition=edition.short_title or edition.title,
            number=one.number,
        )
    schools = session.exec(select(School.urn, School.name).order_by(col(School.name))).all()
    return Names(
        clusters=clusters,
        guidance=guidance,
        recommendations=recommendations,
        line_of=line_of,
        schools=dict(schools),
        ids={
            "cluster": {slug: one for one, (slug, _) in clusters.items()},
            "guidance": {slug: one for one, (slug, _) in guidance.items()},
            "recommendation": {one.value: one.id for one in recommendations.values()},
        },
    )


def is_urn(value: str) -> bool:
    """Whether it may be a school's number."""
    return value.isascii() and value.isdigit() and len(value) <= 9
