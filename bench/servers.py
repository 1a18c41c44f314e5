"""Every server that is measured: how it is started, where its rooms are, and what it has spent."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from bench.dialects import Dialect, hocuspocus
from bench.node import node
from bench.rooms import Door, Failed

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Contender:
    """A server, and `doors(port, room, people)`: where each person of a room connects."""

    name: str
    version: str
    command: Callable[[int], list[str]]
    doors: Callable[[int, str, int], list[Door]]
    environment: dict[str, str] = field(default_factory=dict)
    log: Path | None = None


@dataclass
class Running:
    contender: Contender
    port: int
    process: "subprocess.Popen[bytes]"

    def cpu(self) -> float:
        """Seconds of CPU (user and system, all threads) of the server and the processes it started."""
        return sum(_cpu(pid) for pid in _family(self.process.pid))

    def doors(self, rooms: list[str], people: int) -> list[list[Door]]:
        return [self.contender.doors(self.port, room, people) for room in rooms]


def plain(port: int, room: str, people: int) -> list[Door]:
    return [Door(port, f"/{room}", Dialect()) for _ in range(people)]


def named_in_messages(port: int, room: str, people: int) -> list[Door]:
    return [Door(port, "/", hocuspocus(room)) for _ in range(people)]


def references() -> list[Contender]:
    """The servers ours is held against; the first is the one of the budget."""
    return [
        Contender(
            name="Hocuspocus",
            version=npm_version("@hocuspocus/server"),
            command=lambda port: [node(), str(HERE / "hocuspocus.mjs")],
            doors=named_in_messages,
        ),
        Contender(
            name="@y/websocket-server",
            version=npm_version("@y/websocket-server"),
            command=lambda port: [node(), str(HERE / "node_modules/@y/websocket-server/src/server.js")],
            doors=plain,
        ),
        Contender(
            name="bare FastAPI relay",
            version=f"{version('fastapi')}, uvicorn {version('uvicorn')}",
            command=lambda port: [
                *(sys.executable, "-m", "uvicorn", "bench.relay:app", "--port", str(port)),
                *(
                    "--loop",
                    "uvloop",
                    "--ws",
                    "websockets-sansio",
                    "--no-access-log",
                    "--log-level",
                    "warning",
                ),
            ],
            doors=plain,
        ),
    ]


def batching_hocuspocus() -> Contender:
    """Hocuspocus told to wait as long as ours does at most: not the budget's reference, only fair to know."""
    return Contender(
        name="Hocuspocus, flushDelay 50",
        version=npm_version("@hocuspocus/server"),
        command=lambda port: [node(), str(HERE / "hocuspocus.mjs")],
        doors=named_in_messages,
        environment={"FLUSH_DELAY": "50"},
    )


def npm_version(package: str) -> str:
    manifest = json.loads((HERE / "node_modules" / package / "package.json").read_text())
    return str(manifest["version"])


@contextmanager
def running(contender: Contender, core: int | None) -> Iterator[Running]:
    """Start the server on a free port of the loopback, on `core` if one is given; end it afterwards."""
    port = _free_port()
    mine = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    environment = {**os.environ, **contender.environment, "HOST": "127.0.0.1", "PORT": str(port)}
    environment["NODE_ENV"] = "production"
    try:
        with (contender.log or Path(os.devnull)).open("wb") as log:
            process = subprocess.Popen(
                contender.command(port),
                cwd=HERE.parent,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
    finally:
        os.sched_setaffinity(0, mine)
    try:
        _wait_for(process, port, contender)
        yield Running(contender, port, process)
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: "subprocess.Popen[bytes]", port: int, contender: Contender) -> None:
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        if process.poll() is not None:
            said = contender.log.read_text()[-2000:] if contender.log else ""
            raise Failed(f"{contender.name} ended at once with {process.returncode}\n{said}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise Failed(f"{contender.name} did not open port {port} in 30 seconds")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    """The process and its descendants, from /proc."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += _family(int(child))
    return found


def _cpu(pid: int) -> float:
    """utime + stime from the kernel's process clock: nanoseconds, where /proc/<pid>/stat has hundredths."""
    return time.clock_gettime(~pid << 3 | 2)
