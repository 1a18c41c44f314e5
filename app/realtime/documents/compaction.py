"""Many updates become one snapshot, and nothing is let go of before the snapshot has proved to be the same.

The snapshot before it is kept, and so are all updates after that one: should a snapshot ever turn out to be
bad, deleting its row brings the document back whole from its predecessor.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from app import clock
from app.content.yjs_bytes import EMPTY_STATE
from app.db import Database
from app.models.documents import Document, DocumentSnapshot, DocumentUpdate
from app.queries.documents import StoredDocument, stored_document
from app.realtime.documents.loaded import LoadedDocument

log = logging.getLogger(__name__)


class Differs(Exception):
    """The snapshot is not the document. Everything was left as it is."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A new snapshot changed ``document.size`` by ``size_change``, and holds ``updates`` single ones."""

    document_id: UUID
    size_change: int
    updates: int
    bytes: int


def compact(database: Database, document_id: UUID) -> Snapshot | None:
    """Make a snapshot of everything stored now. ``None`` if there is nothing to do or somebody else does it.

    Reading and checking take no lock; the one transaction at the end does what has been prepared.
    ``Differs`` and ``BadUpdate`` say that something is wrong with the document, which is left as it is.
    """
    with database.read() as session:
        stored = stored_document(session, document_id)
    if stored.seq == stored.snapshot_seq:
        return None
    snapshot, state = _snapshot(document_id, stored.updates)
    with database.write() as session:
        if not _alone(session, document_id) or _newest(session, document_id) != stored.snapshot_seq:
            return None
        return _replace(session, document_id, stored, snapshot, state)


def _snapshot(document_id: UUID, updates: Sequence[bytes]) -> tuple[bytes, bytes]:
    """One update that makes the same document as ``updates``, and its state vector; checked."""
    whole, again = LoadedDocument(document_id), LoadedDocument(document_id)
    whole.take_stored(updates)
    snapshot = whole.lacking(EMPTY_STATE)
    again.take_stored([snapshot])
    if whole.portrait() != again.portrait():
        raise Differs(f"a snapshot of document {document_id} is not the same as its {len(updates)} updates")
    return snapshot, whole.state


def _alone(session: Session, document_id: UUID) -> bool:
    """Whether no other process is replacing this document's snapshot; if so, none will before we commit."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    key = int.from_bytes(document_id.bytes[:8], "big", signed=True)
    return bool(session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(key))))


def _newest(session: Session, document_id: UUID) -> int:
    newest = select(sa.func.max(DocumentSnapshot.seq)).where(DocumentSnapshot.document_id == document_id)
    return session.exec(newest).one() or 0


def _replace(
    session: Session, document_id: UUID, stored: StoredDocument, snapshot: bytes, state: bytes
) -> Snapshot:
    session.add(
        DocumentSnapshot(
            document_id=document_id,
            seq=stored.seq,
            update=snapshot,
            state_vector=state,
            created_at=clock.now(),
        )
    )
    session.flush()
    kept = select(DocumentSnapshot.update).where(
        DocumentSnapshot.document_id == document_id, DocumentSnapshot.seq == stored.seq
    )
    if session.exec(kept).one() != snapshot:
        raise Differs(f"the snapshot of document {document_id} was not stored as it is")
    session.exec(
        sa.delete(DocumentUpdate).where(
            col(DocumentUpdate.document_id) == document_id, col(DocumentUpdate.seq) <= stored.snapshot_seq
        )
    )
    session.exec(
        sa.delete(DocumentSnapshot).where(
            col(DocumentSnapshot.document_id) == document_id,
            col(DocumentSnapshot.seq) < stored.snapshot_seq,
        )
    )
    single = stored.updates[1:] if stored.snapshot_seq else stored.updates
    size_change = len(snapshot) - sum(map(len, stored.updates))
    session.exec(
        sa.update(Document)
        .where(col(Document.id) == document_id)
        .values(size=col(Document.size) + size_change)
    )
    return Snapshot(document_id, size_change, len(single), sum(map(len, single)))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How many single updates, or bytes, are worth a snapshot; ``on_leaving``: when nobody is there.

    A document that is full is compacted at once, but not again within ``again`` seconds.
    """

    updates: int = 500
    bytes: int = 256 << 10
    on_leaving: int = 100
    again: float = 10.0


class Compactor:
    """Compacts on a worker thread, one job a document at a time. Call everything on the event loop.

    ``done`` hears of each snapshot. A document that could not be compacted stays as it is until a restart,
    and its log grows; the server's log says why.
    """

    def __init__(
        self,
        database: Database,
        workers: ThreadPoolExecutor,
        thresholds: Thresholds,
        done: Callable[[Snapshot], None],
    ) -> None:
        self._database = database
        self._workers = workers
        self._thresholds = thresholds
        self._done = done
        self._loop = asyncio.get_running_loop()
        self._single: dict[UUID, int] = {}
        self._running: set[UUID] = set()
        self._refused: set[UUID] = set()
        self._full: set[UUID] = set()

    def full(self, document_id: UUID) -> None:
        """Somebody's writing did not fit; perhaps it does once what was deleted takes no more room."""
        if document_id not in self._full:
            self._full.add(document_id)
            self._loop.call_later(self._thresholds.again, self._full.discard, document_id)
            self._start(document_id)

    def stored(self, document_id: UUID, updates: int, bytes: int) -> None:
        """A document has so many single updates, of so many bytes, since its snapshot."""
        self._single[document_id] = updates
        if updates >= self._thresholds.updates or bytes >= self._thresholds.bytes:
            self._start(document_id)

    def left(self, document_id: UUID) -> None:
        """Nobody is in it any more."""
        if self._single.pop(document_id, 0) >= self._thresholds.on_leaving:
            self._start(document_id)

    def _start(self, document_id: UUID) -> None:
        if document_id in self._running or document_id in self._refused:
            return
        self._running.add(document_id)
        job = self._loop.run_in_executor(self._workers, compact, self._database, document_id)
        job.add_done_callback(lambda future: self._finish(document_id, future))

    def _finish(self, document_id: UUID, future: "asyncio.Future[Snapshot | None]") -> None:
        self._running.discard(document_id)
        if future.cancelled():
            return
        error = future.exception()
        if isinstance(error, SQLAlchemyError):
            log.warning("document %s was not compacted this time: %s", document_id, error)
        elif error is not None:
            self._refused.add(document_id)
            log.error("document %s cannot be compacted", document_id, exc_info=error)
        elif (compacted := future.result()) is not None:
            self._done(compacted)
