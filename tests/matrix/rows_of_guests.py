"""Rows of what people without an account do at a meeting."""

from collections.abc import Callable, Mapping

from tests.matrix.rows import Row, always, answers, fixed
from tests.matrix.rows_of_meetings import COMERS
from tests.matrix.world import EVERYONE, World


def board(rest: str = "") -> Callable[[World, str], str]:
    """An address under the board of the meeting whose state is the stage."""
    return lambda world, stage: f"/api/boards/{world.meetings[stage].board}{rest}"


GUESTS: Mapping[str, Row] = {
    "POST /api/join": Row(
        fixed("/api/join"),
        always(answers(404, signed_out=404)),
        json=lambda _world, _stage: {"code": "AAAAAA", "name": "Gus"},
    ),
    "DELETE /api/join": Row(fixed("/api/join"), always(answers(signed_out=204, done=EVERYONE))),
    "GET /api/boards/{board_id}/door.svg": Row(
        board("/door.svg"),
        {
            "planned": answers(conflict=COMERS["planned"]) | {"guest": 404},
            "live": answers(ok=COMERS["live"] | {"guest"}),
            "ended": answers(conflict=COMERS["ended"]),
        },
    ),
}
