"""Reads which edits a Yjs update (format v1) carries, without applying it.

A server may merge, split or repeat updates as it likes, so what arrived is counted by content.
"""

from bench.wire import read_var_bytes, read_var_uint

GC, DELETED, JSON, BYTES, STRING, EMBED, FORMAT, TYPE, ANY, DOC, SKIP = range(11)
XML_ELEMENT, XML_HOOK = 3, 5

Edit = tuple[int, int, int]
"""(client, first clock, clock behind the last)"""


def edits_in(update: bytes) -> list[Edit]:
    """Every run of clocks in the update's structs. Deletions carry no clock and are not listed.

    Raises ValueError for content the benchmark never writes, IndexError for bytes that end too early.
    """
    found: list[Edit] = []
    clients, at = read_var_uint(update, 0)
    for _ in range(clients):
        structs, at = read_var_uint(update, at)
        client, at = read_var_uint(update, at)
        clock, at = read_var_uint(update, at)
        for _ in range(structs):
            kind, length, at = _struct(update, at)
            if kind != SKIP:
                if found and found[-1][0] == client and found[-1][2] == clock:
                    found[-1] = (client, found[-1][1], clock + length)
                else:
                    found.append((client, clock, clock + length))
            clock += length
    return found


def _struct(update: bytes, at: int) -> tuple[int, int, int]:
    """(kind, length in clocks, position behind it) of one struct."""
    info = update[at]
    kind, at = info & 31, at + 1
    if kind in (GC, SKIP):
        length, at = read_var_uint(update, at)
        return kind, length, at
    if info & 128:
        at = _identifier(update, at)
    if info & 64:
        at = _identifier(update, at)
    if not info & 192:
        named, at = read_var_uint(update, at)
        at = read_var_bytes(update, at)[1] if named else _identifier(update, at)
        if info & 32:
            _, at = read_var_bytes(update, at)
    if kind == STRING:
        text, at = read_var_bytes(update, at)
        return kind, len(text) if text.isascii() else len(text.decode().encode("utf-16-le")) // 2, at
    if kind == DELETED:
        length, at = read_var_uint(update, at)
        return kind, length, at
    if kind == TYPE:
        shape, at = read_var_uint(update, at)
        if shape in (XML_ELEMENT, XML_HOOK):
            _, at = read_var_bytes(update, at)
        return kind, 1, at
    if kind == FORMAT:
        _, at = read_var_bytes(update, at)
    elif kind not in (BYTES, EMBED):
        raise ValueError(f"content of kind {kind} is not read here")
    _, at = read_var_bytes(update, at)
    return kind, 1, at


def _identifier(update: bytes, at: int) -> int:
    return read_var_uint(update, read_var_uint(update, at)[1])[1]
