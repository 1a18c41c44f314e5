"""Writing, changing, moving and removing cards, and reactions to them."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel, col, select

from app.actions.audit import record
from app.actions.boards.about import must_know_recommendations, must_know_school
from app.actions.boards.actions import forget_card
from app.actions.boards.groups import get_group, leave_group
from app.actions.boards.places import Row, column_of
from app.actions.boards.turn import Turn
from app.actions.boards.voting import give_back
from app.errors import Conflict, NotFound
from app.models.boards import BoardCard, BoardReaction
from app.policies.board_acts import Act
from app.policies.board_projection import Patch
from app.queries.board_cards import card_view
from app.queries.boards import token_of
from app.schemas import boards as commands
from app.schemas.board_plan import StageKind

CARDS_AT_MOST = 3_000
"""On one board. Everybody who opens it is sent them all."""

# Put together once: for every command, making a statement costs several times what executing it does.
_CARD, _REACTION = (SQLModel.metadata.tables[str(one.__tablename__)] for one in (BoardCard, BoardReaction))
_ONE = select(BoardCard).where(col(BoardCard.id) == sa.bindparam("card"))
_THERE = sa.select(_CARD.c.id).where(_CARD.c.id == sa.bindparam("card"))
_NEW = sa.insert(_CARD)
_CHANGED = sa.update(_CARD).where(_CARD.c.id == sa.bindparam("card"))
_SHOWN_AS = {"school_urn": "school"}
_HIDDEN = (
    sa.select(sa.func.count())
    .select_from(_CARD)
    .where(
        _CARD.c.board_id == sa.bindparam("board"),
        _CARD.c.column_key == sa.bindparam("column"),
        _CARD.c.revealed.is_(False),
    )
)
_CARDS = sa.select(sa.func.count()).select_from(_CARD).where(_CARD.c.board_id == sa.bindparam("board"))
_REACTIONS = sa.select(_REACTION.c.kind, _REACTION.c.owner).where(_REACTION.c.card_id == sa.bindparam("card"))
_REACT = sa.insert(_REACTION)
_TAKE_BACK = sa.delete(_REACTION).where(
    _REACTION.c.card_id == sa.bindparam("card"),
    _REACTION.c.kind == sa.bindparam("that"),
    _REACTION.c.owner == sa.bindparam("whose"),
)


def add_card(turn: Turn, command: commands.AddCard) -> str:
    """A new card: hidden while the stage is for writing, else there for all at once."""
    turn.must(Act.card_add)
    column = column_of(turn, command.column)
    if turn.rows.execute(_THERE, {"card": command.card}).first() is not None:
        raise Conflict("There is a card with this id already.")
    _must_have_room(turn)
    must_know_recommendations(turn, command.tags)
    must_know_school(turn, command.school)
    row = Row(turn, column)
    card = BoardCard(
        id=command.card,
        board_id=turn.board.id,
        column_key=column,
        position=row.end() if command.after is None else row.behind(command.after),
        text=command.text,
        tags=command.tags,
        school_urn=command.school,
        revealed=turn.stage.kind is not StageKind.write,
        participant_id=None if turn.board.anonymous else turn.attendee.participant_id,
        owner=turn.owner if turn.board.anonymous else None,
    )
    turn.rows.execute(_NEW, {column.key: getattr(card, column.key) for column in _CARD.columns})
    if card.revealed:
        turn.tell({"cards": {str(card.id): card_view(card, mine=False)}})
        turn.tell_only(turn.token, {"cards": {str(card.id): {"mine": True}}})
        return "card.added"
    turn.tell_only(turn.token, {"cards": {str(card.id): card_view(card, mine=True)}})
    return tell_hidden(turn, column)


def edit_card(turn: Turn, command: commands.EditCard) -> str:
    """Other words on one's own card; other tags or another school, in sorting on anybody's."""
    card = get_card(turn, command.card)
    saved: dict[str, Any] = {}
    if command.text is not None:
        turn.must(Act.card_edit, card)
        saved["text"] = command.text
    if command.tags is not None or command.school is not None or command.clear_school:
        turn.must(Act.card_tag, card)
        must_know_recommendations(turn, set(command.tags or ()).difference(card.tags))
        must_know_school(turn, command.school)
    if command.tags is not None:
        saved["tags"] = command.tags
    if command.school is not None or command.clear_school:
        saved["school_urn"] = command.school
    _save(turn, card, saved)
    return tell_change(turn, card, "card.edited", {_SHOWN_AS.get(key, key): saved[key] for key in saved})


def remove_card(turn: Turn, command: commands.RemoveCard) -> str:
    """Take a card away, out of the log too: nobody who comes back later is sent it."""
    card = get_card(turn, command.card)
    turn.must(Act.card_remove, card)
    session, key = turn.session, str(card.id)
    if not card.revealed:
        turn.tell_only(token_of(turn.board, card), {"cards": {key: None}})
        session.delete(card)
        session.flush()
        return tell_hidden(turn, card.column_key)
    if not turn.owns(card):
        record(session, turn.person, "board.card_removed", "board", turn.board.id)
    give_back(turn, card.id)
    forget_card(turn, card.id)
    session.exec(sa.delete(BoardReaction).where(col(BoardReaction.card_id) == card.id))
    group = card.group_id
    session.delete(card)
    session.flush()
    turn.tell({"cards": {key: None}})
    leave_group(turn, group)
    if turn.board.focus_id == card.id:
        turn.board.focus_id = None
        turn.tell({"board": {"focus": None}})
    turn.forget()
    return "card.removed"


def move_card(turn: Turn, command: commands.MoveCard) -> str:
    """To another place, into a group, or out of one. A group that nothing is left in goes."""
    card = get_card(turn, command.card)
    turn.must(Act.card_move, card)
    column = column_of(turn, command.column)
    before = card.column_key
    if command.group is not None:
        if not card.revealed:
            raise Conflict("Cards are grouped once everybody can see them.")
        column = get_group(turn, command.group).column_key
    left = card.group_id if card.group_id != command.group else None
    position = Row(turn, column, command.group, without=card.id).behind(command.after)
    _save(turn, card, {"column_key": column, "group_id": command.group, "position": position})
    changes = {
        "column": column,
        "group": str(command.group) if command.group else None,
        "position": position,
    }
    kind = tell_change(turn, card, "card.moved", changes)
    leave_group(turn, left, card.id)
    if not card.revealed and column != before:
        tell_hidden(turn, before, column)
    return kind


def react(turn: Turn, command: commands.React) -> str:
    """Put a reaction to a card or take it back; either may be so already."""
    card = get_card(turn, command.card)
    turn.must(Act.card_react, card)
    if not card.revealed:
        raise Conflict("Only you can see this card so far.")
    rows = turn.rows
    this = (command.kind, turn.owner)
    reactions = {(kind, owner) for kind, owner in rows.execute(_REACTIONS, {"card": card.id})}
    if command.on and this not in reactions:
        reactions.add(this)
        rows.execute(
            _REACT, {"card_id": card.id, "kind": this[0], "owner": this[1], "board_id": turn.board.id}
        )
    elif this in reactions and not command.on:
        reactions.remove(this)
        rows.execute(_TAKE_BACK, {"card": card.id, "that": this[0], "whose": this[1]})
    counted = Counter(kind for kind, _ in reactions)
    reacted = [kind for kind, owner in reactions if owner == turn.owner]
    turn.tell({"cards": {str(card.id): {"reactions": dict(counted)}}})
    turn.tell_only(turn.owner.hex(), {"cards": {str(card.id): {"reacted": sorted(reacted)}}})
    return "card.reacted"


def get_card(turn: Turn, card_id: UUID) -> BoardCard:
    """A card on this board that they may know of."""
    card = turn.session.exec(_ONE, params={"card": card_id}).first()
    if card is None or not turn.sees(card):
        raise NotFound("This card is not there any more.")
    return card


def tell_change(turn: Turn, card: BoardCard, kind: str, changes: Patch) -> str:
    """Say what changed of a card to those who see it; returns the event's kind."""
    patch = {"cards": {str(card.id): changes}}
    if card.revealed:
        turn.tell(patch)
        return kind
    turn.tell_only(turn.token, patch)
    return "hidden"


def tell_hidden(turn: Turn, *columns: str) -> str:
    """How many cards of these columns nobody but their authors sees yet; returns the event's kind."""
    turn.session.flush()
    for column in columns:
        count = turn.rows.execute(_HIDDEN, {"board": turn.board.id, "column": column}).scalar()
        turn.tell({"hidden": {column: count}})
    return "hidden"


def _save(turn: Turn, card: BoardCard, values: dict[str, Any]) -> None:
    """Change these columns, by a statement put together once: a flush works out anew what to write."""
    if values:
        turn.rows.execute(_CHANGED, {"card": card.id, **values})
    for name, value in values.items():
        set_committed_value(card, name, value)


def _must_have_room(turn: Turn) -> None:
    """Each card was an event once: as long as there were fewer of them, nothing needs to be counted."""
    if turn.board.seq < CARDS_AT_MOST:
        return
    count = turn.rows.execute(_CARDS, {"board": turn.board.id}).scalar()
    if count is not None and count >= CARDS_AT_MOST:
        raise Conflict(
            f"This board is full: it has {CARDS_AT_MOST:,} cards. Remove some that are not needed first."
        )


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.AddCard: add_card,
    commands.EditCard: edit_card,
    commands.RemoveCard: remove_card,
    commands.MoveCard: move_card,
    commands.React: react,
}
