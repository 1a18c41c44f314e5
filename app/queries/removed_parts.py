"""What was taken out of a journey's draft: kept, and put back by whoever writes it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.content.journey_sections import entry_key
from app.content.prosemirror import to_plain_text
from app.content.templates import load_template
from app.content.yjs_codec import open_document, read_sections
from app.models.audit import AuditEntry
from app.models.documents import Document
from app.models.items import Item
from app.models.journeys import JourneyEntry, Measure, MeasurePoint
from app.models.people import Person
from app.queries.documents import stored_document
from app.queries.journey_drafts import beginning_of
from app.schemas.journeys import RemovedEntry, RemovedMeasure, RemovedParts

_REMOVALS = {"entry.removed": "entry", "measure.removed": "measure"}
"""Acts on an item that took something out, and where their record names it."""


def removed_parts(session: Session, item: Item) -> RemovedParts:
    """What was removed of a journey, the last one first; ask ``may_edit`` before showing it."""
    entries = _entries(session, item.id)
    measures = _measures(session, item.id)
    if not entries and not measures:
        return RemovedParts(entries=[], measures=[])
    by = _who_removed(session, item.id)
    begins = _beginnings(session, item, entries) if entries else {}
    return RemovedParts(
        entries=[
            RemovedEntry(
                id=one.id,
                happened_on=one.happened_on,
                begins=begins[one.id],
                removed_at=_time(one.removed_at),
                removed_by=by.get(str(one.id)),
            )
            for one in entries
        ],
        measures=[
            RemovedMeasure(
                id=one.id,
                name=one.name,
                points=points,
                removed_at=_time(one.removed_at),
                removed_by=by.get(str(one.id)),
            )
            for one, points in measures
        ],
    )


def _time(at: datetime | None) -> datetime:
    assert at is not None
    return at


def _entries(session: Session, item_id: UUID) -> Sequence[JourneyEntry]:
    return session.exec(
        select(JourneyEntry)
        .where(JourneyEntry.item_id == item_id, col(JourneyEntry.removed_at).is_not(None))
        .order_by(col(JourneyEntry.removed_at).desc(), col(JourneyEntry.id))
    ).all()


def _measures(session: Session, item_id: UUID) -> Sequence[tuple[Measure, int]]:
    """With how many points each has."""
    return session.exec(
        select(Measure, func.count(col(MeasurePoint.measure_id)))
        .outerjoin(MeasurePoint, col(MeasurePoint.measure_id) == Measure.id)
        .where(Measure.item_id == item_id, col(Measure.removed_at).is_not(None))
        .group_by(col(Measure.id))
        .order_by(col(Measure.removed_at).desc(), col(Measure.id))
    ).all()


def _who_removed(session: Session, item_id: UUID) -> dict[str, str]:
    """The names of who took something out last, by what it was."""
    return {
        detail[_REMOVALS[action]]: name
        for action, detail, name in session.exec(
            select(AuditEntry.action, AuditEntry.detail, Person.name)
            .join(Person, col(Person.id) == AuditEntry.actor_id)
            .where(
                AuditEntry.subject_kind == "item",
                AuditEntry.subject_id == str(item_id),
                col(AuditEntry.action).in_(_REMOVALS),
            )
            .order_by(col(AuditEntry.id))
        ).all()
    }


def _beginnings(session: Session, item: Item, entries: Sequence[JourneyEntry]) -> dict[UUID, str]:
    """Their first words: these stand in the document still, and in no reading of it that is kept."""
    document = session.exec(select(Document.id).where(Document.item_id == item.id)).one()
    parts = [part.key for part in load_template(item.template_key).entry]
    keys = {one.id: [entry_key(one.id, part) for part in parts] for one in entries}
    sections = read_sections(
        open_document(stored_document(session, document).updates),
        [key for of_one in keys.values() for key in of_one],
    )
    return {
        entry: beginning_of(to_plain_text(sections[key]) for key in of_one if key in sections)
        for entry, of_one in keys.items()
    }
