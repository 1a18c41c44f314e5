"""Rows of what is written of a journey: its phases, entries and measures. Read they are with its story."""

from collections.abc import Callable, Iterable, Mapping
from uuid import uuid4

from app import clock
from tests.matrix.rows import AUTHOR, Expected, Row, answers, known
from tests.matrix.world import JOURNEYS as STAGES
from tests.matrix.world import NO_ACCOUNT, ON_THE_DRAFT, World

POINTS = "date,value,people,note\r\n3/11/2025,4,12,Counted twice\r\n"


def journey(rest: str) -> Callable[[World, str], str]:
    """An address under the journey of the stage, with what is in it by name."""
    return lambda world, stage: (
        f"/api/stories/{world.journeys[stage].story}{rest.format(**vars(world.journeys[stage]))}"
    )


def writing(ok: str = "ok", may: frozenset[str] = AUTHOR) -> Mapping[str, Expected]:
    """For its author; others who know the journey are told that it is not theirs to change."""
    row = {}
    for stage in STAGES:
        statuses: dict[str, Iterable[str]] = {"forbidden": known(stage) - NO_ACCOUNT, ok: may}
        row[stage] = answers(404, signed_out=401, **statuses)
    return row


FIRST = {"If-Match": '"1"'}
MEASURE = {"name": "Minutes", "better": "up"}

JOURNEYS: Mapping[str, Row] = {
    "GET /api/stories/{story_id}/journey": Row(journey("/journey"), writing(may=ON_THE_DRAFT)),
    "GET /api/stories/{story_id}/journey/removed": Row(journey("/journey/removed"), writing()),
    "PUT /api/stories/{story_id}/phases": Row(
        journey("/phases"),
        writing(),
        json=lambda _w, _s: {"phase": "deliver", "since": clock.today().isoformat()},
    ),
    "DELETE /api/stories/{story_id}/phases/{phase_id}": Row(journey("/phases/{phase}"), writing()),
    "POST /api/stories/{story_id}/entries": Row(
        journey("/entries"),
        writing("created"),
        json=lambda _w, _s: {"id": str(uuid4()), "happened_on": clock.today().isoformat()},
    ),
    "PATCH /api/stories/{story_id}/entries/{entry_id}": Row(
        journey("/entries/{entry}"), writing(), json=lambda _w, _s: {"held_back": True}, headers=FIRST
    ),
    "DELETE /api/stories/{story_id}/entries/{entry_id}": Row(
        journey("/entries/{entry}"), writing("done"), headers=FIRST
    ),
    "POST /api/stories/{story_id}/entries/{entry_id}/restore": Row(
        journey("/entries/{removed_entry}/restore"), writing()
    ),
    "POST /api/stories/{story_id}/measures": Row(
        journey("/measures"), writing("created"), json=lambda _w, _s: {"id": str(uuid4()), **MEASURE}
    ),
    "PUT /api/stories/{story_id}/measures/{measure_id}": Row(
        journey("/measures/{measure}"), writing(), json=lambda _w, _s: MEASURE, headers=FIRST
    ),
    "DELETE /api/stories/{story_id}/measures/{measure_id}": Row(
        journey("/measures/{measure}"), writing("done"), headers=FIRST
    ),
    "POST /api/stories/{story_id}/measures/{measure_id}/restore": Row(
        journey("/measures/{removed_measure}/restore"), writing()
    ),
    "PUT /api/stories/{story_id}/measures/{measure_id}/points/{measured_on}": Row(
        journey("/measures/{measure}/points/2025-11-03"), writing(), json=lambda _w, _s: {"value": 4}
    ),
    "DELETE /api/stories/{story_id}/measures/{measure_id}/points/{measured_on}": Row(
        journey("/measures/{measure}/points/2025-11-03"), writing()
    ),
    "GET /api/stories/{story_id}/measures/{measure_id}/points.csv": Row(
        journey("/measures/{measure}/points.csv"), writing(may=ON_THE_DRAFT)
    ),
    "POST /api/stories/{story_id}/measures/{measure_id}/points/preview": Row(
        journey("/measures/{measure}/points/preview"), writing(), json=lambda _w, _s: POINTS
    ),
    "POST /api/stories/{story_id}/measures/{measure_id}/points/import": Row(
        journey("/measures/{measure}/points/import"), writing(), json=lambda _w, _s: POINTS
    ),
}
