"""A person at a keyboard: a Yjs document and a real socket, speaking y-protocols as a browser does."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText

from app.content.yjs_bytes import read_var_bytes, read_var_uint, state_vector, var_bytes, var_uint
from tests.realtime.wire import PATIENCE, Address, Closed, Socket


def sync(step: int, body: bytes) -> bytes:
    """A sync message."""
    return bytes((0, step)) + var_bytes(body)


def awareness(client: int, clock: int, state: object) -> bytes:
    """What a client says of itself, or of another."""
    told = state if isinstance(state, bytes) else json.dumps(state).encode()
    return b"\x01" + var_bytes(var_uint(1) + var_uint(client) + var_uint(clock) + var_bytes(told))


class Peer:
    """One browser. It keeps its document over disconnections, as a browser does."""

    def __init__(self, address: Address, document: UUID, token: str, *, client: int | None = None) -> None:
        self.address = address
        self.document = document
        self.token = token
        self.doc: Doc[XmlFragment] = Doc(client_id=client) if client else Doc()
        self.socket: Socket | None = None
        self.synced = False
        self.sent = 0
        self.stored = 0
        self.standing: list[dict[str, Any]] = []
        self.refusals: list[str] = []
        self.news = 0
        self.seen: dict[int, tuple[int, Any]] = {}
        self.received: list[bytes] = []
        self.updates: list[bytes] = []
        self.closed: int | None = None
        self._remote = False
        self._subscription = self.doc.observe(self._changed)

    # connecting

    def connect(self, query: str = "") -> "Peer":
        """Open the socket and ask for what is lacking."""
        path = f"/ws/documents/{self.document}{query}"
        self.socket = self.address.connect(path, self.token)
        self.synced, self.closed, self.sent, self.stored = False, None, 0, 0
        self.send(sync(0, self.doc.get_state()))
        return self

    def join(self, query: str = "") -> "Peer":
        """Connect, and wait until synchronised."""
        self.connect(query)
        self.until(lambda: self.synced)
        return self

    def disconnect(self) -> None:
        """Go away without a word, as a lost network does; edits are kept in the document."""
        if self.socket is not None:
            self.socket.break_off()
        self.socket, self.synced = None, False

    def leave(self) -> None:
        """Close the socket as a browser does when its page is closed."""
        if self.socket is not None:
            self.socket.close()
        self.socket, self.synced = None, False

    # writing

    def section(self, key: str = "context") -> XmlFragment:
        """A section of the story."""
        return self.doc.get(key, type=XmlFragment)

    def text(self, key: str = "context") -> str:
        """All text of a section, with its marks as tags."""
        return str(self.section(key))

    def line(self, key: str = "context") -> XmlText:
        """A line of one's own to type in."""
        with self.doc.transaction():
            paragraph = self.section(key).children.append(XmlElement("paragraph"))
            return paragraph.children.append(XmlText(""))

    def type(self, text: str, key: str = "context") -> None:
        """A paragraph of one's own, in one edit."""
        with self.doc.transaction():
            self.line(key).insert(0, text)

    def _changed(self, event: TransactionEvent) -> None:
        if self._remote:
            return
        update = bytes(event.update)
        self.updates.append(update)
        if self.socket is not None and self.closed is None:
            self.send(sync(2, update))

    # the socket

    def send(self, message: bytes) -> None:
        """Send, counting as a page counts that wants to know what is saved."""
        assert self.socket is not None
        if message[:1] == b"\x00" and message[1:2] in (b"\x01", b"\x02"):
            self.sent += 1
        try:
            self.socket.send(message)
        except Closed as closed:
            self._is_closed(closed)
        except OSError:
            self.closed, self.synced = 1006, False

    @property
    def saved(self) -> bool:
        """What the page may call saved."""
        return self.synced and self.closed is None and self.stored == self.sent

    def read(self, timeout: float = 0.01) -> bool:
        """Take one message, if one comes within ``timeout``. Whether one came."""
        if self.socket is None or self.closed is not None:
            return False
        try:
            message = self.socket.recv(timeout=timeout)
        except TimeoutError:
            return False
        except Closed as closed:
            self._is_closed(closed)
            return True
        assert isinstance(message, bytes)
        self.received.append(message)
        self._take(message)
        return True

    def until(self, condition: Callable[[], bool], timeout: float = PATIENCE) -> None:
        """Read until ``condition`` holds."""
        together([self], condition, timeout)

    def _is_closed(self, closed: Closed) -> None:
        self.closed = closed.code
        self.synced = False

    def _take(self, message: bytes) -> None:
        match message[0]:
            case 0:
                body, end = read_var_bytes(message, 2)
                assert end == len(message)
                if message[1] == 0:
                    self.send(sync(1, self.doc.get_update(body)))
                else:
                    self._apply(body)
                    self.synced = self.synced or message[1] == 1
            case 1:
                body, _ = read_var_bytes(message, 1)
                self._take_awareness(body)
            case 2:
                self._take_told(message)

    def _apply(self, update: bytes) -> None:
        self._remote = True
        try:
            self.doc.apply_update(update)
        finally:
            self._remote = False

    def _take_awareness(self, body: bytes) -> None:
        count, at = read_var_uint(body, 0)
        for _ in range(count):
            client, at = read_var_uint(body, at)
            clock, at = read_var_uint(body, at)
            state, at = read_var_bytes(body, at)
            if client not in self.seen or self.seen[client][0] < clock:
                self.seen[client] = (clock, json.loads(state))

    def _take_told(self, message: bytes) -> None:
        match message[1]:
            case 0:
                self.refusals.append(read_var_bytes(message, 2)[0].decode())
            case 1:
                self.stored, _ = read_var_uint(message, 2)
            case 2:
                self.standing.append(json.loads(read_var_bytes(message, 2)[0]))
            case 3:
                self.news += 1

    def who(self) -> dict[int, Any]:
        """The states of those who are here, by client."""
        return {client: state for client, (_, state) in self.seen.items() if state is not None}


def together(peers: Sequence[Peer], condition: Callable[[], bool], timeout: float = PATIENCE) -> None:
    """Let all ``peers`` read until ``condition`` holds; ``AssertionError`` if it never does."""
    until = time.monotonic() + timeout
    while not condition():
        heard = [peer.read(0.002 if len(peers) > 1 else 0.02) for peer in peers]
        if not any(heard):
            assert time.monotonic() < until, "waited in vain"


def converge(peers: Sequence[Peer], timeout: float = PATIENCE) -> None:
    """Wait until everything is saved and everybody has the same text."""

    def same() -> bool:
        states = [state_vector(peer.doc.get_state()) for peer in peers]
        agreed = all(state == states[0] for state in states) and texts(peers) == 1
        return agreed and all(peer.saved for peer in peers)

    together(peers, same, timeout)


def texts(peers: Iterable[Peer], keys: Sequence[str] = ("context", "problem")) -> int:
    """How many different texts there are among them."""
    return len({tuple(peer.text(key) for key in keys) for peer in peers})
