"""The log of updates in SQL: what is appended, in one transaction for all documents of a tick.

``document.last_seq`` gives out the numbers. The usual case assumes that nobody else wrote to these documents
and checks it in the update itself. If somebody did (another process on the same database), nothing is
written; the documents are then locked one by one, in order, and what is missing of them is read first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from app import clock
from app.models.documents import Document, DocumentUpdate
from app.realtime.documents.prepared import Prepared, Writer

_document = SQLModel.metadata.tables[str(Document.__tablename__)]
_update = SQLModel.metadata.tables[str(DocumentUpdate.__tablename__)]

_NEXT = (
    sa.update(_document)
    .where(
        _document.c.id == sa.bindparam("document"),
        _document.c.generation == sa.bindparam("of_generation"),
        _document.c.last_seq == sa.bindparam("before"),
    )
    .values(last_seq=sa.bindparam("after"), size=_document.c.size + sa.bindparam("bytes"))
)
_TAKE = (
    sa.update(_document)
    .where(
        _document.c.id == sa.bindparam("document"),
        _document.c.generation == sa.bindparam("of_generation"),
    )
    .values(
        last_seq=_document.c.last_seq + sa.bindparam("count"),
        size=_document.c.size + sa.bindparam("bytes"),
    )
    .returning(_document.c.last_seq)
)
_ADD = sa.insert(_update).values(
    document_id=sa.bindparam("document_id"),
    seq=sa.bindparam("seq"),
    update=sa.bindparam("update"),
    created_at=sa.bindparam("created_at"),
)


@dataclass(slots=True)
class Append:
    """Updates for one document, to follow ``seq``; afterwards ``seq`` is the number of the last of them.

    ``size``: their bytes together. ``missed`` will hold what others stored in between. ``gone``: there is
    no such document any more, or not in this generation.
    """

    document_id: UUID
    generation: int
    seq: int
    updates: Sequence[bytes]
    size: int
    missed: list[bytes] = field(default_factory=list)
    gone: bool = False


class NotStored(Exception):
    """The database did not take it: it is locked, full, read-only or away, or far ahead of us."""


class Compacted(Exception):
    """Some of these updates are no longer single: only loading the whole document will do."""


class Overtaken(Exception):
    """Somebody else has written to one of these documents."""


class UpdatesLog:
    """Used by one thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = Writer(engine)
        self._next = Prepared(_NEXT, engine, ("document", "of_generation", "before", "after", "bytes"))
        self._add = Prepared(_ADD, engine, ("document_id", "seq", "update", "created_at"))
        self._keys: dict[UUID, Any] = {}

    def append(self, appends: Sequence[Append]) -> None:
        """Store everything, or raise ``NotStored`` and store nothing."""
        try:
            self._append(appends)
        except (self._writer.errors, SQLAlchemyError, Compacted) as error:
            raise NotStored(str(error)) from error

    def close(self) -> None:
        """Let go of the database."""
        self._writer.close()

    def _append(self, appends: Sequence[Append]) -> None:
        appends = sorted(appends, key=lambda one: one.document_id.int)
        try:
            with self._writer.transaction() as cursor:
                self._append_next(cursor, appends)
        except Overtaken:
            with self._engine.begin() as connection:
                for one in appends:
                    self._append_after_others(connection, one)
        else:
            for one in appends:
                one.seq += len(one.updates)

    def missed(self, document_id: UUID, *, after: int) -> list[bytes]:
        """The updates after ``after``, in order; ``Compacted`` if some are only in a snapshot."""
        with self._engine.connect() as connection:
            return _missed(connection, document_id, after=after)

    def _append_next(self, cursor: DBAPICursor, appends: Sequence[Append]) -> None:
        keys = [self._key(one.document_id) for one in appends]
        moved = self._next.run(
            cursor,
            [
                (key, one.generation, one.seq, one.seq + len(one.updates), one.size)
                for key, one in zip(keys, appends, strict=True)
            ],
        )
        if moved != len(appends):
            raise Overtaken
        now = self._add.convert("created_at", clock.now())
        self._add.run(
            cursor,
            [
                (key, number, update, now)
                for key, one in zip(keys, appends, strict=True)
                for number, update in enumerate(one.updates, one.seq + 1)
            ],
        )

    def _key(self, document_id: UUID) -> Any:
        if document_id not in self._keys:
            self._keys[document_id] = self._next.convert("document", document_id)
        return self._keys[document_id]

    def forget(self, document_id: UUID) -> None:
        """Nothing more is to be written to it for now."""
        self._keys.pop(document_id, None)

    def _append_after_others(self, connection: Connection, one: Append) -> None:
        """Take the next numbers, whatever they are; whoever wrote before has committed once we have them."""
        last = connection.execute(
            _TAKE,
            {
                "document": one.document_id,
                "of_generation": one.generation,
                "count": len(one.updates),
                "bytes": one.size,
            },
        ).scalar_one_or_none()
        if last is None:
            one.gone = True
            return
        before = last - len(one.updates)
        one.missed += _missed(connection, one.document_id, after=one.seq, until=before)
        now = clock.now()
        connection.execute(
            _ADD,
            [
                {"document_id": one.document_id, "seq": seq, "update": update, "created_at": now}
                for seq, update in enumerate(one.updates, before + 1)
            ],
        )
        one.seq = last


def _missed(
    connection: Connection, document_id: UUID, *, after: int, until: int | None = None
) -> list[bytes]:
    """The updates after ``after`` (up to and including ``until``), in order."""
    wanted = sa.select(_update.c.seq, _update.c.update).where(
        _update.c.document_id == document_id, _update.c.seq > after
    )
    if until is not None:
        wanted = wanted.where(_update.c.seq <= until)
    rows = connection.execute(wanted.order_by(_update.c.seq)).all()
    if (rows and rows[0].seq != after + 1) or (until is not None and len(rows) != until - after):
        raise Compacted(f"updates after {after} of document {document_id}")
    return [row.update for row in rows]
