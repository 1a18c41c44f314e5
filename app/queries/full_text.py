"""Full text in both databases: the one place that knows how each keeps and finds words.

SQLite has the FTS5 table ``library_text(title, names, body)``, its ``rowid`` an entry's id; PostgreSQL has
``library_text(entry_id, words)`` with title, names and body as the weights A, B and C of a ``tsvector``. Both
hold the tokens of ``content/words``, and so find the same entries.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col

from app.content.search_text import Asked, Part, Phrase
from app.content.words import GAP, Indexed
from app.models.library import LibraryEntry

Column = Literal["title", "names", "body"]
_WEIGHTS: dict[Column, str] = {"title": "A", "names": "B", "body": "C"}


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
        statement = sa.text("INSERT INTO library_text (entry_id, words) VALUES (:id, CAST(:w AS tsvector))")
        rows = [{"id": entry, "w": _tsvector(text)} for entry, text in texts]
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
    if _is_sqlite(session):
        conditions = []
        if asked.wanted:
            conditions.append(_in_sqlite(" AND ".join(map(_fts, asked.wanted))))
        if asked.unwanted:
            conditions.append(sa.not_(_in_sqlite(" OR ".join(map(_fts, asked.unwanted)))))
        return sa.and_(sa.true(), *conditions)
    parts = [_tsquery(part) for part in asked.wanted] + [f"!({_tsquery(part)})" for part in asked.unwanted]
    return _in_postgres(" & ".join(parts)) if parts else sa.true()


def score(session: Session, asked: Asked) -> ColumnElement[int]:
    """How well an entry matches: each part counts 9 in the title, 3 in the names around it, 1 in the text.

    It looks at the entry alone. A rank that weighs how rare a word is would tell of texts one may not see.
    """
    points: ColumnElement[int] = sa.literal(0)
    for part in asked.wanted:
        for column, worth in (("title", 9), ("names", 3), ("body", 1)):
            found = _part_in(session, part, column)  # type: ignore[arg-type]
            points = points + sa.case((found, worth), else_=0)
    return points


def _part_in(session: Session, part: Part, column: Column) -> ColumnElement[bool]:
    if _is_sqlite(session):
        return _in_sqlite(f"{{{column}}} : ({_fts(part)})")
    return _in_postgres(_tsquery(part, _WEIGHTS[column]))


def _is_sqlite(session: Session) -> bool:
    return session.connection().dialect.name == "sqlite"


def _in_sqlite(expression: str) -> ColumnElement[bool]:
    text = sa.table("library_text", sa.column("rowid"))
    matches = sa.literal_column("library_text").op("MATCH")(expression)
    return col(LibraryEntry.id).in_(sa.select(text.c.rowid).where(matches))


def _in_postgres(expression: str) -> ColumnElement[bool]:
    text = sa.table("library_text", sa.column("entry_id"), sa.column("words"))
    matches = text.c.words.op("@@")(sa.cast(sa.literal(expression, sa.Text()), _TsQuery))
    return col(LibraryEntry.id).in_(sa.select(text.c.entry_id).where(matches))


class _TsQuery(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "tsquery"


def _fts(part: Part) -> str:
    if isinstance(part, Phrase):
        return f'"{" ".join(part.tokens)}"'
    return "(" + " OR ".join([f'"{part.token}"*', *(f'"{token}"' for token in part.tokens)]) + ")"


def _tsquery(part: Part, weight: str = "") -> str:
    if isinstance(part, Phrase):
        return "(" + " <-> ".join(_lexeme(token, weight) for token in part.tokens) + ")"
    words = [_lexeme(part.token, f"*{weight}"), *(_lexeme(token, weight) for token in part.tokens)]
    return "(" + " | ".join(words) + ")"


def _lexeme(token: str, marks: str) -> str:
    return f"'{token}':{marks}" if marks else f"'{token}'"


def _tsvector(text: Indexed) -> str:
    places: dict[str, list[str]] = {}
    for position, (token, weight) in enumerate(_weighted(text), 1):
        if token != GAP:
            places.setdefault(token, []).append(f"{position}{weight}")
    for token in text.rest:
        places.setdefault(token, [])
    return " ".join(
        f"'{token}':{','.join(found)}" if found else f"'{token}'" for token, found in places.items()
    )


def _weighted(text: Indexed) -> Iterator[tuple[str, str]]:
    columns: list[tuple[Column, list[str]]] = [
        ("title", text.title),
        ("names", text.names),
        ("body", text.body),
    ]
    for column, tokens in columns:
        for token in tokens:
            yield token, _WEIGHTS[column]
