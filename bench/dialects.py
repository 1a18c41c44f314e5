"""How a client speaks to each server: y-protocols as they are, or with Hocuspocus' framing around them."""

from dataclasses import dataclass

from bench.updates import Edit, edits_in
from bench.wire import read_var_bytes, var_bytes, var_uint

SYNC, AUTH, SYNC_REPLY = 0, 2, 4
STEP1, STEP2, UPDATE = 0, 1, 2
EMPTY_STATE, EMPTY_UPDATE = b"\x00", b"\x00\x00"


@dataclass(frozen=True)
class Dialect:
    """The y-websocket protocol, each message behind `prefix` (nothing, for most servers)."""

    prefix: bytes = b""

    def hello(self) -> list[bytes]:
        """What a client says first."""
        return [self._sync(STEP1, EMPTY_STATE)]

    def update(self, update: bytes) -> bytes:
        return self._sync(UPDATE, update)

    def nothing_to_add(self) -> bytes:
        """The answer to a server that asks what it lacks."""
        return self._sync(STEP2, EMPTY_UPDATE)

    def asks(self, payload: bytes) -> bool:
        return self._kinds(payload) == (SYNC, STEP1)

    def welcomes(self, payload: bytes) -> bool:
        """Whether this is the server's answer to `hello`: from here on the client is in the room."""
        return self._kinds(payload) == (SYNC, STEP2)

    def edits(self, payload: bytes) -> list[Edit]:
        return edits_in(self.inner(payload)) if self._kinds(payload)[1] in (STEP2, UPDATE) else []

    def inner(self, payload: bytes) -> bytes:
        """The Yjs update in a message that carries one."""
        return read_var_bytes(payload, len(self.prefix) + 2)[0]

    def _kinds(self, payload: bytes) -> tuple[int, int]:
        """(SYNC, which step) or (SYNC, -1) for anything that is not about the document."""
        at = len(self.prefix)
        if len(payload) < at + 2 or payload[at] not in (SYNC, SYNC_REPLY):
            return SYNC, -1
        return SYNC, payload[at + 1]

    def _sync(self, step: int, body: bytes) -> bytes:
        return self.prefix + bytes((SYNC, step)) + var_bytes(body)


@dataclass(frozen=True)
class Hocuspocus(Dialect):
    """Hocuspocus names the document in every message, and wants a token (any, here) before all else."""

    def hello(self) -> list[bytes]:
        token = var_uint(0) + var_bytes(b"nobody checks this") + var_bytes(b"4.7.0")
        return [self.prefix + bytes((AUTH,)) + token, *super().hello()]


def hocuspocus(document: str) -> Dialect:
    return Hocuspocus(var_bytes(document.encode()))
