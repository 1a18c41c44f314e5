"""A WebSocket client without threads: tests decide when to read, and when to break off."""

import select
import socket
import time
from collections import deque
from contextlib import suppress
from types import TracebackType

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.uri import parse_uri

from app.deps.viewers import COOKIE

PATIENCE = 15.0


class Closed(Exception):
    """The server closed. ``code`` is 1006 where the connection broke without a closing frame."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


class Socket:
    """One connection. ``recv`` and ``send`` raise ``Closed`` once the server has closed."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        uri = parse_uri(url)
        self._protocol = ClientProtocol(uri, max_size=None)
        self._tcp = socket.create_connection((uri.host, uri.port), timeout=PATIENCE)
        self._tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._messages: deque[bytes | str] = deque()
        self._parts: list[bytes] = []
        self._text = False
        self._gone: Closed | None = None
        request = self._protocol.connect()
        request.headers.update(headers)
        self._protocol.send_request(request)
        self._flush()
        until = time.monotonic() + PATIENCE
        while self._protocol.state.name == "CONNECTING":
            self._fill(max(0.01, until - time.monotonic()))
        if self._protocol.handshake_exc is not None:
            raise self._protocol.handshake_exc

    def send(self, message: bytes | str) -> None:
        """Send a whole message."""
        if self._gone is not None:
            raise self._gone
        if isinstance(message, str):
            self._protocol.send_text(message.encode())
        else:
            self._protocol.send_binary(message)
        self._flush()

    def send_in_pieces(self, *pieces: bytes) -> None:
        """Send one binary message as several frames."""
        self._protocol.send_binary(pieces[0], fin=False)
        for number, piece in enumerate(pieces[1:], 2):
            self._protocol.send_continuation(piece, fin=number == len(pieces))
        self._flush()

    def send_raw(self, data: bytes) -> None:
        """Bytes as they are, whether they are a frame or not."""
        self._tcp.sendall(data)

    def recv(self, timeout: float = PATIENCE) -> bytes | str:
        """The next message; ``TimeoutError`` if none comes in time."""
        until = time.monotonic() + timeout
        while not self._messages:
            if self._gone is not None:
                raise self._gone
            if not self._fill(until - time.monotonic()):
                raise TimeoutError
        return self._messages.popleft()

    def something_came(self, timeout: float = PATIENCE) -> bool:
        """Whether something comes in time; it is not read, nor answered."""
        return bool(select.select([self._tcp], [], [], timeout)[0])

    def close_code(self, timeout: float = PATIENCE) -> int:
        """Read on until the server closes, and say with which code."""
        until = time.monotonic() + timeout
        while True:
            try:
                self.recv(max(0.01, until - time.monotonic()))
            except Closed as closed:
                return closed.code

    def close(self) -> None:
        """Say goodbye and hang up."""
        if self._gone is None:
            self._protocol.send_close(1000)
            with suppress(OSError):
                self._flush()
        self.break_off()

    def break_off(self) -> None:
        """Hang up without a word."""
        self._gone = self._gone or Closed(1006)
        self._tcp.close()

    def __enter__(self) -> "Socket":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _fill(self, timeout: float) -> bool:
        self._tcp.settimeout(max(0.000_1, timeout))
        try:
            data = self._tcp.recv(1 << 18)
        except TimeoutError:
            return False
        except OSError:
            data = b""
        if data:
            self._protocol.receive_data(data)
        else:
            self._protocol.receive_eof()
        with suppress(OSError):
            self._flush()
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._take(event)
            else:
                assert isinstance(event, Response)
        if self._protocol.close_rcvd is not None:
            told = self._protocol.close_rcvd
            self._gone = self._gone or Closed(int(told.code), told.reason)
            self._tcp.close()
        elif not data:
            self._gone = self._gone or Closed(1006)
            self._tcp.close()
        return True

    def _take(self, frame: Frame) -> None:
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY):
            self._text, self._parts = frame.opcode is Opcode.TEXT, []
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            self._parts.append(bytes(frame.data))
            if frame.fin:
                whole = b"".join(self._parts)
                self._messages.append(whole.decode() if self._text else whole)

    def _flush(self) -> None:
        self._tcp.settimeout(PATIENCE)
        for data in self._protocol.data_to_send():
            if data:
                self._tcp.sendall(data)


class Address:
    """Where a server is."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"

    def connect(self, path: str, token: str | None = None, **headers: str) -> Socket:
        """A socket, with the session's cookie."""
        if token is not None:
            headers["Cookie"] = f"{COOKIE}={token}"
        return Socket(f"ws://{self.host}{path}", headers)
