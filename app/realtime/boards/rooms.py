"""All boards of this process, and the tick that does what was asked for on any of them in one transaction."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVarTuple, Unpack
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.db import Database
from app.errors import AppError, Conflict, NotAllowed
from app.realtime.boards import messages, opening
from app.realtime.boards.admission import BoardAdmission, Look
from app.realtime.boards.opening import Opened
from app.realtime.boards.reading import NotACommand, read_command
from app.realtime.boards.room import Asker, Member, Room
from app.realtime.boards.store import Errand, Outcome, Store
from app.realtime.codes import Close
from app.realtime.exchange import Exchange
from app.realtime.outgoing import Connection
from app.schemas.boards import Answer, BeReady, Command, RaiseHand

log = logging.getLogger(__name__)

Some = TypeVarTuple("Some")

AT_ONCE = 64
"""The most commands of one tick."""
WAITING = 500
"""The most commands of one connection that may wait."""


@dataclass(frozen=True, slots=True)
class BoardPace:
    """Seconds. ``gap``: from one tick's end to the next; ``presence``: changes of presence within it are told
    together; ``time``: how often everybody is told the time, and logs are looked at for lost hints."""

    gap: float = 0.008
    presence: float = 0.05
    time: float = 15.0


class Boards:
    """Call everything on the event loop. What is in ``exchange`` is read at each tick."""

    def __init__(self, database: Database, pace: BoardPace) -> None:
        self._database = database
        self._pace = pace
        self._loop = asyncio.get_running_loop()
        self._store: Store[Asker] = Store(database)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="boards")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="boards-opening")
        self.exchange = Exchange(self._arrived)
        self._expecting = False
        self._rooms: dict[UUID, Room] = {}
        self._turns: deque[tuple[Room, Asker]] = deque()
        self._behind: dict[Room, None] = {}
        self._storing: list[Room] = []
        self._handle: asyncio.Handle | None = None
        self._settled = 0.0
        self._backlog = False
        self._stirred: dict[Room, asyncio.Handle] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopped = False
        self._sweep = self._loop.call_later(pace.time, self._tell_time)
        self.exchange.watch()

    # Coming and going

    def enter(
        self, admission: BoardAdmission, connection: Connection, since: int | None
    ) -> tuple[Room, Member]:
        """Somebody who was let in comes in, and knows the board up to event ``since``."""
        room = self._room(admission.board_id)
        member = Member(admission, connection)
        room.enter(member)
        self._open(room, member, None if admission.fresh else since)
        return room, member

    def leave(self, room: Room, member: Member) -> None:
        """Their connection is gone."""
        room.leave(member)
        self._close_if_empty(room)

    def _room(self, board_id: UUID) -> Room:
        room = self._rooms.get(board_id)
        if room is None:
            room = self._rooms[board_id] = Room(board_id, self._open, self._stir, self.exchange)
        return room

    def _close_if_empty(self, room: Room) -> None:
        if not room.in_use and room not in self._storing and self._rooms.get(room.board_id) is room:
            del self._rooms[room.board_id]
            self._behind.pop(room, None)

    def _open(self, room: Room, member: Member, since: int | None) -> None:
        """Read for a member what they are sent to begin with, beside the tick: it may be a lot."""
        if self._stopped:
            return
        reading = self._readers.submit(
            opening.open_board, self._database, room.board_id, member.admission.participant_id, since
        )
        reading.add_done_callback(lambda done: self._on_the_loop(self._opened, room, member, done))

    def _opened(self, room: Room, member: Member, done: "Future[Opened]") -> None:
        try:
            room.join(member, done.result())
        except AppError as error:
            member.connection.close(Close.decide_again, error.detail)
        except SQLAlchemyError as error:
            log.warning("a board could not be read: %s", error)
            member.connection.close(Close.later, "The database did not answer. Nothing is lost.")
        else:
            self._catch_up(room)

    # Asking

    def receive(self, room: Room, member: Member, data: bytes | str) -> None:
        """One message of a member's."""
        if isinstance(data, bytes):
            member.connection.close(Close.unsupported, "Only text messages are read here.")
            return
        try:
            command = read_command(data)
        except NotACommand as error:
            if error.answer is None:
                member.connection.close(Close.bad_bytes, "What was sent is not what is spoken here.")
            else:
                self._answer_now(room, member, error.answer)
            return
        if len(member.waiting) >= WAITING:
            member.connection.close(Close.later, "That was too much at once. Send the rest a little later.")
        else:
            self._ask(room, member, command)

    async def do(self, admission: BoardAdmission, commands: Sequence[Command]) -> list[Answer]:
        """Do ``commands`` one after the other; the answer to each, once all are on disk."""
        answers: list[Answer] = []
        done = self._loop.create_future()

        def told(answer: Answer) -> None:
            answers.append(answer)
            if len(answers) == len(commands) and not done.done():
                done.set_result(None)

        room = self._room(admission.board_id)
        asker = Asker(admission, told)
        for command in commands:
            self._ask(room, asker, command)
        await done
        self._close_if_empty(room)
        return answers

    def _ask(self, room: Room, asker: Asker, command: Command) -> None:
        if asker.admission.look is Look.wall:
            refused = NotAllowed("The wall only shows the board.")
            self._answer_now(room, asker, messages.refusal(command.id, refused))
        elif isinstance(command, (BeReady, RaiseHand)):
            self._answer_now(room, asker, self._present(room, asker, command))
        else:
            if not asker.waiting:
                self._turns.append((room, asker))
                room.turns += 1
            asker.waiting.append(command)
            self._schedule()

    def _present(self, room: Room, asker: Asker, command: BeReady | RaiseHand) -> Answer:
        who = asker.admission.participant_id
        if who is None or not room.presence.here(who):
            return messages.refusal(command.id, Conflict("You are not on this board just now."))
        if isinstance(command, BeReady):
            room.presence.ready(who, command.on)
        else:
            room.presence.hand(who, command.on)
        self._stir(room)
        return Answer(ack=command.id, seq=room.seq or 0)

    def _answer_now(self, room: Room, asker: Asker, answer: Answer) -> None:
        asker.told(answer)
        if isinstance(asker, Member):
            room.tell_said(asker)

    # The tick

    def seen(self, board_id: UUID, seq: int) -> None:
        """A board's log goes up to ``seq``."""
        room = self._rooms.get(board_id)
        if room is not None:
            room.wanted = max(room.wanted, seq)
            if room not in self._storing:
                self._catch_up(room)

    def _catch_up(self, room: Room) -> None:
        if room.lacks and room not in self._behind:
            self._behind[room] = None
            self._schedule()

    def _arrived(self) -> None:
        self._expecting = True
        self._schedule()

    def _schedule(self) -> None:
        due = self._turns or self._behind or self._expecting
        if self._handle is None and not self._storing and due:
            self._idle.clear()
            gap = 0.0 if self._backlog else self._pace.gap
            wait = self._settled + gap - self._loop.time()
            # Not at once: what else has already arrived is read first.
            self._handle = (
                self._loop.call_later(wait, self._tick) if wait > 0 else self._loop.call_soon(self._tick)
            )

    def _tick(self) -> None:
        self._expecting = False
        self.exchange.take()
        self._handle = None
        errands = {room: Errand[Asker](room.board_id, room.seq) for room in self._behind}
        self._behind = {}
        for _ in range(AT_ONCE):
            if not self._turns:
                break
            room, asker = self._turns.popleft()
            errand = errands.setdefault(room, Errand[Asker](room.board_id, room.seq))
            errand.commands.append((asker, asker.waiting.popleft()))
            self._queue_again(room, asker)
        self._storing = list(errands)
        if not errands:
            self._rest()
            return
        self._thread.submit(self._do, list(errands.values()))

    def _queue_again(self, room: Room, asker: Asker) -> None:
        """Everybody has one command done, then everybody the next."""
        if asker.waiting:
            self._turns.append((room, asker))
        else:
            room.turns -= 1

    def _do(self, errands: list[Errand[Asker]]) -> None:
        """On the storing thread."""
        self._on_the_loop(self._settle, self._store.store(errands))

    def _settle(self, outcomes: list[Outcome[Asker]]) -> None:
        rooms, self._storing = self._storing, []
        self._backlog = False
        for room, outcome in zip(rooms, outcomes, strict=True):
            self._give_back(room, outcome)
            room.settle(outcome)
        for room in rooms:
            self._catch_up(room)
            self._close_if_empty(room)
        self._settled = self._loop.time()
        self.exchange.flush()
        self._schedule()
        if self._handle is None:
            self._rest()

    def _rest(self) -> None:
        """Until something comes."""
        self.exchange.watch()
        self._idle.set()

    def _give_back(self, room: Room, outcome: Outcome[Asker]) -> None:
        """What there was no time for comes first at the next tick, in the order in which it was asked."""
        self._backlog = self._backlog or bool(outcome.undone)
        for asker, command in reversed(outcome.undone):
            if (room, asker) in self._turns:
                self._turns.remove((room, asker))
            else:
                room.turns += 1
            asker.waiting.appendleft(command)
            self._turns.appendleft((room, asker))

    # Presence, and the time

    def _stir(self, room: Room) -> None:
        if room not in self._stirred and not self._stopped:
            self._stirred[room] = self._loop.call_later(self._pace.presence, self._tell_presence, room)

    def _tell_presence(self, room: Room) -> None:
        del self._stirred[room]
        room.tell_presence()

    def _tell_time(self) -> None:
        now = messages.now_message()
        for room in self._rooms.values():
            room.tell_time(now)
        if self._rooms:
            looking = self._readers.submit(opening.newest, self._database, list(self._rooms))
            looking.add_done_callback(lambda done: self._on_the_loop(self._looked, done))
        self._sweep = self._loop.call_later(self._pace.time, self._tell_time)

    def _looked(self, done: "Future[list[tuple[UUID, int]]]") -> None:
        try:
            found = done.result()
        except SQLAlchemyError as error:
            log.warning("could not look how far boards have come: %s", error)
        else:
            for board_id, seq in found:
                self.seen(board_id, seq)

    # The end

    async def stop(self) -> None:
        """Do what has been asked for, and end."""
        self._sweep.cancel()
        self._arrived()
        await self._idle.wait()
        self.exchange.close()
        self._stopped = True
        for handle in self._stirred.values():
            handle.cancel()
        self._thread.shutdown()
        self._readers.shutdown(cancel_futures=True)

    def _on_the_loop(self, call: Callable[[Unpack[Some]], None], *arguments: *Some) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile, and all sockets with it
            self._loop.call_soon_threadsafe(call, *arguments)
