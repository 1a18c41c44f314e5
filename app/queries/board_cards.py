"""Cards as their viewers see them. A board may have thousands: they are read without the ORM."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from app.models.boards import Board, BoardCard, BoardReaction
from app.policies.board_projection import Eyes


def cards_seen(session: Session, board: Board, eyes: Eyes) -> tuple[dict[str, Any], dict[str, int]]:
    """The cards that these eyes see, by id, and how many of each column are still hidden from others."""
    rows = session.connection()
    counted: dict[UUID, Counter[str]] = {}
    own: dict[UUID, list[str]] = {}
    for card, kind, owner in rows.execute(_REACTIONS, {"board": board.id}):
        counted.setdefault(card, Counter())[kind] += 1
        if owner.hex() in eyes.tokens:
            own.setdefault(card, []).append(kind)
    hidden = {column["key"]: 0 for column in board.plan["columns"]}
    seen: dict[str, Any] = {}
    for row in rows.execute(_CARDS, {"board": board.id}):
        card, column, revealed, by, owner = row[:5]
        author = str(by) if by is not None else None
        token = author if not board.anonymous else owner.hex() if owner is not None and board.key else None
        mine = token in eyes.tokens
        if not revealed:
            hidden[column] += 1
            if not mine:
                continue
        group, position, text, tags, school = row[5:]
        seen[str(card)] = {
            "column": column,
            "group": str(group) if group is not None else None,
            "position": position,
            "text": text,
            "tags": tags,
            "school": school,
            "by": author,
            "mine": mine,
            "hidden": not revealed,
            "reactions": dict(sorted(counted[card].items())) if card in counted else {},
            "reacted": sorted(own.get(card, ())),
        }
    return seen, hidden


def card_view(
    card: BoardCard,
    *,
    mine: bool,
    reactions: Mapping[str, int] | None = None,
    reacted: Sequence[str] = (),
) -> dict[str, Any]:
    """One card: a ``schemas.boards.CardView``."""
    return {
        "column": card.column_key,
        "group": str(card.group_id) if card.group_id else None,
        "position": card.position,
        "text": card.text,
        "tags": card.tags,
        "school": card.school_urn,
        "by": str(card.participant_id) if card.participant_id else None,
        "mine": mine,
        "hidden": not card.revealed,
        "reactions": dict(sorted((reactions or {}).items())),
        "reacted": sorted(reacted),
    }


def _statements() -> tuple[sa.Select[Any], sa.Select[Any]]:
    card, reaction = (
        SQLModel.metadata.tables[str(model.__tablename__)] for model in (BoardCard, BoardReaction)
    )
    # By their random ids: as rows come of themselves, they would say in which order they were written.
    of_cards = (
        sa.select(
            card.c.id,
            card.c.column_key,
            card.c.revealed,
            card.c.participant_id,
            card.c.owner,
            card.c.group_id,
            card.c.position,
            card.c.text,
            card.c.tags,
            card.c.school_urn,
        )
        .where(card.c.board_id == sa.bindparam("board"))
        .order_by(card.c.id)
    )
    of_reactions = sa.select(reaction.c.card_id, reaction.c.kind, reaction.c.owner).where(
        reaction.c.board_id == sa.bindparam("board")
    )
    return of_cards, of_reactions


_CARDS, _REACTIONS = _statements()
