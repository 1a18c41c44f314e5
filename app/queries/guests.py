"""Guests of a meeting: who a token lets in, and as whom somebody stands before a board."""

from sqlmodel import Session, col, select

from app.models.boards import Board, BoardParticipant, BoardState
from app.policies.boards import BoardFacts, may_come
from app.policies.viewers import GuestViewer, PersonViewer, Viewer


def guest_of(session: Session, token_hash: bytes) -> GuestViewer | None:
    """Whose token this is, until they leave or are removed, or their meeting ends."""
    found = session.exec(
        select(BoardParticipant.id, BoardParticipant.board_id)
        .join(Board, col(Board.id) == BoardParticipant.board_id)
        .where(
            BoardParticipant.token_hash == token_hash,
            col(BoardParticipant.left_as).is_(None),
            Board.state == BoardState.open,
        )
    ).first()
    return GuestViewer(*found) if found is not None else None


def as_whom(viewer: Viewer, guest: GuestViewer | None, board: BoardFacts) -> Viewer:
    """As whom somebody stands before ``board`` who has a session, a guest's token, both or neither.

    Its own people come as themselves. A guest's token counts for its own board and nowhere else.
    """
    if isinstance(viewer, PersonViewer) and may_come(viewer, board):
        return viewer
    return guest if guest is not None and guest.board_id == board.board_id else viewer
