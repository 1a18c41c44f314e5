"""What time it is. Instants are UTC; days are the county's (Europe/London)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in the county, by which seats and memberships begin and end."""
    return now().astimezone(LONDON).date()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Within this block, and for this caller alone, it is ``instant``: for what is told of an earlier day."""
    token = _told.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
