"""Where cards and groups stand: in a column with the groups there, or within a group.

Places are made from what its mover can see, so that they say nothing about cards that are still hidden.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.actions.boards.turn import Turn
from app.content.positions import between
from app.errors import Invalid
from app.models.boards import BoardCard, BoardGroup


def column_of(turn: Turn, key: str) -> str:
    """A column of this board, or ``Invalid``."""
    if all(column.key != key for column in turn.plan.columns):
        raise Invalid("This board has no such column.")
    return key


class Row:
    """What stands in a column, or in one of its groups, besides ``without``."""

    def __init__(
        self, turn: Turn, column: str, group: UUID | None = None, *, without: Iterable[UUID] = ()
    ) -> None:
        gone = list(without)
        who = (
            col(BoardCard.owner) == turn.owner
            if turn.board.anonymous
            else col(BoardCard.participant_id) == turn.attendee.participant_id
        )
        cards = _standing(BoardCard).where(
            col(BoardCard.board_id) == turn.board.id,
            col(BoardCard.column_key) == column,
            col(BoardCard.group_id) == group,
            sa.or_(col(BoardCard.revealed), who),
            col(BoardCard.id).not_in(gone),
        )
        groups = _standing(BoardGroup).where(
            col(BoardGroup.board_id) == turn.board.id,
            col(BoardGroup.column_key) == column,
            col(BoardGroup.id).not_in(gone),
        )
        self._session = turn.session
        self._all = (cards if group is not None else sa.union_all(cards, groups)).subquery()

    def behind(self, after: UUID | None) -> str:
        """The place behind ``after``: at the beginning without one, at the end where it is not here."""
        before = None
        if after is not None:
            before = self._session.scalar(sa.select(self._all.c.place).where(self._all.c.id == after))
            if before is None:
                return self.end()
        return between(before, self.next_to(before))

    def end(self) -> str:
        """The place behind everything."""
        return between(self._session.scalar(sa.select(sa.func.max(self._all.c.place))), None)

    def next_to(self, place: str | None) -> str | None:
        """The first place behind ``place``, or of all."""
        query = sa.select(sa.func.min(self._all.c.place))
        found: str | None = self._session.scalar(
            query if place is None else query.where(self._all.c.place > place)
        )
        return found


def _standing(what: type[BoardCard] | type[BoardGroup]) -> sa.Select[Any]:
    table: Any = what
    return sa.select(table.id.label("id"), table.position.label("place"))


def places(first: str | None, ahead: str | None) -> Iterator[str]:
    """Places without end, in order, all behind ``first`` and ahead of ``ahead``."""
    while True:
        first = between(first, ahead)
        yield first
