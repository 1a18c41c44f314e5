"""Telling people. What a notice says is put into words when it is read (``queries/notices``)."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app import clock
from app.actions.audit import record
from app.errors import NotFound
from app.models.notices import Notice, NoticeKind


def tell(
    session: Session,
    kind: NoticeKind,
    people: Iterable[UUID],
    *,
    by: UUID | None = None,
    item: UUID | None = None,
    submission: UUID | None = None,
    exemplar: UUID | None = None,
    collection: UUID | None = None,
    request: UUID | None = None,
    meeting: UUID | None = None,
    action: UUID | None = None,
    adoption: UUID | None = None,
    message: str = "",
) -> None:
    """Let each of ``people`` find a notice on their Home page; whoever did it (``by``) knows already."""
    session.add_all(
        Notice(
            person_id=person,
            at=clock.now(),
            kind=kind,
            by=by,
            item_id=item,
            submission_id=submission,
            exemplar_id=exemplar,
            collection_id=collection,
            request_id=request,
            meeting_id=meeting,
            action_id=action,
            adoption_id=adoption,
            message=message,
        )
        for person in sorted(set(people) - {by})
    )


def mark_read(session: Session, person: UUID, notice_id: int, *, read: bool) -> None:
    """Say that somebody has seen one of their notices, or has not after all; ``NotFound`` if not theirs."""
    notice = session.get(Notice, notice_id)
    if notice is None or notice.person_id != person:
        raise NotFound("There is no such notice.")
    if read != (notice.read_at is not None):
        notice.read_at = clock.now() if read else None
        session.add(notice)
        record(session, person, "notice.read" if read else "notice.unread", "notice", notice_id)


def mark_all_read(session: Session, person: UUID) -> list[int]:
    """Say that somebody has seen everything there was; the ids of what they had not seen before."""
    ids = session.exec(
        sa.update(Notice)
        .where(col(Notice.person_id) == person, col(Notice.read_at).is_(None))
        .values(read_at=clock.now())
        .returning(col(Notice.id))
    ).all()
    found = sorted(row[0] for row in ids)
    if found:
        record(session, person, "notices.read", "person", person, number=len(found))
    return found
