"""The points of a measure as a CSV file, out and in.

Out: ``date,value,people,note``, dates as 2026-11-05, and nothing that a spreadsheet would work out. In: what
spreadsheets make of that, UTF-8 or cp1252, separated by commas, semicolons or tabs, with dates as people in
the United Kingdom write them (5/11/2026 is the fifth of November) or as above. Reading it changes nothing:
every row that cannot be used is named, in words for somebody who has the file open; the header is row 1.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.content.days import day_words

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
COLUMNS = ("date", "value", "people", "note")
LONGEST_NOTE = 300
MOST_BYTES = 256 << 10
MOST_PROBLEMS = 50
"""Named at most: who has more has another file in mind."""
_MOST = 1e12
_MOST_PEOPLE = 1_000_000

_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet may work out instead of showing it, full-width forms included."""
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_NUMBER = re.compile(r"[+-]?(\d{1,15}|\d{1,3}(,\d{3})+)?(\.\d{1,20})?([eE][+-]?\d{1,3})?")
_NAMES = {
    "date": ("date", "day", "measured on", "when"),
    "value": ("value", "number", "result"),
    "people": ("people", "of how many people", "how many", "n"),
    "note": ("note", "notes", "comment"),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OTHER_KINDS = {
    b"PK\x03\x04": "This is an Excel workbook or a zip file. Save it as CSV and choose that file.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook. Save it as CSV and choose that file.",
    b"%PDF": "This is a PDF, not a CSV file.",
    b"\xff\xfe": "Its text is in UTF-16. Save it as CSV in UTF-8 and choose that file.",
    b"\xfe\xff": "Its text is in UTF-16. Save it as CSV in UTF-8 and choose that file.",
}


@dataclass(frozen=True, slots=True)
class PointRow:
    """A measurement as a file has it."""

    measured_on: date
    value: float
    people: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that cannot be used, and why; ``row`` is ``None`` where the file as a whole is meant."""

    row: int | None
    message: str


@dataclass(slots=True)
class PointsFile:
    """What was read of a file."""

    rows: list[PointRow] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def write_points(points: Iterable[PointRow]) -> str:
    """Points as a file, in the order given."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for point in points:
        note = f"'{point.note}" if _FORMULA.match(point.note.lstrip("'")) else point.note
        people = "" if point.people is None else str(point.people)
        writer.writerow([point.measured_on.isoformat(), in_figures(point.value), people, note])
    return BOM + out.getvalue()


def in_figures(value: float) -> str:
    """A number as people write it: 12 rather than 12.0, and all of its decimals."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def read_points(file: bytes, *, today: date, percent: bool = False) -> PointsFile:
    """The points in ``file``. ``percent``: the measure is of shares, so that 45% means 45."""
    found = PointsFile()
    if refused := _other_kind(file):
        found.wrong.append(Wrong(None, refused))
        return found
    text = _decoded(file)
    if text is None:
        found.wrong.append(Wrong(None, "Its letters are neither in UTF-8 nor in Windows-1252 (cp1252)."))
        return found
    records = _records(text, found)
    header = next(records, None)
    places = _places(header[1]) if header else None
    if places is None:
        if not found.wrong:
            words = (
                "The first row has to name the columns: date, value, people, note. Date and value are needed."
            )
            found.wrong.append(Wrong(1, words))
        return found
    days: dict[date, int] = {}
    for number, cells in records:
        if len(found.wrong) >= MOST_PROBLEMS:
            found.wrong.append(Wrong(None, "There are more rows like these. Only the first are shown."))
            break
        try:
            row = _row(cells, places, today, percent)
            if row.measured_on in days:
                raise _CannotBeUsed(f"This day is in row {days[row.measured_on]} already.")
        except _CannotBeUsed as problem:
            found.wrong.append(Wrong(number, str(problem)))
        else:
            days[row.measured_on] = number
            found.rows.append(row)
    if not found.rows and not found.wrong:
        found.wrong.append(Wrong(None, "There is no row with a date and a value in it."))
    return found


class _CannotBeUsed(ValueError):
    """Why a row cannot be used, in words."""


def _other_kind(file: bytes) -> str | None:
    if not file.strip():
        return "The file is empty."
    if len(file) > MOST_BYTES:
        return f"The file is larger than {MOST_BYTES >> 10} KB, so it is probably another one."
    for magic, words in _OTHER_KINDS.items():
        if file.startswith(magic):
            return words
    return "This is not text, so not a CSV file." if b"\0" in file else None


def _decoded(file: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return file.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _records(text: str, found: PointsFile) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with their numbers as a spreadsheet counts them."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = [" ".join(cell.split()) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            found.wrong.append(Wrong(number, "A quotation mark is missing here, or in the wrong place."))
            return
        if any(cells):
            yield number, cells


def _places(header: Sequence[str]) -> dict[str, int] | None:
    names = [cell.casefold() for cell in header]
    places = {
        column: next((at for at, name in enumerate(names) if name in known), None)
        for column, known in _NAMES.items()
    }
    if places["date"] is None or places["value"] is None:
        return None
    return {column: at for column, at in places.items() if at is not None}


def _row(cells: Sequence[str], places: dict[str, int], today: date, percent: bool) -> PointRow:
    def cell(column: str) -> str:
        at = places.get(column)
        return cells[at] if at is not None and at < len(cells) else ""

    if any(cells[at] for at in range(len(cells)) if at not in places.values() and at > max(places.values())):
        raise _CannotBeUsed(
            "There are more cells here than names in the first row: put notes in quotation marks."
        )
    return PointRow(
        measured_on=_day(cell("date"), today),
        value=_value(cell("value"), percent),
        people=_people(cell("people")),
        note=_note(cell("note")),
    )


def _day(said: str, today: date) -> date:
    if not said:
        raise _CannotBeUsed("The date is missing.")
    try:
        day = _read_day(said)
    except ValueError:
        raise _CannotBeUsed(f"“{_shown(said)}” is not a date like 5/11/2026 or 2026-11-05.") from None
    if day > today:
        raise _CannotBeUsed(f"{day_words(day)} is still to come.")
    if day.year < today.year - 10:
        raise _CannotBeUsed(f"{day_words(day)} is more than ten years ago. Please check the year.")
    return day


def _read_day(said: str) -> date:
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})([T ]00:00(:00)?)?", said):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    if uk := re.fullmatch(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})( 00:00(:00)?)?", said):
        return date(_year(uk[4]), int(uk[3]), int(uk[1]))
    if words := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})[ ,-]+(\d{4}|\d{2})", said):
        return date(_year(words[3]), _MONTHS.index(words[2][:3].lower()) + 1, int(words[1]))
    raise ValueError(said)


def _year(said: str) -> int:
    return int(said) if len(said) == 4 else 2000 + int(said)


def _value(said: str, percent: bool) -> float:
    if not said:
        raise _CannotBeUsed("The value is missing.")
    figures = said.removesuffix("%").strip() if percent else said
    figures = figures.replace("\u2212", "-")
    if not any(letter.isdigit() for letter in figures) or not _NUMBER.fullmatch(figures):
        raise _CannotBeUsed(f"“{_shown(said)}” is not a number like 12 or 3.5.")
    value = float(figures.replace(",", ""))
    if not math.isfinite(value) or abs(value) > _MOST:
        raise _CannotBeUsed(f"“{_shown(said)}” is too large to be drawn.")
    return value


def _people(said: str) -> int | None:
    if not said:
        return None
    if not re.fullmatch(r"\d{1,7}(\.0+)?", said) or not 1 <= float(said) <= _MOST_PEOPLE:
        raise _CannotBeUsed(f"“{_shown(said)}” is not a number of people, such as 24; or leave it blank.")
    return int(float(said))


def _note(said: str) -> str:
    note = _UNSEEN.sub("", said)
    if note.startswith("'") and _FORMULA.match(note.lstrip("'")):
        note = note[1:]
    if len(note) > LONGEST_NOTE:
        raise _CannotBeUsed(f"The note is longer than {LONGEST_NOTE} letters.")
    return note


def _shown(said: str) -> str:
    clean = _UNSEEN.sub("·", said)
    return clean if len(clean) <= 40 else clean[:39] + "…"
