"""`python -m bench.boards`: a whole county meeting at once, and a board of 2,000 cards."""

import argparse
import gc
import http.client
import json
import os
import signal
import sys
import zlib
from contextlib import ExitStack
from pathlib import Path
from random import Random
from select import EPOLLIN, epoll
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

from sqlmodel import select

from app.content.positions import between
from app.db import Database
from app.deps.viewers import COOKIE
from app.models.boards import BoardCard, BoardParticipant, BoardReaction
from bench import machine, pace
from bench.meetings import Evening, Guest, Table, seated, sentence, take
from bench.rooms import PATIENCE, Failed
from bench.servers import Contender, Running, running

RESULTS = Path(__file__).parent / "results"
MEETINGS, PEOPLE, PACE = 30, 14, 5.0
P99_BUDGET, CPU_BUDGET = 0.050, 0.003_5
CARDS, OPEN_BUDGET, WIRE_BUDGET = 2_000, 0.150, 150_000
REFERENCE = {"cpu": 0.010, "p99": 0.108, "open": 0.420, "wire": 629_000}
"""Retrospected 5.5 as realtime.md measured it: Node, PostgreSQL and Redis."""


class Evenings:
    """The load: everybody in one loop of one thread, over real sockets."""

    def __init__(self, tables: list[Table]) -> None:
        self.tables = tables
        self.guests = {guest.sock.fileno(): guest for table in tables for guest in table.guests}
        self.poll = epoll()
        for number in self.guests:
            self.poll.register(number, EPOLLIN)
        self.late = 0.0
        self._until(lambda: all(guest.joined for guest in self.guests.values()), "join")

    def run(self, cpu: Any, warm: float, window: float) -> dict[str, float]:
        """Everybody a command every five seconds, each from a moment of their own."""
        chance = Random(7)
        began = perf_counter() + 0.05
        plan = sorted(
            (
                (began + start + number * PACE, guest)
                for guest in self.guests.values()
                for start in [chance.random() * PACE]
                for number in range(int((warm + window) / PACE) + 1)
            ),
            key=lambda entry: entry[0],
        )
        since, until = began + warm, began + warm + window
        self._send([one for one in plan if one[0] < since], since)
        self.late, before, own, at = 0.0, cpu(), process_time(), perf_counter()
        self._send([one for one in plan if since <= one[0] < until], until)
        spent, seconds, own = cpu() - before, perf_counter() - at, process_time() - own
        self.settled()
        ended = perf_counter()
        times = [times for table in self.tables for times in table.latencies(since, until)]
        every = sorted(time for one in times for time in one)
        last = sorted(max(one) for one in times)
        return {
            "began": since,
            "ended": ended,
            "commands": len(times),
            "deliveries": len(every),
            "seconds": seconds,
            "cpu": spent / len(times),
            "p50": every[len(every) // 2],
            "p99": every[len(every) * 99 // 100],
            "everyone_p50": last[len(last) // 2],
            "everyone_p99": last[len(last) * 99 // 100],
            "late": self.late,
            "generator": own / seconds,
        }

    def at_once(self, rounds: int) -> dict[str, float]:
        """All of one board in the same instant, one board after the other."""
        last: list[float] = []
        began = perf_counter()
        for number in range(rounds):
            table = self.tables[number % len(self.tables)]
            since = perf_counter()
            for guest in table.guests:
                self._command(guest)
            self.settled()
            last += [max(times) for times in table.latencies(since, perf_counter())]
        last.sort()
        return {
            "began": began,
            "ended": perf_counter(),
            "p50": last[len(last) // 2],
            "p99": last[len(last) * 99 // 100],
        }

    def interrupted(self, server: Running, seconds: float) -> None:
        """Work at four times the pace, and be killed in the midst of it."""
        chance, began = Random(11), perf_counter()
        guests = list(self.guests.values())
        while perf_counter() < began + seconds:
            self._command(chance.choice(guests))
            self._turn(0.003)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        while self.guests:
            for number, _ in self.poll.poll(1.0):
                try:
                    self._readable(self.guests[number])
                except (Failed, OSError):
                    self.poll.unregister(number)
                    self.guests.pop(number)

    def settled(self) -> None:
        """Wait until everybody has everything."""
        self._until(lambda: all(len(t.acknowledged) == len(t.sent) for t in self.tables), "be answered")
        tops = {id(t): max(t.acknowledged.values(), default=0) for t in self.tables}
        self._until(lambda: all(g.seq >= tops[id(g.table)] for g in self.guests.values()), "hear of it")

    def close(self) -> None:
        """Everybody goes."""
        for table in self.tables:
            for guest in table.guests:
                guest.sock.close()
        self.poll.close()

    def _send(self, plan: list[tuple[float, Guest]], until: float) -> None:
        for due, guest in plan:
            self._read_until(due)
            self.late = max(self.late, perf_counter() - due)
            self._command(guest)
        self._read_until(until)

    def _command(self, guest: Guest) -> None:
        command, frame = guest.command()
        guest.table.sent[command] = perf_counter()
        guest.sock.sendall(frame)

    def _read_until(self, due: float) -> None:
        while (left := due - perf_counter()) > 0:
            self._turn(int(left * 1000) / 1000)

    def _until(self, done: Any, what: str) -> None:
        until = perf_counter() + PATIENCE
        while not done():
            self._turn(0.1)
            if perf_counter() > until:
                raise Failed(f"not everybody could {what}")

    def _turn(self, timeout: float) -> None:
        for number, _ in self.poll.poll(timeout):
            self._readable(self.guests[number])

    def _readable(self, guest: Guest) -> None:
        data = guest.sock.recv(1 << 18)
        if not data:
            raise Failed("the server closed")
        take(guest, data)


def main() -> int:
    """0 when all budgets hold and nothing acknowledged was lost."""
    wanted = argparse.ArgumentParser(prog="python -m bench.boards", description=__doc__)
    wanted.add_argument("--quick", action="store_true", help="a short window")
    wanted.add_argument(
        "--first", action="store_true", help="before all other programs (root): if they are many"
    )
    options = wanted.parse_args()
    if options.first:
        machine.take_precedence()
    RESULTS.mkdir(exist_ok=True)
    about = machine.describe(RESULTS)
    print(machine.sentence(about), flush=True)
    servers_core, own_core = machine.cores()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=RESULTS)))
        evening = Evening.made(f"sqlite:///{folder / 'boards.sqlite3'}", MEETINGS, PEOPLE)
        large = fill(evening)
        server = stack.enter_context(running(_contender(evening, folder), servers_core))
        if own_core is not None:
            os.sched_setaffinity(0, {own_core})
        timed = stack.enter_context(ExitStack())
        kept_pace = timed.enter_context(pace.kept(servers_core))
        try:
            opened = open_large(evening, server.port, large)
            tables = seated(evening, server.port)
            crowd = Evenings(tables)
            gc.collect()
            gc.disable()
            measured = crowd.run(server.cpu, *((5, 10) if options.quick else (10, 40)))
            same = crowd.at_once(30 if options.quick else 90)
            timed.close()
            crowd.interrupted(server, 3.0)
            kept = evening.must_hold({table.board: set(table.acknowledged) for table in tables})
            crowd.close()
        except Failed as failure:
            print(f"FAILED: {failure}", file=sys.stderr)
            return 1
    for one in (measured, same, opened):
        one["slowed"] = kept_pace.slowed(one["began"], one["ended"])
    said, within = verdicts(measured, same, opened, kept)
    said.append(
        f"The machine's own pace: a fixed piece of work took {kept_pace.least * 1e3:.2f} ms at best, and "
        f"{kept_pace.spread():.1f} times that in the slowest tenth of {len(kept_pace.samples)} samples; "
        f"{measured['slowed']:.2f} times in the evening. At full pace: divided by that factor."
    )
    print(*said, sep="\n")
    told = {"machine": about, "evening": measured, "same_instant": same, "large": opened, "said": said}
    (RESULTS / "boards.json").write_text(json.dumps(told, indent=1) + "\n")
    return 0 if within else 1


def fill(evening: Evening) -> int:
    """Put 2,000 cards with a reaction each on a board where they are sorted; the number of its table."""
    number = evening.stages.index("group")
    board, chance, place = evening.meetings[number].board, Random(3), None
    database = Database(evening.url)
    try:
        with database.write() as session:
            people = session.exec(select(BoardParticipant.id).where(BoardParticipant.board_id == board)).all()
            for _ in range(CARDS):
                place = between(place, None)
                card = BoardCard(
                    id=uuid4(),
                    board_id=board,
                    column_key=chance.choice(("works", "puzzles")),
                    position=place,
                    text=sentence(chance),
                    revealed=True,
                    participant_id=chance.choice(people),
                )
                session.add(card)
                session.flush()
                session.add(
                    BoardReaction(card_id=card.id, kind="agree", owner=chance.randbytes(16), board_id=board)
                )
    finally:
        database.close()
    return number


def open_large(evening: Evening, port: int, number: int) -> dict[str, float]:
    """Open the large board twenty times."""
    board, token = evening.meetings[number].board, evening.tokens[number][1]
    times, body, first = [], b"", perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    for _ in range(20):
        began = perf_counter()
        headers = {"Cookie": f"{COOKIE}={token}", "Accept-Encoding": "gzip"}
        connection.request("GET", f"/api/boards/{board}", headers=headers)
        response = connection.getresponse()
        body = response.read()
        times.append(perf_counter() - began)
        if response.status != 200:
            raise Failed(f"the board did not open: {response.status} {body[:200]!r}")
    connection.close()
    plain = zlib.decompress(body, wbits=31)
    cards = len(json.loads(plain)["cards"])
    if cards < CARDS:
        raise Failed(f"the board came with {cards} cards")
    return {
        "began": first,
        "ended": perf_counter(),
        "seconds": median(times),
        "worst": max(times),
        "wire": len(body),
        "bytes": len(plain),
    }


def verdicts(
    measured: dict[str, float], same: dict[str, float], opened: dict[str, float], kept: int
) -> tuple[list[str], bool]:
    """Everything in words, and whether all of it is within its budget."""
    evening, once, opening = (one["slowed"] for one in (measured, same, opened))
    budgets = [
        ("p99 to everyone", measured["everyone_p99"], evening, P99_BUDGET, REFERENCE["p99"]),
        ("CPU a command, database included", measured["cpu"], evening, CPU_BUDGET, REFERENCE["cpu"]),
        ("all 14 in the same instant, p99", same["p99"], once, P99_BUDGET, REFERENCE["p99"]),
        ("2,000 cards open", opened["seconds"], opening, OPEN_BUDGET, REFERENCE["open"]),
    ]
    said = [
        f"\n{MEETINGS} meetings × {PEOPLE} people, a command every {PACE:g} s each: "
        f"{measured['commands'] / measured['seconds']:.0f} commands/s, "
        f"{measured['deliveries'] / measured['seconds']:.0f} deliveries/s; to each person "
        f"p50 {measured['p50'] * 1e3:.1f} ms, p99 {measured['p99'] * 1e3:.1f} ms; to everyone "
        f"p50 {measured['everyone_p50'] * 1e3:.1f} ms",
    ]
    within = opened["wire"] <= WIRE_BUDGET
    for name, seconds, slowed, budget, reference in budgets:
        fits = seconds / slowed <= budget
        within = within and fits
        said.append(
            f"{name:<34} {seconds * 1e3:7.2f} ms as measured, {seconds / slowed * 1e3:6.2f} ms at full pace, "
            f"budget ≤ {budget * 1e3:g}: {'within' if fits else 'OVER'}; "
            f"Retrospected 5.5 (realtime.md) {reference * 1e3:g}, ratio as measured {seconds / reference:.2f}"
        )
    wire, reference = opened["wire"], REFERENCE["wire"]
    said.append(
        f"{'on the wire':<34} {wire / 1e3:7.2f} KB, budget ≤ {WIRE_BUDGET / 1e3:g}: "
        f"{'within' if wire <= WIRE_BUDGET else 'OVER'}; "
        f"Retrospected 5.5 {reference / 1e3:g}, ratio {wire / reference:.2f}"
    )
    said.append(f"killed with −9 at work: all {kept:,} acknowledged commands are on disk")
    if measured["late"] > 0.05 or measured["generator"] > 0.85:
        said.append(f"doubtful: the generator was {measured['late'] * 1e3:.0f} ms late")
    return said, within


def _contender(evening: Evening, folder: Path) -> Contender:
    return Contender(
        name="Mobilise",
        version="",
        command=lambda port: [
            str(Path(sys.executable).with_name("mobilise")),
            *("serve", "--port", str(port)),
        ],
        doors=lambda _port, _room, _people: [],
        environment={"MOBILISE_DATABASE_URL": evening.url, "MOBILISE_DEMO": "false"},
        log=folder / "mobilise.log",
    )


if __name__ == "__main__":
    sys.exit(main())
