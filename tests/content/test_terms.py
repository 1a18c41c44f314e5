"""Half-terms, by the closed days that are shipped, by a county's own, and without any."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.school_days import use_holidays
from app.content.terms import half_term, half_term_began, half_term_number

DAYS = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@pytest.fixture(autouse=True)
def _shipped() -> Iterator[None]:
    use_holidays(None)
    yield
    use_holidays(None)


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 9, 1), "Autumn 1, 2026/27"),
        (date(2026, 10, 23), "Autumn 1, 2026/27"),
        (date(2026, 11, 21), "Autumn 2, 2026/27"),
        (date(2026, 12, 24), "Autumn 2, 2026/27"),
        (date(2027, 1, 12), "Spring 1, 2026/27"),
        (date(2027, 3, 1), "Spring 2, 2026/27"),
        (date(2027, 5, 4), "Summer 1, 2026/27"),
        (date(2027, 6, 15), "Summer 2, 2026/27"),
        (date(2027, 8, 31), "Summer 2, 2026/27"),
        (date(1999, 11, 20), "Autumn 2, 1999/00"),
    ],
)
def test_half_terms_as_people_say_them(day: date, term: str) -> None:
    assert half_term(day) == term


@given(DAYS)
def test_days_of_one_half_term_belong_together(day: date) -> None:
    began = half_term_began(day)
    assert began <= day
    assert half_term(began) == half_term(day)
    assert half_term(began - timedelta(days=1)) != half_term(day)
    assert (day - began).days < 110


@given(st.integers(2015, 2040))
def test_each_school_year_has_six_in_order(year: int) -> None:
    days = [date(year, 9, 1) + timedelta(days=ahead) for ahead in range(365)]
    numbers = [half_term_number(day) for day in days]
    assert numbers == sorted(numbers)
    assert set(numbers) == {1, 2, 3, 4, 5, 6}
    assert all(numbers.count(one) >= 28 for one in range(1, 7))


def test_a_county_that_closes_on_other_days_has_other_half_terms(tmp_path: Path) -> None:
    file = tmp_path / "holidays.json"
    file.write_text(
        """{"from": "2026-09-01", "until": "2027-08-31", "closed": [
        {"first": "2026-10-12", "last": "2026-10-23", "why": "A fortnight in October"},
        {"first": "2027-05-03", "last": "2027-05-03", "why": "Early May bank holiday"}]}"""
    )
    assert half_term(date(2026, 10, 26)) == "Autumn 1, 2026/27"
    use_holidays(file)
    assert half_term(date(2026, 10, 23)) == "Autumn 1, 2026/27"
    assert half_term(date(2026, 10, 26)) == "Autumn 2, 2026/27"
    assert half_term_began(date(2026, 11, 21)) == date(2026, 10, 24)
    assert half_term(date(2027, 5, 20)) == "Summer 1, 2026/27", "a single day divides nothing"
    assert half_term(date(2027, 6, 20)) == "Summer 2, 2026/27", "where nothing is known, it is as usual"
