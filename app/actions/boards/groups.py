"""Groups of cards. There is none without a card in it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import select

from app.actions.boards.places import Row, column_of, places
from app.actions.boards.turn import Turn
from app.actions.boards.voting import give_back, hand_on
from app.errors import Conflict, NotFound
from app.models.boards import BoardCard, BoardGroup
from app.policies.board_acts import Act
from app.schemas import boards as commands


def make_group(turn: Turn, command: commands.MakeGroup) -> str:
    """Put cards together where the first of them is: behind its group, if it comes out of one."""
    turn.must(Act.group)
    if turn.session.get(BoardGroup, command.group) is not None:
        raise Conflict("There is a group with this id already.")
    cards = [_revealed(turn, card) for card in dict.fromkeys(command.cards)]
    first = cards[0]
    position = first.position
    if first.group_id is not None:
        position = Row(turn, first.column_key).behind(first.group_id)
    group = BoardGroup(
        id=command.group,
        board_id=turn.board.id,
        column_key=first.column_key,
        position=position,
        name=command.name,
    )
    turn.session.add(group)
    turn.session.flush()
    turn.tell({"groups": {str(group.id): _view(group)}})
    left: dict[UUID | None, UUID] = {}
    for card in cards:
        left.setdefault(card.group_id, card.id)
    for card, place in zip(cards, places(None, None), strict=False):
        card.group_id = group.id
        _put(turn, card, group.column_key, place)
    turn.session.flush()
    for one, card_id in left.items():
        leave_group(turn, one, card_id)
    return "group.made"


def name_group(turn: Turn, command: commands.NameGroup) -> str:
    """Another name, or none."""
    group = get_group(turn, command.group)
    turn.must(Act.group)
    group.name = command.name
    turn.session.add(group)
    turn.tell({"groups": {str(group.id): {"name": group.name}}})
    return "group.named"


def move_group(turn: Turn, command: commands.MoveGroup) -> str:
    """To another place, with the cards in it."""
    group = get_group(turn, command.group)
    turn.must(Act.group)
    column = column_of(turn, command.column)
    group.position = Row(turn, column, without=group.id).behind(command.after)
    turn.session.add(group)
    turn.tell({"groups": {str(group.id): {"column": column, "position": group.position}}})
    if column != group.column_key:
        group.column_key = column
        for card in _cards(turn, group.id):
            _put(turn, card, column, card.position)
    turn.session.flush()
    return "group.moved"


def split_group(turn: Turn, command: commands.SplitGroup) -> str:
    """Let its cards stand one by one where it was."""
    group = get_group(turn, command.group)
    turn.must(Act.group)
    row = Row(turn, group.column_key)
    ahead = row.next_to(group.position)
    cards = _cards(turn, group.id)
    for card, place in zip(cards, places(group.position, ahead), strict=False):
        card.group_id = None
        _put(turn, card, group.column_key, place)
    turn.session.flush()
    leave_group(turn, group.id, cards[0].id)
    return "group.split"


def leave_group(turn: Turn, group_id: UUID | None, card_id: UUID | None = None) -> None:
    """After a card has left a group: it goes when none is left in it.

    The results of a vote that is closed pass to ``card_id``; else the group's dots go with it.
    """
    group = turn.session.get(BoardGroup, group_id) if group_id is not None else None
    if group is None or turn.session.exec(select(BoardCard.id).where(BoardCard.group_id == group.id)).first():
        return
    if card_id is not None and not turn.board.vote_open:
        hand_on(turn, group.id, card_id)
    else:
        give_back(turn, group.id)
    if turn.board.focus_id == group.id:
        turn.board.focus_id = None
        turn.tell({"board": {"focus": None}})
    turn.session.delete(group)
    turn.session.flush()
    turn.tell({"groups": {str(group.id): None}})


def get_group(turn: Turn, group_id: UUID) -> BoardGroup:
    """A group on this board."""
    group = turn.session.get(BoardGroup, group_id)
    if group is None or group.board_id != turn.board.id:
        raise NotFound("This group is not there any more.")
    return group


def _revealed(turn: Turn, card_id: UUID) -> BoardCard:
    card = turn.session.get(BoardCard, card_id)
    if card is None or not turn.sees(card):
        raise NotFound("This card is not there any more.")
    if not card.revealed:
        raise Conflict("Cards are grouped once everybody can see them.")
    return card


def _cards(turn: Turn, group_id: UUID) -> list[BoardCard]:
    cards = turn.session.exec(select(BoardCard).where(BoardCard.group_id == group_id)).all()
    return sorted(cards, key=lambda card: card.position)


def _put(turn: Turn, card: BoardCard, column: str, place: str) -> None:
    card.column_key, card.position = column, place
    turn.session.add(card)
    group = str(card.group_id) if card.group_id else None
    turn.tell({"cards": {str(card.id): {"column": column, "group": group, "position": place}}})


def _view(group: BoardGroup) -> dict[str, Any]:
    return {"column": group.column_key, "position": group.position, "name": group.name}


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.MakeGroup: make_group,
    commands.NameGroup: name_group,
    commands.MoveGroup: move_group,
    commands.SplitGroup: split_group,
}
