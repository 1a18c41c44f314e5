"""The timer: by the server's clock. That it has run out is no event; everybody counts down for themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from app import clock
from app.actions.boards.turn import Telling, Turn
from app.errors import Conflict
from app.policies.board_acts import Act
from app.queries.boards import timer
from app.schemas import boards as commands

LONGEST = timedelta(hours=4)


def set_timer(telling: Telling, seconds: float | None) -> None:
    """Let it run for so long from now, or take it away."""
    ends_at = clock.now() + timedelta(seconds=seconds) if seconds is not None else None
    _put(telling, ends_at, None)


def set_by_hand(turn: Turn, command: commands.SetTimer) -> str:
    """Let it run from now, whatever it was."""
    turn.must(Act.steer)
    set_timer(turn, command.seconds)
    return "timer"


def extend(turn: Turn, command: commands.ExtendTimer) -> str:
    """More time, or less. One that has run out, or was never set, gets it from now on."""
    turn.must(Act.steer)
    now, more = clock.now(), timedelta(seconds=command.seconds)
    board = turn.board
    if board.timer_left_ms is not None:
        left = min(max(timedelta(milliseconds=board.timer_left_ms) + more, timedelta()), LONGEST)
        _put(turn, None, left)
    else:
        ends_at = max(board.timer_ends_at or now, now) + more
        _put(turn, min(max(ends_at, now), now + LONGEST), None)
    return "timer"


def steer(turn: Turn, command: commands.SteerTimer) -> str:
    """Pause it, let it go on, or take it away."""
    turn.must(Act.steer)
    board, now = turn.board, clock.now()
    if command.do == "timer.clear":
        set_timer(turn, None)
    elif command.do == "timer.pause":
        if board.timer_ends_at is None:
            raise Conflict("There is no timer running.")
        _put(turn, None, max(board.timer_ends_at - now, timedelta()))
    else:
        if board.timer_left_ms is None:
            raise Conflict("There is no timer that was paused.")
        _put(turn, now + timedelta(milliseconds=board.timer_left_ms), None)
    return "timer"


def _put(telling: Telling, ends_at: datetime | None, left: timedelta | None) -> None:
    board = telling.board
    board.timer_ends_at = ends_at
    board.timer_left_ms = left // timedelta(milliseconds=1) if left is not None else None
    telling.tell({"board": {"timer": timer(board)}})


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.SetTimer: set_by_hand,
    commands.ExtendTimer: extend,
    commands.SteerTimer: steer,
}
