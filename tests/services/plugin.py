"""The services that tests may ask for, and one loud line about those that this machine lacks.

A test marked `postgres`, `redis` or `browser` is skipped where the program is missing. With CI=true any skip
is a failure.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services import chromium, postgres, redis

MISSING = {
    "postgres": (postgres.programs, "PostgreSQL is not installed"),
    "redis": (redis.program, "Redis is not installed"),
    "browser": (chromium.program, "Chromium is not installed"),
}


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--counts", metavar="FILE", help="write how many passed, failed and were skipped")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for marker, (find, reason) in MISSING.items():
        if any(item.get_closest_marker(marker) for item in items) and find() is None:
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.PostgresServer]:
    """One server for the whole run of this process (under xdist: one for each worker)."""
    with postgres.PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: postgres.PostgresServer) -> str:
    """An empty database of its own, for all tests of this process that only need some PostgreSQL."""
    return postgres_server.create_database("mobilise_tests")


@pytest.fixture(scope="session")
def redis_server() -> Iterator[redis.RedisServer]:
    """One server for the whole run of this process."""
    with redis.RedisServer() as server:
        yield server


def skips(terminal: Any) -> Counter[str]:
    """Reason → how many tests were skipped for it."""
    found: Counter[str] = Counter()
    for report in terminal.stats.get("skipped", []):
        text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        found[text.removeprefix("Skipped: ")] += 1
    return found


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Runs in the process that reports (under xdist: the one that collects the workers' results)."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None or hasattr(session.config, "workerinput"):
        return
    skipped = skips(terminal)
    if skipped and in_ci() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if file := session.config.getoption("--counts"):
        failed = sum(len(terminal.stats.get(kind, [])) for kind in ("failed", "error"))
        counts = {"passed": len(terminal.stats.get("passed", [])), "failed": failed, "skipped": skipped}
        Path(file).write_text(json.dumps(counts))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if skipped := skips(terminalreporter):
        reasons = "; ".join(f"{reason} ({count})" for reason, count in sorted(skipped.items()))
        verdict = "which is a failure with CI=true" if in_ci() else "so nothing was learnt there"
        terminalreporter.write_line(f"NOT RUN: {reasons} — {verdict}.", red=True, bold=True)
