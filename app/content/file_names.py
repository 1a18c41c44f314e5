"""Names of files as people see them and as their computers will take them.

They come from anywhere: with folders in them, characters that turn the reading round so that an ``exe`` looks
like a ``pdf``, endings in look-alike letters, or names that Windows keeps for its devices.
"""

import re
import unicodedata
from typing import Final

from app.content.file_kinds import KINDS

CHARACTERS: Final = 120
BYTES: Final = 200
"""Of UTF-8: with 255 most file systems end."""
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')
_ENDING: Final = re.compile(r"\.([^.\s]{1,9})$")


def clean_name(told: str) -> str:
    """``told`` without folders and without what cannot be seen; "file" where nothing is left."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", told))[-1]
    seen = "".join(
        " " if unicodedata.category(c) in ("Zs", "Zl", "Zp") or c in "\t\n\r" else c
        for c in last
        if c in "\t\n\r" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    plain = " ".join(_FORBIDDEN.sub("-", seen).split()).strip(". ")
    if _RESERVED.fullmatch(plain.split(".")[0].strip()):
        plain = f"_{plain}"
    found = _ENDING.search(plain)
    ending = found[0] if found else ""
    return _cut(plain.removesuffix(ending), len(ending.encode())) + ending if plain else "file"


def name_as(name: str, media_type: str) -> str:
    """``name`` (cleaned), ending as what it is: an ending of another sort, or of no sort, gives way."""
    kind = KINDS.get(media_type)
    if kind is None:
        return name
    found = _ENDING.search(name)
    told = found[1].lower() if found else ""
    if told in kind.endings:
        return name[: -len(told)] + told
    # "notes.v2" keeps its end, which is a part of the name; "photo.heic" does not, nor does an ending in
    # letters that only look like ours.
    is_part = not told or re.fullmatch(r"v?[0-9]{1,4}", told)
    stem = (name if is_part else name[: -len(told) - 1]).strip(". ") or "file"
    return f"{_cut(stem, len(kind.endings[0]) + 1)}.{kind.endings[0]}"


def _cut(stem: str, room: int) -> str:
    stem = stem[: CHARACTERS - room]
    while len(stem.encode()) > BYTES - room:
        stem = stem[:-1]
    return stem.rstrip(". ") or "file"
