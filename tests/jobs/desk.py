"""Jobs that tests give to a worker, and a look at what became of them."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.actions.audit import record
from app.db import Database
from app.jobs.worker import Worker
from app.models.audit import AuditEntry
from app.models.notices import OutboxEntry


def note(session: Session, payload: dict[str, Any]) -> int:
    """Leaves a mark that can be counted."""
    record(session, None, "tests.noted", "test", payload.get("word", ""))
    return 1


def fail(session: Session, payload: dict[str, Any]) -> int:
    """Leaves a mark, then goes wrong."""
    note(session, payload)
    raise RuntimeError("the printer is on fire")


def work_off(worker: Worker) -> int:
    """Dispatch what is due and do all that is queued, as the worker's threads would; how much that was."""
    worker.dispatch()
    done = 0
    while (task := worker.queue.dequeue()) is not None:
        worker.queue.execute(task)
        done += 1
    return done


def noted(database: Database) -> int:
    """How many marks there are."""
    with database.read() as session:
        rows = sa.select(sa.func.count()).where(col(AuditEntry.action) == "tests.noted")
        return session.scalar(rows) or 0


def entries(database: Database) -> list[OutboxEntry]:
    """The outbox."""
    with database.read() as session:
        return list(session.exec(select(OutboxEntry).order_by(col(OutboxEntry.id))))
