"""Keeps what the library is read from in step with publications, awards, adoptions and places.

Every change comes with a new ``LibraryVersion`` in the same transaction, so whatever was worked out for a
version holds exactly as long as that version is the one read.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app import clock
from app.actions.library_rows import Entries, Read, entries_of
from app.content.words import stem, vocabulary
from app.models.items import Item, Publication
from app.models.library import LibraryChange, LibraryEntry, LibraryRecommendation, LibraryVersion, LibraryWord
from app.queries.full_text import drop_all_texts, drop_texts, put_texts

RULES = 2
"""Grows when what is kept of an entry changes: a database built by older rules is built anew."""

BATCH = 500
_NOTED = "library: items that changed"
_SHORTEST_WORD, _LONGEST_WORD = 4, 30

Progress = Callable[[int, int], None]
"""Called now and then with the items done so far and the items there are."""


def index_item(session: Session, item_id: UUID) -> None:
    """Bring the library up to date with one item, as this transaction leaves it."""
    index_items(session, [item_id])


@contextmanager
def indexed_at_the_end(session: Session) -> Iterator[None]:
    """Within, it is only noted what changes; the library takes it over once, at the end.

    For many changes of the same items in one transaction that does not read the library in between.
    """
    noted: set[UUID] = session.info.setdefault(_NOTED, set())
    try:
        yield
    finally:
        del session.info[_NOTED]
    index_items(session, sorted(noted))


def index_items(session: Session, item_ids: Collection[UUID]) -> None:
    """Bring the library up to date with these items."""
    if _NOTED in session.info:
        session.info[_NOTED].update(item_ids)
        return
    session.flush()
    wanted = list(item_ids)
    # First: on PostgreSQL whoever else changes the library waits here, so that nobody waits in a circle.
    library_changed(session, wanted)
    read = Read(session)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        old = session.exec(select(LibraryEntry.id).where(col(LibraryEntry.item_id).in_(batch))).all()
        drop_texts(session, [one for one in old if one is not None])
        session.exec(sa.delete(LibraryRecommendation).where(col(LibraryRecommendation.entry_id).in_(old)))
        session.exec(sa.delete(LibraryEntry).where(col(LibraryEntry.id).in_(old)))
        _put(session, entries_of(session, batch, read))


def add_new_items(session: Session, item_ids: Sequence[UUID]) -> None:
    """As ``index_items``, of items that the library has never seen."""
    session.flush()
    library_changed(session, item_ids)
    _put(session, entries_of(session, item_ids, Read(session)))


def index_schools(session: Session, urns: Collection[int]) -> None:
    """Bring it up to date with schools whose name, place or cluster has changed."""
    session.flush()
    items = session.exec(
        select(LibraryEntry.item_id).where(col(LibraryEntry.school_urn).in_(urns)).distinct()
    ).all()
    index_items(session, items)


def library_changed(session: Session, items: Sequence[UUID] | None = None) -> None:
    """What was worked out for the library so far holds no longer: of these items, or of all."""
    version = session.exec(
        sa.update(LibraryVersion)
        .values(version=LibraryVersion.version + 1)
        .returning(col(LibraryVersion.version))
    ).scalar_one()
    # Very many are read faster with all the others, from the beginning.
    named: Sequence[UUID | None] = [None] if items is None or len(items) > BATCH // 2 else items
    if named:
        session.connection().execute(
            sa.insert(LibraryChange), [{"version": version, "item_id": item} for item in named]
        )


def is_built(session: Session) -> bool:
    """Whether the library was built by the rules of this code, and from the evidence as it stands."""
    return session.exec(select(LibraryVersion.rules)).first() == RULES


def must_be_rebuilt(session: Session) -> None:
    """The evidence has changed: every entry is to be built anew (``rebuild_library``) before it is read."""
    library_changed(session)
    session.exec(sa.update(LibraryVersion).values(rules=0))


def rebuild_library(session: Session, progress: Progress | None = None) -> None:
    """Build all of it from what is published now."""
    session.flush()
    session.exec(sa.delete(LibraryChange))
    # Never a version that was used before, not even by a database that this one takes the place of.
    since = int(clock.now().timestamp()) - 1_700_000_000
    session.exec(sa.update(LibraryVersion).where(col(LibraryVersion.version) < since).values(version=since))
    library_changed(session)
    session.exec(sa.update(LibraryVersion).values(rules=RULES))
    drop_all_texts(session)
    for table in (LibraryRecommendation, LibraryEntry, LibraryWord):
        session.exec(sa.delete(table))
    items = session.exec(
        select(Publication.item_id)
        .join(Item, col(Item.id) == Publication.item_id)
        .where(col(Publication.ended_at).is_(None))
        .distinct()
    ).all()
    read = Read(session)
    for start in range(0, len(items), BATCH):
        _put(session, entries_of(session, items[start : start + BATCH], read))
        if progress:
            progress(min(start + BATCH, len(items)), len(items))


def _put(session: Session, entries: Entries) -> None:
    if not entries:
        return
    connection = session.connection()
    # The rows come back in the order they went in.
    ids: list[int] = list(
        connection.execute(
            sa.insert(LibraryEntry).returning(LibraryEntry.__table__.c.id, sort_by_parameter_order=True),  # type: ignore[attr-defined]
            [entry.row for entry in entries],
        ).scalars()
    )
    about = [
        {"entry_id": one, "recommendation_id": recommendation, "nearness": nearness}
        for one, entry in zip(ids, entries, strict=True)
        for recommendation, nearness in sorted(entry.about.items())
    ]
    if about:
        connection.execute(sa.insert(LibraryRecommendation), about)
    put_texts(session, [(one, entry.text) for one, entry in zip(ids, entries, strict=True)])
    _put_words(session, vocabulary(text for entry in entries for text in entry.texts))


def _put_words(session: Session, found: set[str]) -> None:
    """Remember how words are spelt. In order, so that two transactions never wait for each other's."""
    spelt = sorted(
        word
        for word in found
        if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word.isascii() and word.isalpha()
    )
    insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    if new := _unknown(session, spelt):
        session.connection().execute(
            insert(LibraryWord).on_conflict_do_nothing(),
            [{"word": word, "stem": stem(word), "length": len(word)} for word in new],
        )


def _unknown(session: Session, spelt: Sequence[str]) -> list[str]:
    known: set[str] = set()
    for start in range(0, len(spelt), BATCH):
        batch = spelt[start : start + BATCH]
        known.update(session.exec(select(LibraryWord.word).where(col(LibraryWord.word).in_(batch))).all())
    return [word for word in spelt if word not in known]
