"""The way through the stages, forth and back, and what each leaves and begins."""

import random
from collections.abc import Callable
from typing import Any

from sqlmodel import col, select

from app.actions.boards.places import places
from app.actions.boards.timers import set_timer
from app.actions.boards.turn import Telling, Turn
from app.actions.boards.voting import close_vote, open_vote
from app.errors import Conflict, Invalid, NotFound
from app.models.boards import BoardCard, BoardGroup
from app.policies.board_acts import Act
from app.queries.board_cards import card_view
from app.queries.boards import token_of
from app.schemas import boards as commands
from app.schemas.board_plan import StageKind


def go_to_stage(turn: Turn, command: commands.GoToStage) -> str:
    """Leave a stage and begin another. Leaving one of writing reveals, for good; leaving a vote closes it."""
    turn.must(Act.steer)
    if command.came_from != turn.board.stage:
        raise Conflict("The meeting has moved on already.")
    if command.stage >= len(turn.plan.stages):
        raise Invalid("This meeting has no such stage.")
    if command.stage == turn.board.stage:
        raise Conflict("The meeting is at this stage already.")
    if turn.stage.kind is StageKind.write:
        reveal(turn)
    close_vote(turn)
    turn.board.stage = command.stage
    turn.tell({"board": {"stage": command.stage}})
    begin_stage(turn)
    return "stage"


def begin_stage(telling: Telling) -> None:
    """Nobody has the floor and nothing is in focus; the stage's minutes run, and a vote opens."""
    board = telling.board
    board.speaker_id = board.focus_id = None
    telling.tell({"board": {"speaker": None, "focus": None}})
    minutes = telling.stage.minutes
    set_timer(telling, minutes * 60 if minutes is not None else None)
    if telling.stage.kind is StageKind.vote:
        open_vote(telling)


def reveal(turn: Turn) -> None:
    """Show every hidden card to everybody, shuffled: neither order nor id tells who wrote when."""
    board = turn.board
    hidden = list(
        turn.session.exec(
            select(BoardCard).where(BoardCard.board_id == board.id, col(BoardCard.revealed).is_(False))
        ).all()
    )
    random.SystemRandom().shuffle(hidden)
    ends: dict[str, str] = {}
    loose = select(BoardCard.column_key, BoardCard.position).where(
        BoardCard.board_id == board.id, col(BoardCard.revealed), col(BoardCard.group_id).is_(None)
    )
    groups = select(BoardGroup.column_key, BoardGroup.position).where(BoardGroup.board_id == board.id)
    for column, place in [*turn.session.exec(loose), *turn.session.exec(groups)]:
        ends[column] = max(ends.get(column, ""), place)
    free = {column: places(ends.get(column), None) for column in {card.column_key for card in hidden}}
    for card in hidden:
        card.revealed = True
        card.position = next(free[card.column_key])
        turn.session.add(card)
        turn.tell({"cards": {str(card.id): card_view(card, mine=False)}, "hidden": {card.column_key: 0}})
        turn.tell_only(token_of(board, card), {"cards": {str(card.id): {"mine": True}}})
    turn.session.flush()


def focus(turn: Turn, command: commands.Focus) -> str:
    """Discuss one card or group, for as long as the stage gives to each."""
    turn.must(Act.focus)
    if command.target is not None:
        card = turn.session.get(BoardCard, command.target)
        group = turn.session.get(BoardGroup, command.target)
        here = card is not None and turn.sees(card) and card.revealed
        if not here and (group is None or group.board_id != turn.board.id):
            raise NotFound("This card is not there any more.")
    turn.board.focus_id = command.target
    turn.tell({"board": {"focus": str(command.target) if command.target else None}})
    minutes = turn.stage.per_topic_minutes
    if command.target is not None and turn.stage.kind is StageKind.discuss and minutes is not None:
        set_timer(turn, minutes * 60)
    return "focus"


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.GoToStage: go_to_stage,
    commands.Focus: focus,
}
