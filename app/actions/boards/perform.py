"""Does a command, once."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.actions.boards import cards, stages
from app.actions.boards.turn import Attendee, Turn
from app.errors import Conflict, NotFound
from app.models.boards import Board, BoardCommand, BoardState
from app.policies.answers import require
from app.policies.boards import may_come
from app.queries.boards import NO_SUCH_BOARD
from app.schemas import boards as commands

DOING = cards.DOING | stages.DOING


def perform(session: Session, attendee: Attendee, board_id: UUID, command: commands.Command) -> int:
    """Do what ``command`` says; the ``seq`` of its event. One that was done before is not repeated.

    Raises an ``AppError`` when it may not or cannot be done; the caller then takes back what was begun.
    """
    board = session.exec(
        select(Board).where(Board.id == board_id).with_for_update(),
        execution_options={"populate_existing": True},
    ).first()
    if board is None:
        raise NotFound(NO_SUCH_BOARD)
    done = session.exec(
        select(BoardCommand.seq).where(BoardCommand.board_id == board_id, col(BoardCommand.id) == command.id)
    ).first()
    if done is not None:
        return done
    turn = Turn(session, board, attendee)
    require(may_come(attendee.viewer, turn.facts))
    if board.state is not BoardState.open and not isinstance(command, commands.ReopenBoard):
        raise Conflict("This meeting is not live: its board can be read, and not changed.")
    if board.locked and not turn.facilitates:
        raise Conflict("The facilitator has locked the board for a moment. Nothing is lost; try again then.")
    kind = DOING[type(command)](turn, command)
    turn.append(kind)
    session.add(BoardCommand(board_id=board_id, id=command.id, seq=board.seq))
    session.flush()
    return board.seq
