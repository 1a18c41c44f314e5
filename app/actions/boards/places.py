"""Where cards and groups stand: in a column with the groups there, or within a group.

Places are made from what its mover can see, so that they say nothing about cards that are still hidden.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel

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
        self, turn: Turn, column: str, group: UUID | None = None, *, without: UUID | None = None
    ) -> None:
        anonymous = turn.board.anonymous
        self._asked = _ASKED[anonymous, group is not None]
        self._here = {
            "board": turn.board.id,
            "column": column,
            "who": turn.owner if anonymous else turn.attendee.participant_id,
            "without": without or _NOBODY,
            "group": group,
        }
        turn.session.flush()
        self._rows = turn.rows

    def behind(self, after: UUID | None) -> str:
        """The place behind ``after``: at the beginning without one, at the end where it is not here."""
        before = None
        if after is not None:
            before = self._ask("place", after=after)
            if before is None:
                return self.end()
        return between(before, self.next_to(before))

    def end(self) -> str:
        """The place behind everything."""
        return between(self._ask("last"), None)

    def next_to(self, place: str | None) -> str | None:
        """The first place behind ``place``, or of all."""
        return self._ask("next", place=place or "")

    def _ask(self, what: str, **besides: Any) -> str | None:
        found: str | None = self._rows.execute(self._asked[what], self._here | besides).scalar()
        return found


def places(first: str | None, ahead: str | None) -> Iterator[str]:
    """Places without end, in order, all behind ``first`` and ahead of ``ahead``."""
    while True:
        first = between(first, ahead)
        yield first


def _asked(*, anonymous: bool, in_group: bool) -> dict[str, sa.Select[Any]]:
    card, group = (SQLModel.metadata.tables[str(one.__tablename__)] for one in (BoardCard, BoardGroup))
    whose = card.c.owner if anonymous else card.c.participant_id
    cards = sa.select(card.c.id.label("id"), card.c.position.label("place")).where(
        card.c.board_id == sa.bindparam("board"),
        card.c.column_key == sa.bindparam("column"),
        card.c.group_id == sa.bindparam("group") if in_group else card.c.group_id.is_(None),
        sa.or_(card.c.revealed, whose == sa.bindparam("who")),
        card.c.id != sa.bindparam("without"),
    )
    groups = sa.select(group.c.id, group.c.position).where(
        group.c.board_id == sa.bindparam("board"),
        group.c.column_key == sa.bindparam("column"),
        group.c.id != sa.bindparam("without"),
    )
    here = (cards if in_group else sa.union_all(cards, groups)).subquery()
    return {
        "place": sa.select(here.c.place).where(here.c.id == sa.bindparam("after")),
        "last": sa.select(sa.func.max(here.c.place)),
        "next": sa.select(sa.func.min(here.c.place)).where(here.c.place > sa.bindparam("place")),
    }


_NOBODY = UUID(int=0)
# Put together once, as every new card needs one of them.
_ASKED = {
    (anonymous, in_group): _asked(anonymous=anonymous, in_group=in_group)
    for anonymous in (False, True)
    for in_group in (False, True)
}
