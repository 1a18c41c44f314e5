"""Workers as real processes: killed in the middle of a job, asked to stop, orphaned, kept alive."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.actions.outbox import later
from app.db import Database
from app.jobs.supervisor import Supervisor
from app.models.notices import Job
from tests.conftest import sqlite_copy
from tests.jobs.desk import entries, noted

COMMAND = (sys.executable, "-m", "tests.jobs.work")
PATIENCE = 60.0

Start = Callable[..., subprocess.Popen[bytes]]


def until(holds: Callable[[], object]) -> None:
    """Wait for it, as long as a loaded machine may need."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def begun(folder: Path) -> int:
    """How many times the job was begun."""
    file = folder / "began"
    return len(file.read_text().splitlines()) if file.exists() else 0


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """SQLite alone: what each database does about a lost worker is in ``test_worker``."""
    return sqlite_copy(sqlite_template, tmp_path)


ENDS = """
import sys, threading
from app.jobs.worker import end_with
end_with(sys.stdin.fileno())
while not any(frame.f_code.co_name == "watch" for frame in sys._current_frames().values()):
    pass
"""


def test_a_process_ends_in_good_order_while_it_watches_its_input() -> None:
    """Python stops what still reads a stream of its own when it ends, and says "Fatal"."""
    with subprocess.Popen(
        [sys.executable, "-c", ENDS], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ended:
        assert ended.stderr is not None
        assert (ended.stderr.read(), ended.wait(PATIENCE)) == (b"", 0)


@pytest.fixture(autouse=True)
def work(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One job that waits for a worker."""
    monkeypatch.setenv("MOBILISE_DATABASE_URL", database_url)
    with database.write() as session:
        later(session, Job.sweep, word="fen")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts workers; what is left of them at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def one() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([*COMMAND, str(tmp_path)], stdin=subprocess.PIPE))
        return started[-1]

    yield one
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_a_job_whose_worker_is_killed_in_its_middle_is_done_once(
    database: Database, start: Start, tmp_path: Path
) -> None:
    first = start()
    until(lambda: begun(tmp_path) == 1)
    first.kill()
    first.wait()
    assert noted(database) == 0
    (tmp_path / "go").touch()
    start()
    until(lambda: entries(database)[0].done_at)
    assert begun(tmp_path) == 2
    assert noted(database) == 1


@pytest.mark.slow
def test_a_worker_that_is_asked_to_stop_finishes_its_job(
    database: Database, start: Start, tmp_path: Path
) -> None:
    worker = start()
    until(lambda: begun(tmp_path) == 1)
    worker.terminate()
    (tmp_path / "go").touch()
    assert worker.wait(PATIENCE) == 0
    assert noted(database) == 1
    assert entries(database)[0].done_at is not None


@pytest.mark.slow
def test_a_dead_worker_is_replaced_and_the_last_one_ends_with_the_server(
    database: Database, tmp_path: Path
) -> None:
    with Supervisor([*COMMAND, str(tmp_path), "--beside-server"], wait=0.05) as supervisor:
        until(lambda: begun(tmp_path) == 1)
        first = supervisor.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        (tmp_path / "go").touch()
        until(lambda: entries(database)[0].done_at)
        second = supervisor.pid
        assert second not in {None, first}
    assert supervisor.pid is None
    assert noted(database) == 1


@pytest.mark.slow
def test_a_worker_ends_when_its_server_is_killed(start: Start, tmp_path: Path) -> None:
    """The server's end of the pipe closes with it, however it went."""
    (tmp_path / "go").touch()
    child = subprocess.Popen([*COMMAND, str(tmp_path), "--beside-server"], stdin=subprocess.PIPE)
    until(lambda: begun(tmp_path) == 1)
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(PATIENCE) == 0


def test_a_worker_that_cannot_start_does_not_keep_the_server_from_ending() -> None:
    with Supervisor(["/no/such/program"], wait=0.01) as supervisor:
        assert supervisor.pid is None
