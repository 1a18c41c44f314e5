"""Yjs' binary building blocks, read without a document: lib0 integers, state vectors, sets of deletions.

Formats as in lib0 (``writeVarUint``: seven bits a byte, lowest first, the high bit says "more") and in Yjs'
version 1 encoding. Every reader raises ``ValueError`` for bytes that are not what it reads.
"""

from collections.abc import Mapping
from itertools import pairwise

NOTHING = b"\x00\x00"
"""An update without structs and without deletions."""

EMPTY_STATE = b"\x00"
"""The state vector of a document without anything."""

Deletions = Mapping[int, list[tuple[int, int]]]
"""Per client the deleted clocks as sorted, separate ranges: first, and one behind the last."""


def var_uint(value: int) -> bytes:
    """``value`` as a variable-length unsigned integer."""
    if value < 128:
        return bytes((value,))
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def var_bytes(data: bytes) -> bytes:
    """``data`` behind its length."""
    return var_uint(len(data)) + data


def read_var_uint(data: bytes, at: int) -> tuple[int, int]:
    """The integer at ``at``, and the position behind it. Numbers beyond JavaScript's 2⁵³ are refused."""
    value = shift = 0
    for position in range(at, min(at + 8, len(data))):
        byte = data[position]
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position + 1
        shift += 7
    raise ValueError("not a number that Yjs would write")


def read_var_bytes(data: bytes, at: int) -> tuple[bytes, int]:
    """The bytes at ``at`` that follow their length, and the position behind them."""
    length, at = read_var_uint(data, at)
    end = at + length
    if end > len(data):
        raise ValueError("the bytes end too early")
    return data[at:end], end


def last_var_bytes(data: bytes, at: int) -> bytes:
    """The bytes at ``at`` that follow their length and are all there is."""
    length = data[at] if at < len(data) else 128
    at += 1
    if length > 127:
        length, at = read_var_uint(data, at - 1)
    if at + length != len(data):
        raise ValueError("the bytes end too early, or too late")
    return data[at:]


def state_vector(data: bytes) -> dict[int, int]:
    """How many clocks of each client a document has, from an encoded state vector."""
    count, at = read_var_uint(data, 0)
    state = {}
    for _ in range(count):
        client, at = read_var_uint(data, at)
        state[client], at = read_var_uint(data, at)
    return state


def only_deletes(update: bytes) -> bool:
    """Whether an update brings no new content."""
    return update[:1] == b"\x00"


def deletions(update: bytes) -> Deletions:
    """What an update that ``only_deletes`` deletes."""
    if not only_deletes(update):
        raise ValueError("this update has structs")
    clients, at = read_var_uint(update, 1)
    found: dict[int, list[tuple[int, int]]] = {}
    for _ in range(clients):
        client, at = read_var_uint(update, at)
        count, at = read_var_uint(update, at)
        ranges = found.setdefault(client, [])
        for _ in range(count):
            clock, at = read_var_uint(update, at)
            length, at = read_var_uint(update, at)
            ranges.append((clock, clock + length))
    return {client: _joined(ranges) for client, ranges in found.items()}


def deletes_within(deleted: Deletions, state: Mapping[int, int]) -> bool:
    """Whether a document in ``state`` knows everything deleted, so that no deletion waits for its target."""
    return all(not ranges or ranges[-1][1] <= state.get(client, 0) for client, ranges in deleted.items())


def includes(have: Deletions, wanted: Deletions) -> bool:
    """Whether every clock deleted in ``wanted`` is deleted in ``have``."""
    for client, ranges in wanted.items():
        known = iter(have.get(client, ()))
        start, end = next(known, (0, 0))
        for first, behind in ranges:
            while end < behind:
                following = next(known, None)
                if following is None:
                    return False
                start, end = following
            if first < start:
                return False
    return True


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ranges = sorted(span for span in ranges if span[0] < span[1])
    if all(a[1] < b[0] for a, b in pairwise(ranges)):
        return ranges
    joined = [ranges[0]]
    for start, end in ranges[1:]:
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
