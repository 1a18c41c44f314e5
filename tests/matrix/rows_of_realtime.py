"""Rows of boards at their socket and over HTTP. What streams is asked of a real server."""

from collections.abc import Mapping

from app.content.yjs_bytes import var_bytes
from tests.matrix.rows import SOCKETS, Row, SocketRow, answers
from tests.matrix.rows_of_guests import board
from tests.matrix.rows_of_meetings import COMERS
from tests.matrix.world import ON_THE_DRAFT, STAGES, World
from tests.realtime.peers import sync


def draft(world: World, stage: str) -> str:
    """The address of a draft's text."""
    return f"/api/documents/{world.documents[stage]}/updates"


ON_BOARD = {
    "planned": answers(ok=COMERS["planned"]) | {"guest": 404},
    "live": answers(ok=COMERS["live"] | {"guest"}),
    "ended": answers(ok=COMERS["ended"]) | {"guest": 403},
}
"""A guest's way in ends with the meeting, and that is what they are told."""

BOARDS: Mapping[str, Row] = {"GET /api/boards/{board_id}": Row(board(), ON_BOARD)}

ON_DRAFT = {stage: answers(ok=ON_THE_DRAFT) for stage in STAGES}
"""Whatever has been published, the live text is theirs alone."""

SERVED: Mapping[str, Row] = {
    "GET /api/documents/{document_id}/updates": Row(draft, ON_DRAFT),
    "POST /api/documents/{document_id}/updates": Row(
        draft, ON_DRAFT, json=lambda _world, _stage: var_bytes(sync(0, b"\x00"))
    ),
    "GET /api/boards/{board_id}/events": Row(board("/events"), ON_BOARD),
    "POST /api/boards/{board_id}/commands": Row(
        board("/commands"),
        ON_BOARD,
        json=lambda world, _stage: {
            "commands": [{"id": str(world.meetings["live"].board), "do": "me.ready", "on": True}]
        },
    ),
}
"""Routes that need the whole service: they stream, or they speak to who is in a room."""


def _board(world: World, stage: str) -> str:
    return f"/ws/boards/{world.meetings[stage].board}"


def _wall(world: World, stage: str) -> str:
    return f"{_board(world, stage)}?view=wall"


def _views(view: str = "", guest: str = "guest") -> Mapping[str, Mapping[str, str]]:
    people = {
        state: dict.fromkeys(comers, view or "member") | {"cluster_lead": view or "facilitator"}
        for state, comers in COMERS.items()
    }
    people["live"]["guest"] = view or guest
    people["planned"]["guest"], people["ended"]["guest"] = "4404", "4403"
    return people


ALL_SOCKETS: Mapping[str, SocketRow] = {**SOCKETS, "/ws/boards/{board_id}": SocketRow(_board, _views())}
WALL = SocketRow(_wall, _views("wall"))
"""The board's socket once more, for the projector."""
