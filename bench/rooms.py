"""Who is where: a load's size, one person's socket, and the document that a room of them types in."""

import socket
import struct
from array import array
from dataclasses import dataclass, field

from bench.dialects import Dialect
from bench.typists import Typist
from bench.wire import client_frame, upgrade_request

PATIENCE = 10.0
"""Seconds without any progress before a server is said to have lost something."""

Reach = tuple[int, int, int]
"""(typist, first clock, clock behind the last) of a run of edits in a message."""


class Failed(Exception):
    """The server refused somebody, closed on somebody, or lost an edit."""


@dataclass(frozen=True)
class Load:
    """`rooms` documents with `people` each, every one typing `rate` edits a second."""

    rooms: int
    people: int
    rate: float
    warm: float
    window: float

    def __str__(self) -> str:
        return f"{self.rooms} × {self.people} × {self.rate:g}/s"

    @property
    def edits(self) -> int:
        """The most that one person can have sent when the load ends."""
        return int((self.warm + self.window) * self.rate) + 2


@dataclass(frozen=True)
class Door:
    """Where one person connects."""

    port: int
    path: str
    dialect: Dialect
    headers: dict[str, str] = field(default_factory=dict)


class Client:
    """One person's socket. `have[n]` is how many of typist n's edits arrived, `held` what came too early."""

    __slots__ = ("door", "have", "held", "index", "joined", "kept", "rest", "room", "sock", "upgraded")

    def __init__(self, room: "Room", index: int, door: Door) -> None:
        self.room, self.index, self.door = room, index, door
        self.upgraded = self.joined = False
        self.rest = b""
        self.have = [0] * len(room.typists)
        self.held: list[Reach] = []
        self.kept: list[bytes] = []
        self.sock = socket.create_connection(("127.0.0.1", door.port), timeout=PATIENCE)
        self.sock.settimeout(None)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(PATIENCE), 0))
        self.sock.sendall(upgrade_request(f"127.0.0.1:{door.port}", door.path, door.headers))


class Room:
    """One document: when each edit was sent, the frames to send, and what each message was found to carry."""

    def __init__(self, doors: list[Door], people: tuple[Typist, ...]) -> None:
        self.typists = people
        self.sent: list[array[float]] = [array("d") for _ in people]
        self.read: dict[bytes, list[Reach]] = {}
        self.outgoing = [
            [client_frame(door.dialect.update(update)) for update in typist.updates]
            for door, typist in zip(doors, people, strict=True)
        ]
        self.clients = [Client(self, number, door) for number, door in enumerate(doors)]
        self._index = {typist.client: number for number, typist in enumerate(people)}

    def look_into(self, dialect: Dialect, payload: bytes) -> list[Reach]:
        """What this message carries. Everybody gets the same bytes, so they are remembered for a while."""
        if len(self.read) > 512:
            self.read.clear()
        edits = dialect.edits(payload)
        found = [(self._index[client], *clocks) for client, *clocks in edits if client in self._index]
        self.read[payload] = [(who, start, end) for who, start, end in found]
        return self.read[payload]

    def complete(self) -> bool:
        return all(client.joined for client in self.clients)

    def typed(self) -> list[bytes]:
        """Every update that was sent."""
        pairs = zip(self.typists, self.sent, strict=True)
        return [update for typist, times in pairs for update in typist.updates[: len(times)]]

    def seen_by_others(self) -> dict[int, int]:
        """Yjs client → the clock up to which at least one other person has seen them type."""
        clocks = {}
        for who, typist in enumerate(self.typists):
            most = max(client.have[who] for client in self.clients if client.index != who)
            clocks[typist.client] = typist.ends[most - 1] if most else 0
        return clocks

    def held_by(self, client: Client) -> list[bytes]:
        """The updates that this person has: their own, and all messages kept."""
        own = self.typists[client.index].updates[: len(self.sent[client.index])]
        return [*own, *(client.door.dialect.inner(payload) for payload in client.kept)]
