"""Which days are school days in the county: Monday to Friday without the days that its schools are closed.

The closed days are data (``app/data/holidays.json``, typical ones; a county may name its own file). Beyond
the days that the data speaks of, weekends alone are closed: ``Holidays.covers`` says which days it knows.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

FILE = Path(__file__).resolve().parent.parent / "data" / "holidays.json"
_SATURDAY = 5
_SEPTEMBER = 9

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]


class HolidaysFileError(ValueError):
    """A file of closed days is not what it should be. Says which file, where in it, and why."""


class Closed(BaseModel):
    """Days on end without school, both ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: date
    last: date
    why: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("`last` is before `first`")
        return self

    def days(self) -> Iterator[date]:
        """Each of the days."""
        for ahead in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=ahead)


class Holidays(BaseModel):
    """The closed days of a county, as far as they are known: from ``since`` to ``until``, both included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: Text | None = None
    since: date = Field(alias="from")
    until: date
    closed: tuple[Closed, ...]

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.until < self.since:
            raise ValueError("`until` is before `from`")
        for holiday in self.closed:
            if not (self.covers(holiday.first) and self.covers(holiday.last)):
                raise ValueError(f"{holiday.why} ({holiday.first}) is not between `from` and `until`")
        return self

    def covers(self, day: date) -> bool:
        """Whether the data speaks of this day; of others only weekends are known to be closed."""
        return self.since <= day <= self.until

    @cached_property
    def days(self) -> frozenset[date]:
        """Every closed day."""
        return frozenset(day for holiday in self.closed for day in holiday.days())


def read_holidays(file: Path) -> Holidays:
    """The closed days in ``file``; ``HolidaysFileError`` says what is wrong with it."""
    try:
        return Holidays.model_validate_json(file.read_bytes())
    except OSError as error:
        raise HolidaysFileError(f"{file}: cannot be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise HolidaysFileError(f"{file}: {where + ': ' if where else ''}{reason}") from error


class _County:
    """The closed days by which this process counts: those of the product until it is told others."""

    holidays: Holidays | None = None


def use_holidays(file: Path | None) -> Holidays:
    """Count by ``file`` from now on, or by the product's own where that is None."""
    _County.holidays = read_holidays(file or FILE)
    return _County.holidays


def holidays() -> Holidays:
    """The closed days by which this process counts."""
    return _County.holidays or use_holidays(None)


def is_school_day(day: date) -> bool:
    """Whether schools are open on ``day``."""
    return day.weekday() < _SATURDAY and day not in holidays().days


def nearest_school_day(day: date, *, after: date) -> date:
    """The school day nearest to ``day`` of those after ``after``; of two as near, the earlier."""
    away = 0
    while True:
        for near in (day - timedelta(days=away), day + timedelta(days=away)):
            if near > after and is_school_day(near):
                return near
        away += 1


def school_days_between(first: date, last: date) -> int:
    """The school days after ``first`` up to and including ``last``; 0 where ``last`` is not later."""
    days = (last - first).days
    return sum(is_school_day(first + timedelta(days=ahead)) for ahead in range(1, days + 1))


def school_year(day: date) -> int:
    """The year in which the school year of ``day`` began: 2025 for 2025/26, from 1 September on."""
    return day.year if day.month >= _SEPTEMBER else day.year - 1
