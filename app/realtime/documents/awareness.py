"""Who is in a document and where: y-protocols' awareness, with names that cannot be borrowed.

A client's id belongs to the connection that first speaks for it (or to a later one of the same person: a
browser that reconnects before its old socket is known to be dead). ``user`` is always what the server knows.
The server gives out the clocks, from the time of day, so that they grow across reconnects and restarts, and
nobody is sent their own entry: a stock client would take the newer clock for news and answer it for ever.
"""

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.content.yjs_bytes import read_var_bytes, read_var_uint, var_bytes, var_uint

STATE_BYTES = 2048
"""The most one client may say of itself."""
HUES = 7
"""How many colours there are for people; with more than that some share one."""

_NOBODY = b"null"


@dataclass(slots=True)
class Presence:
    """One client of one connection. ``state``: JSON as it is passed on; ``None`` once it has left."""

    owner: object
    person_id: UUID
    state: bytes | None


class Awareness:
    """Everybody's state in one room. ``owner`` is whatever stands for a connection."""

    def __init__(self) -> None:
        self._clients: dict[int, Presence] = {}
        self._hues: dict[UUID, int] = {}
        self._clock = 0
        self._changed: set[int] = set()

    def hue(self, person_id: UUID) -> int:
        """A colour for a person, counted from 0; shared with somebody else only if it must be."""
        if person_id not in self._hues:
            wish = person_id.int % HUES
            taken = set(self._hues.values())
            free = ((wish + step) % HUES for step in range(HUES))
            self._hues[person_id] = next((hue for hue in free if hue not in taken), wish)
        return self._hues[person_id]

    def hear(self, owner: object, person_id: UUID, user: dict[str, Any], data: bytes) -> None:
        """Take in what a connection says. Entries of clients that are not its own are passed over: stock
        clients repeat what they heard of others. ``ValueError`` for bytes that are no awareness."""
        count, at = read_var_uint(data, 0)
        for _ in range(count):
            client, at = read_var_uint(data, at)
            _, at = read_var_uint(data, at)
            state, at = read_var_bytes(data, at)
            presence = self._clients.get(client)
            if presence is None or presence.person_id == person_id:
                self._put(owner, person_id, client, user, state)

    def _put(self, owner: object, person_id: UUID, client: int, user: dict[str, Any], state: bytes) -> None:
        if len(state) > STATE_BYTES:
            return
        told = _read_state(state)
        known = self._clients.get(client)
        if known is None or known.owner is not owner:
            if told is None or any(one.owner is owner for one in self._clients.values()):
                return
            known = self._clients[client] = Presence(owner, person_id, None)
        known.state = None if told is None else json.dumps({**told, "user": user}, allow_nan=False).encode()
        self._changed.add(client)

    def leave(self, owner: object) -> None:
        """The connection is gone, and everybody is to see that."""
        for client, presence in self._clients.items():
            if presence.owner is owner:
                presence.state = None
                self._changed.add(client)

    def changes(self) -> dict[int, tuple[object, bytes]]:
        """What changed since this was last asked: per client whose it is, and the entry to send."""
        changed = {client: (self._clients[client].owner, self._entry(client)) for client in self._changed}
        for client in self._changed:
            if self._clients[client].state is None:
                del self._clients[client]
        self._changed.clear()
        return changed

    def everybody(self, but: object) -> list[bytes]:
        """Entries of all who are here, for somebody who comes in and does not want to hear of themselves."""
        return [
            self._entry(client)
            for client, one in self._clients.items()
            if one.state is not None and one.owner is not but
        ]

    def _entry(self, client: int) -> bytes:
        state = self._clients[client].state
        self._clock = max(self._clock + 1, time.time_ns() // 1_000_000)
        return var_uint(client) + var_uint(self._clock) + var_bytes(state or _NOBODY)


def _read_state(state: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(state, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if told is not None and not isinstance(told, dict):
        raise ValueError("a state is an object or null")
    return told


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
