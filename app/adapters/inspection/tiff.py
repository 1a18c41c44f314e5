"""TIFF: tables of what is known of each page, and somewhere in the file the pixels of each.

Nothing is moved: what says nothing of how to show a page is taken out of its table, and wiped where it
stands. So all pages stay, pixel for pixel.
"""

import struct
from typing import Final

_EXIF, _GPS, _INTEROP = 34665, 34853, 40965
_SUB_TABLES, _RAW = 330, 50706
_KEPT: Final = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284}
    | {290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 326, 327, 328, 332}
    | {333, 334, 336, 338, 339, 340, 341, 342, 347, *range(512, 522), 529, 530, 531, 532, 34675}
)
_BYTES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_PAGES: Final = 2_000


class RawPicture(Exception):
    """What a camera keeps for itself, which is no picture to anybody without what stands beside it."""


def without_metadata(picture: bytes) -> bytes:
    """The same, with what shows its pages and no more. ``ValueError`` or ``struct.error``: it is damaged."""
    found = bytearray(picture)
    order = "<" if picture[:2] == b"II" else ">"
    if picture[8:10] == b"CR":
        raise RawPicture
    at = struct.unpack_from(f"{order}I", found, 4)[0]
    seen: set[int] = set()
    while at:
        if at in seen or len(seen) >= _PAGES:
            raise ValueError("its pages go round in a circle")
        seen.add(at)
        at = _page(found, order, at)
    return bytes(found)


def _page(found: bytearray, order: str, at: int) -> int:
    """Shorten one table; where the next one is, or 0."""
    count = struct.unpack_from(f"{order}H", found, at)[0]
    end = at + 2 + 12 * count
    following: int = struct.unpack_from(f"{order}I", found, end)[0]
    kept = []
    for entry in range(at + 2, end, 12):
        tag = struct.unpack_from(f"{order}H", found, entry)[0]
        if tag in (_SUB_TABLES, _RAW):
            raise RawPicture
        if tag in _KEPT:
            kept.append(bytes(found[entry : entry + 12]))
        else:
            _wipe(found, order, entry, depth=0)
    if len(kept) < count:
        table = struct.pack(f"{order}H", len(kept)) + b"".join(kept) + struct.pack(f"{order}I", following)
        found[at : end + 4] = table.ljust(end + 4 - at, b"\0")
    return following


def _wipe(found: bytearray, order: str, entry: int, depth: int) -> None:
    """What an entry of a table says, and the tables that it leads to."""
    tag, kind, count, value = struct.unpack_from(f"{order}HHII", found, entry)
    size = _BYTES.get(kind, 1) * count
    if tag in (_EXIF, _GPS, _INTEROP) and depth < 3:
        entries = struct.unpack_from(f"{order}H", found, value)[0]
        for below in range(value + 2, value + 2 + 12 * entries, 12):
            _wipe(found, order, below, depth + 1)
        size = 2 + 12 * entries
    elif size <= 4:
        return
    if value + size > len(found):
        raise ValueError("cut off")
    found[value : value + size] = bytes(size)
