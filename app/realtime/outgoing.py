"""What is sent, and to what: messages that are framed once for any number of connections."""

from typing import Protocol

from app.realtime.exchange import Outlet

_BINARY, _TEXT = 0x82, 0x81


def frame(payload: bytes | str) -> bytes:
    """One whole, unfragmented frame as a server sends it (RFC 6455, 5.2)."""
    kind, data = (_BINARY, payload) if isinstance(payload, bytes) else (_TEXT, payload.encode())
    size = len(data)
    if size < 126:
        return bytes((kind, size)) + data
    if size < 65536:
        return bytes((kind, 126)) + size.to_bytes(2, "big") + data
    return bytes((kind, 127)) + size.to_bytes(8, "big") + data


class Message:
    """One or more payloads, sent together. ``framed``: all of them as WebSocket frames."""

    __slots__ = ("framed", "payloads")

    def __init__(self, payload: bytes | str) -> None:
        self.payloads: tuple[bytes | str, ...] = (payload,)
        self.framed = frame(payload)

    def __add__(self, other: "Message") -> "Message":
        both = Message.__new__(Message)
        both.payloads = self.payloads + other.payloads
        both.framed = self.framed + other.framed
        return both


class Connection(Protocol):
    """One accepted socket. Call its methods on the event loop; they return at once.

    ``closing``: the code it was closed with from here. ``spoke``: something was told since this was last set
    to false. ``outlet``: for whoever tells many the same; where there is none, tell them one by one.
    """

    closing: int | None
    spoke: bool
    outlet: Outlet | None

    def tell(self, message: Message) -> None:
        """Send ``message`` after all before it. Says nothing where the client is gone."""

    def close(self, code: int, reason: str = "") -> None:
        """Close after all that was sent before. Only the first call counts; ``reason`` is for people."""

    def __hash__(self) -> int: ...
