"""The facilitator's way through the stages, forth and back."""

import random
from collections.abc import Callable
from typing import Any

from sqlmodel import col, select

from app.actions.boards.turn import Turn
from app.content.positions import between
from app.errors import Conflict, Invalid
from app.models.boards import BoardCard
from app.queries.boards import card_view, token_of
from app.schemas import boards as commands
from app.schemas.board_plan import StageKind


def go_to_stage(turn: Turn, command: commands.GoToStage) -> str:
    """Leave a stage and begin another. Leaving a stage of writing reveals what was written, for good."""
    turn.must_facilitate()
    if command.came_from != turn.board.stage:
        raise Conflict("The meeting has moved on already.")
    if command.stage >= len(turn.plan.stages):
        raise Invalid("This meeting has no such stage.")
    if turn.stage.kind is StageKind.write:
        reveal(turn)
    turn.board.stage = command.stage
    turn.tell({"board": {"stage": command.stage}})
    return "stage"


def reveal(turn: Turn) -> None:
    """Show every hidden card to everybody, shuffled: neither order nor id tells who wrote when."""
    hidden = list(
        turn.session.exec(
            select(BoardCard).where(BoardCard.board_id == turn.board.id, col(BoardCard.revealed).is_(False))
        ).all()
    )
    random.SystemRandom().shuffle(hidden)
    ends: dict[str, str | None] = {}
    for card in turn.session.exec(
        select(BoardCard).where(BoardCard.board_id == turn.board.id, col(BoardCard.revealed))
    ).all():
        ends[card.column_key] = max(ends.get(card.column_key) or "", card.position)
    for card in hidden:
        card.revealed = True
        card.position = ends[card.column_key] = between(ends.get(card.column_key), None)
        turn.session.add(card)
        turn.tell({"cards": {str(card.id): card_view(card, mine=False)}, "hidden": {card.column_key: 0}})
        turn.tell_only(token_of(turn.board, card), {"cards": {str(card.id): {"mine": True}}})


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.GoToStage: go_to_stage,
}
