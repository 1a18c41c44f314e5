"""`python -m bench`: measure document delivery, ours beside the references, and print where it stands."""

import argparse
import json
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from bench import machine, report
from bench.crowd import Crowd, Measured
from bench.node import install
from bench.rooms import Failed, Load
from bench.servers import Contender, Running, batching_hocuspocus, references, running

RESULTS = Path(__file__).parent / "results"
FULL = (Load(10, 14, 5, 2.5, 8), Load(30, 14, 2, 1.5, 3.5), Load(1, 100, 1, 1.5, 4))
QUICK = (Load(10, 14, 5, 2, 4),)


def main() -> int:
    """0 when everything that was typed arrived and was stored; 1 when something was lost."""
    wanted = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    wanted.add_argument("--quick", action="store_true", help="the budget's load only, once, for a short time")
    wanted.add_argument("--batching", action="store_true", help="also Hocuspocus with flushDelay 50")
    options = wanted.parse_args()
    RESULTS.mkdir(exist_ok=True)
    install()
    contenders = references() + ([batching_hocuspocus()] if options.batching else [])
    try:
        measure(contenders, QUICK if options.quick else FULL, 1 if options.quick else 3)
    except Failed as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    return 0


def measure(contenders: list[Contender], loads: tuple[Load, ...], repetitions: int) -> None:
    """Every load, every repetition, every server in turn; then the table and `results/latest.json`."""
    began = time.monotonic()
    about = machine.describe(RESULTS)
    print(machine.sentence(about), flush=True)
    theirs, mine = machine.cores()
    with ExitStack() as servers:
        up = [servers.enter_context(running(contender, theirs)) for contender in contenders]
        if mine is not None:
            os.sched_setaffinity(0, {mine})
        runs: report.Runs = {server.contender.name: {} for server in up}
        for load in loads:
            for repetition in range(repetitions):
                for server in up:
                    measured = _run(server, load, f"{load.rooms}-{repetition}")
                    runs[server.contender.name].setdefault(load, []).append(measured)
                    _progress(server, load, f"{repetition + 1}/{repetitions}", measured)
    versions = {contender.name: contender.version for contender in contenders}
    print(f"\nServer CPU per delivered edit, medians of {repetitions}; times in ms\n")
    print(report.table(runs, versions))
    for line in [*report.verdicts(runs), *(f"doubtful: {doubt}" for doubt in report.doubts(runs))]:
        print(line)
    latest = RESULTS / "latest.json"
    latest.write_text(json.dumps(report.as_json(runs, versions, about), indent=1) + "\n")
    print(f"{time.monotonic() - began:.0f} s; everything is in {latest.relative_to(Path.cwd())}")


def _run(server: Running, load: Load, name: str) -> Measured:
    try:
        crowd = Crowd(load, server.doors([f"{name}-{room}" for room in range(load.rooms)], load.people))
        try:
            return crowd.run(server.cpu)
        finally:
            crowd.close()
    except (Failed, OSError) as failure:
        raise Failed(f"{server.contender.name}, {load}: {failure}") from failure


def _progress(server: Running, load: Load, which: str, measured: Measured) -> None:
    print(
        f"  {load!s:>14} {which}  {server.contender.name:<24} {measured.per_delivered * 1e6:6.1f} µs "
        f"p50 {measured.p50 * 1e3:5.1f} p99 {measured.p99 * 1e3:5.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
