""" "Did you mean": the search spelt as something that the viewer does find.

A word is offered only once it is known that the viewer reads a text with it. Words that stand only in
texts they may not see have no influence: all that are near enough are tried, in an order that looks at
letters alone.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from rapidfuzz.distance import DamerauLevenshtein
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.content.search_text import Asked, Phrase, understand
from app.content.words import stem
from app.models.library import LibraryEntry, LibraryWord
from app.queries.full_text import matching

SHORTEST, MOST_WRONG = 4, 3
"""Shorter words are near to too many others; a search with more unknown words is not a slip."""


def did_you_mean(session: Session, mine: ColumnElement[bool], text: str) -> str | None:
    """``text`` with its unknown words as the nearest ones of what the viewer reads; nothing if that is none.

    ``mine`` is the condition of what the viewer reads.
    """
    asked = understand(text)
    spelt, wrong = [], 0
    for word in asked.words:
        if _is_known(session, mine, stem(word)):
            spelt.append(word)
            continue
        wrong += 1
        better = _nearest(session, mine, word) if wrong <= MOST_WRONG else None
        if better is None:
            return None
        spelt.append(better)
    suggestion = " ".join(spelt)
    if not wrong or not _finds(session, mine, understand(suggestion)):
        return None
    return suggestion


def _nearest(session: Session, mine: ColumnElement[bool], word: str) -> str | None:
    if len(word) < SHORTEST or not word.isalpha() or not word.isascii():
        return None
    tried: set[str] = set()
    for candidate, token in _near(session, word):
        if token not in tried and _is_known(session, mine, token):
            return candidate
        tried.add(token)
    return None


def _near(session: Session, word: str) -> Iterator[tuple[str, str]]:
    """Words one slip away, or two of a long one, nearest first, each with its token."""
    slips = 1 if len(word) <= 5 else 2
    rows = session.exec(
        select(LibraryWord.word, LibraryWord.stem).where(
            col(LibraryWord.length).between(len(word) - slips, len(word) + slips)
        )
    ).all()
    found = []
    for candidate, token in rows:
        distance = DamerauLevenshtein.distance(word, candidate, score_cutoff=slips)
        if 0 < distance <= slips:
            found.append((distance, candidate[0] != word[0], candidate, token))
    for _, _, candidate, token in sorted(found):
        yield candidate, token


def _is_known(session: Session, mine: ColumnElement[bool], token: str) -> bool:
    return _finds(session, mine, Asked(wanted=(Phrase((token,)),)))


def _finds(session: Session, mine: ColumnElement[bool], asked: Asked) -> bool:
    found = sa.exists(select(LibraryEntry.id).where(matching(session, asked), mine))
    return bool(session.exec(sa.select(found)).scalar())  # type: ignore[call-overload]
