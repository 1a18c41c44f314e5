"""A connection as server-sent events, for networks that block WebSockets."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable

from app.realtime.codes import Close
from app.realtime.exchange import Outlet
from app.realtime.outgoing import Message
from app.realtime.protocol import QUEUE_BYTES


class Stream:
    """A ``Connection``. The last event says why it was closed; ``as_event`` puts a message in an event."""

    __slots__ = ("_as_event", "_bytes", "_queue", "_reason", "_something", "closing", "outlet", "spoke")

    def __init__(self, as_event: Callable[[bytes | str], str]) -> None:
        self.closing: int | None = None
        self.spoke = False
        self.outlet: Outlet | None = None
        self._as_event = as_event
        self._queue: deque[str] = deque()
        self._bytes = 0
        self._reason = ""
        self._something = asyncio.Event()

    def tell(self, message: Message) -> None:
        """Queue it, unless the queue is full: then the client is too slow."""
        if self.closing is not None:
            return
        if self._bytes > QUEUE_BYTES:
            self._queue.clear()
            self.close(Close.later, "You are too slow to take what is sent.")
            return
        self._queue.extend(map(self._as_event, message.payloads))
        self._bytes += len(message.framed)
        self._something.set()

    def close(self, code: int, reason: str = "") -> None:
        """Close after what is queued."""
        if self.closing is None:
            self.closing = code
            self._reason = reason
            self._something.set()

    async def events(self) -> AsyncIterator[str]:
        """Everything told, until it is closed."""
        yield "retry: 1000\n\n"
        while True:
            await self._something.wait()
            self._something.clear()
            told = "".join(self._queue)
            self._queue.clear()
            self._bytes = 0
            if told:
                yield told
            if self.closing is not None and not self._queue:
                yield f"event: close\ndata: {json.dumps({'code': self.closing, 'reason': self._reason})}\n\n"
                return
