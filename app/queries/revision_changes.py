"""What revisions of an item change against earlier ones, in words. Ask before whether both may be read."""

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from sqlmodel import Session, col, select

from app.content.revision_changes import Frozen, changes_between
from app.models.items import Revision, RevisionByline, RevisionTag
from app.queries.attachments import details_of_revision


def changes_since(session: Session, revision: Revision, earlier: int) -> list[str]:
    """What is different in ``revision`` for somebody who has read number ``earlier`` of the same item."""
    before = session.exec(
        select(Revision).where(Revision.item_id == revision.item_id, Revision.number == earlier)
    ).one()
    frozen = _frozen(session, [before, revision])
    return changes_between(frozen[before.id], frozen[revision.id])


def changes_by_number(session: Session, revisions: Sequence[Revision]) -> dict[int, list[str]]:
    """What each of these, all of one item, changes against the one before it; the first one nothing."""
    frozen = _frozen(session, revisions)
    return {
        later.number: changes_between(frozen[earlier.id], frozen[later.id])
        for earlier, later in pairwise(sorted(revisions, key=lambda one: one.number))
    }


def _frozen(session: Session, revisions: Sequence[Revision]) -> dict[UUID, Frozen]:
    ids = [one.id for one in revisions]
    bylines: dict[UUID, list[str]] = {one: [] for one in ids}
    for name in session.exec(
        select(RevisionByline)
        .where(col(RevisionByline.revision_id).in_(ids))
        .order_by(col(RevisionByline.position), col(RevisionByline.person_id))
    ).all():
        bylines[name.revision_id].append(str(name.person_id))
    tags: dict[UUID, set[int]] = {one: set() for one in ids}
    for tag in session.exec(select(RevisionTag).where(col(RevisionTag.revision_id).in_(ids))).all():
        tags[tag.revision_id].add(tag.recommendation_id)
    return {
        one.id: Frozen(
            title=one.title,
            byline=tuple(bylines[one.id]),
            tags=frozenset(tags[one.id]),
            sections=one.sections,
            details=details_of_revision(one),
        )
        for one in revisions
    }
