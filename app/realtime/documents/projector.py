"""Reads documents out as text a while after somebody wrote in them, for those who read without a socket.

On a worker thread, for all that are due together. It never holds up storing: reading and rendering take no
lock, and keeping the results is one short transaction. What fails is done again later.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from app.actions.documents import keep_projection, read_out, section_keys
from app.db import Database
from app.errors import NotFound
from app.models.documents import DocumentProjection
from app.queries.documents import StoredDocument, stored_document

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rest:
    """Seconds: how long nobody has to have written, how long it may take at most, and when to try again.

    Documents are looked at four times within ``quiet``, so each of these may take a quarter of that more.
    """

    quiet: float = 2.0
    at_most: float = 10.0
    again: float = 10.0


@dataclass(slots=True)
class _Changed:
    first: float
    last: float


class Projector:
    """Call everything on the event loop.

    ``at_hand`` gives what is stored of a document without asking the database, if it can, and is called on a
    worker thread.
    """

    def __init__(
        self,
        database: Database,
        workers: ThreadPoolExecutor,
        rest: Rest,
        at_hand: "Callable[[UUID], Future[StoredDocument | None]]",
    ) -> None:
        self._database = database
        self._workers = workers
        self._rest = rest
        self._at_hand = at_hand
        self._loop = asyncio.get_running_loop()
        self._changed: dict[UUID, _Changed] = {}
        self._left: set[UUID] = set()
        self._timer: asyncio.Handle | None = None
        self._job: asyncio.Future[list[UUID]] | None = None

    def changed(self, document_id: UUID) -> None:
        """Somebody wrote in it."""
        now = self._loop.time()
        known = self._changed.get(document_id)
        if known is not None:
            known.last = now
            return
        self._changed[document_id] = _Changed(now, now)
        if self._timer is None:
            self._timer = self._loop.call_later(self._rest.quiet / 4, self._look)

    def left(self, document_id: UUID) -> None:
        """Nobody is in it any more, so this is the moment."""
        if document_id in self._changed:
            self._left.add(document_id)
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.call_soon(self._look)

    async def stop(self) -> None:
        """Read out everything that has changed, and end."""
        if self._timer is not None:
            self._timer.cancel()
        if self._job is not None:
            await asyncio.wait([self._job])
        if self._changed:
            await self._loop.run_in_executor(self._workers, self._project, list(self._changed))

    def _look(self) -> None:
        self._timer = None
        if self._job is None:
            now, rest = self._loop.time(), self._rest
            due = [
                document_id
                for document_id, one in self._changed.items()
                if now >= min(one.last + rest.quiet, one.first + rest.at_most) or document_id in self._left
            ]
            if due:
                self._start(due)
        if self._changed:
            self._timer = self._loop.call_later(self._rest.quiet / 4, self._look)

    def _start(self, due: list[UUID]) -> None:
        for document_id in due:
            del self._changed[document_id]
            self._left.discard(document_id)
        self._job = self._loop.run_in_executor(self._workers, self._project, due)
        self._job.add_done_callback(self._done)

    def _done(self, job: "asyncio.Future[list[UUID]]") -> None:
        self._job = None
        if job.cancelled():
            return
        again = self._loop.time() + self._rest.again
        for document_id in job.result():
            self._changed.setdefault(document_id, _Changed(again, again))
        if self._changed and self._timer is None:
            self._timer = self._loop.call_later(self._rest.quiet / 4, self._look)

    def _project(self, due: Sequence[UUID]) -> list[UUID]:
        """On a worker thread. Returns those that could not be read out or kept."""
        failed: list[UUID] = []
        read: list[DocumentProjection] = []
        for document_id in due:
            try:
                read.append(self._read(document_id))
            except NotFound:
                pass
            except Exception:
                log.exception("document %s could not be read out as text", document_id)
                failed.append(document_id)
        try:
            self._keep(read)
        except Exception:
            log.exception("%d documents could not be kept as text", len(read))
            failed += [one.document_id for one in read]
        return failed

    def _read(self, document_id: UUID) -> DocumentProjection:
        try:
            stored = self._at_hand(document_id).result()
        except RuntimeError:  # nothing is stored any more, so nothing is at hand
            stored = None
        with self._database.read() as session:
            keys = section_keys(session, document_id)
            stored = stored or stored_document(session, document_id)
        return read_out(document_id, stored, keys)

    def _keep(self, read: Iterable[DocumentProjection]) -> None:
        with self._database.write() as session:
            for one in read:
                keep_projection(session, one)
