"""A throwaway Redis for the tests: nothing is kept on disk, on a free loopback port."""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from tests.services.postgres import PATIENCE, free_port


def program() -> str | None:
    """The server's path, or None where there is none."""
    return shutil.which("redis-server")


class RedisServer:
    """One server. `start()` and `stop()`, or `with RedisServer() as server`."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """For `MOBILISE_REDIS_URL`."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Self:
        """Returns when the server answers. Another program may take a free port first: tried again."""
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="mobilise-redis-"))
        for _ in range(5):
            self.port = self.port or free_port()
            self._launch()
            if self._answers():
                return self
            self.port = 0
        self.stop()
        raise RuntimeError("Redis did not start")

    def stop(self) -> None:
        """Ends the server at once. May be called twice; `start` has it again on the same port, empty."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _launch(self) -> None:
        setpriv = shutil.which("setpriv")
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port)]
        command += ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = subprocess.Popen(
            [*([setpriv, "--pdeathsig", "KILL"] if setpriv else []), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _answers(self) -> bool:
        assert self._process is not None
        until = time.monotonic() + PATIENCE
        client = Redis.from_url(self.url)
        try:
            while time.monotonic() < until and self._process.poll() is None:
                try:
                    client.ping()
                except RedisConnectionError:
                    time.sleep(0.02)
                else:
                    return True
            return False
        finally:
            client.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
