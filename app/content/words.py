"""The words of a text, as the library keeps them and as a search asks for them.

Both databases get the same tokens from here, made of ``a-z0-9`` alone, so that neither's own idea of a
word, an accent or a stem decides what is found. Other scripts are encoded letter by letter and stay
searchable, also by how a word begins.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from threading import Lock

import snowballstemmer  # type: ignore[import-untyped]

LONGEST = 60
"""Letters of a word that count; what follows is cut off, when it is kept as when it is asked for."""

_ENCODED, GAP = "0u", "0g"
"""How an encoded word begins; and what stands between two texts, so that no phrase reaches across."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ħ": "h",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ŋ": "n",
    }
)
"""Letters with a stroke, and the like, which Unicode does not take apart; people type them without."""

_PLURALS = {"tas": "ta", "hltas": "hlta", "lsas": "lsa"}
"""Abbreviations of a school's staff, which an English stemmer takes for words like "gas"."""

STOP_WORDS = frozenset(
    """
    a about all also an and any are as at be been but by can did do does for from had has have he her
    his how i if in into is it its just me more my no not of on or our she so than that the their them
    then there these they this to too us was we were what when where which who why will with would you
    your
    """.split()
)
"""Left out of a search, unless they are all there is or stand in quotation marks."""

_TAILS = tuple("ing ings ed er ers ies ion ions ation ations ly ment ments ness".split())
_stemmer, _one_at_a_time = snowballstemmer.stemmer("english"), Lock()


def _marks() -> str:
    """Every character that belongs to the letter before it, as ranges for a regular expression."""
    planes = chain(range(0x20000), range(0xE0000, 0xE0200))
    codes = [code for code in planes if unicodedata.category(chr(code))[0] == "M"]
    ranges = []
    for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]):
        found = [code for _, code in run]
        ranges.append(f"{chr(found[0])}-{chr(found[-1])}")
    return "".join(ranges)


_APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{FULLWIDTH APOSTROPHE}"
_MARKS = _marks()
_RUN = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}{_MARKS}]+[^\W_]*)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands: ``text[start:end]``, folded to ``word``."""

    start: int
    end: int
    word: str


def words(text: str) -> list[Word]:
    """The words of ``text`` in order: no accents, no capitals, ``children's`` as ``children``."""
    return [
        Word(run.start(), run.end(), word) for run in _RUN.finditer(text) for word in _words_of(run.group())
    ]


def stems(text: str) -> list[str]:
    """The tokens of ``text`` in order."""
    return [stem(word) for run in _RUN.findall(text) for word in _words_of(run)]


def vocabulary(texts: Iterable[str]) -> set[str]:
    """The different words of these texts, folded."""
    runs = {run for text in texts for run in _RUN.findall(text)}
    return {word for run in runs for word in _words_of(run)}


@lru_cache(100_000)
def _words_of(run: str) -> tuple[str, ...]:
    if run.isascii() and run.isalnum():
        return (run.lower()[:LONGEST],)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", run).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
    found = []
    for part in _RUN.findall(plain):
        word = re.sub(f"[{_APOSTROPHES}]s$", "", part)
        word = re.sub(f"[{_APOSTROPHES}]", "", word)
        found.append(word[:LONGEST])
    return tuple(found)


@lru_cache(100_000)
def stem(word: str) -> str:
    """The token that all forms of a folded ``word`` share: ``teaching`` and ``teaches`` are ``teach``."""
    if not word.isascii():
        return beginning(word)
    with _one_at_a_time:
        return beginning(_PLURALS.get(word) or _stemmer.stemWord(word))


def beginning(word: str) -> str:
    """What the tokens of all words that begin as ``word`` does begin with, as far as stems go."""
    if word.isascii() and not word.startswith((_ENCODED, GAP)):
        return word
    return _ENCODED + "".join(map(_four, word[: LONGEST // 4 - 1]))


def completions(word: str) -> list[str]:
    """The tokens that ``word`` may be on the way to: itself, and where it ends in half an English ending.

    Without them, "teach" and "teaching" would find what "teachi" does not.
    """
    found = {stem(word)}
    if word.isascii() and word.isalpha():
        for tail in _TAILS:
            for cut in range(1, len(tail)):
                if word.endswith(tail[:cut]) and len(word) - cut >= 3:
                    found.add(stem(word + tail[cut:]))
    return sorted(found)


def _four(character: str) -> str:
    """A character as four digits to base 36: all have the same length, so beginnings stay beginnings."""
    code, digits = ord(character), ""
    for _ in range(4):
        code, digit = divmod(code, 36)
        digits = _DIGITS[digit] + digits
    return digits


# PostgreSQL keeps positions up to 16,383, 256 of one word, and one megabyte in all. SQLite has no such
# limits; the same are kept there, or the two would find different things in very long texts.
_POSITIONS, _OF_ONE, _BYTES = 16_000, 250, 700_000


@dataclass(frozen=True, slots=True)
class Indexed:
    """The tokens of an entry, with ``GAP`` where one text ends. ``rest``: what a very long body has beyond
    its first 16,000 words, once each and in no order: found, but not as part of a phrase."""

    title: list[str]
    names: list[str]
    body: list[str]
    rest: list[str]


def indexed(title: str, names: Iterable[str], body: Iterable[str]) -> Indexed:
    """The tokens of an entry from its title, the names around it, and the texts of its sections."""
    laid = _Layout()
    return Indexed(
        title=laid.place([title]), names=laid.place(names), body=laid.place(body), rest=sorted(laid.rest)
    )


class _Layout:
    def __init__(self) -> None:
        self.placed = 0
        self.bytes = 0
        self.times: dict[str, int] = {}
        self.rest: set[str] = set()

    def place(self, texts: Iterable[str]) -> list[str]:
        column: list[str] = []
        for text in texts:
            for token in stems(text):
                known = self.times.get(token, 0)
                cost = 2 if known else len(token) + 8
                if self.bytes + cost > _BYTES:
                    continue
                if self.placed >= _POSITIONS:
                    if not known and token not in self.rest:
                        self.rest.add(token)
                        self.bytes += cost
                    continue
                self.placed += 1
                if known >= _OF_ONE:
                    column.append(GAP)
                    continue
                self.times[token] = known + 1
                self.bytes += cost
                column.append(token)
            column.append(GAP)
            self.placed += 1
        return column
