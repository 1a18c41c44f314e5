"""Measures of a draft: as its writers see them, as a file, and what a file would change of them."""

from uuid import UUID

from sqlmodel import Session, col, select

from app import clock
from app.content.csv_files import ImportRefused
from app.content.points_csv import PointRow, PointsFile, read_points, write_points
from app.errors import Invalid, NotFound
from app.models.journeys import Measure, MeasurePoint
from app.queries.details import measure_details
from app.queries.journeys import measure_view, point_view
from app.schemas.journeys import MeasureView, PointsPreview, PointView, RowProblem

_SHARES = frozenset({"%", "per cent", "percent"})
"""Units of which "45%" in a file is said as 45."""


def get_measure(session: Session, item_id: UUID, measure_id: UUID) -> Measure:
    """A measure of this journey that was not removed, or ``NotFound``."""
    measure = session.get(Measure, measure_id)
    if measure is None or measure.item_id != item_id or measure.removed_at is not None:
        raise NotFound("There is no such measure in this journey.")
    return measure


def points_of(session: Session, measure_id: UUID) -> list[MeasurePoint]:
    """Its points in order of their days."""
    return list(
        session.exec(
            select(MeasurePoint)
            .where(MeasurePoint.measure_id == measure_id)
            .order_by(col(MeasurePoint.measured_on))
        ).all()
    )


def measures_to_write(session: Session, measures: list[Measure]) -> list[MeasureView]:
    """Measures as their writers see them, with the version to change them from."""
    details = measure_details(session, measures)
    return [
        measure_view(detail).model_copy(update={"version": measure.version})
        for measure, detail in zip(measures, details, strict=True)
    ]


def points_file(session: Session, measure: Measure) -> str:
    """Its points as a CSV file."""
    return write_points(_as_row(point) for point in points_of(session, measure.id))


def points_on_file(file: bytes, measure: Measure) -> PointsFile:
    """What stands in a CSV file about ``measure``."""
    return read_points(file, today=clock.today(), percent=measure.unit.strip() in _SHARES)


def must_be_importable(found: PointsFile) -> list[PointRow]:
    """The rows of a file in which nothing is wrong, else ``Invalid`` with all that is."""
    if found.wrong:
        rows = "a row" if len(found.wrong) == 1 else "some rows"
        raise ImportRefusedByRows(
            f"Nothing was taken over, because {rows} of the file cannot be used.",
            errors=[
                {"where": "the file" if one.row is None else f"row {one.row}", "message": one.message}
                for one in found.wrong
            ],
        )
    return found.rows


class ImportRefusedByRows(Invalid):
    """A file of points holds rows that cannot be used; nothing of it was."""

    type, title = ImportRefused.type, ImportRefused.title


def preview_points(session: Session, measure: Measure, file: bytes) -> PointsPreview:
    """What importing ``file`` would change. With problems it would be refused."""
    found = points_on_file(file, measure)
    known = {point.measured_on: _as_row(point) for point in points_of(session, measure.id)}
    added = [row for row in found.rows if row.measured_on not in known]
    replaced = [row for row in found.rows if known.get(row.measured_on, row) != row]
    return PointsPreview(
        added=[_shown(row) for row in added],
        replaced=[_shown(row) for row in replaced],
        unchanged=len(found.rows) - len(added) - len(replaced),
        problems=[RowProblem(row=one.row, message=one.message) for one in found.wrong],
    )


def _as_row(point: MeasurePoint) -> PointRow:
    return PointRow(point.measured_on, point.value, point.people, point.note)


def _shown(row: PointRow) -> PointView:
    return point_view(row.measured_on, row.value, row.people, row.note)
