"""Work to be done after the commit, written down in the same transaction so that it is never forgotten.

A row is taken on by moving its ``due_at`` into the future, on condition that nobody else did; it is finished
in the transaction of the work itself. So work is tried until it succeeds, and what it writes is written once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app import clock
from app.models.notices import Job, OutboxEntry
from app.models.people import PersonSession

KEPT = timedelta(days=30)
"""How long finished work stays on record."""

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=6)
_ERROR_CHARACTERS = 2_000


def later(session: Session, job: Job | str, **payload: Any) -> None:
    """Have the worker do ``job`` with ``payload``, plain JSON, once this commits.

    ``ValueError`` where there is no such job.
    """
    now = clock.now()
    session.add(OutboxEntry(at=now, due_at=now, job=Job(job).value, payload=payload))


def recur(session: Session, job: Job) -> None:
    """See to it that ``job``, which recurs, is due now."""
    now = clock.now()
    moved = session.exec(
        sa.update(OutboxEntry).where(col(OutboxEntry.key) == job.value).values(due_at=now, attempts=0)
    )
    if moved.rowcount == 0:
        try:
            with session.begin_nested():
                session.add(OutboxEntry(at=now, due_at=now, job=job.value, key=job.value))
        except IntegrityError:
            return  # another worker, which started in the same instant, was first


@dataclass(frozen=True, slots=True)
class Due:
    """Work that waits, as it was seen: ``until`` is the ``due_at`` by which it is recognised."""

    id: int
    until: datetime
    attempts: int


def due(session: Session, most: int = 50) -> list[Due]:
    """What is to be tried now, longest due first."""
    rows = session.exec(
        select(OutboxEntry.id, OutboxEntry.due_at, OutboxEntry.attempts)
        .where(col(OutboxEntry.done_at).is_(None), OutboxEntry.due_at <= clock.now())
        .order_by(col(OutboxEntry.due_at), col(OutboxEntry.id))
        .limit(most)
    )
    return [Due(row_id, until, attempts) for row_id, until, attempts in rows if row_id is not None]


def take_on(session: Session, waiting: Due, patience: timedelta) -> Due | None:
    """Take on what was seen, or None where somebody else has. It is due again after ``patience`` and a wait
    that grows with every attempt, so that work which takes its worker down with it does so ever less often.
    """
    attempts = waiting.attempts + 1
    until = clock.now() + patience + wait_after(attempts)
    taken = session.exec(_still(waiting).values(due_at=until, attempts=attempts))
    return Due(waiting.id, until, attempts) if taken.rowcount else None


def is_taken(session: Session, taken: Due) -> bool:
    """Whether what was taken on still is this worker's to do: not due again meanwhile, nor done."""
    return session.exec(select(OutboxEntry.id).where(_is(taken))).first() is not None


def finish(session: Session, taken: Due, again: timedelta | None) -> bool:
    """Mark what was taken on as done, or as due ``again``; False where it is no longer this worker's.

    First in the transaction of the work itself: whoever else tries waits for it, and then finds it done.
    """
    now = clock.now()
    values = {"done_at": now} if again is None else {"due_at": now + again, "attempts": 0}
    return session.exec(_still(taken).values(**values, error=None)).rowcount > 0


def put_off(session: Session, taken: Due, error: str) -> None:
    """Keep why it failed, and let it be tried again later, ever more patiently."""
    until = clock.now() + wait_after(taken.attempts)
    session.exec(_still(taken).values(due_at=until, error=error[:_ERROR_CHARACTERS]))


def wait_after(attempts: int) -> timedelta:
    """5 seconds after the first attempt, doubled with each, and 6 hours at most."""
    doubled: int = 2 ** min(attempts - 1, 20)
    return min(_FIRST_WAIT * doubled, _LONGEST_WAIT)


def sweep(session: Session) -> int:
    """Forget work that was finished long ago, and sessions that have ended; how many rows went."""
    now = clock.now()
    done = session.exec(sa.delete(OutboxEntry).where(col(OutboxEntry.done_at) < now - KEPT)).rowcount
    ended = session.exec(sa.delete(PersonSession).where(col(PersonSession.expires_at) <= now)).rowcount
    return done + ended


def _still(seen: Due) -> sa.Update:
    """An update of the row, if it is still as it was seen."""
    return sa.update(OutboxEntry).where(_is(seen))


def _is(seen: Due) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(OutboxEntry.id) == seen.id,
        col(OutboxEntry.done_at).is_(None),
        col(OutboxEntry.due_at) == seen.until,
    )
