"""Everything of one process that has to do with sockets: begun and ended with the application."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field
from uuid import UUID

from app.db import Database
from app.events import (
    BoardAccessChanged,
    BoardMoved,
    ClusterNews,
    DocumentGrew,
    DraftAccessChanged,
    DraftChanged,
    Event,
    PersonAccessChanged,
)
from app.realtime.admission import DocumentAdmission
from app.realtime.boards.admission import BoardAdmission
from app.realtime.boards.rooms import BoardPace, Boards
from app.realtime.bus import Bus, DocumentMoved, Hint, LocalBus
from app.realtime.clusters import Clusters
from app.realtime.documents.compaction import Thresholds
from app.realtime.documents.projector import Rest
from app.realtime.documents.rooms import Pace
from app.realtime.documents.service import Documents
from app.realtime.open_sockets import OpenSockets
from app.realtime.visitors import Visitor
from app.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tuning:
    """How patient and how thorough: the defaults are for real life, tests are in more of a hurry.

    ``look_seconds``: how often everybody's session and seats are looked at, since both end by date.
    """

    pace: Pace = field(default_factory=Pace)
    rest: Rest = field(default_factory=Rest)
    thresholds: Thresholds = field(default_factory=Thresholds)
    look_seconds: float = 60.0
    boards: BoardPace = field(default_factory=BoardPace)


class Realtime:
    """``start`` and ``stop`` are for the application's lifespan, ``subscriber`` for the database's events."""

    documents: Documents
    clusters: Clusters
    boards: Boards
    open_sockets: OpenSockets

    def __init__(
        self, database: Database, settings: Settings, *, bus: Bus | None = None, tuning: Tuning | None = None
    ) -> None:
        self.database = database
        self.settings = settings
        self._bus = bus or LocalBus()
        self._tuning = tuning or Tuning()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Begin, on the event loop that serves the sockets."""
        tuning = self._tuning
        self.clusters = Clusters()
        self.boards = Boards(self.database, tuning.boards)
        self.open_sockets = OpenSockets(self.database)
        self.documents = Documents(
            self.database,
            self.settings.document_bytes,
            tuning.pace,
            tuning.rest,
            tuning.thresholds,
            self._moved,
        )
        self._loop = asyncio.get_running_loop()
        self._looking = asyncio.create_task(self._look_again_and_again())
        self._bus.listen(self._heard)

    def goodbye(self) -> None:
        """The service is about to end: who follows by HTTP is to come back in a moment. On the event loop."""
        if self._loop is not None:
            self.open_sockets.close_streams()

    async def stop(self) -> None:
        """Close every socket for a restart, store and read out what has come in, and end."""
        self._bus.ignore(self._heard)
        self._looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._looking
        self.open_sockets.close_all()
        await self.boards.stop()
        await self.documents.stop()
        self._loop = None

    def subscriber(self, event: Event) -> None:
        """Hears what has been committed, in any thread; returns at once."""
        self._heard(event)
        self._bus.tell(event, self._heard)

    def _heard(self, hint: Hint) -> None:
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile, and all sockets with it
                loop.call_soon_threadsafe(self._react, hint)

    def _react(self, hint: Hint) -> None:
        match hint:
            case DocumentMoved(document_id, seq) | DocumentGrew(document_id, seq):
                self.documents.seen(document_id, seq)
            case DraftAccessChanged(item_id):
                self.open_sockets.changed(
                    lambda one: isinstance(one, DocumentAdmission) and one.access.item_id == item_id
                )
            case PersonAccessChanged(person_id):
                self.open_sockets.changed(
                    lambda one: isinstance(one.visitor, Visitor) and one.visitor.person_id == person_id
                )
            case BoardMoved(board_id, seq):
                self.boards.seen(board_id, seq)
            case BoardAccessChanged(board_id):
                self.open_sockets.changed(
                    lambda one: isinstance(one, BoardAdmission) and one.board_id == board_id
                )
            case DraftChanged(_, document_id):
                self.documents.look_again(document_id)
            case ClusterNews(cluster_id, about):
                self.clusters.news(cluster_id, about)
            case _:
                pass

    def _moved(self, document_id: UUID, seq: int) -> None:
        self._bus.tell(DocumentMoved(document_id, seq), self._heard)

    async def _look_again_and_again(self) -> None:
        while True:
            await asyncio.sleep(self._tuning.look_seconds)
            try:
                await self.open_sockets.look()
            except Exception:
                log.exception("could not look whether everybody may still be here")
