"""Telling people. What a notice says is put into words when it is read (``queries/notices``)."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from app import clock
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
            message=message,
        )
        for person in sorted(set(people) - {by})
    )
