"""The log of updates in SQL: what is appended, in one transaction for all documents of a tick.

``document.last_seq`` gives out the numbers. The usual case assumes that nobody else wrote to these documents
and checks it in the update itself. If somebody did (another process on the same database), nothing is
written; the documents are then locked one by one, in order, and what is missing of them is read first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlmodel import SQLModel

from app import clock
from app.db import Database
from app.models.documents import Document, DocumentUpdate

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
_ADD = sa.insert(_update)


@dataclass(slots=True)
class Append:
    """Updates for one document, to follow ``seq``; afterwards ``seq`` is the number of the last of them.

    ``missed`` is filled with what others stored in between. ``gone``: there is no such document any more, or
    not in this generation.
    """

    document_id: UUID
    generation: int
    seq: int
    updates: Sequence[bytes]
    missed: list[bytes] = field(default_factory=list)
    gone: bool = False

    @property
    def bytes(self) -> int:
        """What is added to the document's size."""
        return sum(map(len, self.updates))


class Overtaken(Exception):
    """Somebody else has written to one of these documents."""


def append(database: Database, appends: Sequence[Append]) -> None:
    """Store everything, or raise and store nothing."""
    appends = sorted(appends, key=lambda one: one.document_id)
    try:
        with database.engine.begin() as connection:
            _append_next(connection, appends)
    except Overtaken:
        with database.engine.begin() as connection:
            for one in appends:
                _append_after_others(connection, one)
        return
    for one in appends:
        one.seq += len(one.updates)


def _append_next(connection: Connection, appends: Sequence[Append]) -> None:
    moved = connection.execute(
        _NEXT,
        [
            {
                "document": one.document_id,
                "of_generation": one.generation,
                "before": one.seq,
                "after": one.seq + len(one.updates),
                "bytes": one.bytes,
            }
            for one in appends
        ],
    )
    if moved.rowcount != len(appends):
        raise Overtaken
    now = clock.now()
    _add(connection, [(one.document_id, one.seq, one.updates) for one in appends], now)


def _append_after_others(connection: Connection, one: Append) -> None:
    """Take the next numbers, whatever they are; whoever wrote before has committed once we have them."""
    last = connection.execute(
        _TAKE,
        {
            "document": one.document_id,
            "of_generation": one.generation,
            "count": len(one.updates),
            "bytes": one.bytes,
        },
    ).scalar_one_or_none()
    if last is None:
        one.gone = True
        return
    before = last - len(one.updates)
    one.missed += missed(connection, one.document_id, after=one.seq, until=before)
    _add(connection, [(one.document_id, before, one.updates)], clock.now())
    one.seq = last


def missed(connection: Connection, document_id: UUID, *, after: int, until: int | None = None) -> list[bytes]:
    """The updates after ``after`` (up to and including ``until``), in order.

    ``LookupError`` if some of them have been compacted away: then only loading everything will do.
    """
    wanted = sa.select(_update.c.seq, _update.c.update).where(
        _update.c.document_id == document_id, _update.c.seq > after
    )
    if until is not None:
        wanted = wanted.where(_update.c.seq <= until)
    rows = connection.execute(wanted.order_by(_update.c.seq)).all()
    if (rows and rows[0].seq != after + 1) or (until is not None and len(rows) != until - after):
        raise LookupError(f"updates after {after} of document {document_id} are no longer single")
    return [row.update for row in rows]


def _add(connection: Connection, batches: Sequence[tuple[UUID, int, Sequence[bytes]]], now: datetime) -> None:
    connection.execute(
        _ADD,
        [
            {"document_id": document_id, "seq": before + number, "update": update, "created_at": now}
            for document_id, before, updates in batches
            for number, update in enumerate(updates, 1)
        ],
    )
