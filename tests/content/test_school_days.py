"""Counting school days, by which reviews are said to wait and are raised."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.school_days import (
    FILE,
    HolidaysFileError,
    holidays,
    is_school_day,
    nearest_school_day,
    read_holidays,
    school_days_between,
    school_year,
    use_holidays,
)

DAYS = st.dates(date(2024, 1, 1), date(2031, 1, 1))
BANK_HOLIDAYS = (
    "2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26 "
    "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28 "
    "2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28 "
    "2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26 "
    "2029-01-01 2029-03-30 2029-04-02 2029-05-07 2029-05-28 2029-08-27 2029-12-25 2029-12-26 "
)
"""Of England, by the Banking and Financial Dealings Act 1971 with Easter's dates and substitute days."""


@pytest.fixture
def own_file(tmp_path: Path) -> Iterator[Path]:
    """A place for a county's own file; the product's counts again afterwards."""
    yield tmp_path / "ours.json"
    use_holidays(None)


def _write(file: Path, **changed: object) -> Path:
    closed = [{"first": "2026-11-23", "last": "2026-11-24", "why": "Fair"}]
    given = {"from": "2026-09-01", "until": "2027-07-31", "closed": closed, **changed}
    file.write_text(json.dumps({name: value for name, value in given.items() if value is not None}))
    return file


@pytest.mark.parametrize("day", BANK_HOLIDAYS.split())
def test_schools_are_closed_on_bank_holidays(day: str) -> None:
    assert not is_school_day(date.fromisoformat(day))


def test_a_year_of_the_shipped_data_has_about_as_many_school_days_as_schools_must_open() -> None:
    """190 by the Education (School Day and School Year) (England) Regulations 1999, and five for training."""
    for year in range(2025, 2029):
        days = school_days_between(date(year, 8, 31), date(year + 1, 8, 31))
        assert 186 <= days <= 198, (year, days)


def test_a_weekend_and_half_term_do_not_count() -> None:
    friday = date(2026, 11, 20)
    assert school_days_between(friday, friday) == 0
    assert school_days_between(friday, friday + timedelta(days=2)) == 0
    assert school_days_between(friday, friday + timedelta(days=3)) == 1
    assert school_days_between(date(2026, 10, 23), date(2026, 11, 2)) == 1


@given(DAYS, DAYS, DAYS)
def test_days_add_up_and_never_run_backwards(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    whole = school_days_between(first, last)
    assert whole == school_days_between(first, middle) + school_days_between(middle, last)
    assert school_days_between(last, first) == 0


@pytest.mark.parametrize(
    ("day", "nearest"),
    [
        ("2026-12-10", "2026-12-10"),
        ("2026-12-25", "2026-12-18"),
        ("2026-12-29", "2027-01-04"),
        ("2026-12-12", "2026-12-11"),
        ("2026-12-13", "2026-12-14"),
        ("2028-05-01", "2028-05-02"),
    ],
)
def test_what_falls_on_a_closed_day_goes_to_the_school_day_nearest_to_it(day: str, nearest: str) -> None:
    found = nearest_school_day(date.fromisoformat(day), after=date(2026, 11, 22))
    assert found == date.fromisoformat(nearest)


@given(DAYS, st.integers(1, 60))
def test_the_nearest_school_day_is_still_to_come(today: date, ahead: int) -> None:
    found = nearest_school_day(today + timedelta(days=ahead), after=today)
    assert found > today
    assert is_school_day(found)


def test_a_school_year_begins_in_september() -> None:
    assert school_year(date(2025, 9, 1)) == school_year(date(2026, 8, 31)) == 2025


def test_beyond_the_data_only_weekends_are_closed_and_it_says_so() -> None:
    known = holidays()
    assert known.covers(date(2029, 12, 25))
    christmas = date(2030, 12, 25)
    assert not known.covers(christmas)
    assert is_school_day(christmas)
    assert not is_school_day(date(2030, 12, 28))


def test_a_county_counts_by_its_own_file(own_file: Path) -> None:
    use_holidays(_write(own_file))
    assert not is_school_day(date(2026, 11, 24))
    assert is_school_day(date(2026, 10, 27))
    assert school_days_between(date(2026, 11, 20), date(2026, 11, 25)) == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"until": "2026-13-01"}, "until"),
        ({"from": None}, "from: Field required"),
        ({"closed": [{"first": "2026-11-24", "last": "2026-11-23", "why": "Fair"}]}, "before `first`"),
        ({"closed": [{"first": "2028-01-01", "last": "2028-01-02", "why": "Fair"}]}, "Fair (2028-01-01)"),
        ({"holiday": []}, "holiday"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_the_place(
    own_file: Path, changed: dict[str, object], says: str
) -> None:
    with pytest.raises(HolidaysFileError) as refused:
        read_holidays(_write(own_file, **changed))
    assert str(own_file) in str(refused.value)
    assert says in str(refused.value)


def test_a_file_that_is_not_there_is_refused_by_name(own_file: Path) -> None:
    with pytest.raises(HolidaysFileError, match=r"ours\.json: cannot be read"):
        use_holidays(own_file)


def test_a_refused_file_changes_nothing(own_file: Path) -> None:
    with pytest.raises(HolidaysFileError):
        use_holidays(own_file)
    assert holidays() == read_holidays(FILE)
