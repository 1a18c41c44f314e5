"""Rows of what people without an account do at a meeting."""

from collections.abc import Mapping

from tests.matrix.rows import Row, always, answers, fixed
from tests.matrix.world import EVERYONE

GUESTS: Mapping[str, Row] = {
    "POST /api/join": Row(
        fixed("/api/join"),
        always(answers(404, signed_out=404)),
        json=lambda _world, _stage: {"code": "AAAAAA", "name": "Gus"},
    ),
    "DELETE /api/join": Row(fixed("/api/join"), always(answers(signed_out=204, done=EVERYONE))),
}
