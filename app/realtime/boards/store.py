"""What the storing thread does at each tick: the commands of all boards in one transaction, each with a
savepoint of its own, and then what is new in every log.

Nobody is answered before the commit. If that fails, or the database refuses one of them, the tick is tried
once more, with more care (commands are done once, whatever happens), and then all of it is refused.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlmodel import Session, col

from app import events
from app.actions.boards.perform import perform
from app.actions.boards.turn import Attendee, holding, let_go
from app.db import Database
from app.errors import AppError, Busy, Conflict
from app.models.boards import Board
from app.policies.board_projection import Stored
from app.realtime.boards.messages import refusal
from app.realtime.boards.opening import EVENTS_AFTER
from app.schemas.boards import Answer, Command

log = logging.getLogger(__name__)

SLICE_SECONDS = 0.020
"""Commands that have not been begun after this wait for the next tick, so that others are answered soon."""


class Asks(Protocol):
    """Somebody whose commands are done."""

    attendee: Attendee | None


Who = TypeVar("Who", bound=Asks)

# Put together once: at every tick, making a statement would cost several times what asking it does.
_BOARD = sa.select(col(Board.seq), col(Board.events_from), col(Board.key)).where(
    col(Board.id) == sa.bindparam("board")
)


class _Fault(AppError):
    """A fault of ours. The command was taken back."""


@dataclass(slots=True)
class Errand(Generic[Who]):
    """What is to be done for one board. ``known``: its log has been read up to there."""

    board_id: UUID
    known: int | None
    commands: list[tuple[Who, Command]] = field(default_factory=list)


@dataclass(slots=True)
class Outcome(Generic[Who]):
    """What is on disk now. ``events``: all after ``known``; ``lost``: some of them are gone, so that only a
    fresh snapshot helps. ``undone``: the commands for which there was no time.

    ``readable_from``: older events must not be shown any more. ``key``: under which its tokens are made.
    """

    errand: Errand[Who]
    answers: list[tuple[Who, Answer]] = field(default_factory=list)
    undone: list[tuple[Who, Command]] = field(default_factory=list)
    events: list[tuple[int, Stored]] = field(default_factory=list)
    seq: int | None = None
    readable_from: int = 1
    lost: bool = False
    key: bytes | None = None


class Store(Generic[Who]):
    """Call ``store`` from one thread alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, errands: Sequence[Errand[Who]]) -> list[Outcome[Who]]:
        """Do it all. An outcome for each errand, in order; never raises."""
        for again in (True, False):
            try:
                return self._store(errands, careful=not again)
            except SQLAlchemyError as error:
                log.warning("commands on boards could not be stored%s: %s", ", yet" * again, error)
            except Exception:
                log.exception("storing commands on boards failed")
        busy = Busy("Nothing can be saved just now. Please try again in a moment.")
        return [
            Outcome(one, answers=[(who, refusal(command.id, busy)) for who, command in one.commands])
            for one in errands
        ]

    def _store(self, errands: Sequence[Errand[Who]], *, careful: bool) -> list[Outcome[Who]]:
        outcomes = [Outcome(errand) for errand in errands]
        until = time.monotonic() + SLICE_SECONDS
        writes = any(errand.commands for errand in errands)
        with self._database.write() if writes else self._database.read() as session:
            # The same order of boards in every process: so none waits for another in a circle.
            begun = False
            for outcome in sorted(outcomes, key=lambda one: one.errand.board_id.bytes):
                for who, command in outcome.errand.commands:
                    if begun and time.monotonic() > until:
                        outcome.undone.append((who, command))
                    else:
                        begun = True
                        answer = _answer(session, who.attendee, outcome.errand.board_id, command, careful)
                        outcome.answers.append((who, answer))
            for outcome in outcomes:
                _read_on(session, outcome)
        return outcomes


@contextmanager
def _savepoint(session: Session) -> Iterator[None]:
    """What ``session.begin_nested`` does, at a third of its cost. But where the database itself refuses
    something, the whole transaction is spoilt."""
    connection = session.connection()
    connection.exec_driver_sql("SAVEPOINT command")
    try:
        yield
        session.flush()
    except SQLAlchemyError:
        raise
    except BaseException:
        session.expunge_all()
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT command")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT command")


def _answer(
    session: Session, attendee: Attendee | None, board_id: UUID, command: Command, careful: bool
) -> Answer:
    """Do one command, or take all of it back. Unless ``careful``, what the database refuses is raised."""
    if attendee is None:
        return refusal(command.id, Conflict("You do not take part in this board."))
    said = events.said(session)
    try:
        with session.begin_nested() if careful else _savepoint(session):
            seq = perform(session, attendee, board_id, command)
    except AppError as error:
        answer = refusal(command.id, error)
    except IntegrityError as error:
        if not careful:
            raise
        log.warning("a command that another one forbade: %s", error)
        answer = refusal(command.id, Conflict("Somebody did this at the same moment. Please look again."))
    except SQLAlchemyError:
        raise
    except Exception:
        log.exception("a command failed: %s", type(command).__name__)
        answer = refusal(command.id, _Fault("This is our fault, and it has been noted. Nothing was changed."))
    else:
        return Answer(ack=command.id, seq=seq)
    events.unsay(session, said)
    let_go(session)
    return answer


def _read_on(session: Session, outcome: Outcome[Who]) -> None:
    board_id, known = outcome.errand.board_id, outcome.errand.known
    session.flush()
    connection = session.connection()
    held = holding(session).get(board_id)
    board = connection.execute(_BOARD, {"board": board_id}).first() if held is None else held.board
    if board is None:
        outcome.lost = True
        return
    outcome.seq, outcome.readable_from, outcome.key = board.seq, board.events_from, board.key
    if known is None or known >= board.seq:
        return
    if held is not None and held.told and max(held.told[0][0], board.events_from) <= known + 1:
        outcome.events = [(seq, event) for seq, event in held.told if seq > known]
        return
    after = connection.execute(EVENTS_AFTER, {"board": board_id, "since": known}).all()
    # Another process may have gone on between the two questions: the rest is for the next tick.
    rows = [row for row in after if row[0] <= board.seq]
    outcome.lost = len(rows) != board.seq - known
    outcome.events = [] if outcome.lost else [(seq, cast(Stored, data)) for seq, data in rows]
