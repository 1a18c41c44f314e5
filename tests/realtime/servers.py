"""The service on a free port of the loopback: in a thread to be looked into, or as a process to be killed."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from app import errors
from app.db import Database
from app.realtime import sockets
from app.realtime.boards import http as boards
from app.realtime.bus import Bus
from app.realtime.documents import http as documents
from app.realtime.hub import Realtime, Tuning
from app.realtime.protocol import SERVER_OPTIONS
from app.realtime.server import Server
from app.settings import Settings
from app.web import BODY_BYTES
from tests.realtime.wire import Address


def sockets_app(
    database: Database, settings: Settings, *, tuning: Tuning | None = None, bus: Bus | None = None
) -> FastAPI:
    """The sockets alone and what stands in for them, wired as ``main`` wires them."""
    realtime = Realtime(database, settings, tuning=tuning, bus=bus)
    database.events.subscribe(realtime.subscriber)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await realtime.start()
        yield
        await realtime.stop()

    app = FastAPI(lifespan=lifespan, max_body_size=BODY_BYTES)
    app.state.realtime = realtime
    app.include_router(sockets.router)
    for part in (boards, documents):
        app.include_router(part.router, prefix="/api")
    errors.install(app)
    return app


@contextlib.contextmanager
def serving(app: FastAPI, **options: object) -> Iterator[Address]:
    """Serve ``app`` in a thread until the block ends."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, **{**SERVER_OPTIONS, **options})
    server = Server(config, app.state.realtime.goodbye)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 15
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < until, "the server did not start in time"
        time.sleep(0.005)
    try:
        yield Address(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(15)
        assert not thread.is_alive(), "the server did not stop"


class Process:
    """The service as a process of its own, on ``database_url``."""

    def __init__(self, database_url: str, folder: Path, **environment: str) -> None:
        self._log = (folder / f"server-{time.monotonic_ns()}.log").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.realtime.serve"],
            env={**os.environ, **environment, "MOBILISE_DATABASE_URL": database_url},
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the server did not start: " + Path(self._log.name).read_text()
        self.address = Address(int(line))

    def kill(self) -> None:
        """As a power cut would: SIGKILL, in the middle of whatever it does."""
        self._process.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> None:
        """Make sure that it is gone."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()
