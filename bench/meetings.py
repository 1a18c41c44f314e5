"""A county's meetings as a load: who sits on which board, what they do there, and what became of it."""

import json
import re
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Self
from uuid import UUID, uuid4

from sqlmodel import col, select

import app
from app import migrate
from app.actions.evidence import load_guidance
from app.db import Database
from app.deps.viewers import COOKIE
from app.models.boards import BoardCard, BoardCommand
from bench.rooms import PATIENCE, Failed
from bench.wire import CLOSE, PING, PONG, TEXT, client_frame, frames, upgrade_request
from tests.boards import Meet, meet
from tests.factories import County

DONE = re.compile(rb'\{"(ack|nack)":"([^"]{36})"')
SEQ = re.compile(rb'\{"seq":(\d+)')
ACKED_AT = re.compile(rb'"seq":(\d+)\}$')
DEMO = Path(app.__file__).parent / "data" / "demo"
WORDS = [
    word for file in sorted(DEMO.rglob("*.md")) for word in re.findall(r"\b[a-z][a-z’'-]+", file.read_text())
]


@dataclass
class Evening:
    """A database with live meetings, each in a stage of its own, and everybody's session."""

    url: str
    meetings: list[Meet]
    stages: list[str]
    tokens: list[list[str]]

    @classmethod
    def made(cls, url: str, meetings: int, people: int) -> Self:
        """`meetings` of `people` each: two in five writing, two in five sorting, the rest voting."""
        database = Database(url)
        try:
            migrate.upgrade(database)
            with database.write() as session:
                load_guidance(session)
            county = County(database)
            held = [meet(county, colleagues=people - 1) for _ in range(meetings)]
            stages = [("write", "group", "write", "group", "vote")[number % 5] for number in range(meetings)]
            tokens = []
            for one, stage in zip(held, stages, strict=True):
                everybody = [one.facilitator, *one.colleagues]
                for person in everybody:
                    one.card(person, sentence(Random(person.int)))
                one.go(stage)
                tokens.append([county.token(person) for person in everybody])
            return cls(url, held, stages, tokens)
        finally:
            database.close()

    def must_hold(self, acknowledged: dict[UUID, set[str]]) -> int:
        """How many commands were acknowledged. Raises Failed unless the disk has every one of them."""
        database = Database(self.url)
        try:
            for board, commands in acknowledged.items():
                with database.read() as session:
                    stored = set(
                        map(str, session.exec(select(BoardCommand.id).where(BoardCommand.board_id == board)))
                    )
                if commands - stored:
                    raise Failed(f"{len(commands - stored)} acknowledged commands are not on disk")
        finally:
            database.close()
        return sum(map(len, acknowledged.values()))


class Guest:
    """One person's socket, and what they can do next."""

    def __init__(self, port: int, table: "Table", token: str, chance: Random) -> None:
        self.table = table
        self.chance = chance
        self.upgraded = self.joined = False
        self.rest = b""
        self.seq = 0
        self.own: list[str] = []
        self.dots: list[str] = []
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", int(PATIENCE), 0))
        path = f"/ws/boards/{table.board}"
        self.sock.sendall(upgrade_request(f"127.0.0.1:{port}", path, {"Cookie": f"{COOKIE}={token}"}))
        self.sock.settimeout(None)

    def command(self) -> tuple[str, bytes]:
        """Something that this person may do now: its id, and the frame to send."""
        chance, table = self.chance, self.table
        command: dict[str, Any] = {"id": str(uuid4())}
        wish = chance.random()
        if table.stage == "vote":
            if self.dots and (wish < 0.4 or len(self.dots) == 3):
                command |= {"do": "vote.take", "target": self.dots.pop()}
            else:
                self.dots.append(chance.choice(table.cards))
                command |= {"do": "vote.put", "target": self.dots[-1]}
        elif self.own and wish < 0.25:
            command |= {"do": "card.edit", "card": chance.choice(self.own), "text": sentence(chance)}
        elif table.stage == "group" and wish < 0.55:
            column = chance.choice(("works", "puzzles"))
            after = chance.choice([None, chance.choice(table.cards)])
            command |= {"do": "card.move", "card": chance.choice(table.cards), "column": column}
            command |= {"after": after} if after != command["card"] else {}
        elif table.stage == "group" and wish < 0.8:
            kind = chance.choice(("agree", "question", "thanks", "idea"))
            command |= {"do": "card.react", "card": chance.choice(table.cards), "kind": kind, "on": True}
        else:
            self.own.append(str(uuid4()))
            command |= {"do": "card.add", "card": self.own[-1], "column": "works", "text": sentence(chance)}
        return command["id"], client_frame(json.dumps(command).encode(), TEXT)


@dataclass
class Table:
    """One board: who sits at it, and for each of its events, when it reached whom."""

    board: UUID
    stage: str
    cards: list[str]
    guests: list[Guest] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    arrived: dict[int, list[float]] = field(default_factory=dict)

    def latencies(self, since: float, until: float) -> Iterator[list[float]]:
        """For each command sent in between: how long it took to each person. Raises Failed if to not all."""
        for command, sent in self.sent.items():
            if since <= sent < until:
                arrived = self.arrived.get(self.acknowledged.get(command, -1), [])
                if len(arrived) != len(self.guests):
                    raise Failed(f"a command reached {len(arrived)} of {len(self.guests)}")
                yield [at - sent for at in arrived]


def seated(evening: Evening, port: int) -> list[Table]:
    """Everybody of an evening at their tables, their sockets opening."""
    database = Database(evening.url)
    tables = []
    try:
        for number, one in enumerate(evening.meetings):
            with database.read() as session:
                cards = session.exec(
                    select(BoardCard.id).where(BoardCard.board_id == one.board, col(BoardCard.revealed))
                )
                table = Table(one.board, evening.stages[number], [str(card) for card in cards])
            table.guests = [
                Guest(port, table, token, Random(number * 100 + seat))
                for seat, token in enumerate(evening.tokens[number])
            ]
            tables.append(table)
    finally:
        database.close()
    return tables


def take(guest: Guest, data: bytes) -> None:
    """Something has come for somebody."""
    now = perf_counter()
    data = guest.rest + data
    if not guest.upgraded:
        head, whole, data = data.partition(b"\r\n\r\n")
        if not whole:
            guest.rest = head
            return
        if not head.startswith(b"HTTP/1.1 101"):
            raise Failed(f"no upgrade: {head.splitlines()[0].decode()}")
        guest.upgraded = True
    behind = 0
    for kind, payload, end in frames(data):
        behind = end
        if kind == TEXT:
            _told(guest, payload, now)
        elif kind == PING:
            guest.sock.sendall(client_frame(payload, PONG))
        elif kind == CLOSE:
            raise Failed(f"closed: {int.from_bytes(payload[:2], 'big')} {payload[2:].decode()}")
    guest.rest = data[behind:]


def _told(guest: Guest, payload: bytes, now: float) -> None:
    if event := SEQ.match(payload):
        guest.seq = int(event[1])
        guest.table.arrived.setdefault(guest.seq, []).append(now)
    elif answer := DONE.match(payload):
        if answer[1] == b"nack":
            raise Failed(f"refused: {payload.decode()}")
        done = ACKED_AT.search(payload)
        assert done is not None
        guest.table.acknowledged[answer[2].decode()] = int(done[1])
    elif payload.startswith(b'{"here"'):
        guest.joined = True


def sentence(chance: Random) -> str:
    """What somebody might write on a card."""
    words = chance.choices(WORDS, k=chance.randint(5, 18))
    return " ".join(words).capitalize()
