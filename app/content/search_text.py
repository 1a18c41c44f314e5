"""What somebody types into a search, understood.

Words must all be there, in any form; ``"quoted words"`` in this order; ``-word`` must not be there; the last
word may still be being typed. Nothing that can be typed is an error.
"""

import re
from dataclasses import dataclass

from app.content.words import STOP_WORDS, Word, beginning, completions, stem, words

LONGEST_SEARCH = 200
MOST_PARTS = 12
_PART = re.compile(r"""(-?)(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+))""")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens in this order; one is simply a word."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """A word of which this is the beginning, or one of these tokens."""

    token: str
    tokens: tuple[str, ...]


Part = Phrase | Beginning


@dataclass(frozen=True, slots=True)
class Asked:
    """All of ``wanted`` and none of ``unwanted``. ``words`` are those wanted, folded, for a second look."""

    wanted: tuple[Part, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


def understand(text: str) -> Asked:
    """What ``text`` asks for; nothing, where it holds no word."""
    chunks: list[tuple[list[Word], bool, bool]] = []
    for sign, quoted, bare in _PART.findall(text[:LONGEST_SEARCH]):
        found = words(quoted or bare)[:MOST_PARTS]
        if found and len(chunks) < MOST_PARTS:
            chunks.append((found, bool(sign), bool(quoted)))
    telling = any(
        quoted or any(w.word not in STOP_WORDS for w in found) for found, sign, quoted in chunks if not sign
    )
    wanted: list[Part] = []
    unwanted: list[Phrase] = []
    asked: list[str] = []
    for number, (found, sign, quoted) in enumerate(chunks):
        folded = [one.word for one in found]
        tokens = tuple(stem(word) for word in folded)
        if sign:
            unwanted.append(Phrase(tokens))
            continue
        if not quoted and telling and all(word in STOP_WORDS for word in folded):
            continue
        asked += folded
        if quoted or number < len(chunks) - 1:
            wanted.append(Phrase(tokens))
            continue
        if len(tokens) > 1:
            wanted.append(Phrase(tokens[:-1]))
        wanted.append(Beginning(beginning(folded[-1]), tuple(completions(folded[-1]))))
    return Asked(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)), tuple(asked))
