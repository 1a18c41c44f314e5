"""The names that guests choose for themselves."""

import re
import unicodedata

from app.content.folding import fold
from app.errors import Invalid

_SPACES = re.compile(r"\s+")
_MARKS_AT_MOST = 3
"""On one letter, which is what the writing of any language needs."""


def clean_name(text: str) -> str:
    """``text`` as a name that can be shown, or ``Invalid`` with what to do about it."""
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if not any(character.isalnum() for character in name):
        raise Invalid("Please give a name by which the others know you.")
    marks = 0
    for character in name:
        kind = unicodedata.category(character)
        marks = marks + 1 if kind.startswith("M") else 0
        if kind.startswith("C") or marks > _MARKS_AT_MOST:
            raise Invalid("There are characters in this name that cannot be shown. Please type it again.")
    return name


def sounds_like(name: str) -> str:
    """Equal for names that people take for the same: without case, accents, spaces and points."""
    return "".join(one for one in fold(name).text.casefold() if one.isalnum())


def another(name: str, taken: set[str], longest: int) -> str:
    """``name``, or with a number behind it if it is among the ``taken``, which went through
    ``sounds_like``."""
    number, one = 1, name
    while sounds_like(one) in taken:
        number += 1
        ending = f" ({number})"
        one = name[: longest - len(ending)].rstrip() + ending
    return one
