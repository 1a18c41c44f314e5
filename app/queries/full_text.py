"""Full text in both databases: the one place that knows how each keeps and finds words.

SQLite has the FTS5 table ``library_text(title, names, body)``, its ``rowid`` an entry's id; PostgreSQL has
``library_text(entry_id, title, names, words)``, each a ``tsvector``, ``words`` of all three. Both hold the
tokens of ``content/words``, and so find the same entries.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from app.content.search_text import Asked, Part, Phrase
from app.content.words import GAP, Indexed
from app.models.library import LibraryEntry

Column = Literal["title", "names"]


def put_texts(session: Session, texts: Sequence[tuple[int, Indexed]]) -> None:
    """Keep the words of new entries, by their ids."""
    if not texts:
        return
    if _is_sqlite(session):
        statement = sa.text("INSERT INTO library_text (rowid, title, names, body) VALUES (:id, :t, :n, :b)")
        rows: list[dict[str, Any]] = [
            {
                "id": entry,
                "t": " ".join(text.title),
                "n": " ".join(text.names),
                "b": " ".join(chain(text.body, *((GAP, token) for token in text.rest))),
            }
            for entry, text in texts
        ]
    else:
        statement = sa.text(
            "INSERT INTO library_text (entry_id, title, names, words)"
            " VALUES (:id, CAST(:t AS tsvector), CAST(:n AS tsvector), CAST(:w AS tsvector))"
        )
        rows = [
            {
                "id": entry,
                "t": _tsvector(text.title),
                "n": _tsvector(text.names),
                "w": _tsvector([*text.title, *text.names, *text.body], text.rest),
            }
            for entry, text in texts
        ]
    session.connection().execute(statement, rows)


def drop_texts(session: Session, entries: Sequence[int]) -> None:
    """Forget the words of these entries."""
    key = sa.column("rowid" if _is_sqlite(session) else "entry_id", sa.Integer())
    if entries:
        session.connection().execute(
            sa.delete(sa.table("library_text", key)).where(key == sa.bindparam("entry")),
            [{"entry": entry} for entry in entries],
        )


def drop_all_texts(session: Session) -> None:
    """Forget the words of every entry."""
    session.connection().execute(sa.text("DELETE FROM library_text"))


def matching(session: Session, asked: Asked) -> ColumnElement[bool]:
    """The condition that a ``LibraryEntry`` has what is asked for."""
    conditions = []
    if asked.wanted:
        conditions.append(col(LibraryEntry.id).in_(_found(session, _all(session, asked.wanted))))
    if asked.unwanted:
        conditions.append(col(LibraryEntry.id).not_in(_found(session, _any(session, asked.unwanted))))
    return sa.and_(sa.true(), *conditions)


def with_all(session: Session, parts: Sequence[Part]) -> Sequence[int]:
    """The ids of entries that have all of these, wherever it stands."""
    return session.connection().execute(_found(session, _all(session, parts))).scalars().all()


def with_any(session: Session, parts: Sequence[Part]) -> Sequence[int]:
    """The ids of entries that have one of these, wherever it stands."""
    return session.connection().execute(_found(session, _any(session, parts))).scalars().all()


def with_it_in(session: Session, part: Part, column: Column) -> Sequence[int]:
    """The ids of entries that have this in their title, or in the names around them."""
    if _is_sqlite(session):
        found = _found(session, f"{{{column}}} : ({_fts(part)})")
    else:
        found = _found(session, _tsquery(part), column)
    return session.connection().execute(found).scalars().all()


def _is_sqlite(session: Session) -> bool:
    return session.connection().dialect.name == "sqlite"


def _all(session: Session, parts: Sequence[Part]) -> str:
    return " AND ".join(map(_fts, parts)) if _is_sqlite(session) else " & ".join(map(_tsquery, parts))


def _any(session: Session, parts: Sequence[Part]) -> str:
    return " OR ".join(map(_fts, parts)) if _is_sqlite(session) else " | ".join(map(_tsquery, parts))


def _found(session: Session, expression: str, column: str = "words") -> sa.Select[Any]:
    """The ids of what meets an expression in the database's own language."""
    if _is_sqlite(session):
        text = sa.table("library_text", sa.column("rowid", sa.Integer()))
        matches = sa.literal_column("library_text").op("MATCH")(expression)
        return sa.select(text.c.rowid).where(matches)
    words = sa.table("library_text", sa.column("entry_id", sa.Integer()), sa.column(column))
    query = sa.cast(sa.literal(expression, sa.Text()), _TsQuery)
    return sa.select(words.c.entry_id).where(words.c[column].op("@@")(query))


class _TsQuery(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"


def _fts(part: Part) -> str:
    if isinstance(part, Phrase):
        return f'"{" ".join(part.tokens)}"'
    return "(" + " OR ".join([f'"{part.token}"*', *(f'"{token}"' for token in part.tokens)]) + ")"


def _tsquery(part: Part) -> str:
    if isinstance(part, Phrase):
        return "(" + " <-> ".join(f"'{token}'" for token in part.tokens) + ")"
    return "(" + " | ".join([f"'{part.token}':*", *(f"'{token}'" for token in part.tokens)]) + ")"


def _tsvector(tokens: Sequence[str], rest: Sequence[str] = ()) -> str:
    places: dict[str, list[str]] = {}
    for position, token in enumerate(tokens, 1):
        if token != GAP:
            places.setdefault(token, []).append(str(position))
    for token in rest:
        places.setdefault(token, [])
    return " ".join(
        f"'{token}':{','.join(found)}" if found else f"'{token}'" for token, found in places.items()
    )
