"""Reads documents out as text a while after somebody wrote in them, for those who read without a socket.

On worker threads, one job a document at a time. It never holds up storing: reading and rendering take no
lock, and keeping the result is one short transaction. What fails is done again later.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from app.actions.documents import keep_projection, read_out, section_keys
from app.db import Database
from app.errors import NotFound
from app.queries.documents import StoredDocument, stored_document

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rest:
    """Seconds: how long nobody has to have written, how long it may take at most, and when to try again."""

    quiet: float = 2.0
    at_most: float = 10.0
    again: float = 10.0


@dataclass(slots=True)
class _Due:
    first: float
    last: float
    timer: asyncio.TimerHandle | None = None


class Projector:
    """Reads documents out as text a while after they change. Call everything on the event loop.

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
        self._at_hand = at_hand
        self._workers = workers
        self._rest = rest
        self._loop = asyncio.get_running_loop()
        self._due: dict[UUID, _Due] = {}
        self._running: dict[UUID, asyncio.Future[None]] = {}
        self._sections: dict[UUID, list[str]] = {}
        self._stopping = False

    def changed(self, document_id: UUID) -> None:
        """Somebody wrote in it."""
        now = self._loop.time()
        due = self._due.get(document_id)
        if due is None:
            due = self._due[document_id] = _Due(now, now)
            self._arm(document_id, due)
        due.last = now

    def left(self, document_id: UUID) -> None:
        """Nobody is in it any more, so this is the moment."""
        due = self._due.get(document_id)
        if due is not None and document_id not in self._running:
            self._run(document_id)

    async def stop(self) -> None:
        """Read out everything that has changed, and end."""
        self._stopping = True
        while self._due or self._running:
            for document_id in [one for one in self._due if one not in self._running]:
                self._run(document_id)
            await asyncio.wait(self._running.values())

    def _arm(self, document_id: UUID, due: _Due) -> None:
        at = min(due.last + self._rest.quiet, due.first + self._rest.at_most)
        if due.timer is not None:
            due.timer.cancel()
        due.timer = self._loop.call_at(at, self._look, document_id)

    def _look(self, document_id: UUID) -> None:
        due = self._due.get(document_id)
        if due is None:
            return
        if self._loop.time() < min(due.last + self._rest.quiet, due.first + self._rest.at_most):
            self._arm(document_id, due)
        elif document_id not in self._running:
            self._run(document_id)

    def _run(self, document_id: UUID) -> None:
        due = self._due.pop(document_id)
        if due.timer is not None:
            due.timer.cancel()
        job = self._loop.run_in_executor(self._workers, self._project, document_id)
        self._running[document_id] = job
        job.add_done_callback(lambda done: self._done(document_id, done))

    def _done(self, document_id: UUID, job: "asyncio.Future[None]") -> None:
        del self._running[document_id]
        error = None if job.cancelled() else job.exception()
        if error is not None:
            log.error("document %s could not be read out as text", document_id, exc_info=error)
            if not self._stopping and document_id not in self._due:
                again = self._loop.time() + self._rest.again
                self._due[document_id] = _Due(again, again)
        if document_id not in self._due:
            self._sections.pop(document_id, None)
        self._look(document_id)

    def _project(self, document_id: UUID) -> None:
        """On a worker thread."""
        try:
            stored = self._at_hand(document_id).result()
        except RuntimeError:  # nothing is stored any more, so nothing is at hand
            stored = None
        try:
            keys = self._sections.get(document_id)
            if keys is None or stored is None:
                with self._database.read() as session:
                    self._sections[document_id] = keys = section_keys(session, document_id)
                    stored = stored or stored_document(session, document_id)
            projection = read_out(document_id, stored, keys)
            with self._database.write() as session:
                keep_projection(session, projection)
        except NotFound:
            return
