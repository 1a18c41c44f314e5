"""Just enough WebSocket (RFC 6455) and lib0 encoding for a client that costs less than any server."""

import os
from base64 import b64encode
from collections.abc import Iterator

TEXT, BINARY, CLOSE, PING, PONG = 0x81, 0x82, 0x88, 0x89, 0x8A
# One fixed key: masking is the client's duty, and a key of zeros would let some servers skip the unmasking.
MASK = bytes.fromhex("5a17c3e8")


def var_uint(value: int) -> bytes:
    """lib0's variable-length unsigned integer: seven bits a byte, lowest first."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_var_uint(data: bytes, at: int) -> tuple[int, int]:
    """The integer at `at`, and the position behind it. Raises IndexError where the bytes end too early."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def var_bytes(data: bytes) -> bytes:
    return var_uint(len(data)) + data


def read_var_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    length, at = read_var_uint(data, at)
    if at + length > len(data):
        raise IndexError("the bytes end too early")
    return data[at : at + length], at + length


def client_frame(payload: bytes, kind: int = BINARY) -> bytes:
    """One whole masked frame, ready for the socket."""
    size = len(payload)
    if size < 126:
        head = bytes((kind, 128 | size))
    elif size < 65536:
        head = bytes((kind, 128 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((kind, 128 | 127)) + size.to_bytes(8, "big")
    key = int.from_bytes((MASK * (size // 4 + 1))[:size], "big")
    return head + MASK + (int.from_bytes(payload, "big") ^ key).to_bytes(size, "big")


def frames(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Each whole frame a server sent: (first byte, payload, position behind it); none that is cut short."""
    at, size = 0, len(data)
    while size - at >= 2:
        length, start = data[at + 1], at + 2
        if length == 126:
            start, length = at + 4, int.from_bytes(data[at + 2 : at + 4], "big")
        elif length == 127:
            start, length = at + 10, int.from_bytes(data[at + 2 : at + 10], "big")
        end = start + length
        if end > size or start > size:
            return
        yield data[at], data[start:end], end
        at = end


def upgrade_request(host: str, path: str, headers: dict[str, str]) -> bytes:
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
