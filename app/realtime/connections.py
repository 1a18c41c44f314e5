"""The sending side of an accepted socket. Nothing waits for a client, and no client makes others wait.

Over our own uvicorn protocol bytes go straight to the transport, whose buffer is the queue. Over any other
server one writer takes messages from a bounded queue. Either way a client that does not keep up is closed
with 1013 and comes back to a fresh start.
"""

import asyncio
from collections import deque
from collections.abc import Callable

import anyio
from starlette.types import Scope
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.realtime.codes import MESSAGE_BYTES, Close
from app.realtime.exchange import Exchange, Outlet
from app.realtime.outgoing import Connection, Message
from app.realtime.protocol import QUEUE_BYTES, SEND_SECONDS, WIRE, Received, WireProtocol

CLOSE_SECONDS = 10.0
"""How long a closed client may take to say goodbye."""


class QueuedConnection:
    """A ``Connection`` through a bounded queue and one writer, for servers without the short way."""

    __slots__ = ("_bytes", "_queue", "_reason", "_something", "_websocket", "closing", "outlet", "spoke")

    def __init__(self, websocket: WebSocket) -> None:
        self.closing: int | None = None
        self.spoke = False
        self.outlet: Outlet | None = None
        self._websocket = websocket
        self._queue: deque[bytes | str] = deque()
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
        self._queue.extend(message.payloads)
        self._bytes += len(message.framed)
        self.spoke = True
        self._something.set()

    def close(self, code: int, reason: str = "") -> None:
        """Let the writer close after what is queued."""
        if self.closing is None:
            self.closing = code
            self._reason = reason
            self._something.set()

    async def write(self) -> None:
        """Send what is queued until the socket is closed, from here or from there."""
        while True:
            await self._something.wait()
            self._something.clear()
            while self._queue:
                payload = self._queue.popleft()
                try:
                    with anyio.fail_after(SEND_SECONDS):
                        await self._send(payload)
                except TimeoutError:
                    self._queue.clear()
                    self.close(Close.later, "You are too slow to take what is sent.")
            self._bytes = 0
            if self.closing is not None:
                with anyio.move_on_after(CLOSE_SECONDS):
                    await self._websocket.close(self.closing, self._reason)
                return

    async def _send(self, payload: bytes | str) -> None:
        if isinstance(payload, bytes):
            await self._websocket.send_bytes(payload)
        else:
            await self._websocket.send_text(payload)


def wire_of(scope: Scope) -> WireProtocol | None:
    """The short way, where this server has it."""
    wire = scope.get("extensions", {}).get(WIRE)
    return wire if isinstance(wire, WireProtocol) else None


async def converse(
    websocket: WebSocket, begin: Callable[[Connection], Received], exchange: Exchange | None = None
) -> None:
    """Run an accepted socket until either side closes it.

    ``begin`` is given the connection and returns what takes each message; it may close the connection, and so
    may anything that ``begin`` has told of it. Where there is the short way, ``exchange`` reads and writes.
    """
    wire = wire_of(websocket.scope)
    if wire is not None:
        received = begin(wire)
        wire.listen(received, exchange)
        await _read(websocket, received)
        return
    connection = QueuedConnection(websocket)
    received = begin(connection)

    def sized(message: bytes | str) -> None:
        if connection.closing is not None:
            return
        if len(message) > MESSAGE_BYTES:
            connection.close(Close.too_big, "A message may have at most 1 MiB.")
        else:
            received(message)

    async with anyio.create_task_group() as tasks:

        async def write() -> None:
            try:
                await connection.write()
            except (WebSocketDisconnect, RuntimeError, OSError):
                connection.closing = connection.closing or Close.later
            tasks.cancel_scope.cancel()

        tasks.start_soon(write)
        await _read(websocket, sized)
        tasks.cancel_scope.cancel()


async def _read(websocket: WebSocket, received: Received) -> None:
    """Hand over messages until the socket is closed. With the short way, only those that came before it."""
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            return
        data = message.get("bytes")
        received(data if data is not None else message.get("text") or "")
