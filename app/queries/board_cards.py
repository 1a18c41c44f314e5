"""Cards as their viewers see them. A board may have thousands: they are read without the ORM."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from app.models.base import UuidText
from app.models.boards import Board, BoardCard, BoardReaction
from app.policies.board_projection import Eyes


def cards_seen(session: Session, board: Board, eyes: Eyes) -> tuple[dict[str, Any], dict[str, int]]:
    """The cards that these eyes see, by id, and how many of each column are still hidden from others."""
    rows = session.connection()
    counted: dict[str, dict[str, int]] = {}
    for card, kind, count in rows.execute(_REACTIONS, {"board": board.id}):
        counted.setdefault(card, {})[kind] = count
    own: dict[str, list[str]] = {}
    if eyes.tokens:
        whose = [bytes.fromhex(token.replace("-", "")) for token in eyes.tokens]
        for card, kind in rows.execute(_REACTED, {"board": board.id, "whose": whose}):
            own.setdefault(card, []).append(kind)
    hidden = {column["key"]: 0 for column in board.plan["columns"]}
    seen: dict[str, Any] = {}
    for row in rows.execute(_CARDS, {"board": board.id}):
        card, column, revealed, author, owner, group, position, text, tags, school = row
        token = author if not board.anonymous else owner.hex() if owner is not None and board.key else None
        mine = token in eyes.tokens
        if not revealed:
            hidden[column] += 1
            if not mine:
                continue
        seen[card] = {
            "column": column,
            "group": group,
            "position": position,
            "text": text,
            "tags": list(_read(tags) if isinstance(tags, str) else tags),
            "school": school,
            "by": author,
            "mine": mine,
            "hidden": not revealed,
            "reactions": counted.get(card, {}),
            "reacted": own.get(card, []),
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


@lru_cache(maxsize=1_000)
def _read(tags: str) -> tuple[int, ...]:
    """The tags of a card, as SQLite keeps them: hardly any two cards have others."""
    return tuple(json.loads(tags))


def _statements() -> tuple[sa.Select[Any], sa.Select[Any], sa.Select[Any]]:
    card, reaction = (
        SQLModel.metadata.tables[str(model.__tablename__)] for model in (BoardCard, BoardReaction)
    )
    # By their random ids: as rows come of themselves, they would say in which order they were written.
    of_cards = (
        sa.select(
            sa.type_coerce(card.c.id, UuidText),
            card.c.column_key,
            card.c.revealed,
            sa.type_coerce(card.c.participant_id, UuidText),
            card.c.owner,
            sa.type_coerce(card.c.group_id, UuidText),
            card.c.position,
            card.c.text,
            sa.type_coerce(card.c.tags, sa.types.NullType),
            card.c.school_urn,
        )
        .where(card.c.board_id == sa.bindparam("board"))
        .order_by(card.c.id)
    )
    here = reaction.c.board_id == sa.bindparam("board")
    of_reactions = (
        sa.select(sa.type_coerce(reaction.c.card_id, UuidText), reaction.c.kind, sa.func.count())
        .where(here)
        .group_by(reaction.c.card_id, reaction.c.kind)
        .order_by(reaction.c.card_id, reaction.c.kind)
    )
    own = (
        sa.select(sa.type_coerce(reaction.c.card_id, UuidText), reaction.c.kind)
        .where(here, reaction.c.owner.in_(sa.bindparam("whose", expanding=True)))
        .order_by(reaction.c.card_id, reaction.c.kind)
    )
    return of_cards, of_reactions, own


_CARDS, _REACTIONS, _REACTED = _statements()
