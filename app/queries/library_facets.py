"""How many stories each further choice would leave.

A facet's counts leave out its own choice. What a story has one of (its phase, its cluster …) is counted in
one read of all combinations that occur, put together here; what it has several of, the database counts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, get_args

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.models.items import AUDIENCES, Audience, ItemKind
from app.models.library import LibraryEntry, LibraryRecommendation
from app.models.places import School
from app.policies.viewers import PersonViewer, Viewer
from app.queries.library_choices import Choices, Names, condition, is_urn
from app.schemas.library import Facet, FacetKey, FacetValue

KEYS: Final[tuple[FacetKey, ...]] = get_args(FacetKey)
SEVERAL: Final[tuple[FacetKey, ...]] = ("recommendation", "guidance")
ONE: Final[tuple[FacetKey, ...]] = tuple(key for key in KEYS if key not in SEVERAL)

TITLES: Final[dict[FacetKey, str]] = {
    "recommendation": "Recommendation",
    "guidance": "Guidance",
    "kind": "Kind",
    "phase": "Phase",
    "district": "District",
    "cluster": "Cluster",
    "audience": "Shared with",
    "exemplar": "Held up as",
    "year": "School year",
    "like": "Schools like ours",
}
KINDS: Final = {ItemKind.case_study: "Case study"}
REACHES: Final = {
    Audience.school: "One school",
    Audience.cluster: "A cluster",
    Audience.county: "The county",
    Audience.public: "Everyone",
}

PHASES: Final = (
    "Nursery",
    "Primary",
    "Middle deemed primary",
    "Middle deemed secondary",
    "Secondary",
    "16 plus",
    "All-through",
    "Not applicable",
)
"""The register's, by age. Its last is said of special schools and others that fit none."""

Counts = dict[FacetKey, Counter[str]]


def offered_likeness(viewer: Viewer, choices: Choices) -> tuple[str, ...]:
    """The schools whose like may be chosen: one's own, and what is."""
    own = sorted(viewer.schools) if isinstance(viewer, PersonViewer) else []
    return tuple(dict.fromkeys([*map(str, own), *filter(is_urn, choices.get("like", ()))]))


def facets(
    session: Session, found: ColumnElement[bool], choices: Choices, names: Names, like: tuple[str, ...]
) -> tuple[int, list[Facet]]:
    """How many entries meet ``found`` and every choice; and the facets in which there is something to choose.

    ``found`` is the condition of what the viewer may read and asked for in words.
    """
    counts: Counts = {key: Counter() for key in KEYS}
    total = _count_ones(session, found, choices, names, like, counts)
    for key in SEVERAL:
        others = [
            condition(other, values, names) for other, values in choices.items() if values and other != key
        ]
        _count_several(session, sa.and_(found, *others), key, names, counts)
    values = dict(_values(session, counts, choices, names, like))
    return total, [Facet(key=key, title=TITLES[key], values=values[key]) for key in KEYS if values[key]]


def _count_ones(
    session: Session,
    found: ColumnElement[bool],
    choices: Choices,
    names: Names,
    like: tuple[str, ...],
    counts: Counts,
) -> int:
    entry = LibraryEntry
    several = [condition(key, choices[key], names) for key in SEVERAL if choices.get(key)]
    columns: list[Any] = [
        col(entry.kind),
        col(entry.phase),
        col(entry.district),
        col(entry.cluster_id),
        col(entry.reach),
        col(entry.exemplar),
        col(entry.school_year),
        col(entry.school_urn),
    ]
    rows: Any = (
        session.connection()
        .execute(sa.select(*columns, sa.func.count()).where(found, *several).group_by(*columns))
        .all()
    )
    slugs = {cluster.id: slug for slug, cluster in names.clusters.items()}
    chosen = {key: frozenset(choices[key]) for key in ONE if choices.get(key)}
    total = 0
    for kind, phase, district, cluster, reach, exemplar, year, school, number in rows:
        has: dict[FacetKey, tuple[str, ...]] = {
            "kind": (kind.value,),
            "phase": (phase,) if phase else (),
            "district": (district,) if district else (),
            "cluster": (slugs[cluster],) if cluster in slugs else (),
            "audience": (reach.value,),
            "exemplar": ("true",) if exemplar else (),
            "year": (str(year),),
            "like": tuple(urn for urn in like if school in names.like[urn]),
        }
        fails = [key for key, wanted in chosen.items() if wanted.isdisjoint(has[key])]
        if not fails:
            total += number
        if len(fails) < 2:
            for key in fails or ONE:
                for value in has[key]:
                    counts[key][value] += number
    return total


def _count_several(
    session: Session, condition: ColumnElement[bool], key: FacetKey, names: Names, counts: Counts
) -> None:
    about = LibraryRecommendation
    joined = sa.join(LibraryEntry, about, col(about.entry_id) == LibraryEntry.id)
    if key == "recommendation":
        rows = session.connection().execute(
            sa.select(col(about.recommendation_id), sa.func.count())
            .select_from(joined)
            .where(condition)
            .group_by(col(about.recommendation_id))
        )
        values = {one.id: value for value, one in names.recommendations.items()}
        counts[key].update({values[one]: number for one, number in rows})
        return
    for slug, (line, _) in names.guidance.items():
        of_line = [one.id for one in names.recommendations.values() if one.guidance == line]
        about_it = col(LibraryEntry.id).in_(
            select(about.entry_id).where(col(about.recommendation_id).in_(of_line))
        )
        number = session.exec(
            select(sa.func.count()).select_from(LibraryEntry).where(condition, about_it)
        ).one()
        if number:
            counts[key][slug] = number


def _values(
    session: Session, counts: Counts, choices: Choices, names: Names, like: tuple[str, ...]
) -> Iterator[tuple[FacetKey, list[FacetValue]]]:
    """For each facet its values in the order they are shown: those with stories, and those chosen."""
    for key in KEYS:
        chosen = choices.get(key, ())
        shown = dict.fromkeys([value for value, number in counts[key].items() if number])
        shown.update(dict.fromkeys(chosen))
        labels = _labels(session, key, shown, names)
        yield (
            key,
            [
                FacetValue(
                    value=value,
                    label=labels.get(value, value),
                    count=counts[key][value],
                    chosen=value in chosen,
                    number=_number(key, value, names),
                    group=_group(key, value, names),
                )
                for value in [
                    *(one for one in labels if one in shown),
                    *(v for v in shown if v not in labels),
                ]
            ],
        )


def _labels(session: Session, key: FacetKey, shown: Iterable[str], names: Names) -> dict[str, str]:
    """What known values are called, in order."""
    match key:
        case "recommendation":
            return {value: one.label for value, one in names.recommendations.items()}
        case "guidance":
            return {slug: title for slug, (_, title) in names.guidance.items()}
        case "kind":
            return {kind.value: words for kind, words in KINDS.items()}
        case "phase":
            ages = sorted(shown, key=lambda one: (PHASES.index(one) if one in PHASES else len(PHASES), one))
            return {one: "Special and other" if one == "Not applicable" else one for one in ages}
        case "cluster":
            return {slug: cluster.name for slug, cluster in names.clusters.items()}
        case "audience":
            return {audience.value: REACHES[audience] for audience in AUDIENCES[1:]}
        case "exemplar":
            return {"true": "Exemplars"}
        case "year":
            years = sorted((int(value) for value in shown if is_urn(value)), reverse=True)
            return {str(year): f"{year}/{(year + 1) % 100:02}" for year in years}
        case "like":
            urns = [int(value) for value in shown if is_urn(value)]
            schools = session.exec(
                select(School.urn, School.name).where(col(School.urn).in_(urns)).order_by(School.name)
            ).all()
            return {str(urn): name for urn, name in schools}
        case _:
            return {value: value for value in sorted(shown)}


def _number(key: FacetKey, value: str, names: Names) -> int | None:
    known = names.recommendations.get(value) if key == "recommendation" else None
    return known.number if known else None


def _group(key: FacetKey, value: str, names: Names) -> str | None:
    known = names.recommendations.get(value) if key == "recommendation" else None
    return known.edition if known else None
