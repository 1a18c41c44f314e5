"""Cells of a CSV file as values. A blank is ``None``: unknown, never zero."""

import re
from datetime import date, datetime

from app.content.csv_files import CsvFile, ImportRefused, Row

_LONGEST = 255
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
# UTF-8 read as cp1252: "Ã©" for "é", "â€™" for "’".
_GARBLED = re.compile(f"Ã[{bytes(range(0x80, 0xC0)).decode('cp1252', 'ignore')}]|â€|\ufffd")


class Cells:
    """The cells of one row. Every method raises ``ImportRefused`` with the row and the reason."""

    def __init__(self, file: CsvFile, row: Row) -> None:
        self._file = file
        self._row = row

    def refuse(self, reason: str) -> ImportRefused:
        """The error to raise about this row."""
        return self._file.refuse(self._row.number, reason)

    def urn(self, column: str) -> int:
        """A unique reference number: six digits for schools, five for the register's children's centres."""
        value = self._row.cells[column]
        if not re.fullmatch("[1-9][0-9]{4,5}", value):
            raise self.refuse(f"“{shown(value)}” is not a URN, which is a number of five or six digits.")
        return int(value)

    def required(self, column: str) -> str:
        """A text that has to be there."""
        value = self.text(column)
        if value is None:
            raise self.refuse(f"{column} is blank.")
        return value

    def text(self, column: str) -> str | None:
        """A text on one line, its spaces collapsed."""
        value = " ".join(self._row.cells.get(column, "").split())
        if len(value) > _LONGEST:
            raise self.refuse(f"{column} is longer than {_LONGEST} letters.")
        if _UNPRINTABLE.search(value):
            raise self.refuse(f"{column} “{shown(value)}” holds characters that cannot be seen.")
        if _GARBLED.search(value):
            raise self.refuse(
                f"{column} “{shown(value)}” is garbled: its letters were saved in one encoding and read in"
                " another before they came here."
            )
        return value or None

    def number(self, column: str, least: int, most: int) -> int | None:
        """A whole number."""
        value = self._between(column, "[0-9]{1,9}", least, most)
        return None if value is None else int(value)

    def decimal(self, column: str, least: int, most: int) -> float | None:
        """A number with or without decimals, e.g. 31.3."""
        return self._between(column, r"[0-9]{1,9}(\.[0-9]{1,9})?", least, most)

    def day(self, column: str) -> date | None:
        """A date as the register writes it, dd-mm-yyyy."""
        value = self._row.cells.get(column, "")
        if not value:
            return None
        try:
            if not re.fullmatch("[0-9]{2}-[0-9]{2}-[0-9]{4}", value):
                raise ValueError(value)
            return datetime.strptime(value, "%d-%m-%Y").date()  # noqa: DTZ007  a day, not an instant
        except ValueError:
            raise self.refuse(f"{column} “{shown(value)}” is not a date like 31-08-2025.") from None

    def _between(self, column: str, pattern: str, least: int, most: int) -> float | None:
        value = self._row.cells.get(column, "")
        if not value:
            return None
        if not re.fullmatch(pattern, value) or not least <= float(value) <= most:
            raise self.refuse(f"{column} “{shown(value)}” is not a number from {least} to {most}.")
        return float(value)


def shown(value: str) -> str:
    """A cell as a message may quote it: short, and with nothing that would move a terminal's cursor."""
    return _UNPRINTABLE.sub("·", value if len(value) <= 40 else value[:39] + "…")
