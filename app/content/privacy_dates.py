"""Dates of birth in folded text. Each is told as (start, end, the date or what is known of it)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

YOUNGEST, OLDEST = 3, 19
"""Whose birthdays are looked for where nothing else says that a date is one, in years of age."""

_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
)
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS: Final = tuple(
    re.compile(rf"(?<![\w/])(?<!\d[.-]){form}(?![\w/]|[.-]\d)", re.IGNORECASE)
    for form in (
        # 12/03/2014, 12.3.2014, 12-3-2014, 12/3/14; with dots or hyphens two digits only where all have two.
        rf"(?P<day>\d\d?)(?P<by>\s?[/.-]\s?)(?P<month>\d\d?)(?P=by){_YEAR}",
        r"(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>\d\d)",
        r"(?P<day>\d\d)(?P<by>[.-])(?P<month>\d\d)(?P=by)(?P<year>\d\d)",
        rf"{_YEAR}(?P<by>[/.-])(?P<month>\d\d?)(?P=by)(?P<day>\d\d?)",
        # 12 March 2014, 12th of March '14, 12-Mar-14, March 12th, 2014
        rf"{_DAY}(?:\s+of)?[\s,.-]*{_MONTH}(?:[\s,.-]*{_YEAR}|\s*['’](?P<short>\d\d))",
        rf"{_DAY}(?P<by>[/-]){_MONTH}(?P=by)(?P<year>\d\d(?:\d\d)?)",
        rf"{_MONTH}\.?\s*{_DAY}[\s,]+{_YEAR}",
    )
)
_PARTS: Final = tuple(
    re.compile(rf"(?<![\w/])(?<!\d[.-]){form}(?![\w/]|[.-]\d)", re.IGNORECASE)
    for form in (rf"{_DAY}(?:\s+of)?\s*{_MONTH}", rf"{_MONTH}\.?\s*{_DAY}", rf"{_MONTH}[.,]?\s*{_YEAR}")
)
_BIRTH = re.compile(
    # Summer-born children are a group, not one of them.
    r"(?<![-\w])born\b|\bd\.?\s?o\.?\s?b\b|\bdobs\b|\bbirth\s?(?:day|date)s?\b|\b(?:date|day)s? of birth\b"
    r"|\bturn(?:s|ed|ing) (?:\d|\w+ on)|\bb\.\s?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<![bB])[.!?]\s+(?=[A-Z])")
_DAY_OF_WEEK = r"(?:(?:the|mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)*"
_HAPPENED = re.compile(
    r"\b(?:on|from|to|until|till|since|between|and|by|before|after|of|in|dated|updated|published|accessed|retrieved"
    rf"|version|beginning|commencing|w/b|w/c|week|term|meeting|inspection|visit|inset)\s+{_DAY_OF_WEEK}$",
    re.IGNORECASE,
)
_HAPPENING = re.compile(
    r"[:,]?\s+(?:staff |cluster |governors? |parents?[’']? )?"
    r"(?:meeting|inspection|visit|inset|training|report|minutes|edition|version|update)\b",
    re.IGNORECASE,
)


def births(text: str, today: date) -> Iterator[tuple[int, int, str]]:
    """Dates that are, or could be, somebody's day of birth.

    A whole date counts if who was born then could be at school ``today``, unless it reads as the day of
    something that happened ("on 3 May 2018", "the inspection of …"). Beside words of birth every date counts,
    even without its day or its year.
    """
    taken = bytearray(len(text))
    for form in _FORMS:
        for match in form.finditer(text):
            born = _date_of(match.groupdict(), today)
            start, end = match.span()
            if born is None or any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            if _is_birth(text, start, end) or (_at_school(born, today) and not _is_event(text, start, end)):
                yield start, end, born.isoformat()
    for form in _PARTS:
        for match in form.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            if _is_birth(text, start, end):
                taken[start:end] = b"\1" * (end - start)
                yield start, end, _part_of(match.groupdict())


def _is_birth(text: str, start: int, end: int) -> bool:
    """Whether the words around, in the same sentence, say that somebody was born then."""
    before = text[max(0, start - 48) : start].rsplit("\n", 1)[-1]
    after = _SENTENCE.split(text[end : end + 32].split("\n", 1)[0])[0]
    return bool(_BIRTH.search(_SENTENCE.split(before)[-1]) or _BIRTH.search(after))


def _is_event(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 40) : start].rsplit("\n", 1)[-1]
    return bool(_HAPPENED.search(before) or _HAPPENING.match(text, end, end + 40))


def _at_school(born: date, today: date) -> bool:
    return _years_before(today, OLDEST) <= born <= _years_before(today, YOUNGEST)


def _years_before(day: date, years: int) -> date:
    # The 28th stands in for a 29 February that the other year does not have.
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def _date_of(parts: dict[str, str | None], today: date) -> date | None:
    """The date that a match names, or ``None`` if no calendar has it. Days come before months, as here."""
    day, month = int(parts["day"] or 0), _month_of(parts)
    if month > 12 >= day:
        day, month = month, day
    written = parts.get("year") or parts.get("short") or ""
    year = int(written)
    if len(written) == 2:
        year += 2000 if year <= today.year % 100 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_of(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return _NAMES.index(name[:3].lower()) + 1 if name else int(parts["month"] or 0)


def _part_of(parts: dict[str, str | None]) -> str:
    year, day = parts.get("year") or "-", int(parts.get("day") or 0)
    return f"{year}-{_month_of(parts):02}-{day:02}"
