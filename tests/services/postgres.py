"""A throwaway PostgreSQL for the tests: a cluster of its own, in a temporary folder, on a free loopback port.

It is fast because nothing in it needs to outlive the tests: no fsync, no full pages, no synchronous commit.
Its files are in memory where there is enough.
PostgreSQL refuses to run as root, so as root it runs as the user `postgres` (or `nobody`).
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql

from tests.services import memory

FAST = {
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "max_wal_size": "4GB",
    "shared_buffers": "64MB",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
USER = "mobilise"
PATIENCE = 60.0
"""Seconds within which a loaded machine must have started or stopped a server."""


def programs() -> Path | None:
    """The folder with the newest `initdb` and `postgres` of this machine, or None where there is no server.

    Debian keeps each major version in /usr/lib/postgresql/N/bin, off PATH.
    """

    def version(folder: Path) -> int:
        return int(re.sub(r"\D", "", folder.parent.name) or 0)

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return next((folder for folder in found if (folder / "postgres").exists()), None)


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class PostgresServer:
    """One server with its own cluster. `start()` and `stop()`, or `with PostgresServer() as server`."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self) -> Self:
        """Returns when the server answers. Raises RuntimeError, with the server's log, when it does not."""
        binaries = programs()
        if binaries is None:
            raise RuntimeError("PostgreSQL is not installed")
        self._folder = Path(tempfile.mkdtemp(prefix="mobilise-pg-", dir=memory.folder()))
        if owner := self._owner():
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        try:
            self._initialise(binaries)
            self._launch(binaries)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Ends the server at once and removes its folder. May be called twice."""
        if self._process is not None:
            if self._process.poll() is None:
                self._process.send_signal(signal.SIGINT)
                try:
                    self._process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def restart(self) -> None:
        """Stops the server as a fault would (connections cut); starts it again, same port, same data."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)
        binaries = programs()
        assert binaries is not None
        self._launch(binaries, self.port)

    def url(self, dbname: str = "postgres") -> str:
        """The SQLAlchemy URL of one database."""
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{dbname}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Makes a database, as a copy of `template` if given (nobody connected to it), and returns its URL.

        An older one of the same name is dropped first, with whoever is connected to it.
        """
        with self._connect() as connection:
            quoted = sql.Identifier(name)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    quoted, sql.Identifier(template or "template0")
                )
            )
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drops a database, with whoever is connected to it. One that is not there is no error."""
        with self._connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @staticmethod
    def _owner() -> pwd.struct_passwd | None:
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise RuntimeError("PostgreSQL does not run as root, and there is no user postgres or nobody")

    def _run_as_owner(self, command: list[str], output: int | None = None) -> subprocess.Popen[bytes]:
        """Starts a program as the cluster's owner, in its own session so that Ctrl-C ends the tests first.

        Where util-linux can, the program ends with the tests even if they are killed.
        """
        assert self._folder is not None
        owner = self._owner()
        setpriv = shutil.which("setpriv")
        return subprocess.Popen(
            [*([setpriv, "--pdeathsig", "INT"] if setpriv else []), *command],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            start_new_session=True,
        )

    def _initialise(self, binaries: Path) -> None:
        assert self._folder is not None
        command = [str(binaries / "initdb"), "--pgdata", str(self._folder / "data"), "--username", USER]
        command += ["--auth", "trust", "--encoding", "UTF8", "--no-sync", "--no-instructions"]
        with self._run_as_owner(command, subprocess.PIPE) as initdb:
            said, _ = initdb.communicate()
        if initdb.returncode:
            raise RuntimeError(f"initdb failed:\n{said.decode(errors='replace')}")

    def _launch(self, binaries: Path, port: int | None = None) -> None:
        """Another program may take a free port before the server does, so a lost race is tried again."""
        assert self._folder is not None
        log = self._folder / "log"
        for _ in range(5):
            self.port = port or free_port()
            command = [str(binaries / "postgres"), "-D", str(self._folder / "data"), "-p", str(self.port)]
            command += ["-k", str(self._folder)]
            for name, value in FAST.items():
                command += ["-c", f"{name}={value}"]
            with log.open("wb") as output:
                self._process = self._run_as_owner(command, output.fileno())
            if self._answers():
                return
            if b"Address already in use" not in log.read_bytes():
                break
        raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")

    def _answers(self) -> bool:
        assert self._process is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self._connect().close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return True
        return False

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(f"postgresql://{USER}@127.0.0.1:{self.port}/postgres", autocommit=True)
