"""Measures of a journey's draft: what is measured, its points, and these as CSV out and in."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Response

from app.actions import measures
from app.deps.http import Db, ReadVersion
from app.deps.journeys import DraftJourney, EditableJourney
from app.deps.viewers import CurrentPerson
from app.models.journeys import Measure
from app.queries.measures import get_measure, measures_to_write, points_file, preview_points
from app.schemas.base import Problem
from app.schemas.journeys import AddMeasure, ChangeMeasure, MeasureView, PointsPreview, SetPoint

router = APIRouter(prefix="/stories/{story_id}/measures", tags=["journeys"])

CsvFile = Annotated[bytes, Body(media_type="text/csv", description="date, value, people, note")]


def _with_etag(response: Response, db: Db, measure: Measure) -> MeasureView:
    """``measure``, with its version as ``ETag``: what the next ``If-Match`` names."""
    response.headers["etag"] = f'"{measure.version}"'
    return measures_to_write(db, [measure])[0]


@router.post("", status_code=201)
def add_measure(
    story: EditableJourney, body: AddMeasure, viewer: CurrentPerson, db: Db, response: Response
) -> MeasureView:
    """Begin to measure something."""
    given = body.model_dump(exclude={"id"})
    measure = measures.add_measure(db, viewer, story.item, measure_id=body.id, **given)
    return _with_etag(response, db, measure)


@router.put("/{measure_id}", responses={412: {"model": Problem}, 428: {"model": Problem}})
def change_measure(
    story: EditableJourney,
    measure_id: UUID,
    body: ChangeMeasure,
    version: ReadVersion,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> MeasureView:
    """All of it anew, but its points."""
    measure = measures.change_measure(
        db, viewer, story.item, measure_id, version=version, **body.model_dump()
    )
    return _with_etag(response, db, measure)


@router.delete("/{measure_id}", status_code=204, responses={412: {"model": Problem}, 428: {"model": Problem}})
def remove_measure(
    story: EditableJourney, measure_id: UUID, version: ReadVersion, viewer: CurrentPerson, db: Db
) -> None:
    """Take it out of the draft; it can be restored."""
    measures.remove_measure(db, viewer, story.item, measure_id, version=version)


@router.post("/{measure_id}/restore")
def restore_measure(
    story: EditableJourney, measure_id: UUID, viewer: CurrentPerson, db: Db, response: Response
) -> MeasureView:
    """Undo a removal."""
    return _with_etag(response, db, measures.restore_measure(db, viewer, story.item, measure_id))


@router.put("/{measure_id}/points/{measured_on}")
def set_point(
    story: EditableJourney,
    measure_id: UUID,
    measured_on: date,
    body: SetPoint,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> MeasureView:
    """A measurement; the same day again replaces it."""
    measure = measures.set_point(db, viewer, story.item, measure_id, measured_on, **body.model_dump())
    return _with_etag(response, db, measure)


@router.delete("/{measure_id}/points/{measured_on}")
def remove_point(
    story: EditableJourney,
    measure_id: UUID,
    measured_on: date,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> MeasureView:
    """Nothing was measured on that day."""
    measure = measures.remove_point(db, viewer, story.item, measure_id, measured_on)
    return _with_etag(response, db, measure)


@router.get("/{measure_id}/points.csv", response_class=Response)
def read_points_file(story: DraftJourney, measure_id: UUID, db: Db) -> Response:
    """Its points as a table for a spreadsheet."""
    text = points_file(db, get_measure(db, story.item.id, measure_id))
    return Response(
        text,
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="points.csv"', "cache-control": "no-store"},
    )


@router.post("/{measure_id}/points/preview")
def preview_file(story: EditableJourney, measure_id: UUID, file: CsvFile, db: Db) -> PointsPreview:
    """What a file would change. Nothing is changed."""
    return preview_points(db, get_measure(db, story.item.id, measure_id), file)


@router.post("/{measure_id}/points/import", responses={422: {"model": Problem}})
def import_file(
    story: EditableJourney,
    measure_id: UUID,
    file: CsvFile,
    viewer: CurrentPerson,
    db: Db,
    response: Response,
) -> MeasureView:
    """Take over the points of a file: all of it, or nothing where a row cannot be used."""
    return _with_etag(response, db, measures.import_points(db, viewer, story.item, measure_id, file))
