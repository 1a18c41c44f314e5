"""Rooms with what is done behind them: one object for whoever serves the sockets."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from app.db import Database
from app.realtime.admission import DocumentAdmission
from app.realtime.documents.compaction import Compactor, Snapshot, Thresholds
from app.realtime.documents.projector import Projector, Rest
from app.realtime.documents.room import Member, Room
from app.realtime.documents.rooms import Pace, Rooms
from app.realtime.documents.store import Outcome
from app.realtime.outgoing import Connection


class Documents:
    """Call everything on the event loop. ``moved(document_id, seq)`` hears of everything stored here."""

    def __init__(
        self,
        database: Database,
        limit: int,
        pace: Pace,
        rest: Rest,
        thresholds: Thresholds,
        moved: Callable[[UUID, int], None],
    ) -> None:
        self._moved = moved
        self._limit = limit
        self._workers = ThreadPoolExecutor(2, thread_name_prefix="documents-later")
        self._rooms = Rooms(database, limit, pace, self._stored, self._emptied)
        self._projector = Projector(database, self._workers, rest, self._rooms.at_hand)
        self._compactor = Compactor(database, self._workers, thresholds, self._compacted)
        self.exchange = self._rooms.exchange

    def enter(self, admission: DocumentAdmission, connection: Connection) -> tuple[Room, Member]:
        """Somebody who was let in comes in; give their messages to the room's ``receive``."""
        return self._rooms.enter(admission, connection)

    def leave(self, room: Room, member: Member) -> None:
        """Their socket is closed."""
        self._rooms.leave(room, member)

    def look_again(self, document_id: UUID) -> None:
        """Tell everybody in a document that something beside its text has changed."""
        self._rooms.look_again(document_id)

    def seen(self, document_id: UUID, seq: int) -> None:
        """Another process has stored updates of this document up to ``seq``."""
        self._rooms.seen(document_id, seq)

    async def stop(self) -> None:
        """Store what has come in, read out what has changed, and end."""
        await self._rooms.stop()
        await self._projector.stop()
        self._workers.shutdown()

    def _stored(self, outcome: Outcome[Member]) -> None:
        document_id = outcome.batch.document_id
        if outcome.full or outcome.size > self._limit:
            self._compactor.full(document_id)
        if not outcome.new:
            return
        self._projector.changed(document_id)
        self._compactor.stored(document_id, outcome.single_updates, outcome.single_bytes)
        if outcome.stored:
            self._moved(document_id, outcome.seq)

    def _emptied(self, document_id: UUID) -> None:
        self._projector.left(document_id)
        self._compactor.left(document_id)

    def _compacted(self, compacted: Snapshot) -> None:
        self._rooms.compacted(compacted)
