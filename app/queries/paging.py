"""Cursors: a page begins after the last row of the one before, so new rows never shift it."""

import base64
import json
from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from app.errors import Invalid

PAGE = 24


def encode(at: datetime, id: UUID) -> str:
    """The cursor after the row ordered by (``at``, ``id``)."""
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), id.hex]).encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[datetime, UUID]:
    """The row a cursor stands after; ``Invalid`` if this server did not make it."""
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None:
            raise ValueError("no time zone")
        # Beyond the first or last day of the calendar there is no such instant in UTC.
        return instant.astimezone(UTC), UUID(hex=last)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Invalid("This cursor is not one of ours. Start again from the first page.") from error


def after(
    cursor: str | None, at: sa.SQLColumnExpression[datetime], id: sa.SQLColumnExpression[UUID]
) -> ColumnElement[bool]:
    """The condition of the rows after ``cursor``, newest first; every row without one."""
    if cursor is None:
        return sa.true()
    instant, last = decode(cursor)
    return sa.or_(at < instant, sa.and_(at == instant, id < last))
