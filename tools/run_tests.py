"""All tests: Python, frontend, browser. Ends with a table, what could not run here, and one total.

Installs PostgreSQL, Redis and Chromium when they are missing and this machine lets it. One suite that fails
does not keep the others from running. With CI=true a skipped test is a failure.

The frontend's tests run beside the browsers, which wait now and then, and are heard when they have ended.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.services import chromium, memory, postgres, redis
from tests.services.plugin import in_ci

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "tools"


@dataclass
class Outcome:
    suite: str
    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    code: int = 0

    @property
    def good(self) -> bool:
        return self.code == 0 and self.failed == 0 and self.passed > 0


def provide_services() -> None:
    """What apt cannot bring stays missing: its tests are skipped, and said to be."""
    if postgres.programs() is None:
        subprocess.run([TOOLS / "system-packages", "postgresql"], check=False)
    if redis.program() is None:
        subprocess.run([TOOLS / "system-packages", "redis-server"], check=False)
    if chromium.could_be_lighter():
        subprocess.run([TOOLS / "system-packages", chromium.HEADLESS], check=False)
    if chromium.program() is None:
        subprocess.run([TOOLS / "system-packages", "chromium"], check=False)


def run(suite: str, command: list[str], output: IO[str] | None = None) -> Outcome:
    """Run the command of a suite. What it says goes to ``output`` if there is one."""
    print(f"\n── {suite}: {' '.join(command)}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, check=False, stdout=output, stderr=output).returncode
    return Outcome(suite, seconds=time.monotonic() - started, code=code)


def run_pytest(suite: str, folder: Path, *options: str) -> Outcome:
    counts = folder / f"{suite}.json"
    outcome = run(suite, [sys.executable, "-m", "pytest", "--counts", str(counts), *options])
    if counts.exists():
        found = json.loads(counts.read_text())
        outcome.passed, outcome.failed = found["passed"], found["failed"]
        outcome.skipped.update(found["skipped"])
    return outcome


def run_browsers(folder: Path) -> Outcome:
    if chromium.program() is None:
        return Outcome("browser", skipped=Counter({"Chromium is not installed": 1}))
    # A file's tests share a county, one after the other, so a file stays with one worker.
    return run_pytest("browser", folder, "-n", "2", "--dist", "loadfile", "-m", "browser")


def run_vitest(folder: Path) -> Outcome:
    counts = folder / "frontend.json"
    options = ["--reporter=default", "--reporter=json", f"--outputFile.json={counts}"]
    command = [str(TOOLS / "npm"), "--prefix", "frontend", "run", "test", "--", *options]
    with (folder / "frontend.log").open("w+") as output:
        outcome = run("frontend", command, output)
        output.seek(0)
        print(f"\n── frontend said:\n{output.read()}", flush=True)
    if counts.exists():
        found = json.loads(counts.read_text())
        outcome.passed, outcome.failed = found["numPassedTests"], found["numFailedTests"]
        if left_out := found["numPendingTests"] + found.get("numTodoTests", 0):
            outcome.skipped["skipped in the frontend's tests"] += left_out
    return outcome


def summarise(outcomes: list[Outcome]) -> bool:
    """Prints the table and returns whether all is well."""
    print()
    skipped: Counter[str] = Counter()
    for each in outcomes:
        skipped += each.skipped
        left_out = sum(each.skipped.values())
        verdict = "" if each.good else f"  ✗ exit code {each.code}" if each.passed else "  ✗ ran no test"
        numbers = f"{each.passed:>5} passed {each.failed:>4} failed {left_out:>4} skipped"
        print(f"{each.suite:<10}{numbers} {each.seconds:>6.0f} s{verdict}")
    if skipped:
        reasons = "; ".join(f"{reason} ({count})" for reason, count in sorted(skipped.items()))
        print(f"\n!!! NOT RUN: {reasons}" + (" — with CI=true that is a failure" if in_ci() else ""))
    good = all(each.good for each in outcomes) and not (skipped and in_ci())
    passed, failed = (sum(counts) for counts in zip(*((o.passed, o.failed) for o in outcomes), strict=True))
    print(f"total: {passed} passed, {failed} failed, {skipped.total()} skipped")
    return good


def main() -> int:
    provide_services()
    in_memory = memory.folder()
    with tempfile.TemporaryDirectory(prefix="mobilise-tests-", dir=in_memory) as name:
        folder = Path(name)
        if in_memory:
            # Databases and browsers' profiles go there too. PostgreSQL's own user must find its way through.
            folder.chmod(0o755)
            os.environ["TMPDIR"] = name
        python = run_pytest("python", folder, "-n", "2", "--dist", "worksteal", "-m", "not browser")
        with ThreadPoolExecutor(max_workers=1) as beside:
            frontend = beside.submit(run_vitest, folder)
            outcomes = [python, run_browsers(folder), frontend.result()]
    return 0 if summarise(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
