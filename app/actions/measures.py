"""Measures of a journey, and their points: in the draft, until the next revision is approved."""

import math
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.journeys import past_day
from app.actions.stories import touch
from app.content.points_csv import PointRow
from app.errors import Changed, Conflict, Invalid, NotFound
from app.models.items import Item
from app.models.journeys import Better, Measure, MeasurePoint
from app.policies.viewers import PersonViewer
from app.queries.measures import get_measure, must_be_importable, points_of, points_on_file

MOST_MEASURES = 30
"""Of one journey, those that were removed included. Nobody looks at more."""
MOST_POINTS = 1_000
"""Of one measure: one each school day for five years."""


def add_measure(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    *,
    measure_id: UUID,
    name: str,
    unit: str = "",
    better: Better = Better.up,
    source: str = "",
    baseline: float | None = None,
    target: float | None = None,
) -> Measure:
    """Begin to measure something. The same request again finds what it made."""
    found = session.get(Measure, measure_id)
    if found is not None:
        if found.item_id != item.id or found.removed_at is not None:
            raise Conflict("This measure has been removed, or is another one. Please look again.")
        return found
    _finite(baseline=baseline, target=target)
    number, last = session.exec(
        select(sa.func.count(), sa.func.coalesce(sa.func.max(Measure.position), -1)).where(
            Measure.item_id == item.id
        )
    ).one()
    if number >= MOST_MEASURES:
        raise Conflict(f"A journey holds {MOST_MEASURES} measures, and this one has them.")
    measure = Measure(
        id=measure_id,
        item_id=item.id,
        name=name,
        unit=unit,
        better=better,
        source=source,
        baseline=baseline,
        target=target,
        position=last + 1,
        created_by=viewer.person_id,
        created_at=clock.now(),
    )
    session.add(measure)
    _note(session, viewer, item, measure_id, "added")
    return measure


def change_measure(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    measure_id: UUID,
    *,
    version: int,
    name: str,
    unit: str,
    better: Better,
    source: str,
    baseline: float | None,
    target: float | None,
) -> Measure:
    """All of it anew but its points; ``Changed`` if somebody changed it since ``version`` was read."""
    _finite(baseline=baseline, target=target)
    measure = get_measure(session, item.id, measure_id)
    _put(
        session,
        measure,
        version,
        name=name,
        unit=unit,
        better=better,
        source=source,
        baseline=baseline,
        target=target,
    )
    _note(session, viewer, item, measure_id, "changed")
    return measure


def remove_measure(
    session: Session, viewer: PersonViewer, item: Item, measure_id: UUID, *, version: int
) -> None:
    """Take it out of the draft. Its points are kept, so that it can be restored."""
    _put(session, get_measure(session, item.id, measure_id), version, removed_at=clock.now())
    _note(session, viewer, item, measure_id, "removed")


def restore_measure(session: Session, viewer: PersonViewer, item: Item, measure_id: UUID) -> Measure:
    """Undo a removal; a measure that is there already stays as it is."""
    measure = session.get(Measure, measure_id)
    if measure is None or measure.item_id != item.id:
        raise NotFound("There is no such measure in this journey.")
    if measure.removed_at is not None:
        _put(session, measure, measure.version, removed_at=None)
        _note(session, viewer, item, measure_id, "restored")
    return measure


def set_point(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    measure_id: UUID,
    day: date,
    *,
    value: float,
    people: int | None = None,
    note: str = "",
) -> Measure:
    """A measurement on ``day``; what was measured that day before is replaced."""
    past_day(day, "measured_on")
    _finite(value=value)
    measure = get_measure(session, item.id, measure_id)
    _put_points(session, measure, [PointRow(day, value, people, " ".join(note.split()))])
    _note(session, viewer, item, measure_id, "point_set", day=day.isoformat())
    return measure


def remove_point(session: Session, viewer: PersonViewer, item: Item, measure_id: UUID, day: date) -> Measure:
    """Nothing was measured on that day. Saying so twice is no harm."""
    measure = get_measure(session, item.id, measure_id)
    gone = session.exec(
        sa.delete(MeasurePoint).where(
            col(MeasurePoint.measure_id) == measure.id, col(MeasurePoint.measured_on) == day
        )
    ).rowcount
    if gone:
        _note(session, viewer, item, measure_id, "point_removed", day=day.isoformat())
    return measure


def import_points(
    session: Session, viewer: PersonViewer, item: Item, measure_id: UUID, file: bytes
) -> Measure:
    """Take over the points of a CSV file; days that are not in it stay as they are.

    All of it or nothing: a row that cannot be used refuses the file, with every such row by its number.
    """
    measure = get_measure(session, item.id, measure_id)
    rows = must_be_importable(points_on_file(file, measure))
    _put_points(session, measure, rows)
    _note(session, viewer, item, measure_id, "points_imported", points=len(rows))
    return measure


def _put_points(session: Session, measure: Measure, rows: list[PointRow]) -> None:
    known = {point.measured_on: point for point in points_of(session, measure.id)}
    if len(known.keys() | {row.measured_on for row in rows}) > MOST_POINTS:
        raise Conflict(f"A measure holds {MOST_POINTS} points. Measure less often, or begin another one.")
    for row in rows:
        point = known.get(row.measured_on) or MeasurePoint(
            measure_id=measure.id, measured_on=row.measured_on, value=row.value
        )
        point.value, point.people, point.note = row.value, row.people, row.note
        session.add(point)
    session.flush()


def _put(session: Session, measure: Measure, version: int, **values: Any) -> None:
    changed = session.exec(
        sa.update(Measure)
        .where(col(Measure.id) == measure.id, col(Measure.version) == version)
        .values(version=version + 1, **values)
    ).rowcount
    if not changed:
        raise Changed("Somebody else changed this measure just now. Please look at theirs first.")
    session.refresh(measure)


def _note(
    session: Session, viewer: PersonViewer, item: Item, measure: UUID, what: str, **detail: Any
) -> None:
    record(session, viewer.person_id, f"measure.{what}", "item", item.id, measure=str(measure), **detail)
    touch(session, item)


def _finite(**values: float | None) -> None:
    for where, value in values.items():
        if value is not None and not math.isfinite(value):
            words = "This is not a number that can be drawn."
            raise Invalid(words, errors=[{"where": where, "message": words}])
