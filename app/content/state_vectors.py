"""What a Yjs replica has, as Yjs encodes it (v1): state vectors, and snapshots, which know of deletions too.

The encoding is lib0's: unsigned integers in groups of seven bits, lowest first. A state vector is a count,
then client and clock for each; a snapshot is a delete set (for each client, ranges of clock and length)
before that.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from app.content.errors import ContentError

_Ranges = Mapping[int, Sequence[tuple[int, int]]]


def state_vector_covers(have: bytes, want: bytes) -> bool:
    """Whether a replica at ``have`` has received every insertion that one at ``want`` had.

    Deletions do not count in state vectors: after nothing but a deletion this is true before it has arrived.
    Where that matters compare snapshots. Raises ``ContentError`` for bytes that are not state vectors.
    """
    mine, theirs = _state_vector(have), _state_vector(want)
    return _clocks_cover(mine, theirs)


def snapshot_covers(have: bytes, want: bytes) -> bool:
    """Whether a replica whose snapshot is ``have`` has every insertion *and deletion* of one at ``want``.

    Both as ``Y.encodeSnapshot(Y.snapshot(doc))`` or pycrdt's ``Snapshot.from_doc(doc).encode()`` make them.
    Raises ``ContentError`` for other bytes.
    """
    (deleted, mine), (wanted, theirs) = _snapshot(have), _snapshot(want)
    return _clocks_cover(mine, theirs) and all(
        _within(ranges, deleted.get(client, ())) for client, ranges in wanted.items()
    )


def _clocks_cover(have: Mapping[int, int], want: Mapping[int, int]) -> bool:
    return all(have.get(client, 0) >= clock for client, clock in want.items())


def _within(wanted: Sequence[tuple[int, int]], have: Sequence[tuple[int, int]]) -> bool:
    """Whether the ranges of ``have`` together hold all of ``wanted``; both are sorted and without
    overlaps."""
    remaining = iter(have)
    begin, end = next(remaining, (0, 0))
    for wanted_begin, wanted_end in wanted:
        while end < wanted_end:
            following = next(remaining, None)
            if following is None:
                return False
            begin, end = (begin, following[1]) if following[0] <= end else following
        if wanted_begin < begin:
            return False
    return True


def _state_vector(data: bytes) -> dict[int, int]:
    numbers = _numbers(data)
    clocks = _clocks(numbers)
    _ended(numbers)
    return clocks


def _snapshot(data: bytes) -> tuple[_Ranges, dict[int, int]]:
    numbers = _numbers(data)
    deleted: dict[int, list[tuple[int, int]]] = {}
    for _ in range(_next(numbers)):
        client = _next(numbers)
        ranges = deleted.setdefault(client, [])
        for _ in range(_next(numbers)):
            begin = _next(numbers)
            ranges.append((begin, begin + _next(numbers)))
        ranges.sort()
    clocks = _clocks(numbers)
    _ended(numbers)
    return deleted, clocks


def _clocks(numbers: Iterator[int]) -> dict[int, int]:
    clocks: dict[int, int] = {}
    for _ in range(_next(numbers)):
        client = _next(numbers)
        clocks[client] = max(clocks.get(client, 0), _next(numbers))
    return clocks


def _numbers(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            yield value
            value = shift = 0
        elif shift > 56:
            raise ContentError("A number of the state vector is too large.")
        else:
            shift += 7
    if shift:
        raise ContentError("The state vector ends in the middle of a number.")


def _next(numbers: Iterator[int]) -> int:
    number = next(numbers, None)
    if number is None:
        raise ContentError("The state vector is cut short.")
    return number


def _ended(numbers: Iterator[int]) -> None:
    if next(chain(numbers, [None]), None) is not None:
        raise ContentError("There is more after the state vector.")
