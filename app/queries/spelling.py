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

from app.content.plain_text import to_plain_text
from app.content.revision_details import words_of
from app.content.search_text import Asked, Phrase, understand
from app.content.words import stem, vocabulary
from app.models.items import Revision
from app.models.library import LibraryEntry, LibraryWord
from app.models.places import Cluster, School
from app.queries.attachments import details_of_revision
from app.queries.full_text import matching
from app.queries.story_parts import bylines, tags_of_revisions

SHORTEST, MOST_WRONG = 4, 3
"""Shorter words are near to too many others; a search with more unknown words is not a slip."""

LOOKED_AT = 20
"""Texts that are read to see how a word is spelt."""


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
    return next((near for near, token in _near(session, word) if _is_spelt(session, mine, near, token)), None)


def _is_spelt(session: Session, mine: ColumnElement[bool], word: str, token: str) -> bool:
    """Whether this very form of a word stands in what the viewer reads: in the newest that has any form.

    Another form of it may stand only in what they may not see.
    """
    rows = session.exec(
        select(Revision, School.name, Cluster.name)
        .join(
            LibraryEntry,
            sa.and_(
                col(LibraryEntry.item_id) == Revision.item_id,
                col(LibraryEntry.revision_number) == Revision.number,
            ),
        )
        .outerjoin(School, col(School.urn) == LibraryEntry.school_urn)
        .outerjoin(Cluster, col(Cluster.id) == LibraryEntry.cluster_id)
        .where(matching(session, Asked(wanted=(Phrase((token,)),))), mine)
        .order_by(col(LibraryEntry.published_at).desc(), col(LibraryEntry.item_id).desc())
        .limit(LOOKED_AT)
    ).all()
    ids = [revision.id for revision, _, _ in rows]
    texts = [text for revision, *places in rows for text in (revision.title, *places) if text]
    for revision, _, _ in rows:
        for section in revision.sections:
            texts += [section["title"], to_plain_text(section["prosemirror"])]
        texts += [words.text for words in words_of(details_of_revision(revision)) if not words.is_link]
    for names in bylines(session, ids).values():
        texts += [text for one in names for text in (one.name, one.school) if text]
    for tags in tags_of_revisions(session, ids).values():
        texts += [text for tag in tags for text in (tag.title, tag.short_title, tag.edition_short_title)]
    return word in vocabulary(texts)


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
