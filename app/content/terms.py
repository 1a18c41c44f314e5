"""Half-terms: six to a school year, divided where the county's schools are closed for longest.

Where the closed days are not known, they are divided where they usually are.
"""

from datetime import date, timedelta

from app.content.school_days import holidays, school_year

_NAMES = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
_USUAL = ((10, 28), (12, 28), (2, 17), (4, 8), (5, 29))
"""A day in the middle of each holiday within a school year, from October to May."""
_NEAR = timedelta(days=24)


def half_term(day: date) -> str:
    """The half-term of ``day``, as people say it: "Autumn 1, 2026/27". A holiday is of the one before it."""
    year = school_year(day)
    return f"{_NAMES[half_term_number(day) - 1]}, {year}/{(year + 1) % 100:02}"


def half_term_number(day: date) -> int:
    """From 1, the first of autumn, to 6, the second of summer."""
    return 1 + sum(day > end for end in _ends(school_year(day)))


def half_term_began(day: date) -> date:
    """The first day of the half-term of ``day``: after the holiday before it; in autumn, 1 September."""
    year = school_year(day)
    before = [end for end in _ends(year) if end < day]
    return max(before) + timedelta(days=1) if before else date(year, 9, 1)


def _ends(year: int) -> tuple[date, ...]:
    """The last days of the holidays that divide the school year that began in ``year``."""
    return tuple(_end(date(year if month > 8 else year + 1, month, day)) for month, day in _USUAL)


def _end(usual: date) -> date:
    long = [one for one in holidays().closed if (one.last - one.first).days >= 3]
    near = [one for one in long if one.first - _NEAR <= usual <= one.last + _NEAR]
    nearest = min(near, key=lambda one: abs(one.first - usual), default=None)
    return nearest.last if nearest else usual
