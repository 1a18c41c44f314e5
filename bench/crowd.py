"""The load: everybody types and reads in one loop of one thread, over real sockets."""

import gc
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from select import EPOLLIN, epoll
from time import perf_counter, process_time

from bench.machine import busy
from bench.rooms import PATIENCE, Client, Door, Failed, Load, Reach, Room
from bench.typists import paragraphs, typists
from bench.wire import BINARY, CLOSE, PING, PONG, client_frame, frames


@dataclass(frozen=True)
class Measured:
    """Of one steady window. Times in seconds; `delivered` counts each edit reaching each other person.

    `messages` are WebSocket messages with edits in them and `received` bytes from the sockets; `repeated`
    counts edits that came again; `late` is how far the generator fell behind its own plan at worst,
    `generator` its share of a core, and `others` how many cores everything else on the machine took.
    """

    delivered: int
    cpu: float
    seconds: float
    p50: float
    p99: float
    messages: int
    received: int
    repeated: int
    late: float
    generator: float
    others: float

    @property
    def per_delivered(self) -> float:
        return self.cpu / self.delivered

    def __str__(self) -> str:
        cost = f"{self.per_delivered * 1e6:5.1f} µs"
        return f"{cost}, p50 {self.p50 * 1e3:5.1f}, p99 {self.p99 * 1e3:5.1f} ms"


class Crowd:
    """Everybody of one run, connected and in their rooms."""

    def __init__(self, load: Load, doors: list[list[Door]]) -> None:
        self.load = load
        self.poll = epoll()
        self.clients: dict[int, Client] = {}
        self.latency = array("d")
        self.missing = self.messages = self.received = self.repeated = 0
        self.late = 0.0
        people = typists(load.people, load.edits)
        self.rooms: list[Room] = []
        for their in doors:
            room = Room(their, people)
            self.rooms.append(room)
            for client in room.clients:
                self.clients[client.sock.fileno()] = client
                self.poll.register(client.sock, EPOLLIN)
            self._wait(room.complete, "join")

    def run(self, cpu: Callable[[], float]) -> Measured:
        """Type, measure, wait until everybody has everything. `cpu()` is the server's CPU time in seconds.

        Raises Failed when an edit does not arrive, or what arrived does not make the text that was typed.
        """
        gc.collect()
        gc.disable()
        try:
            measured = self._type(cpu)
            self._wait(lambda: self.missing == 0, "receive everything")
        finally:
            gc.enable()
        for room in self.rooms:
            if paragraphs(room.held_by(room.clients[0])) != paragraphs(room.typed()):
                raise Failed("the text that arrived is not the text that was typed")
        return measured

    def type_until(self, seconds: float, interrupt: Callable[[], None]) -> None:
        """Type for `seconds`, call `interrupt` in the midst of it, and read what was still on its way."""
        began = perf_counter()
        for due, client, number in self._plan(began):
            if due > began + seconds:
                break
            self._read_until(due)
            self._send(client, number)
        interrupt()
        while self.clients:
            for number, _ in self.poll.poll(1.0):
                try:
                    self._readable(self.clients[number])
                except (Failed, OSError):
                    self.poll.unregister(number)
                    self.clients.pop(number)

    def close(self) -> None:
        for room in self.rooms:
            for client in room.clients:
                client.sock.close()
        self.poll.close()

    def _plan(self, began: float) -> list[tuple[float, Client, int]]:
        """Who sends which edit when: everybody at a steady pace, each from a moment of their own."""
        chance = Random(self.load.people)
        pace = 1 / self.load.rate
        plan = [
            (began + start + number * pace, client, number)
            for room in self.rooms
            for client in room.clients
            for start in [chance.random() * pace]
            for number in range(self.load.edits - 1)
        ]
        return sorted(plan, key=lambda entry: entry[0])

    def _type(self, cpu: Callable[[], float]) -> Measured:
        began = perf_counter() + 0.02
        plan = self._plan(began)
        begin = began + self.load.warm
        end = begin + self.load.window
        self._send_each([entry for entry in plan if entry[0] < begin], begin)
        self.latency, self.messages, self.received, self.late = array("d"), 0, 0, 0.0
        started, before, own, all_before = perf_counter(), cpu(), process_time(), busy()
        self._send_each([entry for entry in plan if begin <= entry[0] < end], end)
        spent, seconds, own = cpu() - before, perf_counter() - started, process_time() - own
        others = busy() - all_before - spent - own
        times = sorted(self.latency)
        if not times:
            raise Failed("nothing was delivered in the steady window")
        return Measured(
            delivered=len(times),
            cpu=spent,
            seconds=seconds,
            p50=times[len(times) // 2],
            p99=times[len(times) * 99 // 100],
            messages=self.messages,
            received=self.received,
            repeated=self.repeated,
            late=self.late,
            generator=own / seconds,
            others=max(0.0, others / seconds),
        )

    def _send_each(self, plan: list[tuple[float, Client, int]], until: float) -> None:
        for due, client, number in plan:
            self._read_until(due)
            self.late = max(self.late, perf_counter() - due)
            self._send(client, number)
        self._read_until(until)

    def _send(self, client: Client, number: int) -> None:
        room = client.room
        self.missing += len(room.typists) - 1
        room.sent[client.index].append(perf_counter())
        client.sock.sendall(room.outgoing[client.index][number])

    def _read_until(self, due: float) -> None:
        """Read whatever comes until `due`: sleeping for whole milliseconds, spinning through the last."""
        while (left := due - perf_counter()) > 0:
            self._turn(int(left * 1000) / 1000)

    def _wait(self, done: Callable[[], bool], what: str) -> None:
        moved = perf_counter()
        while not done():
            if self._turn(0.2):
                moved = perf_counter()
            elif perf_counter() - moved > PATIENCE:
                raise Failed(f"not everybody could {what}: {self.missing} deliveries are missing")

    def _turn(self, timeout: float) -> int:
        ready = self.poll.poll(timeout)
        for number, _ in ready:
            self._readable(self.clients[number])
        return len(ready)

    def _readable(self, client: Client) -> None:
        data = client.sock.recv(262144)
        now = perf_counter()
        if not data:
            raise Failed(f"the server closed on {client.door.path}")
        self.received += len(data)
        if client.rest:
            data = client.rest + data
        if not client.upgraded:
            head, whole, data = data.partition(b"\r\n\r\n")
            if not whole:
                client.rest = head
                return
            if not head.startswith(b"HTTP/1.1 101"):
                raise Failed(f"no upgrade on {client.door.path}: {head.splitlines()[0].decode()}")
            client.upgraded = True
            client.sock.sendall(b"".join(client_frame(hello) for hello in client.door.dialect.hello()))
        behind = 0
        for kind, payload, end in frames(data):
            behind = end
            if kind == BINARY:
                self._message(client, payload, now)
            elif kind == PING:
                client.sock.sendall(client_frame(payload, PONG))
            elif kind == CLOSE:
                code, why = int.from_bytes(payload[:2], "big"), payload[2:].decode()
                raise Failed(f"closed on {client.door.path}: {code} {why}")
        client.rest = data[behind:]

    def _message(self, client: Client, payload: bytes, now: float) -> None:
        room = client.room
        edits = room.read.get(payload)
        if edits is None:
            edits = room.look_into(client.door.dialect, payload)
        if not edits:
            self._courtesy(client, payload)
            return
        self.messages += 1
        if client.index == 0:
            client.kept.append(payload)
        for edit in edits:
            if edit[0] != client.index:
                self._arrived(client, edit, now)
        if client.held:
            held, client.held = client.held, []
            for edit in held:
                self._arrived(client, edit, now)

    def _courtesy(self, client: Client, payload: bytes) -> None:
        """Notice the answer to our hello, and answer a server that asks what we have."""
        dialect = client.door.dialect
        client.joined = client.joined or dialect.welcomes(payload)
        if dialect.asks(payload):
            client.sock.sendall(client_frame(dialect.nothing_to_add()))

    def _arrived(self, client: Client, edit: Reach, now: float) -> None:
        """Count each edit that this run of clocks completes; what comes before its predecessor is held."""
        who, start, end = edit
        ends, have = client.room.typists[who].ends, client.have[who]
        if start > (ends[have - 1] if have else 0):
            client.held.append(edit)
            return
        if have and end <= ends[have - 1]:
            self.repeated += 1
            return
        sent = client.room.sent[who]
        while have < len(ends) and ends[have] <= end:
            self.latency.append(now - sent[have])
            have += 1
        self.missing -= have - client.have[who]
        client.have[who] = have
