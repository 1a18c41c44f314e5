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
from app.realtime.exchange import Exchange
from app.realtime.protocol import QUEUE_BYTES, SEND_SECONDS, WIRE, Received, WireProtocol, frame

CLOSE_SECONDS = 10.0
"""How long a closed client may take to say goodbye."""


class Message:
    """A payload for any number of clients; framed when the first of them needs it framed."""

    __slots__ = ("_framed", "payload")

    def __init__(self, payload: bytes | str) -> None:
        self.payload = payload
        self._framed: bytes | None = None

    @property
    def framed(self) -> bytes:
        """The payload as one WebSocket frame."""
        if self._framed is None:
            self._framed = frame(self.payload)
        return self._framed


class Connection:
    """One accepted socket. Call its methods on the event loop; they return at once.

    ``closing``: the code it was closed with from here. ``spoke``: something was sent since this was last set
    to false.
    """

    __slots__ = ("closing", "spoke")

    def __init__(self) -> None:
        self.closing: int | None = None
        self.spoke = False

    def send(self, *messages: Message) -> None:
        """Send ``messages`` after all before them. Says nothing where the client is gone."""
        raise NotImplementedError

    def close(self, code: int, reason: str = "") -> None:
        """Close after all that was sent before. Only the first call counts; ``reason`` is for people."""
        raise NotImplementedError


class WireConnection(Connection):
    """Straight to the transport."""

    __slots__ = ("_wire",)

    def __init__(self, wire: WireProtocol) -> None:
        super().__init__()
        self._wire = wire

    def send(self, *messages: Message) -> None:
        """Write the ready frames, several in one go."""
        self._wire.write(messages[0].framed if len(messages) == 1 else b"".join(m.framed for m in messages))
        self.spoke = True

    def close(self, code: int, reason: str = "") -> None:
        """Write the closing frame."""
        if self.closing is None:
            self.closing = code
            self._wire.close(code, reason)


class QueuedConnection(Connection):
    """Through a bounded queue and one writer, for servers without the short way."""

    __slots__ = ("_bytes", "_queue", "_reason", "_something", "_websocket")

    def __init__(self, websocket: WebSocket) -> None:
        super().__init__()
        self._websocket = websocket
        self._queue: deque[Message] = deque()
        self._bytes = 0
        self._reason = ""
        self._something = asyncio.Event()

    def send(self, *messages: Message) -> None:
        """Queue them, unless the queue is full: then the client is too slow."""
        if self.closing is not None:
            return
        if self._bytes > QUEUE_BYTES:
            self._queue.clear()
            self.close(Close.later, "You are too slow to take what is sent.")
            return
        self._queue.extend(messages)
        self._bytes += sum(len(message.payload) for message in messages)
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
                message = self._queue.popleft()
                self._bytes -= len(message.payload)
                try:
                    with anyio.fail_after(SEND_SECONDS):
                        await self._send(message.payload)
                except TimeoutError:
                    self._queue.clear()
                    self.close(Close.later, "You are too slow to take what is sent.")
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
        received = begin(WireConnection(wire))
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
