"""A suite that could not run is said loudly, and in CI it is a failure: silence would read as success."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

def test_runs():
    pass

@pytest.mark.skip(reason="no such service here")
def test_cannot_run():
    raise AssertionError
"""


def run(folder: Path, *options: str, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_two.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.services.plugin",
        "--counts",
        "counts.json",
        *options,
    ]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        command, cwd=folder, env={**inherited, "CI": ci}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "with workers"])
def test_a_skip_is_said_and_passes_outside_ci(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = run(tmp_path, *options, ci="")
    assert done.returncode == 0, done.stdout
    assert "NOT RUN: no such service here (1)" in done.stdout
    counts = json.loads((tmp_path / "counts.json").read_text())
    assert counts == {"passed": 1, "failed": 0, "skipped": {"no such service here": 1}}


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "with workers"])
def test_a_skip_is_a_failure_in_ci(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = run(tmp_path, *options, ci="true")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert "which is a failure with CI=true" in done.stdout
