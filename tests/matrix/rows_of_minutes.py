"""Rows of minutes, of what can be taken away, and of actions. A meeting's state is the stage."""

from collections.abc import Callable, Mapping

from tests.matrix.rows import Row, always, answers, fixed, story
from tests.matrix.rows_of_guests import board
from tests.matrix.rows_of_meetings import COMERS, IN_CLUSTER, coming, meeting
from tests.matrix.rows_of_realtime import ON_BOARD
from tests.matrix.world import READERS, SEATED, STAGES, World

ADDERS = frozenset({"school_lead", "same_cluster_lead", "cluster_lead", "regional_lead"})
CHANGERS = frozenset({"author", "cluster_lead", "regional_lead"})
"""The action of the world is the author's."""


def action(rest: str = "") -> Callable[[World, str], str]:
    """An address under the world's action."""
    return lambda world, _stage: f"/api/actions/{world.action}{rest}"


TAKEN_AWAY = dict(ON_BOARD) | {"ended": answers(ok=COMERS["ended"])}
"""Who was a guest is nobody any more."""
BEGINNERS = frozenset({"cluster_lead", "school_lead"})
BEGUN = dict(coming(who=())) | {"ended": answers(created=BEGINNERS, forbidden=COMERS["ended"] - BEGINNERS)}
CHANGED = always(answers(ok=CHANGERS, forbidden=IN_CLUSTER - CHANGERS))

MINUTES: Mapping[str, Row] = {
    "GET /api/meetings/{meeting_id}/minutes": Row(meeting("/minutes"), coming()),
    # Of the one that has ended, by those who were there from its cluster.
    "POST /api/meetings/{meeting_id}/minutes": Row(meeting("/minutes"), BEGUN),
    "GET /api/boards/{board_id}/record.md": Row(board("/record.md"), TAKEN_AWAY),
    "GET /api/boards/{board_id}/cards.csv": Row(board("/cards.csv"), TAKEN_AWAY),
    "GET /api/stories/{story_id}/text.md": Row(
        story("/text.md"), {stage: answers(signed_out=404, ok=READERS[stage]) for stage in STAGES}
    ),
    "GET /api/actions": Row(fixed("/api/actions"), always(answers(ok=SEATED))),
    "POST /api/actions": Row(
        fixed("/api/actions"),
        always(answers(created=ADDERS, forbidden=SEATED - ADDERS)),
        json=lambda world, _stage: {"cluster": world.cluster, "text": "Share the timetable"},
    ),
    "GET /api/actions/{action_id}": Row(action(), always(answers(ok=IN_CLUSTER))),
    "PATCH /api/actions/{action_id}": Row(
        action(), CHANGED, json=lambda _w, _s: {"text": "Another"}, headers={"If-Match": '"1"'}
    ),
    "PUT /api/actions/{action_id}/done": Row(action("/done"), CHANGED, json=lambda _w, _s: {"done": True}),
    "POST /api/actions/{action_id}/drop": Row(
        action("/drop"), CHANGED, json=lambda _w, _s: {"reason": "The hall was sold."}
    ),
}
