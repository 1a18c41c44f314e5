"""Which revision an audience reads: put there, replaced, taken away. The record of each stays."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app import clock
from app.actions.collections import leave_with_the_county
from app.actions.exemplars import end_with_the_county
from app.actions.library import index_item
from app.events import ClusterNews, emit
from app.models.items import AUDIENCES, Audience, Item, Publication, Submission
from app.policies.viewers import PersonViewer


def publish(session: Session, viewer: PersonViewer, item: Item, submission: Submission) -> None:
    """Let the audience read the approved revision, and every narrower one that reads an older one.

    Where the school has moved, the cluster that reads it gives way when the new one approves. When somebody
    approves for a wider audience it stays, and reads the new revision.
    """
    now = clock.now()
    current = {publication.audience: publication for publication in _current(session, item, AUDIENCES)}
    for rung in AUDIENCES[1 : AUDIENCES.index(submission.audience) + 1]:
        if rung is Audience.school and item.home_school_urn is None:
            continue
        old = current.get(rung)
        if old is not None:
            moved = rung is submission.audience and old.cluster_id not in (None, submission.cluster_id)
            if old.revision_number >= submission.revision_number and not moved:
                continue
            _end(session, viewer, old, "replaced", now)
            session.flush()
        kept = old.cluster_id if old is not None and rung is not submission.audience else None
        session.add(
            Publication(
                item_id=item.id,
                audience=rung,
                school_urn=item.home_school_urn if rung is Audience.school else None,
                cluster_id=(kept or submission.cluster_id) if rung is Audience.cluster else None,
                revision_number=submission.revision_number,
                submission_id=submission.id,
                approved_by=viewer.person_id,
                published_at=now,
            )
        )
    index_item(session, item.id)
    if submission.cluster_id is not None:
        emit(session, ClusterNews(submission.cluster_id, "stories"))


def take_away(
    session: Session, viewer: PersonViewer, item: Item, audiences: Iterable[Audience], reason: str
) -> None:
    """From now on these audiences read nothing of ``item``; its award and places in collections go too."""
    now = clock.now()
    for publication in _current(session, item, audiences):
        _end(session, viewer, publication, reason, now)
        if publication.audience is Audience.county:
            end_with_the_county(session, viewer, item)
            leave_with_the_county(session, viewer, item)
    index_item(session, item.id)


def _current(session: Session, item: Item, audiences: Iterable[Audience]) -> Sequence[Publication]:
    return session.exec(
        select(Publication).where(
            Publication.item_id == item.id,
            col(Publication.ended_at).is_(None),
            col(Publication.audience).in_(list(audiences)),
        )
    ).all()


def _end(
    session: Session, viewer: PersonViewer, publication: Publication, reason: str, now: datetime
) -> None:
    publication.ended_at = now
    publication.ended_by = viewer.person_id
    publication.ended_reason = reason
    session.add(publication)
    if publication.cluster_id is not None:
        emit(session, ClusterNews(publication.cluster_id, "stories"))
