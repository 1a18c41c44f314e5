"""People at a live board: each follows it by a real connection, as a browser does, and keeps what came."""

import http.client
import json
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from app.deps.guests import GUEST_COOKIE
from app.deps.viewers import COOKIE
from app.policies.board_projection import apply
from tests.realtime.wire import PATIENCE, Address, Closed, Socket

State = dict[str, Any]


class BoardPeer:
    """One page. It keeps its document over disconnections; ``frames`` holds everything that it ever received,
    byte for byte as far as JSON goes."""

    def __init__(
        self, address: Address, board: UUID, token: str = "", *, guest: str = "", wall: bool = False
    ) -> None:
        self.address = address
        self.board = board
        cookies = {COOKIE: token, GUEST_COOKIE: guest}
        self.cookie = "; ".join(f"{name}={value}" for name, value in cookies.items() if value)
        self.wall = wall
        self.state: State | None = None
        self.hello: dict[str, Any] = {}
        self.presence: dict[str, list[str]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.kinds: list[str] = []
        self.times = 0
        self.snapshots = 0
        self.frames: list[str] = []
        self.said: list[dict[str, Any]] = []
        self.closed: int | None = None
        self.reason = ""
        self.socket: Socket | None = None

    # connecting

    @property
    def open(self) -> bool:
        """Whether it is connected, as far as it knows."""
        return self.socket is not None and self.closed is None

    def connect(self, *, since: bool = True) -> "BoardPeer":
        """Open the connection, and go on from what is known, if there is anything and it is wanted."""
        self.disconnect()
        self.closed, self.hello, self.presence = None, {}, {}
        self._open(self.state["seq"] if self.state is not None and since else None)
        return self

    def join(self, *, since: bool = True) -> "BoardPeer":
        """Connect, and wait until the board has come."""
        self.connect(since=since)
        self.until(lambda: self.closed is not None or bool(self.presence))
        assert self.closed is None, (self.closed, self.reason)
        return self

    def disconnect(self) -> None:
        """Go away without a word, as a lost network does."""
        if self.socket is not None:
            self.socket.break_off()
        self.socket = None

    @property
    def me(self) -> str:
        """Their participant id."""
        return str(self.hello["you"])

    @property
    def seq(self) -> int:
        """How far they know the board."""
        assert self.state is not None
        seq: int = self.state["seq"]
        return seq

    # doing

    def do(self, what: str, *, id: str | None = None, **fields: Any) -> str:
        """Send a command; its id."""
        command = {"id": id or str(uuid4()), "do": what, **fields}
        self.send(command)
        return str(command["id"])

    def done(self, what: str, **fields: Any) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        command = self.do(what, **fields)
        self.until(lambda: command in self.answers)
        return self.answers[command]

    def send(self, command: Any) -> None:
        """Send anything."""
        assert self.socket is not None
        text = command if isinstance(command, str) else json.dumps(command, default=str)
        try:
            self.socket.send(text)
        except Closed as closed:
            self._is_closed(closed.code, closed.reason)
        except OSError:
            self._is_closed(1006, "")

    # following

    def read(self, timeout: float = 0.02) -> bool:
        """Take one message, if one comes within ``timeout``. Whether one came."""
        if self.socket is None or self.closed is not None:
            return False
        try:
            text = self.socket.recv(timeout=timeout)
        except TimeoutError:
            return False
        except Closed as closed:
            self._is_closed(closed.code, closed.reason)
            return True
        assert isinstance(text, str)
        self._take(text)
        return True

    def until(self, condition: Callable[[], bool], timeout: float = PATIENCE) -> None:
        """Read until ``condition`` holds."""
        together([self], condition, timeout)

    def _open(self, since: int | None) -> None:
        query = "&".join([f"since={since}"] * (since is not None) + ["view=wall"] * self.wall)
        self.socket = self.address.connect(f"/ws/boards/{self.board}?{query}", Cookie=self.cookie)

    def _is_closed(self, code: int, reason: str) -> None:
        self.closed, self.reason = code, reason

    def _take(self, text: str) -> None:
        self.frames.append(text)
        told = json.loads(text)
        if "hello" in told:
            self.hello = told["hello"]
        elif "snapshot" in told:
            self.state = told["snapshot"]
            self.snapshots += 1
        elif "ack" in told or "nack" in told:
            # The event of a command that was done comes before its acknowledgement.
            assert told.get("seq", 0) <= self.seq
            self.answers[told.get("ack") or told["nack"]] = told
        elif "seq" in told:
            assert self.state is not None
            assert told["seq"] == self.seq + 1, (told["seq"], self.seq)
            self.state = apply(self.state, told.get("patch", {})) | {"seq": told["seq"]}
            self.kinds += [told["kind"]] if "kind" in told else []
        elif "here" in told:
            self.presence = told
        else:
            assert told.keys() == {"now"}
            self.times += 1


class StreamPeer(BoardPeer):
    """The same page where WebSockets are blocked: server-sent events, and commands by POST."""

    _tcp: socket.socket | None = None

    @property
    def open(self) -> bool:
        """Whether it is connected, as far as it knows."""
        return self._tcp is not None and self.closed is None

    _raw = b""
    _text = ""
    _status = 0

    def disconnect(self) -> None:
        """Go away without a word."""
        if self._tcp is not None:
            self._tcp.close()
        self._tcp = None

    def send(self, command: Any) -> None:
        """Post it, and take the answer."""
        for answer in self.post([command]):
            self.frames.append(json.dumps(answer))
            self.answers[answer.get("ack") or answer["nack"]] = answer

    def post(self, commands: Sequence[Any]) -> list[dict[str, Any]]:
        """Post commands; their answers."""
        posting = http.client.HTTPConnection(self.address.host, timeout=PATIENCE)
        body = json.dumps({"commands": commands}, default=str)
        headers = {"Cookie": self.cookie, "Content-Type": "application/json"}
        posting.request("POST", f"/api/boards/{self.board}/commands", body, headers)
        response = posting.getresponse()
        told = json.loads(response.read())
        posting.close()
        assert response.status == 200, told
        answers: list[dict[str, Any]] = told["answers"]
        return answers

    def read(self, timeout: float = 0.02) -> bool:
        """Take what comes within ``timeout``, if anything does."""
        if self._tcp is None or self.closed is not None:
            return False
        self._tcp.settimeout(max(timeout, 0.001))
        try:
            data = self._tcp.recv(1 << 18)
        except TimeoutError:
            return False
        except OSError:
            data = b""
        if not data:
            self._is_closed(1006, "")
            return True
        self._raw += data
        self._unchunk()
        while "\n\n" in self._text:
            event, _, self._text = self._text.partition("\n\n")
            self._happened(dict(line.split(": ", 1) for line in event.split("\n")))
        return True

    def _open(self, since: int | None) -> None:
        lines = [f"GET /api/boards/{self.board}/events{'?view=wall' * self.wall} HTTP/1.1"]
        lines += [f"Host: {self.address.host}", f"Cookie: {self.cookie}"]
        lines += [f"Last-Event-ID: {since}"] * (since is not None)
        self._raw, self._text, self._status = b"", "", 0
        self._tcp = socket.create_connection(("127.0.0.1", self.address.port), timeout=PATIENCE)
        self._tcp.sendall("\r\n".join([*lines, "", ""]).encode())

    def _unchunk(self) -> None:
        """Take the status, and then whole chunks, from what has come."""
        if not self._status:
            head, whole, rest = self._raw.partition(b"\r\n\r\n")
            if not whole:
                return
            self._raw, self._status = rest, int(head.split()[1])
            if self._status != 200:
                self._is_closed(self._status, rest.decode())
                return
        while b"\r\n" in self._raw:
            size, _, rest = self._raw.partition(b"\r\n")
            length = int(size, 16)
            if len(rest) < length + 2:
                return
            self._text += rest[:length].decode()
            self._raw = rest[length + 2 :]

    def _happened(self, event: dict[str, str]) -> None:
        if event.get("event") == "close":
            self._is_closed(**json.loads(event["data"]))
        elif "data" in event:
            told = json.loads(event["data"])
            seq = told.get("seq", told.get("snapshot", {}).get("seq"))
            assert event.get("id") == (str(seq) if seq is not None else None)
            self._take(event["data"])


def together(peers: Sequence[BoardPeer], condition: Callable[[], bool], timeout: float = PATIENCE) -> None:
    """Let all ``peers`` read until ``condition`` holds; ``AssertionError`` if it never does."""
    until = time.monotonic() + timeout
    while not condition():
        heard = [peer.read(0.002 if len(peers) > 1 else 0.02) for peer in peers]
        if not any(heard):
            assert time.monotonic() < until, "waited in vain"


def caught_up(peers: Sequence[BoardPeer], seq: int) -> None:
    """Wait until everybody knows the board up to ``seq``."""
    together(peers, lambda: all(peer.state is not None and peer.seq >= seq for peer in peers))
