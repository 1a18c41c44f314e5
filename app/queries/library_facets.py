"""How many stories each further choice would leave. A facet's counts leave out its own choice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from app.models.items import AUDIENCES, Audience, ItemKind
from app.policies.viewers import PersonViewer, Viewer
from app.queries.library_catalogue import Bits, Catalogue
from app.queries.library_names import Choices, Names, is_urn
from app.schemas.library import Facet, FacetKey, FacetValue

KEYS: Final[tuple[FacetKey, ...]] = get_args(FacetKey)

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
KINDS: Final = {
    ItemKind.case_study: "Case study",
    ItemKind.change_journey: "Change journey",
    ItemKind.resource: "Resource",
    ItemKind.minutes: "Minutes",
}
REACHES: Final = {
    Audience.school: "One school",
    Audience.cluster: "A cluster",
    Audience.county: "The county",
    Audience.public: "Everyone",
}

PHASES: Final = {
    "Nursery": "Nursery",
    "Primary": "Primary",
    "Middle deemed primary": "Middle, primary ages",
    "Middle deemed secondary": "Middle, secondary ages",
    "Secondary": "Secondary",
    "16 plus": "Sixth form",
    "All-through": "All-through",
    "Not applicable": "Special and other",
}
"""The register's phases by age, as people call them. Its last is said of schools that fit no other."""

Like = Mapping[str, Iterable[int]]
"""By URN, the schools that are like it."""


def offered_likeness(viewer: Viewer, choices: Choices) -> list[str]:
    """The schools whose like one may choose: one's own, and what is chosen."""
    own = sorted(viewer.schools) if isinstance(viewer, PersonViewer) else []
    return list(dict.fromkeys([*map(str, own), *filter(is_urn, choices.get("like", ()))]))


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Entries that were found, and what is left of them by everything that was chosen.

    ``chosen``: for each facet in which something is chosen, the entries that have it.
    """

    catalogue: Catalogue
    found: Bits
    left: Bits
    choices: Choices
    chosen: Mapping[FacetKey, Bits]
    like: Like


def narrow(catalogue: Catalogue, found: Bits, choices: Choices, like: Like) -> Narrowed:
    """``found`` with these choices."""
    chosen: dict[FacetKey, Bits] = {}
    left = found
    for key, values in choices.items():
        if not values:
            continue
        if key in catalogue.names.ids:
            chosen[key] = catalogue.having(key, catalogue.names.known(key, values))
        elif key == "like":
            chosen[key] = catalogue.having("school", {one for urn in values for one in like.get(urn, ())})
        else:
            chosen[key] = catalogue.having(key, values)
        left &= chosen[key]
    return Narrowed(catalogue, found, left, choices, chosen, like)


def facets(narrowed: Narrowed) -> list[Facet]:
    """What one could choose next. Facets in which there is nothing are left out."""
    shown = []
    for key in KEYS:
        left = narrowed.found
        for other, entries in narrowed.chosen.items():
            if other != key:
                left &= entries
        chosen = narrowed.choices.get(key, ())
        if values := _values(narrowed.catalogue, key, left, chosen, narrowed.like):
            shown.append(Facet(key=key, title=TITLES[key], values=values))
    return shown


def _values(
    catalogue: Catalogue, key: FacetKey, left: Bits, chosen: tuple[str, ...], like: Like
) -> list[FacetValue]:
    every = _counts(catalogue, key, left, like)
    counts = {value: number for value, number in every.items() if number}
    counts |= {value: every.get(value, 0) for value in chosen}
    labels = _labels(key, counts, catalogue.names)
    ordered = [value for value in labels if value in counts] + [v for v in counts if v not in labels]
    recommendations = {
        one.value: one for one in catalogue.names.recommendations.values() if key == "recommendation"
    }
    return [
        FacetValue(
            value=value,
            label=labels.get(value, value),
            count=counts[value],
            chosen=value in chosen,
            number=recommendations[value].number if value in recommendations else None,
            group=recommendations[value].edition if value in recommendations else None,
        )
        for value in ordered
    ]


def _counts(catalogue: Catalogue, key: FacetKey, left: Bits, like: Like) -> dict[str, int]:
    names = catalogue.names
    if key == "like":
        return {
            urn: (left & catalogue.having("school", schools)).bit_count() for urn, schools in like.items()
        }
    called: Mapping[Any, str]
    match key:
        case "recommendation":
            called = {one.id: one.value for one in names.recommendations.values()}
        case "guidance":
            called = {one: slug for one, (slug, _) in names.guidance.items()}
        case "cluster":
            called = {one: slug for one, (slug, _) in names.clusters.items()}
        case _:
            called = {value: value for value in catalogue.values.get(key, ())}
    return {
        called[value]: (left & catalogue.sets[key, value]).bit_count()
        for value in catalogue.values.get(key, ())
    }


def _labels(key: FacetKey, shown: Iterable[str], names: Names) -> dict[str, str]:
    """What known values are called, in the order in which they are shown."""
    match key:
        case "recommendation":
            return {one.value: one.label for one in names.recommendations.values()}
        case "guidance":
            return dict(names.guidance.values())
        case "kind":
            return {kind.value: words for kind, words in KINDS.items()}
        case "phase":
            return PHASES
        case "cluster":
            return dict(names.clusters.values())
        case "audience":
            return {audience.value: REACHES[audience] for audience in AUDIENCES[1:]}
        case "exemplar":
            return {"true": "Exemplars"}
        case "year":
            years = sorted((int(value) for value in shown if is_urn(value)), reverse=True)
            return {str(year): f"{year}/{(year + 1) % 100:02}" for year in years}
        case "like":
            return {str(urn): name for urn, name in names.schools.items()}
        case _:
            return {value: value for value in sorted(shown)}
