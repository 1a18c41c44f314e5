"""The plans of boards, read once."""

from uuid import UUID

from app.models.boards import Board
from app.schemas.board_plan import BoardPlan

_KEPT = 200
_read: dict[UUID, tuple[object, BoardPlan]] = {}


def plan_of(board: Board) -> BoardPlan:
    """Its columns and stages. Every command asks for them, and they hardly ever change."""
    known = _read.get(board.id)
    if known is None or known[0] != board.plan:
        if len(_read) >= _KEPT:
            _read.clear()
        known = _read[board.id] = (board.plan, BoardPlan.model_validate(board.plan))
    return known[1]
