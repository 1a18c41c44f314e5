"""Change journeys as their readers see them: what a revision froze."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.content.journey_sections import WENT_WRONG
from app.content.markdown import render_markdown
from app.content.pictures import for_readers
from app.content.revision_details import Details, MeasureDetail, PhaseDetail
from app.content.terms import half_term
from app.models.items import Revision
from app.models.journeys import Better, EntryPrompt, Going, Phase
from app.queries.attachments import details_of_revision, files_to_read, pictures_to_read
from app.queries.recommendations import in_order, recommendations_by_id
from app.schemas.journeys import SMALL, EntryView, JourneyView, MeasureView, PhaseView, PointView
from app.schemas.sections import SectionView

ORDER = tuple(Phase)


def journey_view(session: Session, revision: Revision) -> JourneyView | None:
    """The journey that a revision holds, or nothing where it is none."""
    details = details_of_revision(revision)
    if "journey" not in details:
        return None
    journey = details["journey"]
    phases = phase_views(journey["phases"])
    return JourneyView(
        phase=phases[-1].phase,
        phases=phases,
        entries=_entries(session, revision, details, phases),
        measures=[measure_view(one) for one in journey["measures"]],
    )


def phase_views(phases: Iterable[PhaseDetail]) -> list[PhaseView]:
    """Phases in order of their days.

    The same one again, with nothing said of it, goes on from before: so it stands where what was between was
    taken out.
    """
    found: list[PhaseView] = []
    for one in phases:
        phase = Phase(one["phase"])
        if found and found[-1].phase is phase and not one["note"]:
            continue
        back = bool(found) and ORDER.index(phase) < ORDER.index(found[-1].phase)
        since = date.fromisoformat(one["since"])
        found.append(PhaseView(phase=phase, since=since, term=half_term(since), note=one["note"], back=back))
    return found


def phase_on(phases: Iterable[PhaseView], day: date) -> Phase:
    """The phase that a journey was in on ``day``; before its first day, the first."""
    known = list(phases)
    return next((one.phase for one in reversed(known) if one.since <= day), known[0].phase)


def measure_view(detail: MeasureDetail) -> MeasureView:
    """A measure as a revision holds it."""
    return MeasureView(
        id=UUID(detail["id"]),
        name=detail["name"],
        unit=detail["unit"],
        better=Better(detail["better"]),
        source=detail["source"],
        baseline=detail["baseline"],
        target=detail["target"],
        points=[
            point_view(
                date.fromisoformat(point["measured_on"]), point["value"], point["people"], point["note"]
            )
            for point in detail["points"]
        ],
    )


def point_view(measured_on: date, value: float, people: int | None, note: str) -> PointView:
    """A measurement, marked where it tells of few people."""
    small = people is not None and people < SMALL
    return PointView(measured_on=measured_on, value=value, people=people, small=small, note=note)


def _entries(
    session: Session, revision: Revision, details: Details, phases: list[PhaseView]
) -> list[EntryView]:
    entries = details["journey"]["entries"]
    tags = recommendations_by_id(session, [tag for entry in entries for tag in entry["tags"]])
    pictures = pictures_to_read(revision)
    found = []
    for entry in entries:
        day = date.fromisoformat(entry["happened_on"])
        going = Going(entry["going"]) if entry["going"] else None
        parts = [
            part
            for part in revision.sections
            if part.get("entry") == entry["id"] and part["markdown"].strip()
        ]
        found.append(
            EntryView(
                id=UUID(entry["id"]),
                happened_on=day,
                term=half_term(day),
                phase=phase_on(phases, day),
                going=going,
                prompt=EntryPrompt(entry["prompt"]) if entry["prompt"] else None,
                by=entry["by"],
                tags=in_order([tags[tag] for tag in entry["tags"] if tag in tags]),
                files=files_to_read(revision, entry["id"]),
                sections=[
                    SectionView(
                        key=part["part"],
                        title=part["title"],
                        html=render_markdown(part["markdown"], pictures),
                        markdown=for_readers(part["markdown"], pictures),
                    )
                    for part in parts
                ],
                setback=going is Going.stuck or any(part["part"] == WENT_WRONG for part in parts),
            )
        )
    return found
