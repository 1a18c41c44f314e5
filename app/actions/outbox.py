"""Work to be done after the commit, written down in the same transaction so that it is never forgotten."""

from typing import Any

from sqlmodel import Session

from app import clock
from app.models.notices import OutboxEntry


def later(session: Session, job: str, **payload: Any) -> None:
    """Have the worker do ``job`` (a name in ``app.jobs``) with ``payload``, plain JSON, once this commits."""
    session.add(OutboxEntry(at=clock.now(), job=job, payload=payload))
