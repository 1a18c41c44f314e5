"""How like one school is to another, from what the register knows of both. Pure: no database.

Compared are phase, size, free school meals, surroundings and distance. A fact that is missing on either side
is unknown, never zero, and counts as what it is on average among the schools it could be: so a school gains
nothing by being unknown, loses nothing, and always stands behind one that is known to be the same.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

About = Literal["phase", "size", "fsm", "surroundings", "distance"]
Degree = Literal["much", "partly", "little", "unclear"]

SAME, PERHAPS, RELATED = 0, 1, 2
"""The same phase; perhaps, where a type is unknown; a phase that teaches some of the same ages."""

WEIGHTS: Mapping[About, float] = {"size": 3, "fsm": 3, "surroundings": 2, "distance": 1}
"""What says most about whether something would work here comes first."""

FOUR_TIMES, FAR_FSM, FAR_KM = 2.0, 30.0, 40.0
"""Where two schools are as different as they come: in doublings, percentage points, kilometres."""

SAME_DISTRICT, OTHER_DISTRICT = 0.25, 0.75
"""What stands for a distance between schools of which only the districts are known."""

MUCH, PARTLY = 0.25, 0.5
ENOUGH = 0.4
"""Up to which difference schools are much or partly alike, and how much of it all must be known to say so:
free school meals and a district are enough, a district alone is not."""

_TEACH_THE_SAME_AGES = {
    frozenset(pair)
    for pair in (
        ("nursery", "primary"),
        ("primary", "middle deemed primary"),
        ("primary", "all-through"),
        ("middle deemed primary", "middle deemed secondary"),
        ("middle deemed primary", "all-through"),
        ("middle deemed secondary", "secondary"),
        ("middle deemed secondary", "all-through"),
        ("secondary", "all-through"),
        ("secondary", "16 plus"),
    )
}
_SURROUNDINGS = (("urban", 0.0), ("larger rural", 0.5), ("rural town", 0.5), ("rural", 1.0), ("hamlet", 1.0))
_KINDS = ("special", "referral", "alternative provision", "independent", "hospital")


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a school, as the register has it; ``None`` is unknown."""

    urn: int
    phase: str
    type: str | None = None
    pupils: int | None = None
    fsm_percent: float | None = None
    urban_rural: str | None = None
    district: str | None = None
    easting: int | None = None
    northing: int | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a school is; ``tier`` is SAME, PERHAPS or RELATED.

    ``differences`` are from 0 (the same) to 1, only where both sides are known; ``score`` is all of them
    together, with the average where one is unknown.
    """

    urn: int
    tier: int
    score: float
    differences: Mapping[About, float]
    degree: Degree


def phase_tier(one: Traits, other: Traits) -> int | None:
    """SAME, PERHAPS or RELATED; ``None`` for schools that one would not compare.

    "Not applicable" is what the register says of special schools and others outside the phases: then the type
    tells them apart, where it is known.
    """
    here, there = one.phase.casefold(), other.phase.casefold()
    if here != there:
        return RELATED if frozenset((here, there)) in _TEACH_THE_SAME_AGES else None
    if here != "not applicable":
        return SAME
    if one.type is None or other.type is None:
        return PERHAPS
    return SAME if _kind(one.type) == _kind(other.type) else None


def differences(one: Traits, other: Traits) -> dict[About, float]:
    """What can be compared of the two, each from 0 (the same) to 1. The same in both directions."""
    found: dict[About, float] = {}
    if one.pupils is not None and other.pupils is not None:
        doublings = abs(math.log2(max(one.pupils, 1)) - math.log2(max(other.pupils, 1)))
        found["size"] = min(doublings / FOUR_TIMES, 1)
    if one.fsm_percent is not None and other.fsm_percent is not None:
        found["fsm"] = min(abs(one.fsm_percent - other.fsm_percent) / FAR_FSM, 1)
    here, there = rurality(one.urban_rural), rurality(other.urban_rural)
    if here is not None and there is not None:
        found["surroundings"] = abs(here - there)
    km = kilometres(one, other)
    if km is not None:
        found["distance"] = min(km / FAR_KM, 1)
    elif one.district and other.district:
        same = one.district.casefold() == other.district.casefold()
        found["distance"] = SAME_DISTRICT if same else OTHER_DISTRICT
    return found


def rurality(classification: str | None) -> float | None:
    """The official classification (its words of 2011 and of 2021) from 0 urban to 1 a village, or unknown."""
    words = (classification or "").casefold().replace("(england/wales)", "").strip()
    return next(
        (value for start, value in _SURROUNDINGS if words.startswith(start)),
        1.0 if "rural" in words else None,
    )


def kilometres(one: Traits, other: Traits) -> float | None:
    """As the crow flies, where both places on the grid are known."""
    if one.easting is None or one.northing is None or other.easting is None or other.northing is None:
        return None
    return math.hypot(one.easting - other.easting, one.northing - other.northing) / 1000


def rank(mine: Traits, others: Iterable[Traits]) -> list[Likeness]:
    """Those of ``others`` that one would compare at all, the most like ``mine`` first."""
    compared = [
        (other.urn, tier, differences(mine, other))
        for other in others
        if other.urn != mine.urn and (tier := phase_tier(mine, other)) is not None
    ]
    usual = _averages([found for _, _, found in compared])
    ranked = [_likeness(urn, tier, found, usual) for urn, tier, found in compared]
    return sorted(ranked, key=lambda one: (one.tier, one.score, one.urn))


def _averages(all_found: Sequence[Mapping[About, float]]) -> dict[About, float]:
    """The average difference in each respect among the schools where it is known."""
    usual: dict[About, float] = {}
    for about in WEIGHTS:
        known = [found[about] for found in all_found if about in found]
        if known:
            usual[about] = math.fsum(known) / len(known)
    return usual


def _likeness(urn: int, tier: int, found: Mapping[About, float], usual: Mapping[About, float]) -> Likeness:
    def weighed(values: Mapping[About, float], pick: Callable[[About], float]) -> float:
        weight = math.fsum(WEIGHTS[about] for about in values)
        return math.fsum(WEIGHTS[about] * pick(about) for about in values) / weight if weight else 0.0

    score = weighed(usual, lambda about: found.get(about, usual[about]))
    seen = weighed(found, lambda about: found[about])
    known = math.fsum(WEIGHTS[about] for about in found) / math.fsum(WEIGHTS.values())
    degree: Degree = "little"
    if tier == RELATED:
        degree = "partly" if seen <= PARTLY else "little"
    elif known < ENOUGH:
        degree = "unclear"
    elif seen <= PARTLY:
        degree = "much" if seen <= MUCH and tier == SAME else "partly"
    return Likeness(urn, tier, score, found, degree)


def _kind(type_: str) -> str:
    words = type_.casefold()
    return next((kind for kind in _KINDS if kind in words), words)
