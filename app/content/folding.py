"""Text as plain characters, with the way back: what looks alike to a reader looks alike to a rule."""

import unicodedata
from dataclasses import dataclass

_DASHES = {"Pd"}
_UNSEEN = {"Cf", "Mn", "Me"}
"""Format characters (zero-width ones, soft hyphens, marks of direction) and marks on a letter."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` as plain characters; ``at[i]`` is the place in the original that ``text[i]`` came from."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` (not empty) stands in the original."""
        return self.at[start], self.at[end - 1] + 1


def fold(text: str) -> Folded:
    """``text`` with the digits of every script as 0 to 9, one kind of hyphen and of space, no accents.

    What nobody sees is left out, so that a zero-width space in a number hides nothing. Line ends stay.
    """
    folded: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        for plain in _plain(character):
            folded.append(plain)
            at.append(place)
    return Folded("".join(folded), tuple(at))


def _plain(character: str) -> str:
    if character.isascii():
        return character
    return "".join(map(_one, unicodedata.normalize("NFKD", character)))


def _one(character: str) -> str:
    category = unicodedata.category(character)
    if category in _UNSEEN:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in _DASHES or character == "\N{MINUS SIGN}":
        return "-"
    if category == "Zs":
        return " "
    if character == "\N{IDEOGRAPHIC FULL STOP}":
        return "."
    return character
