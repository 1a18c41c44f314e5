"""What an item has beside its prose, as its next revision would freeze it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.content.revision_details import (
    Details,
    EntryDetail,
    FileDetail,
    JourneyDetails,
    LinkDetail,
    MeasureDetail,
    PhaseDetail,
)
from app.models.files import FileVersion, ItemFile, Resource
from app.models.items import Item, ItemKind
from app.models.journeys import JourneyEntry, JourneyEntryTag, JourneyPhase, Measure, MeasurePoint
from app.models.people import Person
from app.queries.links import links_of

WITHOUT_TEXT: Final = defer(FileVersion.text)  # type: ignore[arg-type]
"""What stands in a file is long, and wanted only where it is searched."""


def shared_entries(session: Session, item_id: UUID) -> list[JourneyEntry]:
    """The entries that the next revision takes up, oldest first: none that is held back or was removed."""
    return list(
        session.exec(
            select(JourneyEntry)
            .where(
                JourneyEntry.item_id == item_id,
                col(JourneyEntry.removed_at).is_(None),
                col(JourneyEntry.held_back).is_(False),
            )
            .order_by(col(JourneyEntry.happened_on), col(JourneyEntry.created_at), col(JourneyEntry.id))
        ).all()
    )


def details_of(session: Session, item: Item, named: set[UUID]) -> Details | None:
    """What the next revision freezes, or nothing. ``named``: who is on the byline."""
    details: Details = {}
    entries: set[UUID | None] = {None}
    if item.kind is ItemKind.change_journey:
        details["journey"] = _journey(session, item, named)
        entries |= {UUID(entry["id"]) for entry in details["journey"]["entries"]}
    if item.kind is ItemKind.resource:
        resource = session.get_one(Resource, item.id)
        if resource.licence is not None:
            details["licence"] = resource.licence.value
    if files := draft_files(session, item.id, entries):
        details["files"] = files
    if links := _links(session, item.id):
        details["links"] = links
    return details or None


def _journey(session: Session, item: Item, named: set[UUID]) -> JourneyDetails:
    return {
        "phases": [phase_detail(one) for one in journey_phases(session, item.id)],
        "entries": _entries(session, item.id, named),
        "measures": measure_details(session, journey_measures(session, item.id)),
    }


def journey_phases(session: Session, item_id: UUID) -> list[JourneyPhase]:
    """The phases of a journey in order of their days."""
    return list(
        session.exec(
            select(JourneyPhase).where(JourneyPhase.item_id == item_id).order_by(col(JourneyPhase.since))
        ).all()
    )


def phase_detail(one: JourneyPhase) -> PhaseDetail:
    """A phase as a revision keeps it."""
    return {"phase": one.phase.value, "since": one.since.isoformat(), "note": one.note}


def journey_measures(session: Session, item_id: UUID) -> list[Measure]:
    """The measures of a journey in their order, without those that were removed."""
    return list(
        session.exec(
            select(Measure)
            .where(Measure.item_id == item_id, col(Measure.removed_at).is_(None))
            .order_by(col(Measure.position), col(Measure.created_at), col(Measure.id))
        ).all()
    )


def _entries(session: Session, item_id: UUID, named: set[UUID]) -> list[EntryDetail]:
    entries = shared_entries(session, item_id)
    tags: dict[UUID, list[int]] = {entry.id: [] for entry in entries}
    for tag in session.exec(
        select(JourneyEntryTag)
        .where(col(JourneyEntryTag.entry_id).in_(tags))
        .order_by(col(JourneyEntryTag.recommendation_id))
    ).all():
        tags[tag.entry_id].append(tag.recommendation_id)
    authors = {entry.author_id for entry in entries} & named
    names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(authors))).all())
    return [
        {
            "id": str(entry.id),
            "happened_on": entry.happened_on.isoformat(),
            "going": entry.going.value if entry.going else None,
            "prompt": entry.prompt.value if entry.prompt else None,
            "by": names.get(entry.author_id),
            "tags": tags[entry.id],
        }
        for entry in entries
    ]


def measure_details(session: Session, measures: Sequence[Measure]) -> list[MeasureDetail]:
    """These measures with their points, as a revision keeps them."""
    found: dict[UUID, MeasureDetail] = {
        one.id: {
            "id": str(one.id),
            "name": one.name,
            "unit": one.unit,
            "better": one.better.value,
            "source": one.source,
            "baseline": one.baseline,
            "target": one.target,
            "points": [],
        }
        for one in measures
    }
    for point in session.exec(
        select(MeasurePoint)
        .where(col(MeasurePoint.measure_id).in_(found))
        .order_by(col(MeasurePoint.measured_on))
    ).all():
        found[point.measure_id]["points"].append(
            {
                "measured_on": point.measured_on.isoformat(),
                "value": point.value,
                "people": point.people,
                "note": point.note,
            }
        )
    return list(found.values())


def draft_files(session: Session, item_id: UUID, entries: set[UUID | None]) -> list[FileDetail]:
    """The newest versions of the draft's files, of the item itself (``None``) or of ``entries``, in order."""
    return [
        file_detail(file, version)
        for file, version in newest_files(session, item_id)
        if file.entry_id in entries
    ]


def newest_files(session: Session, item_id: UUID) -> Sequence[tuple[ItemFile, FileVersion]]:
    """The draft's files in order, each with its newest version, whose text is not read."""
    return session.exec(
        select(ItemFile, FileVersion)
        .join(FileVersion, col(FileVersion.file_id) == ItemFile.id)
        .where(
            ItemFile.item_id == item_id,
            col(ItemFile.removed_at).is_(None),
            col(FileVersion.number) == ItemFile.newest,
        )
        .order_by(col(ItemFile.position), col(ItemFile.created_at))
        .options(WITHOUT_TEXT)
    ).all()


def file_detail(file: ItemFile, version: FileVersion) -> FileDetail:
    """A version of a file, as a revision would hold it."""
    return {
        "id": str(file.id),
        "version": version.number,
        "name": version.name,
        "description": file.description,
        "media_type": version.media_type,
        "size": version.size,
        "width": version.width,
        "height": version.height,
        "pages": version.pages,
        "has_preview": version.has_preview,
        "entry": str(file.entry_id) if file.entry_id else None,
    }


def _links(session: Session, item_id: UUID) -> list[LinkDetail]:
    return [
        {"id": str(link.id), "url": link.url, "title": link.title, "description": link.description}
        for link in links_of(session, item_id)
    ]
