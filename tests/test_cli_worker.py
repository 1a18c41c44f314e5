"""``mobilise worker``, and the worker that ``mobilise serve`` keeps: what they say, how they come and go."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import cli
from app.cli_worker import pages_of
from app.db import Database
from app.settings import Settings
from tests.conftest import sqlite_copy
from tests.jobs.desk import entries
from tests.services.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 90.0


def until(holds: Callable[[], object], server: subprocess.Popen[bytes]) -> None:
    """Wait for it while the server runs, as long as a loaded machine may need."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert server.poll() is None, "the server ended"
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """The processes that threads of ``pid`` started and that still run."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(one) for found in lists for one in found.read_text().split()]


def test_a_database_that_is_not_up_to_date_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOBILISE_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    answer = CliRunner().invoke(cli.app, ["worker"])
    assert answer.exit_code == 1
    assert "`mobilise migrate` first" in answer.output


@pytest.mark.parametrize("command", ["worker", "serve"])
def test_a_wrong_file_of_closed_days_is_said_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    file = tmp_path / "ours.json"
    file.write_text('{"from": "2026-09-01"}')
    monkeypatch.setenv("MOBILISE_HOLIDAYS", str(file))
    monkeypatch.setenv("MOBILISE_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    answer = CliRunner().invoke(cli.app, [command])
    assert answer.exit_code == 1
    assert f"MOBILISE_HOLIDAYS: {file}: until: Field required" in answer.output


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux who started whom")
def test_the_server_keeps_a_worker_brings_it_back_and_takes_it_along(
    sqlite_template: Path, tmp_path: Path
) -> None:
    url = sqlite_copy(sqlite_template, tmp_path)
    database = Database(url)
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(free_port())],
        cwd=ROOT,
        env={**os.environ, "MOBILISE_DATABASE_URL": url, "MOBILISE_FRONTEND": str(tmp_path)},
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: entries(database), server)
        (worker,) = children(server.pid)
        os.kill(worker, signal.SIGKILL)
        until(lambda: children(server.pid) not in ([], [worker]), server)
        (second,) = children(server.pid)
        server.terminate()
        server.wait(PATIENCE)
        assert not Path(f"/proc/{second}").exists()
    finally:
        server.kill()
        server.wait()
        database.close()


@pytest.mark.slow
def test_the_server_can_do_without_a_worker(sqlite_template: Path, tmp_path: Path) -> None:
    url = sqlite_copy(sqlite_template, tmp_path)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--no-worker", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "MOBILISE_DATABASE_URL": url, "MOBILISE_FRONTEND": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    try:
        assert server.stdout is not None
        assert f":{port}" in server.stdout.readline().decode()
        assert children(server.pid) == []
    finally:
        server.kill()
        server.communicate()


def test_nobody_leaves_the_countys_network_unless_somebody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MOBILISE_FETCH_LINKS", "MOBILISE_FETCH_LINKS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert pages_of(Settings()) is None
    monkeypatch.setenv("MOBILISE_FETCH_LINKS_PROXY", "http://proxy.example:3128")
    assert pages_of(Settings()) is None
    monkeypatch.setenv("MOBILISE_FETCH_LINKS", "true")
    pages = pages_of(Settings())
    assert pages is not None
    assert pages.proxy == "http://proxy.example:3128"
    assert not pages.allowed("127.0.0.1")
