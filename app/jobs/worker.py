"""The worker: hands what is due to the queue, and does what comes out of it."""

import logging
import os
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huey.consumer import Consumer  # type: ignore[import-untyped]
from sqlmodel import Session, select

from app.actions import outbox
from app.actions.outbox import Due
from app.db import Database
from app.jobs.queue import queue
from app.jobs.table import JOBS, RECURRING, Doing, Outside
from app.models.notices import Job, OutboxEntry
from app.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often and how patiently.

    ``look``: seconds between two looks at the outbox. ``patience``: how long a job may take before it counts
    as lost with its worker, and is due again. ``stop``: seconds to finish in once asked to stop.
    """

    look: float = 1.0
    patience: timedelta = timedelta(seconds=60)
    stop: float = 20.0
    threads: int = 2


class Worker:
    """Does the work of one deployment until it is told to stop. Several may run at once."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        *,
        jobs: Mapping[Job, Doing] = JOBS,
        recurring: Mapping[Job, timedelta] = RECURRING,
        outside: Mapping[Job, Outside] | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.database = database
        self.jobs = jobs
        self.recurring = recurring
        self.outside = outside or {}
        self.pace = pace or Pace()
        self.queue = queue(settings)
        self._do = self.queue.task(name="do")(self._do_task)
        self._troubled = False

    def run(self) -> None:
        """Work in the main thread, whose signals are taken: SIGTERM lets jobs finish, SIGINT does not."""
        consumer = Consumer(
            self.queue,
            workers=self.pace.threads,
            periodic=False,
            max_delay=self.pace.look,
            shutdown_timeout=self.pace.stop,
            graceful_signal="TERM",
        )
        ended = threading.Event()
        dispatcher = threading.Thread(target=self._dispatch_until, args=(ended,), daemon=True)
        dispatcher.start()
        try:
            consumer.run()
        finally:
            ended.set()
            dispatcher.join(self.pace.stop)

    def begin(self) -> None:
        """Make what recurs due now."""
        with self.database.write() as session:
            for job in self.recurring:
                outbox.recur(session, job)

    def dispatch(self) -> int:
        """Take on what is due and hand it to the queue; how much that was."""
        with self.database.read() as session:
            waiting = outbox.due(session)
        if not waiting:
            return 0
        with self.database.write() as session:
            taken = [outbox.take_on(session, one, self.pace.patience) for one in waiting]
        for one in taken:
            if one is not None:
                self._do(one.id, one.until.isoformat(), one.attempts)
        return len(taken)

    def do(self, taken: Due) -> None:
        """Do what was taken on, once, in one transaction with the mark that it is done."""
        try:
            found = self._do_outside(taken)
            with self.database.write() as session:
                self._do_in(session, taken, found)
        except Exception as error:
            log.exception("background work %s failed at attempt %s", taken.id, taken.attempts)
            with self.database.write() as session:
                outbox.put_off(session, taken, f"{type(error).__name__}: {error}")

    def _do_outside(self, taken: Due) -> dict[str, Any]:
        """What takes time, such as looking at a page: while nobody waits for this worker's transaction.

        Work that waited in the queue until it was due again is left to whoever has it now.
        """
        if not self.outside:
            return {}
        with self.database.read() as session:
            if not outbox.is_taken(session, taken):
                return {}
            entry = session.exec(select(OutboxEntry).where(OutboxEntry.id == taken.id)).first()
            job, payload = (entry.job, dict(entry.payload)) if entry is not None else ("", {})
        outside = self.outside.get(Job(job)) if job else None
        return outside(self.database, payload) if outside is not None else {}

    def _do_in(self, session: Session, taken: Due, outside: dict[str, Any]) -> None:
        entry = session.exec(select(OutboxEntry).where(OutboxEntry.id == taken.id)).first()
        if entry is None:
            return
        job, payload, recurs = entry.job, dict(entry.payload), entry.key is not None
        again = self.recurring.get(Job(job)) if recurs else None
        if outbox.finish(session, taken, again):
            found = self.jobs[Job(job)](session, payload | outside)
            if found or not recurs:
                log.info("%s: %s", job, found)

    def _do_task(self, entry: int, until: str, attempts: int) -> None:
        self.do(Due(entry, datetime.fromisoformat(until), attempts))

    def _dispatch_until(self, ended: threading.Event) -> None:
        begun = False
        while not ended.is_set():
            try:
                if not begun:
                    self.begin()
                    begun = True
                self.dispatch()
                self._troubled = False
            except Exception:
                # The database or the queue is away: said once, and looked for until it is back.
                if not self._troubled:
                    log.exception("background work waits")
                self._troubled = True
            ended.wait(self.pace.look)


def end_with(descriptor: int) -> None:
    """Ask this process to stop once what is read there ends: the process at its other end has gone."""

    def watch(*_: Any) -> None:
        # Not by a stream: Python wants its lock while it ends, and this thread would hold it.
        while os.read(descriptor, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
