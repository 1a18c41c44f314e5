"""A document's HTTP door with the manners of a socket: what is true of one can be asked of the other."""

import base64
import http.client
import json
import socket
import time
from collections import deque
from types import TracebackType
from urllib.parse import quote

from app.content.yjs_bytes import read_var_bytes, read_var_uint, var_bytes, var_uint
from app.deps.viewers import COOKIE
from app.realtime.codes import Close
from tests.realtime.wire import PATIENCE, Address, Closed, Socket

CODES = {
    401: Close.signed_out,
    403: Close.not_allowed,
    404: Close.not_there,
    409: Close.changed,
    413: Close.too_big,
    422: Close.bad_bytes,
}
"""What a socket would be closed with; anything else is worth another try."""
STEP_1, STORED, REFUSED = b"\x00\x00", b"\x02\x01", b"\x02\x00"
WRITING = (b"\x00\x01", b"\x00\x02")


class HttpSocket(Socket):
    """The same methods as a socket. Asking first opens the stream of events, everything else is posted."""

    def __init__(self, address: Address, path: str, headers: dict[str, str]) -> None:
        self._address = address
        self._path, _, self._query = path.removeprefix("/ws").partition("?")
        self._headers = headers
        self._messages: deque[bytes | str] = deque()
        self._gone: Closed | None = None
        self._stream: socket.socket | None = None
        self._raw, self._events = b"", ""
        self._begun = False
        self._written = 0
        self._refused = False

    def send(self, message: bytes | str) -> None:
        """Open the stream with the first question; post anything else, and take what is answered."""
        assert isinstance(message, bytes)
        if self._gone is not None:
            raise self._gone
        if message[:2] == STEP_1 and self._stream is None:
            self._open(read_var_bytes(message, 2)[0])
        elif not (message[:2] in WRITING and self._refused):
            self._post(message)

    def break_off(self) -> None:
        """Hang up without a word."""
        self._gone = self._gone or Closed(1006)
        if self._stream is not None:
            self._stream.close()

    def close(self) -> None:
        """There is no goodbye by HTTP."""
        self.break_off()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _post(self, message: bytes) -> None:
        posting = http.client.HTTPConnection(self._address.host, timeout=PATIENCE)
        try:
            posting.request("POST", self._url(), var_bytes(message), self._headers)
            response = posting.getresponse()
            told = response.read()
        finally:
            posting.close()
        if response.status != 200:
            self._end(response.status, told)
            return
        if message[:2] in WRITING:
            self._written += 1
        at = 0
        while at < len(told):
            one, at = read_var_bytes(told, at)
            self._hear(one)

    def _hear(self, message: bytes) -> None:
        if message[:2] == STORED:
            count, _ = read_var_uint(message, 2)
            assert count <= 1
            message = STORED + var_uint(self._written)
        if message[:2] == REFUSED:
            self._refused = True
            self._written -= 1
        self._messages.append(message)

    def _open(self, state: bytes | None) -> None:
        told = base64.urlsafe_b64encode(state or b"").decode().rstrip("=")
        lines = [f"GET {self._url(f'state={told}' if state else '')} HTTP/1.1", f"Host: {self._address.host}"]
        lines += [f"{name}: {value}" for name, value in self._headers.items()]
        self._stream = socket.create_connection(("127.0.0.1", self._address.port), timeout=PATIENCE)
        self._stream.sendall("\r\n".join([*lines, "", ""]).encode())

    def _url(self, more: str = "") -> str:
        query = "&".join(part for part in (self._query, more) if part)
        return f"/api{quote(self._path, safe='/%')}/updates{'?' if query else ''}{query}"

    def _end(self, status: int, problem: bytes) -> None:
        until = time.monotonic() + 0.3
        while status == 503 and self._gone is None and time.monotonic() < until:
            self._fill(0.05)  # the stream may say it better
        if self._gone is None:
            self._gone = Closed(int(CODES.get(status, Close.later)), json.loads(problem)["detail"])
        self.break_off()

    def _fill(self, timeout: float) -> bool:
        if self._stream is None:
            self._open(None)
        assert self._stream is not None
        self._stream.settimeout(max(0.000_1, timeout))
        try:
            data = self._stream.recv(1 << 18)
        except TimeoutError:
            return False
        except OSError:
            data = b""
        self._raw += data
        self._unchunk()
        while "\n\n" in self._events:
            event, _, self._events = self._events.partition("\n\n")
            self._happened(dict(line.split(": ", 1) for line in event.split("\n")))
        if not data:
            self.break_off()
        return True

    def _unchunk(self) -> None:
        if not self._begun:
            head, whole, rest = self._raw.partition(b"\r\n\r\n")
            if not whole:
                return
            status = int(head.split()[1])
            if status != 200:
                self._gone = Closed(int(CODES.get(status, Close.later)))
                self.break_off()
                return
            self._raw, self._begun = rest, True
        while b"\r\n" in self._raw:
            size, _, rest = self._raw.partition(b"\r\n")
            length = int(size, 16)
            if len(rest) < length + 2:
                return
            self._events += rest[:length].decode()
            self._raw = rest[length + 2 :]

    def _happened(self, event: dict[str, str]) -> None:
        if event.get("event") == "close":
            self._gone = Closed(**json.loads(event["data"]))
            self.break_off()
        elif "data" in event:
            message = base64.b64decode(event["data"])
            if message[:2] == STORED:  # of nothing: by this way nobody writes
                assert message[2:] == b"\x00"
                message = STORED + var_uint(self._written)
            self._messages.append(message)


class HttpAddress(Address):
    """The same server, for those whose network blocks WebSockets: for everybody, or for every other one."""

    def __init__(self, port: int, *, every: int = 1) -> None:
        super().__init__(port)
        self._every = every
        self._number = 0

    def connect(self, path: str, token: str | None = None, **headers: str) -> Socket:
        """The HTTP door of a document; where others come by socket too, in turn."""
        self._number += 1
        if not path.startswith("/ws/documents/") or self._number % self._every:
            return super().connect(path, token, **headers)
        if token is not None:
            headers["Cookie"] = f"{COOKIE}={token}"
        return HttpSocket(self, path, headers)
