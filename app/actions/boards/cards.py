"""Writing, changing, moving and removing cards."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.actions.boards.turn import Turn
from app.content.positions import between
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.models.boards import BoardCard, BoardGroup
from app.policies.board_projection import Patch
from app.queries.boards import card_view, token_of
from app.schemas import boards as commands
from app.schemas.board_plan import StageKind


def add_card(turn: Turn, command: commands.AddCard) -> str:
    """A new card: hidden while the stage is for writing, else there for all at once."""
    column = _column(turn, command.column)
    if turn.session.get(BoardCard, command.card) is not None:
        raise Conflict("There is a card with this id already.")
    card = BoardCard(
        id=command.card,
        board_id=turn.board.id,
        column_key=column,
        position=place_after(turn, column, None, command.after, at_the_end=command.after is None),
        text=command.text,
        tags=command.tags,
        school_urn=command.school,
        revealed=turn.stage.kind is not StageKind.write,
        participant_id=None if turn.board.anonymous else turn.attendee.participant_id,
        owner=turn.owner if turn.board.anonymous else None,
    )
    turn.session.add(card)
    turn.session.flush()
    return tell_card(turn, card, "card.added", card_view(card, mine=False))


def edit_card(turn: Turn, command: commands.EditCard) -> str:
    """Other words, tags or school on one's own card."""
    card = get_card(turn, command.card)
    if not turn.owns(card):
        raise NotAllowed("Only whoever wrote a card can change it.")
    changes: dict[str, Any] = {}
    if command.text is not None:
        changes["text"] = card.text = command.text
    if command.tags is not None:
        changes["tags"] = card.tags = command.tags
    if command.school is not None or command.clear_school:
        changes["school"] = card.school_urn = command.school
    turn.session.add(card)
    return tell_card(turn, card, "card.edited", changes)


def get_card(turn: Turn, card_id: UUID) -> BoardCard:
    """A card on this board that they may know of."""
    card = turn.session.get(BoardCard, card_id)
    if card is None or card.board_id != turn.board.id or not (card.revealed or turn.owns(card)):
        raise NotFound("This card is not there any more.")
    return card


def tell_card(turn: Turn, card: BoardCard, kind: str, changes: Patch) -> str:
    """Say what changed of a card to those who see it; returns what kind of event that is for the others."""
    token = token_of(turn.board, card)
    key = str(card.id)
    if card.revealed:
        turn.tell({"cards": {key: changes}})
        if changes.get("mine") is False:
            turn.tell_only(token, {"cards": {key: {"mine": True}}})
        return kind
    turn.tell_only(token, {"cards": {key: changes | ({"mine": True} if "mine" in changes else {})}})
    tell_hidden(turn, card.column_key)
    return "hidden"


def tell_hidden(turn: Turn, *columns: str) -> None:
    """How many cards of these columns nobody else sees yet."""
    for column in columns:
        count = turn.session.exec(
            select(sa.func.count())
            .select_from(BoardCard)
            .where(
                BoardCard.board_id == turn.board.id,
                BoardCard.column_key == column,
                col(BoardCard.revealed).is_(False),
            )
        ).one()
        turn.tell({"hidden": {column: count}})


def place_after(
    turn: Turn, column: str, group_id: UUID | None, after: UUID | None, *, at_the_end: bool = False
) -> str:
    """A position behind ``after`` in a column or a group; without one at the beginning, or at the end."""
    positions = _positions(turn, column, group_id)
    if at_the_end:
        return between(max(positions.values(), default=None), None)
    if after is None:
        return between(None, min(positions.values(), default=None))
    before = positions.get(after)
    if before is None:  # it has gone elsewhere meanwhile: the end is where nothing is pushed aside
        return between(max(positions.values(), default=None), None)
    return between(before, min((one for one in positions.values() if one > before), default=None))


def _positions(turn: Turn, column: str, group_id: UUID | None) -> dict[UUID, str]:
    cards = select(BoardCard.id, BoardCard.position).where(BoardCard.board_id == turn.board.id)
    if group_id is not None:
        return dict(turn.session.exec(cards.where(BoardCard.group_id == group_id)).all())
    loose = cards.where(BoardCard.column_key == column, col(BoardCard.group_id).is_(None))
    groups = select(BoardGroup.id, BoardGroup.position).where(
        BoardGroup.board_id == turn.board.id, BoardGroup.column_key == column
    )
    return dict(turn.session.exec(loose).all()) | dict(turn.session.exec(groups).all())


def _column(turn: Turn, key: str) -> str:
    if all(column.key != key for column in turn.plan.columns):
        raise Invalid("This board has no such column.")
    return key


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.AddCard: add_card,
    commands.EditCard: edit_card,
}
