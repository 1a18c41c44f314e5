"""How many stories each further choice would leave. A facet's counts leave out its own choice."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from app.models.adoptions import Stance
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
    "adoption": "Tried elsewhere",
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

OURS, LIKE_OURS = "ours", "like-ours"
TRIED: Final = {
    Stance.adopted.value: "Adopted elsewhere, as it is",
    Stance.adapted.value: "Adapted elsewhere",
    Stance.stopped.value: "Stopped elsewhere",
    OURS: "Tried by our school",
    LIKE_OURS: "Tried by a school like ours",
}
"""What other schools did with a story; the last two are there for who holds a seat at a school."""

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

    ``chosen``: for each facet in which something is chosen, the entries that have it. ``tried``: what is
    asked of adoption, with the entries of which it is true; which school tried what is for that school's own
    people and for schools like it to ask, and nothing that the public can.
    """

    catalogue: Catalogue
    found: Bits
    left: Bits
    choices: Choices
    chosen: Mapping[FacetKey, Bits]
    like: Like
    tried: Mapping[str, Bits]


def narrow(
    catalogue: Catalogue, found: Bits, choices: Choices, like: Like, own: Collection[int] = ()
) -> Narrowed:
    """``found`` with these choices; ``own`` are the schools where the viewer holds a seat."""
    chosen: dict[FacetKey, Bits] = {}
    tried = _tried(catalogue, like, own)
    left = found
    for key, values in choices.items():
        if not values:
            continue
        if key in catalogue.names.ids:
            chosen[key] = catalogue.having(key, catalogue.names.known(key, values))
        elif key == "like":
            chosen[key] = catalogue.having("school", {one for urn in values for one in like.get(urn, ())})
        elif key == "adoption":
            chosen[key] = 0
            for value in values:
                chosen[key] |= tried.get(value, 0)
        else:
            chosen[key] = catalogue.having(key, values)
        left &= chosen[key]
    return Narrowed(catalogue, found, left, choices, chosen, like, tried)


def _tried(catalogue: Catalogue, like: Like, own: Collection[int]) -> dict[str, Bits]:
    tried = {one.value: catalogue.having("adoption", [one.value]) for one in Stance}
    if own:
        alike = {one for urn in own for one in like.get(str(urn), ())} - set(own)
        tried[OURS] = catalogue.having("tried_by", own)
        tried[LIKE_OURS] = catalogue.having("tried_by", alike)
    return tried


def facets(narrowed: Narrowed) -> list[Facet]:
    """What one could choose next. Facets in which there is nothing are left out."""
    shown = []
    for key in KEYS:
        left = narrowed.found
        for other, entries in narrowed.chosen.items():
            if other != key:
                left &= entries
        chosen = narrowed.choices.get(key, ())
        if values := _values(narrowed, key, left, chosen):
            shown.append(Facet(key=key, title=TITLES[key], values=values))
    return shown


def _values(narrowed: Narrowed, key: FacetKey, left: Bits, chosen: tuple[str, ...]) -> list[FacetValue]:
    catalogue = narrowed.catalogue
    every = _counts(narrowed, key, left)
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


def _counts(narrowed: Narrowed, key: FacetKey, left: Bits) -> dict[str, int]:
    catalogue = narrowed.catalogue
    names = catalogue.names
    if key == "adoption":
        return {value: (left & entries).bit_count() for value, entries in narrowed.tried.items()}
    if key == "like":
        return {
            urn: (left & catalogue.having("school", schools)).bit_count()
            for urn, schools in narrowed.like.items()
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
        case "adoption":
            return TRIED
        case "year":
            years = sorted((int(value) for value in shown if is_urn(value)), reverse=True)
            return {str(year): f"{year}/{(year + 1) % 100:02}" for year in years}
        case "like":
            return {str(urn): name for urn, name in names.schools.items()}
        case _:
            return {value: value for value in sorted(shown)}
