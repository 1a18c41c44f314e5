"""What somebody who connects is sent: what they missed, or the whole board."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.db import Database
from app.models.boards import Board, BoardEvent
from app.policies.board_projection import WALL, Eyes, Stored, project
from app.queries.boards import board_view, eyes_of, get_board
from app.realtime.boards.messages import message, snapshot, sum_of
from app.realtime.outgoing import Message

EVENTS_AFTER = (
    sa.select(col(BoardEvent.seq), col(BoardEvent.data))
    .where(col(BoardEvent.board_id) == sa.bindparam("board"), col(BoardEvent.seq) > sa.bindparam("since"))
    .order_by(col(BoardEvent.seq))
)
"""Made once: it is asked all the time."""
MISSED_AT_MOST = 300
"""Who missed more than so many events is sent a snapshot."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What brings somebody's document to event ``seq``, seen with ``eyes``."""

    seq: int
    eyes: Eyes
    key: bytes | None
    message: Message | None


def open_board(database: Database, board_id: UUID, participant_id: UUID | None, since: int | None) -> Opened:
    """Read it, on one consistent view. ``since``: up to which event they know the board."""
    with database.read() as session:
        board = get_board(session, board_id)
        eyes = eyes_for(board, participant_id)
        missed = _missed(session, board, since)
        if missed is None:
            return Opened(board.seq, eyes, board.key, snapshot(board_view(session, board, eyes)))
        news = sum_of([message(project(event, seq, eyes)) for seq, event in missed])
        return Opened(board.seq, eyes, board.key, news)


def eyes_for(board: Board, participant_id: UUID | None) -> Eyes:
    """Whose eyes look: nobody's in particular without a participant."""
    return WALL if participant_id is None else eyes_of(board, participant_id)


def seen_by(session: Session, board_id: UUID, participant_id: UUID | None) -> dict[str, Any]:
    """The whole board: a ``schemas.boards.BoardView`` as JSON values."""
    board = get_board(session, board_id)
    return board_view(session, board, eyes_for(board, participant_id))


def _missed(session: Session, board: Board, since: int | None) -> list[tuple[int, Stored]] | None:
    """The events after ``since``; ``None`` if they are not all there, or too many."""
    if since is None or not board.events_from - 1 <= since <= board.seq:
        return None
    if board.seq - since > MISSED_AT_MOST:
        return None
    rows = session.connection().execute(EVENTS_AFTER, {"board": board.id, "since": since}).all()
    if len(rows) != board.seq - since:
        return None
    return [(seq, cast(Stored, data)) for seq, data in rows]


def newest(database: Database, board_ids: list[UUID]) -> list[tuple[UUID, int]]:
    """How far each board's log goes."""
    with database.read() as session:
        rows = session.exec(select(Board.id, Board.seq).where(col(Board.id).in_(board_ids)))
        return list(rows)
