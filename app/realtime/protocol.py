"""uvicorn's WebSocket protocol with a short way in and out, for sockets that many share.

A document's update goes to everybody in the room as the same bytes, so it is framed once and handed to each
transport as it is; and a whole message that arrives in one piece goes straight to whoever listens, without a
queue, a task switch or a pause in reading. Everything else (handshake, pings, fragments, closing, errors)
stays uvicorn's and ``websockets``'. Applications find the short way as ``scope["extensions"][WIRE]`` and must
work without it, since other servers and test clients do not have it.
"""

import socket
from asyncio import TimerHandle
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

try:
    from websockets.speedups import apply_mask
except ImportError:
    from websockets.utils import apply_mask

from app.realtime.codes import MESSAGE_BYTES, Close
from app.realtime.exchange import Exchange, Outlet
from app.realtime.outgoing import Message

WIRE = "mobilise.wire"

QUEUE_BYTES = 1 << 20
"""What may wait to be sent to one client before it is too slow. One message alone may be larger."""
SEND_SECONDS = 10.0
"""How long a client may take nothing before it is too slow."""

SERVER_OPTIONS: dict[str, Any] = {
    "ws": "app.realtime.protocol:WireProtocol",
    "ws_max_size": MESSAGE_BYTES,
    "ws_per_message_deflate": False,
    "ws_ping_interval": 20.0,
    "ws_ping_timeout": 20.0,
}
"""What ``uvicorn.run`` needs to be told for the sockets."""

_BINARY, _TEXT = 0x82, 0x81
_WHOLE = (_BINARY, _TEXT)
_MASKED = 0x80

Received = Callable[[bytes | str], None]


class WireProtocol(WebSocketsSansIOProtocol):
    """One connection, and a ``Connection``. The methods that are not uvicorn's own are the extension's."""

    closing: int | None = None
    spoke = False
    received: Received | None = None
    _exchange: Exchange | None = None
    _socket: socket.socket | None = None
    outlet: Outlet | None = None
    clear = False
    _whole = True
    _slow: TimerHandle | None = None

    # What applications use

    def listen(self, received: Received, exchange: Exchange | None = None) -> None:
        """Hand every further message to ``received`` instead of queueing it for ``receive()``.

        With an ``exchange``, when that takes what has come; else at once.
        """
        self.received = received
        self._whole = not self.conn.reader.buffer and self.conn.current_size is None
        if exchange is not None and not self.disconnected and not self.transport.is_closing():
            self._socket = exchange.attach(self, self.transport)
            if self._socket is not None:
                self._exchange, self.outlet = exchange, (self, self._socket.send)
                self.read_paused = False
                self.transport.pause_reading()

    def tell(self, message: Message) -> None:
        """Send, without waiting. A client that is too slow is closed."""
        self.spoke = True
        if self._exchange is not None and self.outlet is not None:
            self._exchange.put([self.outlet], message.framed)
        else:
            self.send_later(message.framed)

    def send_later(self, data: bytes) -> None:
        """Send through the transport, after whatever it has not sent yet."""
        transport = self.transport
        self.clear = False
        if self.close_sent or transport.is_closing():
            return
        if transport.get_write_buffer_size() > QUEUE_BYTES:
            self.close(Close.later, "You are too slow to take what is sent.")
        else:
            transport.write(data)

    def clears(self) -> bool:
        """Whether the transport has sent everything, so that the socket may be written to."""
        self.clear = not self.close_sent and not self.transport.get_write_buffer_size()
        return self.clear

    def hang_up(self) -> None:
        """The exchange says that the client is gone."""
        self.transport.close()

    def close(self, code: int, reason: str = "") -> None:
        """Close after what has been written, without waiting; ``receive()`` will say it is disconnected."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        if self._exchange is not None:
            self._exchange.flush()
        self.clear = False
        self.closing = code
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        # Not close(): that would wait for ever for a client that takes nothing any more.
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    # What uvicorn calls

    def handle_connect(self, event: Request) -> None:
        """Offer the short way in the scope; the application's task has been made but has not begun."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[WIRE] = self

    def data_received(self, data: bytes) -> None:
        """Something has come."""
        self.take(data)

    def take(self, data: bytes) -> None:
        """Take whole unfragmented messages from ``data``; leave everything else to the full parser."""
        received = self.received
        at = 0
        if received is not None and self._whole and not self.close_sent:
            # By far the most often: one short binary message, and nothing else.
            if data[0] == _BINARY and len(data) - 6 == data[1] - _MASKED < 126:
                received(apply_mask(data[6:], data[2:6]))
                return
            at = self._take_whole_messages(data, received)
        if at < len(data):
            super().data_received(data[at:])
            self._whole = not self.conn.reader.buffer and self.conn.current_size is None

    def _take_whole_messages(self, data: bytes, received: Received) -> int:
        """Hand over the unfragmented messages that ``data`` begins with. Returns the position behind them."""
        size = len(data)
        at = 0
        while size - at >= 6 and not self.close_sent:
            kind, length = data[at], data[at + 1] - _MASKED
            start = at + 2
            if length == 126:
                length = data[start] << 8 | data[start + 1]
                start += 2
            body = start + 4
            end = body + length
            if kind not in _WHOLE or end > size or not 0 <= length != 127:
                break
            payload = apply_mask(data[body:end], data[start:body])
            at = end
            if kind == _BINARY:
                received(payload)
            else:
                self._receive_text(payload, received)
        return at

    def _receive_text(self, data: bytes, received: Received) -> None:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            self.close(Close.bad_bytes, "This text is not UTF-8.")
        else:
            received(text)

    def send_receive_event_to_app(self) -> None:
        """A message that the full parser has put together."""
        if self.received is None or self.close_sent:
            super().send_receive_event_to_app()
            return
        data = b"".join(self.frames)
        self.frames = []
        if self.curr_msg_data_type == "bytes":
            self.received(data)
        else:
            self._receive_text(data, self.received)

    def handle_ping(self) -> None:
        """Answer through the transport."""
        self.clear = False
        super().handle_ping()

    def send_keepalive_ping(self) -> None:
        """Ask through the transport."""
        self.clear = False
        super().send_keepalive_ping()

    def pause_writing(self) -> None:
        """The client takes less than is sent: give it a while."""
        super().pause_writing()
        if self._slow is None:
            self._slow = self.loop.call_later(
                SEND_SECONDS, self.close, Close.later, "You are too slow to take what is sent."
            )

    def resume_writing(self) -> None:
        """The client has caught up."""
        super().resume_writing()
        self._calm()

    def shutdown(self) -> None:
        """The server ends. Who has been sent away already is not told twice, which would be an error."""
        if self.closing is None:
            super().shutdown()
        else:
            self.stop_keepalive()
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Read what came before, and forget the timer and the listener."""
        if self._exchange is not None and self._socket is not None:
            self._exchange.detach(self._socket)
        self._exchange = self._socket = None
        self._calm()
        super().connection_lost(exc)
        self.received = None

    def _calm(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None
