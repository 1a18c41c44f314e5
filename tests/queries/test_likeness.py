"""Schools like ours: what is known decides, and what is unknown neither helps nor harms."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queries.likeness import Traits, differences, phase_tier, rank, rurality
from app.queries.likeness_words import compared

PHASES = ("Nursery", "Primary", "Middle deemed primary", "Secondary", "All-through", "Not applicable")
TYPES = (None, "Community special school", "Pupil referral unit", "Academy converter")
SURROUNDINGS = (
    None,
    "Urban: Nearer to a major town or city",
    "Larger rural: Further from a major town or city",
    "Smaller rural: Nearer to a major town or city",
)
OURS = Traits(1, "Primary", None, 210, 12.0, SURROUNDINGS[3], "West Wold", 500_000, 370_000)


def some(values: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    """Mostly unknown, as in the register."""
    return st.one_of(st.none(), st.none(), values)


@st.composite
def schools(draw: st.DrawFn) -> list[Traits]:
    found = []
    for urn in range(2, draw(st.integers(3, 14))):
        east = draw(some(st.integers(480_000, 560_000)))
        found.append(
            Traits(
                urn,
                draw(st.sampled_from(PHASES)),
                draw(st.sampled_from(TYPES)),
                draw(some(st.integers(0, 1_500))),
                draw(st.one_of(st.none(), st.floats(0, 100))),
                draw(st.sampled_from(SURROUNDINGS)),
                draw(st.sampled_from([None, "West Wold", "Boston"])),
                east,
                None if east is None else draw(st.integers(300_000, 400_000)),
            )
        )
    return found


@given(schools())
def test_an_order_of_schools_that_one_would_compare(others: list[Traits]) -> None:
    ranked = rank(OURS, [OURS, *others])
    assert OURS.urn not in [one.urn for one in ranked]
    assert {one.urn for one in ranked} == {o.urn for o in others if phase_tier(OURS, o) is not None}
    assert [one.tier for one in ranked] == sorted(one.tier for one in ranked)
    assert all(0 <= one.score <= 1 for one in ranked)
    assert rank(OURS, reversed(others)) == ranked


@given(schools(), st.sampled_from(["pupils", "fsm_percent", "urban_rural", "district"]))
def test_unknown_stands_between_the_same_and_the_most_different(others: list[Traits], field: str) -> None:
    # Alike in all else: one is ours to a hair, one as far off as it gets, one does not say.
    far = {"pupils": 4_000, "fsm_percent": 90.0, "urban_rural": SURROUNDINGS[1], "district": "Boston"}
    plain = replace(OURS, easting=None, northing=None)
    same, unknown, different = (
        replace(plain, urn=100 + nth, **{field: value})
        for nth, value in enumerate((getattr(OURS, field), None, far[field]))
    )
    order = [one.urn for one in rank(plain, [*others, same, unknown, different]) if one.urn >= 100]
    assert order == [100, 101, 102]


@given(schools())
def test_what_nobody_knows_of_ours_changes_nothing(others: list[Traits]) -> None:
    without = replace(OURS, pupils=None)
    hidden = [replace(other, pupils=None) for other in others]
    ranks = [[(one.urn, one.score) for one in rank(without, them)] for them in (others, hidden)]
    assert ranks[0] == ranks[1]


@given(schools())
def test_likeness_is_the_same_both_ways(others: list[Traits]) -> None:
    for other in others:
        assert differences(OURS, other) == differences(other, OURS)
        assert phase_tier(OURS, other) == phase_tier(other, OURS)


@given(schools(), st.booleans())
def test_every_respect_is_spoken_of_and_what_is_missing_is_called_so(
    others: list[Traits], yours: bool
) -> None:
    by_urn = {other.urn: other for other in others}
    for one in rank(OURS, others):
        said = compared(OURS, by_urn[one.urn], one, yours=yours)
        assert [each.about for each in said] == ["phase", "size", "fsm", "surroundings", "distance"]
        for each in said[1:]:
            assert (each.missing is None) == (each.about in one.differences)
            assert (each.missing is None) != ("not known" in each.words)
            assert "None" not in each.words


def test_twice_as_big_is_as_far_as_half_as_big() -> None:
    half, twice = (replace(OURS, urn=nth, pupils=n) for nth, n in ((2, 105), (3, 420)))
    assert differences(OURS, half)["size"] == pytest.approx(differences(OURS, twice)["size"])


def test_the_words_say_what_was_compared() -> None:
    other = Traits(2, "Primary", None, 190, None, SURROUNDINGS[3], "West Wold", 500_000, 386_000)
    (one,) = rank(OURS, [other])
    assert [each.words for each in compared(OURS, other, one, yours=True)] == [
        "primary like yours",
        "190 pupils, yours has 210",
        "free school meals not known for this school",
        "in the country too",
        "10 miles away",
    ]
    assert [each.words for each in compared(OURS, other, one, yours=False)] == [
        "primary, as here",
        "190 pupils, here 210",
        "free school meals not known there",
        "in the country too",
        "10 miles away",
    ]


@pytest.mark.parametrize(
    ("one", "other", "tier"),
    [
        ("Primary", "Primary", 0),
        ("Primary", "All-through", 2),
        ("Middle deemed secondary", "Secondary", 2),
        ("Primary", "Secondary", None),
        ("Primary", "Not applicable", None),
    ],
)
def test_phases_that_teach_the_same_ages_come_after_the_same(one: str, other: str, tier: int | None) -> None:
    assert phase_tier(Traits(1, one), Traits(2, other)) == tier


def test_special_schools_are_not_compared_with_pupil_referral_units() -> None:
    special, unit, unsaid = (Traits(n, "Not applicable", t) for n, t in enumerate(TYPES[1:3] + TYPES[:1]))
    assert phase_tier(special, unit) is None
    assert phase_tier(special, unsaid) == 1
    assert phase_tier(special, replace(special, type="Foundation special school")) == 0


def test_too_little_known_is_unclear_and_not_alike() -> None:
    bare = Traits(2, "Primary", district="West Wold")
    assert [one.degree for one in rank(OURS, [bare])] == ["unclear"]
    assert [one.degree for one in rank(OURS, [replace(OURS, urn=2)])] == ["much"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (None, None),
        ("", None),
        ("(England/Wales) Urban city and town", 0.0),
        ("(England/Wales) Rural town and fringe", 0.5),
        ("(England/Wales) Rural hamlet and isolated dwellings in a sparse setting", 1.0),
        ("Urban: Nearer to a major town or city", 0.0),
        ("Larger rural: Further from a major town or city", 0.5),
        ("Smaller rural: Further from a major town or city", 1.0),
        ("Not applicable", None),
    ],
)
def test_both_classifications_are_understood(words: str | None, expected: float | None) -> None:
    assert rurality(words) == expected
