"""`python -m bench.pages`: the library and other pages beside a bare "hello", few stories and many."""

import argparse
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from app import migrate
from app.actions.demo import seed_demo
from app.actions.evidence import load_guidance
from app.actions.library import rebuild_library
from app.actions.rubric import load_rubric
from app.actions.seed_load import seed_load
from app.actions.sessions import sign_in_as_persona
from app.db import Database
from app.deps.viewers import COOKIE
from bench import machine
from bench.rooms import Failed
from bench.servers import Contender, running
from tests.services.postgres import PostgresServer, programs

RESULTS = Path(__file__).parent / "results"
BUDGET, PUBLIC_BUDGET, FLAT = 6.0, 2.0, 1.2
TURNS, REQUESTS = 3, 120
FEW, MANY = 1_000, 100_000
SEARCHED = (
    "teaching",
    "handover",
    '"every morning"',
    "phonics -cover",
    "routines",
    "questions",
    "pre-teaching",
)


@dataclass(frozen=True)
class Page:
    """Something to ask for; `path(n)` is the address of the nth request. `budget`: at most so many hellos."""

    name: str
    path: Callable[[int], str]
    signed_in: bool = True
    budget: float | None = None
    requests: int = REQUESTS


@dataclass
class County:
    """A database with so many stories, and who is signed in to it."""

    kind: str
    stories: int
    url: str
    token: str
    times: dict[str, list[float]] = field(default_factory=dict)
    hello: dict[str, list[float]] = field(default_factory=dict)
    against_few: dict[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.kind}, {self.stories:,}"

    def ms(self, page: str) -> float:
        """Median over the turns."""
        return median(self.times[page]) * 1e3

    def ratio(self, page: str) -> float:
        """Median over the turns of "page / hello", each turn by itself."""
        return median(t / h for t, h in zip(self.times[page], self.hello[page], strict=True))


def main() -> int:
    """0 when every page with a budget is within it."""
    wanted = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    wanted.add_argument("--stories", type=int, nargs="+", default=[FEW, MANY], help="how many, few first")
    wanted.add_argument("--only", choices=["SQLite", "PostgreSQL"], help="one database alone")
    wanted.add_argument("--keep", type=Path, help="a folder for the SQLite files, to be used again")
    options = wanted.parse_args()
    RESULTS.mkdir(exist_ok=True)
    about = machine.describe(RESULTS)
    print(machine.sentence(about), flush=True)
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(TemporaryDirectory(dir=RESULTS)))
        folder.mkdir(exist_ok=True)
        counties = []
        if options.only != "PostgreSQL":
            for stories in options.stories:
                file = folder / f"pages-{stories}.db"
                counties.append(_filled("SQLite", f"sqlite:///{file}", stories))
        if options.only != "SQLite":
            if programs() is None:
                print("PostgreSQL is not installed: SQLite alone is measured")
            else:
                server = stack.enter_context(PostgresServer())
                for stories in options.stories:
                    url = server.create_database(f"pages_{stories}")
                    counties.append(_filled("PostgreSQL", url, stories))
        servers_core, own_core = machine.cores()
        for county in counties:
            _measure(county, servers_core, own_core)
        for kind in dict.fromkeys(county.kind for county in counties):
            few, *_, many = [county for county in counties if county.kind == kind] * 2
            _compare(few, many, servers_core, own_core)
    said, within = verdicts(counties)
    print(table(counties), *said, sep="\n")
    latest = {"machine": about, "said": said, "counties": [_as_json(county) for county in counties]}
    (RESULTS / "pages.json").write_text(json.dumps(latest, indent=1) + "\n")
    return 0 if within else 1


def _filled(kind: str, url: str, stories: int) -> County:
    """The demo county with so many stories more, unless they are there already."""
    began = time.monotonic()
    database = Database(url)
    try:
        if not _is_there(url):
            migrate.upgrade(database)
            with database.write() as session:
                load_guidance(session)
                load_rubric(session)
                rebuild_library(session)
                seed_demo(session)
            seed_load(database, stories, lambda done, of: _tell(f"{kind}: {done:,} of {of:,} stories"))
            _tell("")
        with database.write() as session:
            _, token = sign_in_as_persona(session, "school-lead", days=1)
    finally:
        database.close()
    print(f"  {kind} with {stories:,} stories: {time.monotonic() - began:.0f} s to write", flush=True)
    return County(kind, stories, url, token)


def _is_there(url: str) -> bool:
    return url.startswith("sqlite:///") and Path(url.removeprefix("sqlite:///")).is_file()


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


def _measure(county: County, servers_core: int | None, own_core: int | None) -> None:
    with ExitStack() as stack:
        hello = stack.enter_context(running(_hello(), servers_core))
        ours = stack.enter_context(running(_ours(county), servers_core))
        # Pinned only now: the servers take over what this process may use.
        stack.enter_context(_pinned(own_core))
        said = stack.enter_context(_connected(hello.port))
        asked = stack.enter_context(_connected(ours.port))
        cookie = f"{COOKIE}={county.token}"
        pages = _pages(_one_of(asked, cookie))
        for turn in range(-1, TURNS):
            for page in pages:
                at = page.requests * (turn + 1)
                paths = [page.path(at + n) for n in range(page.requests)]
                hellos, times = [], []
                for path in paths:
                    hellos.append(said.get("/hello", ""))
                    times.append(asked.get(path, cookie if page.signed_in else ""))
                if turn >= 0:
                    county.hello.setdefault(page.name, []).append(median(hellos))
                    county.times.setdefault(page.name, []).append(median(times))
    print(f"  measured: {county.name}", flush=True)


def _compare(few: County, many: County, servers_core: int | None, own_core: int | None) -> None:
    """The pages with a budget, asked of both in turn, so that what else the machine does hits both alike."""
    with ExitStack() as stack:
        servers = [stack.enter_context(running(_ours(county), servers_core)) for county in (few, many)]
        stack.enter_context(_pinned(own_core))
        doors = [stack.enter_context(_connected(server.port)) for server in servers]
        cookies = [f"{COOKIE}={county.token}" for county in (few, many)]
        stories = [_one_of(door, cookie) for door, cookie in zip(doors, cookies, strict=True)]
        for number, page in enumerate(_pages("")):
            if page.budget is None:
                continue
            both: tuple[list[float], list[float]] = ([], [])
            for turn in range(TURNS * REQUESTS):
                for door, cookie, story, times in zip(doors, cookies, stories, both, strict=True):
                    path = _pages(story)[number].path(turn)
                    times.append(door.get(path, cookie if page.signed_in else ""))
            many.against_few[page.name] = median(both[1][REQUESTS:]) / median(both[0][REQUESTS:])


def _pages(story: str) -> list[Page]:
    """`limit` makes an address that nobody asked for before, so that its answer has to be worked out."""
    return [
        Page("library, first page with facets", lambda _: "/api/library", budget=BUDGET),
        Page("the same, signed out", lambda _: "/api/library", signed_in=False, budget=BUDGET),
        Page("… worked out anew", lambda n: f"/api/library?limit={20 + n}", requests=10),
        Page(
            "… narrowed down, worked out anew",
            lambda n: f"/api/library?phase=Primary&limit={20 + n}",
            requests=10,
        ),
        Page(
            "… searched, worked out anew",
            lambda n: f"/api/library?q={_quoted(SEARCHED[n % len(SEARCHED)])}&limit={20 + n}",
            requests=10,
        ),
        Page("… searched again", lambda n: f"/api/library?q={_quoted(SEARCHED[n % len(SEARCHED)])}"),
        Page("all stories, first page", lambda _: "/api/stories"),
        Page("a story", lambda _: f"/api/stories/{story}"),
        Page("a public story, signed out", lambda _: f"/api/stories/{story}", signed_in=False),
        Page("its page, signed out", lambda _: f"/stories/{story}", signed_in=False, budget=PUBLIC_BUDGET),
        Page("who is signed in", lambda _: "/api/session"),
    ]


def _quoted(words: str) -> str:
    return words.replace('"', "%22").replace(" ", "%20")


def _hello() -> Contender:
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "bench.hello:app",
        "--no-access-log",
        "--log-level",
        "warning",
    ]
    return Contender(
        name="bare FastAPI hello",
        version=version("fastapi"),
        command=lambda port: [*command, "--port", str(port)],
        doors=lambda *_: [],
    )


def _ours(county: County) -> Contender:
    program = str(Path(sys.executable).with_name("mobilise"))
    return Contender(
        name="Mobilise",
        version=version("mobilise"),
        command=lambda port: [program, "serve", "--port", str(port)],
        doors=lambda *_: [],
        environment={
            "MOBILISE_DATABASE_URL": county.url,
            "MOBILISE_DEMO": "true",
            "MOBILISE_WORKER": "false",
        },
        log=RESULTS / "pages.log",
    )


@contextmanager
def _pinned(core: int | None) -> Iterator[None]:
    mine = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, mine)


class _Closed(Failed):
    """The server has closed the connection."""


class _Connection:
    """One connection that is kept, read with as little as an HTTP client needs."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self._open()
        self.body = b""

    def _open(self) -> socket.socket:
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def get(self, path: str, cookie: str) -> float:
        """Seconds from sending to the last byte; `Failed` unless it is a 200.

        A server may close a connection that was idle for a while: then once more, on a new one.
        """
        try:
            return self._get(path, cookie)
        except _Closed:
            self.socket.close()
            self.socket = self._open()
            return self._get(path, cookie)

    def _get(self, path: str, cookie: str) -> float:
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        request = "\r\n".join([*lines, *([f"Cookie: {cookie}"] if cookie else []), "", ""]).encode()
        began = time.perf_counter()
        self.socket.sendall(request)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        while len(body) < length:
            body += self._more()
        took = time.perf_counter() - began
        if head.split()[1] != b"200":
            raise Failed(f"{path}: {head[:200]!r} {body[:200]!r}")
        self.body = body
        return took

    def _more(self) -> bytes:
        found = self.socket.recv(262_144)
        if not found:
            raise _Closed("the server closed the connection")
        return found


@contextmanager
def _connected(port: int) -> Iterator[_Connection]:
    connection = _Connection(port)
    try:
        yield connection
    finally:
        connection.socket.close()


def _one_of(connection: _Connection, cookie: str) -> str:
    """A story that everybody may read."""
    connection.get("/api/library?audience=public&limit=1", cookie)
    return str(json.loads(connection.body)["items"][0]["story"]["id"])


def table(counties: list[County]) -> str:
    """A row a page: milliseconds and, in brackets, how many times "hello" that is."""
    names = list(counties[0].times)
    width = max(map(len, names))
    lines = ["", " " * width + "".join(f" │ {county.name:^24}" for county in counties)]
    for name in names:
        cells = (f" │ {county.ms(name):10.2f} ms ({county.ratio(name):5.1f} ×)" for county in counties)
        lines.append(name.ljust(width) + "".join(cells))
    hello = median(value for county in counties for values in county.hello.values() for value in values)
    return "\n".join([*lines, "", f'"hello" took {hello * 1e3:.2f} ms; medians of {TURNS} turns'])


def verdicts(counties: list[County]) -> tuple[list[str], bool]:
    """Against the budgets: so many times "hello", and flat from few stories to many."""
    said, within = [], True
    for page in _pages(""):
        if page.budget is None:
            continue
        for county in counties:
            ratio = county.ratio(page.name)
            within &= ratio <= page.budget
            verdict = f"budget ≤ {page.budget:.0f}: {_ok(ratio <= page.budget)}"
            said.append(f"{page.name}, {county.name}: {ratio:.1f} × hello, {verdict}")
        for kind in dict.fromkeys(county.kind for county in counties):
            of_kind = [county for county in counties if county.kind == kind]
            few, many = of_kind[0], of_kind[-1]
            change = many.against_few[page.name]
            within &= change <= FLAT
            said.append(
                f"{page.name}, {kind}: {many.stories:,} / {few.stories:,} stories = {change:.2f},"
                f" budget ≤ {FLAT:.1f}: {_ok(change <= FLAT)}"
            )
    return said, within


def _ok(within: bool) -> str:
    return "within" if within else "OVER"


def _as_json(county: County) -> dict[str, object]:
    return {
        "database": county.kind,
        "stories": county.stories,
        "pages": {
            name: {"seconds": county.times[name], "hello": county.hello[name], "ratio": county.ratio(name)}
            for name in county.times
        },
    }


if __name__ == "__main__":
    sys.exit(main())
