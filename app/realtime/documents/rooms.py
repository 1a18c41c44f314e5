"""All rooms of this process, and the tick that stores what came in for any of them in one transaction.

Sent at once when it is quiet; when it is not, what comes within a tick is merged. After everybody has been
told, storing begins again ``quiet_gap`` (little was sent) or ``busy_gap`` later at the earliest.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from app.db import Database
from app.queries.documents import StoredDocument
from app.realtime.admission import DocumentAdmission
from app.realtime.documents.compaction import Snapshot
from app.realtime.documents.messages import NEWS_MESSAGE
from app.realtime.documents.room import Member, Room
from app.realtime.documents.store import Batch, Outcome, Store, Trouble
from app.realtime.exchange import Exchange
from app.realtime.outgoing import Connection

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. ``silence``: how often somebody who was sent nothing is sent something (stock clients hang up
    after 30 seconds of silence; it takes up to twice this). ``few``: so many messages a tick are quiet."""

    quiet_gap: float = 0.020
    busy_gap: float = 0.050
    few: int = 32
    awareness_gap: float = 0.200
    silence: float = 12.0


class Rooms:
    """Call everything on the event loop. What is in ``exchange`` is read at each tick.

    ``stored(outcome)`` hears of what has been stored, ``emptied(document_id)`` of rooms that nobody is in.
    """

    def __init__(
        self,
        database: Database,
        limit: int,
        pace: Pace,
        stored: Callable[[Outcome[Member]], None],
        emptied: Callable[[UUID], None],
    ) -> None:
        self._pace = pace
        self._stored = stored
        self._emptied = emptied
        self._loop = asyncio.get_running_loop()
        self._store: Store[Member] = Store(database, limit)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="documents")
        self.exchange = Exchange(self._arrived)
        self._expecting = False
        self._rooms: dict[UUID, Room] = {}
        self._waiting: dict[Room, None] = {}
        self._storing: list[Room] = []
        self._handle: asyncio.Handle | None = None
        self._settled = 0.0
        self._gap = 0.0
        self._moved: dict[Room, asyncio.Handle] = {}
        self._stopped = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._sweep = self._loop.call_later(pace.silence, self._break_silence)
        self.exchange.watch()

    # Coming and going

    def enter(self, admission: DocumentAdmission, connection: Connection) -> tuple[Room, Member]:
        """Somebody who was let in comes in."""
        access = admission.access
        room = self._rooms.get(access.document_id)
        if room is None or room.generation != access.generation:
            room = Room(access.document_id, access.generation, self._wake, self._stir, self.exchange)
            self._rooms[access.document_id] = room
        member = Member(admission, connection)
        room.enter(member)
        return room, member

    def leave(self, room: Room, member: Member) -> None:
        """Their socket is closed."""
        room.leave(member)
        self._close_if_empty(room)

    def look_again(self, document_id: UUID) -> None:
        """Tell everybody in a document that something beside its text has changed."""
        room = self._rooms.get(document_id)
        for member in room.members if room else ():
            member.tell(NEWS_MESSAGE)

    def seen(self, document_id: UUID, seq: int) -> None:
        """Another process has stored updates of this document up to ``seq``."""
        room = self._rooms.get(document_id)
        if room is not None and room.expect(seq):
            self._wake(room)

    def at_hand(self, document_id: UUID) -> "Future[StoredDocument | None]":
        """What is stored of a document, if that needs no database. From any thread."""
        return self._thread.submit(self._store.at_hand, document_id)

    def compacted(self, compacted: Snapshot) -> None:
        """A snapshot has taken the place of single updates."""
        if not self._stopped:
            self._thread.submit(self._store.compacted, compacted)

    async def stop(self) -> None:
        """Store what has come in, and end."""
        self._sweep.cancel()
        for handle in self._moved.values():
            handle.cancel()
        self.exchange.take()
        await self._idle.wait()
        self.exchange.close()
        self._stopped = True
        self._thread.submit(self._store.close)
        self._thread.shutdown()

    # The tick

    def _arrived(self) -> None:
        self._expecting = True
        self._idle.clear()
        self._schedule()

    def _wake(self, room: Room) -> None:
        if room not in self._waiting:
            self._waiting[room] = None
            self._idle.clear()
            self._schedule()

    def _schedule(self) -> None:
        if self._handle is None and not self._storing and (self._waiting or self._expecting):
            wait = self._settled + self._gap - self._loop.time()
            # Not at once: what else has already arrived is read first.
            self._handle = (
                self._loop.call_later(wait, self._tick) if wait > 0 else self._loop.call_soon(self._tick)
            )

    def _tick(self) -> None:
        self._expecting = False
        self.exchange.take()
        self._handle = None
        self._storing, self._waiting = list(self._waiting), {}
        if not self._storing:
            self.exchange.watch()
            self._idle.set()
            return
        self._thread.submit(self._store_all, [room.take() for room in self._storing])

    def _store_all(self, batches: list[Batch[Member]]) -> None:
        """On the storing thread."""
        try:
            outcomes = self._store.store(batches)
        except Exception:
            # A fault of ours. What is in memory may be anything; what is on disk is whole.
            log.exception("storing failed")
            self._store.forget_all()
            outcomes = [Outcome(batch, trouble=Trouble.database) for batch in batches]
        self._loop.call_soon_threadsafe(self._settle, outcomes)

    def _settle(self, outcomes: list[Outcome[Member]]) -> None:
        rooms, self._storing = self._storing, []
        sent = 0
        for room, outcome in zip(rooms, outcomes, strict=True):
            sent += room.settle(outcome)
            if outcome.trouble is None:
                self._stored(outcome)
            self._close_if_empty(room)
        self._settled = self._loop.time()
        self.exchange.flush()
        if sent <= self._pace.few:
            self._gap = self._pace.quiet_gap
            self.exchange.watch()
        else:
            # More will have come by the next tick: no need to hear of each.
            self._gap = self._pace.busy_gap
            self._expecting = True
        self._schedule()
        if self._handle is None:
            self._idle.set()

    def _close_if_empty(self, room: Room) -> None:
        if room.members or room in self._waiting or room in self._storing or self._stopped:
            return
        if self._rooms.get(room.document_id) is room:
            del self._rooms[room.document_id]
            self._thread.submit(self._store.forget, room.document_id)
            self._emptied(room.document_id)

    # Awareness, and signs of life

    def _stir(self, room: Room) -> None:
        if room not in self._moved:
            wait = room.told_moves + self._pace.awareness_gap - self._loop.time()
            self._moved[room] = self._loop.call_later(max(0.0, wait), self._tell_moves, room)

    def _tell_moves(self, room: Room) -> None:
        del self._moved[room]
        room.told_moves = self._loop.time()
        room.tell_moves()

    def _break_silence(self) -> None:
        for room in self._rooms.values():
            for member in room.members:
                if member.joined and not (room.spoke or member.connection.spoke):
                    member.tell(member.say_stored())
                member.connection.spoke = False
            room.spoke = False
        self._sweep = self._loop.call_later(self._pace.silence, self._break_silence)
