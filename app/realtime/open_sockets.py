"""Everybody who has a socket open, and whether they still may."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

from app.db import Database
from app.realtime.admission import Admission, may_have_changed, still_admitted
from app.realtime.codes import Close
from app.realtime.outgoing import Connection
from app.realtime.stream import Stream

log = logging.getLogger(__name__)

_AT_ONCE = 200
"""How many are asked about in one go, so that nobody else waits long."""


class OpenSockets:
    """Call everything on the event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._open: dict[Connection, Admission] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self.changes = 0
        """How often somebody's access may have changed."""

    def enter(self, connection: Connection, admission: Admission, *, admitted_at: int) -> None:
        """Somebody was let in, when ``changes`` was ``admitted_at``; if it is more by now, ask again."""
        self._open[connection] = admission
        if admitted_at != self.changes:
            self._ask({connection: admission})

    def leave(self, connection: Connection) -> None:
        """Their socket is closed."""
        self._open.pop(connection, None)

    def changed(self, concerns: Callable[[Admission], bool]) -> None:
        """The access of those whom it ``concerns`` may have changed: who would not be let in as they were is
        closed, and decides again by reconnecting."""
        self.changes += 1
        concerned = {connection: one for connection, one in self._open.items() if concerns(one)}
        if concerned:
            self._ask(concerned)

    def close_streams(self) -> None:
        """The service is about to end, and its server does not close these by itself."""
        for connection in self._open:
            if isinstance(connection, Stream):
                connection.close(Close.decide_again, "Restarting.")

    def close_all(self) -> None:
        """The service ends."""
        for connection in self._open:
            connection.close(Close.decide_again, "Restarting.")

    async def look(self) -> None:
        """Ask about those whose session or seats have ended by themselves. Trouble ends nobody's visit."""
        everybody = list(self._open.items())
        for start in range(0, len(everybody), _AT_ONCE):
            some = everybody[start : start + _AT_ONCE]
            try:
                changed = await to_thread.run_sync(self._may_have_changed, [one for _, one in some])
                await self._decide({c: one for (c, one), ask in zip(some, changed, strict=True) if ask})
            except SQLAlchemyError as error:
                log.warning("could not look whether everybody may still be here: %s", error)

    def _ask(self, concerned: dict[Connection, Admission]) -> None:
        async def decide() -> None:
            try:
                await self._decide(concerned)
            except SQLAlchemyError as error:
                log.warning("could not ask whether somebody may still be here, so they go: %s", error)
                _close(concerned)

        task = asyncio.create_task(decide())
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _decide(self, concerned: dict[Connection, Admission]) -> None:
        admissions = list(concerned.values())
        for start in range(0, len(admissions), _AT_ONCE):
            some = admissions[start : start + _AT_ONCE]
            stay = await to_thread.run_sync(self._still_admitted, some)
            gone = {one for one, stays in zip(some, stay, strict=True) if not stays}
            _close({connection: one for connection, one in concerned.items() if one in gone})

    def _may_have_changed(self, admissions: Sequence[Admission]) -> list[bool]:
        with self._database.read() as session:
            return may_have_changed(session, admissions)

    def _still_admitted(self, admissions: Sequence[Admission]) -> list[bool]:
        with self._database.read() as session:
            return still_admitted(session, admissions)


def _close(some: dict[Connection, Admission]) -> None:
    for connection in some:
        connection.close(Close.decide_again, "What you may do here has changed.")
