"""Strict reading of a CSV file that people and other services made: refuse it rather than guess.

cp1252 and UTF-8 (with or without byte order mark) are read; columns are found by their header. Whatever is
wrong is said with the file, the row and the reason, in words for somebody who has the file open in a
spreadsheet: the header is row 1.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path

from app.errors import Invalid

Progress = Callable[[int, int], None]
"""Called now and then with the bytes read so far and the bytes there are."""

CHUNK = 1 << 20
PROGRESS_EVERY = 500

_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_OTHER_KINDS = {
    b"PK\x03\x04": "This is a zip file or an Excel workbook. Give the CSV file inside, or save it as CSV.",
    b"\x1f\x8b": "This is a compressed file. Unpack it and give the CSV file inside.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook. Save it as CSV and give that file.",
    b"%PDF": "This is a PDF, not a CSV file.",
    b"\xff\xfe": "Its text is in UTF-16. Save it as CSV in UTF-8 and give that file.",
    b"\xfe\xff": "Its text is in UTF-16. Save it as CSV in UTF-8 and give that file.",
}
_CUT = (
    "The file ends in the middle of this row, so it was probably cut short. Fetch it again;"
    " if you are sure that it is whole, open it in a spreadsheet and save it as CSV again."
)


class ImportRefused(Invalid):
    """A file is not what it should be; nothing of it was used.

    ``row`` counts as a spreadsheet does (the header is 1); ``None`` where the file as a whole is meant.
    """

    type, title = "import-refused", "This file cannot be imported"

    def __init__(self, file: str, row: int | None, reason: str) -> None:
        self.file, self.row, self.reason = file, row, reason
        where = file if row is None else f"{file}, row {row}"
        super().__init__(f"{where}: {reason}", errors=[{"where": where, "message": reason}])


@dataclass(frozen=True, slots=True)
class Row:
    """One row by the names of the columns that were asked for. A cell is trimmed; "" where it is blank."""

    number: int
    cells: dict[str, str]


class CsvFile:
    """One file whose kind, encoding and header have been checked. Raises ``ImportRefused``.

    ``columns``: which of the columns asked for are there, and where.
    """

    def __init__(self, path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        self.name = path.name
        self._path = path
        try:
            self._size = path.stat().st_size
            self._encoding, self._ends_with_break = self._examine()
        except OSError as error:
            raise self.refuse(None, f"It cannot be read: {error.strerror or error}.") from error
        self.columns = self._find_columns(required, optional)

    def refuse(self, row: int | None, reason: str) -> ImportRefused:
        """The error to raise about this file."""
        return ImportRefused(self.name, row, reason)

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """Every row that is not blank, streamed. Only when they have all been taken is the file known good.

        The last row has to end with a line break, as those of the public register and of spreadsheet
        programs do: without it, nobody can tell a file cut inside its last cell from a whole one.
        """
        number = width = 0
        for number, cells in self._records(progress):
            width = width or len(cells)
            if cells and len(cells) != width:
                cut = not self._ends_with_break and self._is_last(number)
                wrong = f"This row has {len(cells)} cells where the header has {width}."
                raise self.refuse(number, _CUT if cut else wrong)
            if number > 1 and cells:
                yield Row(number, {name: cells[at].strip() for name, at in self.columns.items()})
        if not self._ends_with_break:
            raise self.refuse(number, _CUT)
        if progress:
            progress(self._size, self._size)

    def _is_last(self, number: int) -> bool:
        return all(later <= number for later, cells in self._records() if cells)

    def _records(self, progress: Progress | None = None) -> Iterator[tuple[int, list[str]]]:
        # What "replace" can still meet is a letter cut in half at the end of the file: a cut row, refused.
        with (
            self._path.open("rb") as raw,
            TextIOWrapper(raw, self._encoding, errors="replace", newline="") as text,
        ):
            reader = csv.reader(text, strict=True)
            number = 0
            while True:
                number += 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    raise self.refuse(number, _plain(error)) from error
                if progress and number % PROGRESS_EVERY == 0:
                    progress(raw.tell(), self._size)
                yield number, cells

    def _find_columns(self, required: Sequence[str], optional: Sequence[str]) -> dict[str, int]:
        header = next((cells for _, cells in self._records()), [])
        names = [" ".join(cell.split()).casefold() for cell in header]
        found: dict[str, int] = {}
        for wanted in (*required, *optional):
            places = [at for at, name in enumerate(names) if name == wanted.casefold()]
            if len(places) > 1:
                raise self.refuse(1, f"The column “{wanted}” is there {len(places)} times.")
            if places:
                found[wanted] = places[0]
        missing = [name for name in required if name not in found]
        if missing:
            raise self.refuse(1, _missing(header, missing))
        return found

    def _examine(self) -> tuple[str, bool]:
        """The encoding, and whether the last row ends with a line break."""
        decoder = codecs.getincrementaldecoder("utf-8")()
        encoding, lines, last = "utf-8", 1, b""
        with self._path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if not last:
                    self._refuse_other_kinds(chunk)
                    if chunk.startswith(codecs.BOM_UTF8):
                        encoding = "utf-8-sig"
                if b"\0" in chunk:
                    row = lines + chunk[: chunk.index(b"\0")].count(b"\n")
                    raise self.refuse(row, "This is not text, so not a CSV file.")
                if encoding != "cp1252":
                    try:
                        decoder.decode(chunk)
                    except UnicodeDecodeError as error:
                        if encoding == "utf-8-sig":
                            row = lines + error.object[: error.start].count(b"\n")
                            raise self.refuse(row, "It says that it is UTF-8, but this is not.") from error
                        encoding = "cp1252"
                lines, last = lines + chunk.count(b"\n"), chunk[-1:]
        if not last:
            raise self.refuse(None, "It is empty.")
        if encoding == "cp1252":
            self._refuse_undefined()
        return encoding, last in (b"\n", b"\r")

    def _refuse_other_kinds(self, start: bytes) -> None:
        for magic, reason in _OTHER_KINDS.items():
            if start.startswith(magic):
                raise self.refuse(None, reason)
        if start.lstrip()[:1] in (b"<", b"{"):
            raise self.refuse(None, "This is a web page or a data file of another kind, not a CSV file.")

    def _refuse_undefined(self) -> None:
        lines = 1
        with self._path.open("rb") as file:
            while chunk := file.read(CHUNK):
                if bad := _NOT_CP1252.search(chunk):
                    row = lines + chunk[: bad.start()].count(b"\n")
                    raise self.refuse(row, "Its letters are neither in UTF-8 nor in Windows-1252 (cp1252).")
                lines += chunk.count(b"\n")


def _missing(header: Sequence[str], missing: Sequence[str]) -> str:
    columns = ", ".join(f"“{name}”" for name in missing)
    for separator, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            return f"Its columns are separated by {word}; save it as CSV with commas."
    plural = "columns" if len(missing) > 1 else "column"
    return f"The {plural} {columns} cannot be found in the first row, which has to be the header."


def _plain(error: csv.Error) -> str:
    words = str(error)
    if "unexpected end of data" in words:
        return _CUT
    if "field larger" in words:
        return "A cell of this row never ends: a quotation mark is missing."
    return "A quotation mark in this row is in the wrong place, so its cells cannot be told apart."
