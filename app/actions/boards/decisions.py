"""What the meeting decided, in sentences."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.actions.boards.turn import Turn
from app.content.positions import between
from app.errors import Conflict, NotFound
from app.models.boards import BoardDecision
from app.policies.board_acts import Act
from app.schemas import boards as commands


def add_decision(turn: Turn, command: commands.AddDecision) -> str:
    """A decision, behind those there are."""
    turn.must(Act.agree)
    session = turn.session
    if session.get(BoardDecision, command.decision) is not None:
        raise Conflict("There is a decision with this id already.")
    last = session.scalar(
        sa.select(sa.func.max(BoardDecision.position)).where(col(BoardDecision.board_id) == turn.board.id)
    )
    decision = BoardDecision(
        id=command.decision, board_id=turn.board.id, position=between(last, None), text=command.text
    )
    session.add(decision)
    turn.tell({"decisions": {str(decision.id): {"text": decision.text, "position": decision.position}}})
    return "decision.added"


def edit_decision(turn: Turn, command: commands.EditDecision) -> str:
    """Other words."""
    turn.must(Act.agree)
    decision = _decision(turn, command.decision)
    decision.text = command.text
    turn.session.add(decision)
    turn.tell({"decisions": {str(decision.id): {"text": decision.text}}})
    return "decision.edited"


def remove_decision(turn: Turn, command: commands.RemoveDecision) -> str:
    """Take it away, out of the log too."""
    turn.must(Act.agree)
    turn.session.delete(_decision(turn, command.decision))
    turn.tell({"decisions": {str(command.decision): None}})
    turn.forget()
    return "decision.removed"


def _decision(turn: Turn, decision_id: UUID) -> BoardDecision:
    found = turn.session.get(BoardDecision, decision_id)
    if found is None or found.board_id != turn.board.id:
        raise NotFound("This decision is not there any more.")
    return found


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.AddDecision: add_decision,
    commands.EditDecision: edit_decision,
    commands.RemoveDecision: remove_decision,
}
