"""The audit row that every write leaves."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from app import clock
from app.models.audit import AuditEntry


def record(
    session: Session, actor: UUID | None, action: str, kind: str, subject: object, **detail: Any
) -> None:
    """Note in this transaction that ``actor`` did ``action`` (e.g. ``story.submitted``) to ``subject``.

    ``detail`` holds plain JSON values and never what somebody wrote.
    """
    session.add(
        AuditEntry(
            at=clock.now(),
            actor_id=actor,
            action=action,
            subject_kind=kind,
            subject_id=str(subject),
            detail=detail,
        )
    )
