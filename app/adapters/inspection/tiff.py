"""TIFF: tables of what is known of each page, and somewhere in the file the pixels of each.

Nothing is moved: what says nothing of how to show a page is taken out of its table, and wiped where it
stands. So all pages stay, pixel for pixel.
"""

import struct
from typing import Final

_LEADS_TO_ANOTHER: Final = frozenset({34665, 34853, 40965})
"""What cameras tell, where, and what of that is for other programs."""
_SUB_TABLES, _RAW = 330, 50706
_KEPT: Final = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284}
    | {290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 326, 327, 328, 332}
    | {333, 334, 336, 338, 339, 340, 341, 342, 347, *range(512, 522), 529, 530, 531, 532, 34675}
)
_BYTES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_TABLES: Final = 500


class RawPicture(Exception):
    """What a camera keeps for itself, which is no picture to anybody without what stands beside it."""


def without_metadata(picture: bytes) -> bytes:
    """The same, with what shows its pages and no more. ``ValueError`` or ``struct.error``: it is damaged."""
    if picture[8:10] == b"CR":
        raise RawPicture
    tables = _Tables(picture)
    at = tables.number("I", 4)
    while at:
        at = tables.shorten(at)
    return bytes(tables.found)


class _Tables:
    """The tables of a file, none of which is looked at twice, and which wipe no more than there is."""

    def __init__(self, picture: bytes) -> None:
        self.found = bytearray(picture)
        self._order = "<" if picture[:2] == b"II" else ">"
        self._seen: set[int] = set()
        self._left = 2 * len(picture)

    def number(self, kind: str, at: int) -> int:
        """What stands there, two bytes (``H``) or four (``I``)."""
        found: int = struct.unpack_from(f"{self._order}{kind}", self.found, at)[0]
        return found

    def shorten(self, at: int) -> int:
        """Leave in one table what is kept; where the next one is, or 0."""
        count = self._entries(at)
        end = at + 2 + 12 * count
        following = self.number("I", end)
        kept = []
        for entry in range(at + 2, end, 12):
            tag = self.number("H", entry)
            if tag in (_SUB_TABLES, _RAW):
                raise RawPicture
            if tag in _KEPT:
                kept.append(bytes(self.found[entry : entry + 12]))
            else:
                self._wipe(entry)
        if len(kept) < count:
            table = struct.pack(f"{self._order}H", len(kept)) + b"".join(kept)
            table += struct.pack(f"{self._order}I", following)
            self.found[at : end + 4] = table.ljust(end + 4 - at, b"\0")
        return following

    def _entries(self, at: int) -> int:
        if at in self._seen or len(self._seen) >= _TABLES:
            raise ValueError("its tables go round in a circle")
        self._seen.add(at)
        return self.number("H", at)

    def _wipe(self, entry: int) -> None:
        """What an entry of a table says, and the tables that it leads to."""
        tag, kind, count, value = struct.unpack_from(f"{self._order}HHII", self.found, entry)
        size = _BYTES.get(kind, 1) * count
        if tag in _LEADS_TO_ANOTHER:
            if value in self._seen:
                return
            entries = range(value + 2, value + 2 + 12 * self._entries(value), 12)
            if any(self.number("H", below + 2) not in _BYTES for below in entries):
                # Some programs write a wrong place there, and pixels are no table.
                return
            for below in entries:
                self._wipe(below)
            size = 2 + 12 * len(entries)
        elif size <= 4:
            return
        self._left -= size
        if value + size > len(self.found) or self._left < 0:
            raise ValueError("cut off")
        self.found[value : value + size] = bytes(size)
