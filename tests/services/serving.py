"""The whole service as a process of its own, as ``mobilise serve`` starts it: to be measured, and killed."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2


def free_port() -> int:
    """A port of the loopback that nobody has just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Serving:
    """``mobilise serve`` without a worker, on ``database_url``; ready once this is made."""

    def __init__(self, database_url: str, folder: Path, **environment: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = (folder / f"serve-{self.port}.log").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port), "--no-worker"],
            env={
                **os.environ,
                "MOBILISE_DATABASE_URL": database_url,
                "MOBILISE_FRONTEND": str(folder / "no-screens"),
                **environment,
            },
            stdout=self._log,
            stderr=self._log,
        )
        until = time.monotonic() + 60
        # One client, and no certificates: reading those takes longer than the answer.
        with httpx2.Client(base_url=self.address, verify=False, trust_env=False) as client:
            while not self._is_ready(client):
                if self._process.poll() is not None or time.monotonic() > until:
                    self.end()
                    raise AssertionError(Path(self._log.name).read_text())
                time.sleep(0.05)

    @staticmethod
    def _is_ready(client: httpx2.Client) -> bool:
        try:
            return client.get("/readyz").status_code == 200
        except httpx2.TransportError:
            return False

    def memory(self, what: str = "VmRSS") -> int:
        """Bytes that the process has in memory now, or had at the most (``VmHWM``)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        found = re.search(rf"^{what}:\s+(\d+) kB$", status, re.MULTILINE)
        assert found is not None
        return int(found[1]) * 1024

    def kill(self) -> None:
        """As a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> None:
        """Make sure that it is gone."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()
        self._log.close()
