"""Boards, for their people and their guests."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.deps.guests import HeldGuest
from app.deps.http import Db
from app.deps.viewers import AnyViewer
from app.errors import NotFound, SignedOut
from app.models.boards import Board
from app.policies.boards import BoardFacts, may_come
from app.policies.viewers import GuestViewer, PersonViewer
from app.queries.boards import NO_SUCH_BOARD, board_facts, get_board
from app.queries.guests import as_whom


class BoardFound:
    """A board with its facts, and as whom the viewer stands before it."""

    def __init__(self, board: Board, facts: BoardFacts, viewer: PersonViewer | GuestViewer) -> None:
        self.board = board
        self.facts = facts
        self.viewer = viewer


def _known_board(viewer: AnyViewer, held: HeldGuest, db: Db, board_id: UUID) -> BoardFound:
    """A board that its viewer may come to, as one of its people or as its guest."""
    if held is None and not isinstance(viewer, PersonViewer):
        raise SignedOut("Please sign in, or join the meeting by its code.")
    board = get_board(db, board_id)
    facts = board_facts(db, board)
    stands = as_whom(viewer, held, facts)
    if not isinstance(stands, PersonViewer | GuestViewer) or not may_come(stands, facts):
        raise NotFound(NO_SUCH_BOARD)
    return BoardFound(board, facts, stands)


KnownBoard = Annotated[BoardFound, Depends(_known_board)]
