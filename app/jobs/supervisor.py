"""Keeps a worker beside the server: starts it as a child, again when it dies, and ends it with the server."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "app.cli", "worker", "--beside-server")


class Supervisor:
    """``with Supervisor(): …`` has a worker while the block runs.

    A worker that dies comes back after ``wait`` seconds, twice as long each time and a minute at most, until
    one has lived for a minute. It watches its standard input, so it ends too when this process is killed.
    """

    def __init__(self, command: Sequence[str] = COMMAND, *, wait: float = 1.0, stop: float = 25.0) -> None:
        self.command = list(command)
        self._wait = wait
        self._stop = stop
        self._ended = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name="worker's supervisor", daemon=True)

    @property
    def pid(self) -> int | None:
        """The worker's process, if there is one now."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with self._starting:
            self._ended.set()
            child = self._child
        if child is not None:
            child.terminate()
            try:
                child.wait(self._stop)
            except subprocess.TimeoutExpired:
                log.warning("the worker did not stop in %s seconds: killed", self._stop)
                child.kill()
        self._thread.join()

    def _keep(self) -> None:
        wait = self._wait
        while not self._ended.is_set():
            began = time.monotonic()
            code = self._run()
            if self._ended.is_set():
                return
            if time.monotonic() - began > 60:
                wait = self._wait
            log.error("the worker ended with %s; another one starts in %s s", code, wait)
            self._ended.wait(wait)
            wait = min(wait * 2, 60)

    def _run(self) -> int | str:
        """One worker from its start to its end; how it ended."""
        with self._starting:
            if self._ended.is_set():
                return 0
            try:
                # A session of its own: Ctrl-C is for the server, which then ends its worker in good order.
                self._child = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)
            except OSError as error:
                return str(error)
        code = self._child.wait()
        if self._child.stdin is not None:
            self._child.stdin.close()
        return code
