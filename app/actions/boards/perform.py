"""Does a command, once."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from app.actions.boards import actions, cards, decisions, groups, opening, stages, steering, timers, voting
from app.actions.boards.turn import Attendee, Turn, hold
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.models.boards import BoardCommand, BoardState
from app.policies.answers import require
from app.policies.boards import may_come
from app.queries.boards import NO_SUCH_BOARD
from app.schemas import boards as commands

DOING = (
    cards.DOING
    | groups.DOING
    | voting.DOING
    | stages.DOING
    | timers.DOING
    | steering.DOING
    | decisions.DOING
    | actions.DOING
    | opening.DOING
)

_COMMAND = SQLModel.metadata.tables[str(BoardCommand.__tablename__)]
_DONE = sa.select(_COMMAND.c.seq).where(
    _COMMAND.c.board_id == sa.bindparam("board"), _COMMAND.c.id == sa.bindparam("command")
)
_NOTED = sa.insert(_COMMAND)


def perform(session: Session, attendee: Attendee, board_id: UUID, command: commands.Command) -> int:
    """Do what ``command`` says; the ``seq`` of its event. One that was done before is not repeated.

    Raises an ``AppError`` when it may not or cannot be done; the caller then takes back what was begun.
    """
    board = hold(session, board_id)
    if board is None:
        raise NotFound(NO_SUCH_BOARD)
    turn = Turn(session, board, attendee=attendee)
    require(may_come(attendee.viewer, turn.facts))
    if steering.is_gone(turn):
        raise NotAllowed("The facilitator has asked you to leave this meeting.")
    done: int | None = turn.rows.execute(_DONE, {"board": board_id, "command": command.id}).scalar()
    if done is not None:
        return done
    if board.state is not BoardState.open and not isinstance(command, commands.ReopenBoard):
        raise Conflict("This meeting is not live: its board can be read, and not changed.")
    if board.locked and not turn.facilitates and not isinstance(command, commands.HandOver):
        raise Conflict("The facilitator has locked the board for a moment. Nothing is lost; try again then.")
    do = DOING.get(type(command))
    if do is None:
        raise Invalid("This is not kept on the board.")
    turn.append(do(turn, command))
    turn.rows.execute(_NOTED, {"board_id": board_id, "id": command.id, "seq": board.seq})
    return board.seq
