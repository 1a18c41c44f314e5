"""The rows of meetings and the templates of boards. A meeting's state is the stage."""

from collections.abc import Callable, Iterable, Mapping

from tests.matrix.rows import Expected, Row, always, answers, fixed, place
from tests.matrix.world import SEATED, World

PLAN = {
    "columns": [{"key": "ours", "title": "Ours"}],
    "stages": [{"key": "write", "kind": "write", "title": "Write"}],
}
PLANNERS = frozenset({"cluster_lead", "regional_lead"})
IN_CLUSTER = frozenset(
    {
        "author",
        "invited",
        "contributor",
        "school_lead",
        "same_cluster_lead",
        "same_cluster_contributor",
        "cluster_lead",
        "regional_lead",
    }
)
COMERS = {
    "planned": IN_CLUSTER,
    "live": IN_CLUSTER | {"other_lead"},
    "ended": IN_CLUSTER | {"other_lead"},
}
"""Who may come: the other lead is the live one's visitor, and was the ended one's."""
READ = {"If-Match": '"1"'}


def meeting(rest: str = "") -> Callable[[World, str], str]:
    """An address under the meeting whose state is the stage."""
    return lambda world, stage: (
        f"/api/meetings/{world.meetings[stage].meeting}" + rest.format(person=world.people["school_lead"])
    )


def template(world: World, _stage: str) -> str:
    """The address of the cluster's own template."""
    return f"/api/board-templates/{world.template}"


def coming(
    planned: str = "ok", live: str = "ok", ended: str = "ok", who: Iterable[str] | None = None
) -> Mapping[str, Expected]:
    """What those who may come are answered; with ``who``, only these of them, and the others that they may
    not. Everybody else finds nothing."""
    expected = {}
    for state, status in (("planned", planned), ("live", live), ("ended", ended)):
        able = frozenset(who) if who is not None else COMERS[state]
        expected[state] = answers(forbidden=COMERS[state] - able)
        statuses: dict[str, Iterable[str]] = {status: able}
        theirs = answers(404, signed_out=401, **statuses)
        expected[state].update({kind: theirs[kind] for kind in able})
    return expected


MEETINGS: Mapping[str, Row] = {
    "GET /api/meetings": Row(fixed("/api/meetings"), always(answers(ok=SEATED))),
    "POST /api/meetings": Row(
        fixed("/api/meetings"),
        always(answers(created=PLANNERS, forbidden=SEATED - PLANNERS)),
        json=lambda world, _s: {
            "cluster": world.cluster,
            "title": "Spring meeting",
            "starts_at": "2099-03-01T16:00:00Z",
            "template": str(world.template),
            "facilitator": str(world.people["school_lead"]),
        },
    ),
    "GET /api/meetings/{meeting_id}": Row(meeting(), coming()),
    "PATCH /api/meetings/{meeting_id}": Row(
        meeting(),
        coming(live="conflict", ended="conflict", who=PLANNERS),
        json=lambda _w, _s: {"title": "Another"},
        headers=READ,
    ),
    "POST /api/meetings/{meeting_id}/cancellation": Row(
        meeting("/cancellation"),
        coming(live="conflict", ended="conflict", who=PLANNERS),
        json=lambda _w, _s: {"reason": "Snow"},
        headers=READ,
    ),
    "POST /api/meetings/{meeting_id}/start": Row(
        meeting("/start"), coming(live="conflict", ended="conflict", who=PLANNERS)
    ),
    "POST /api/meetings/{meeting_id}/invitations": Row(
        meeting("/invitations"),
        coming(ended="forbidden", who=PLANNERS),
        json=lambda _w, _s: {"whole_cluster": True},
    ),
    "DELETE /api/meetings/{meeting_id}/invitations/{person_id}": Row(
        meeting("/invitations/{person}"), coming(planned="missing", ended="forbidden", who=PLANNERS)
    ),
    "PUT /api/meetings/{meeting_id}/answer": Row(
        meeting("/answer"),
        coming(live="conflict", ended="forbidden"),
        json=lambda _w, _s: {"answer": "coming"},
    ),
    "GET /api/meetings/{meeting_id}/calendar.ics": Row(meeting("/calendar.ics"), coming()),
    "GET /api/clusters/{slug}/people": Row(
        place("/api/clusters/{cluster}/people"), always(answers(ok=SEATED))
    ),
    "GET /api/board-templates": Row(fixed("/api/board-templates"), always(answers(ok=SEATED))),
    "POST /api/board-templates": Row(
        fixed("/api/board-templates"),
        always(answers(created=PLANNERS, forbidden=SEATED - PLANNERS)),
        json=lambda world, _s: {"cluster": world.cluster, "name": "New", "plan": PLAN},
    ),
    "GET /api/board-templates/{template_id}": Row(template, always(answers(ok=IN_CLUSTER))),
    "PATCH /api/board-templates/{template_id}": Row(
        template,
        always(answers(ok=PLANNERS, forbidden=IN_CLUSTER - PLANNERS)),
        json=lambda _w, _s: {"name": "Ours, again"},
        headers=READ,
    ),
    "DELETE /api/board-templates/{template_id}": Row(
        template, always(answers(done=PLANNERS, forbidden=IN_CLUSTER - PLANNERS)), headers=READ
    ),
}
