"""The words in a part of a document: what people read in it, and what stands behind that."""

import re
from datetime import date, timedelta
from typing import IO, Final

from app.adapters.inspection import markup
from app.adapters.inspection.limits import TEXT_CHARACTERS

_WORDS: Final = frozenset(
    "t delText instrText text oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter".split()
)
"""Elements whose text is text, in Word, PowerPoint and Excel alike: also what is crossed out, and fields."""
_PROPERTIES: Final = frozenset("title subject description keywords category lpwstr lpstr bstr".split())
_LINES: Final = frozenset({"p", "tr", "row", "cm", "comment", "si", "h", "list-item"})
_SHOWN: Final = frozenset({"p", "h", "title", "desc"})
"""In OpenDocument: paragraphs, headings, and what a picture shows."""
_BREAKS: Final = frozenset({"br", "cr", "line-break", "s"})
_TOLD: Final = frozenset({"descr", "userId", "mentionId"})
"""Attributes: what a picture shows for those who do not see it, and by which address somebody signed in."""
EPOCH: Final = date(1899, 12, 30)
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Of the number formats that every workbook has, those for days and times."""
_SPACES: Final = re.compile(r"[ \r]+")
_NOT_A_CODE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class Full(Exception):
    """There are more words than are kept."""


class Words:
    """What was found so far, across the parts of a document. ``whole``: nothing was left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._left = TEXT_CHARACTERS
        self.whole = True

    def add(self, text: str) -> None:
        """``Full`` where there is no room for more."""
        self._pieces.append(text[: self._left])
        self._left -= len(text)
        if self._left < 0:
            self.whole = False
            raise Full

    def text(self) -> str:
        """All of it, without empty lines."""
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(self._pieces).split("\n"))
        return "\n".join(line for line in lines if line)


def part(stream: IO[bytes], words: Words) -> None:
    """Word, PowerPoint, and what of Excel is no sheet."""
    inside: list[bool] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append(name in _WORDS or name in _PROPERTIES)
        if name in _BREAKS or name == "tab":
            words.add(" ")
        for key in _TOLD:
            if key in attributes:
                words.add(f"\n{attributes[key]}\n")

    def end(name: str) -> None:
        inside.pop()
        if name in _LINES or name in _PROPERTIES:
            words.add("\n")
        elif name == "tc":
            words.add("\t")

    def text(found: str) -> None:
        if inside and inside[-1]:
            words.add(found)

    markup.read(stream, start, end, text)
    words.add("\n")


def values(stream: IO[bytes], words: Words) -> None:
    """Values that a chart, a pivot table or a link to another workbook keeps a copy of."""
    inside: list[bool] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append(name in ("v", "t"))
        if name in ("s", "d") and "v" in attributes:
            words.add(f"{attributes['v']}\t")

    def end(name: str) -> None:
        if inside.pop():
            words.add("\t")
        if name in ("r", "row", "ser", "sharedItems"):
            words.add("\n")

    def text(found: str) -> None:
        if inside and inside[-1]:
            words.add(found)

    markup.read(stream, start, end, text)
    words.add("\n")


def addresses(stream: IO[bytes], words: Words) -> None:
    """Where the links of a part lead to."""

    def start(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External" and "Target" in attributes:
            words.add(f"{attributes['Target']}\n")

    markup.read(stream, start, _nothing, _nothing)


def open_document(stream: IO[bytes], words: Words) -> None:
    """A part of an OpenDocument file: all text that people see in it."""
    shown = cells = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal shown, cells
        shown += name in _SHOWN
        cells += name == "table-cell"
        if name in _BREAKS or name == "tab":
            words.add(" ")
        if attributes.get("href", "").lower().startswith("mailto:"):
            words.add(f"{attributes['href']} ")

    def end(name: str) -> None:
        nonlocal shown, cells
        shown -= name in _SHOWN
        cells -= name == "table-cell"
        if name == "table-cell":
            words.add("\t")
        elif name == "table-row" or (name in _SHOWN and not shown):
            words.add(" " if cells else "\n")

    def text(found: str) -> None:
        if shown:
            words.add(found.replace("\n", " "))

    markup.read(stream, start, end, text)
    words.add("\n")


def shared_strings(stream: IO[bytes]) -> list[str]:
    """The texts that the cells of a workbook name by their number."""
    found: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def end(name: str) -> None:
        inside.pop()
        if name == "si":
            found.append("".join(pieces))
            pieces.clear()

    def text(piece: str) -> None:
        # "rPh" tells how to pronounce it.
        if inside and inside[-1] == "t" and "rPh" not in inside:
            pieces.append(piece)

    markup.read(stream, lambda name, _: inside.append(name), end, text)
    return found


def date_styles(stream: IO[bytes]) -> set[int]:
    """The styles of a workbook by which a number is a day."""
    found: set[int] = set()
    codes: set[int] = set(_DATES)
    inside: list[str] = []
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        inside.append(name)
        if name == "numFmt" and "dxf" not in inside:
            code = _NOT_A_CODE.sub("", attributes.get("formatCode", "")).lower()
            if number := _number(attributes.get("numFmtId", "")):
                codes.discard(int(number))
                if "d" in code or "yy" in code:
                    codes.add(int(number))
        elif name == "xf" and "cellXfs" in inside:
            if int(_number(attributes.get("numFmtId", "")) or 0) in codes:
                found.add(count)
            count += 1

    def end(_: str) -> None:
        inside.pop()

    markup.read(stream, start, end, _nothing)
    return found


def sheet(stream: IO[bytes], words: Words, strings: list[str], dates: set[int], since: date) -> None:
    """The cells of a sheet by rows, as people see them; a day as "12/03/2016"."""
    kind, style, inside = "", 0, ""
    pieces: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal kind, style, inside
        inside = name
        if name == "c":
            kind, style = attributes.get("t", "n"), int(_number(attributes.get("s", "")) or 0)
            pieces.clear()

    def end(name: str) -> None:
        nonlocal inside
        inside = ""
        if name == "c" and pieces:
            words.add(shown("".join(pieces)) + "\t")
        elif name in _LINES or name.endswith(("Header", "Footer")):
            words.add("\n")

    def text(found: str) -> None:
        if inside in ("v", "t"):
            pieces.append(found)
        elif inside in _WORDS:
            words.add(found)

    def shown(value: str) -> str:
        number = _number(value)
        if kind == "s":
            return strings[int(number)] if number is not None and int(number) < len(strings) else ""
        if kind == "n" and number is not None and style in dates and 1 <= number < 80_000:
            return (since + timedelta(days=int(number))).strftime("%d/%m/%Y")
        return value

    markup.read(stream, start, end, text)
    words.add("\n")


def first_day(stream: IO[bytes], words: Words) -> date:
    """The day 0 of a workbook: some count as the first Macintosh did. The names of its sheets are words."""
    found = EPOCH

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal found
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            found = date(1904, 1, 1)
        if name == "sheet" and "name" in attributes:
            words.add(f"{attributes['name']}\n")

    markup.read(stream, start, _nothing, _nothing)
    return found


def _number(told: str) -> float | None:
    try:
        found = float(told)
    except ValueError:
        return None
    return found if abs(found) < 1e15 else None


def _nothing(_: str) -> None:
    pass
