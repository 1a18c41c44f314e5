"""`python -m bench`: measure document delivery, ours beside the references, and print where it stands."""

import argparse
import json
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import machine, report
from bench.crowd import Crowd, Measured
from bench.node import install
from bench.ours import County, kill_while_typing
from bench.rooms import Failed, Load
from bench.servers import Contender, Running, batching_hocuspocus, references, running

RESULTS = Path(__file__).parent / "results"
FULL = (Load(10, 14, 5, 2.5, 8), Load(30, 14, 2, 1, 2.5), Load(1, 100, 1, 1, 2.5))
QUICK = (Load(10, 14, 5, 2, 4),)
KILLED = Load(10, 14, 5, 0, 2)


def main() -> int:
    """0 when everything that was typed arrived and was stored; 1 when something was lost."""
    wanted = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    wanted.add_argument("--quick", action="store_true", help="the budget's load only, once, for a short time")
    wanted.add_argument("--batching", action="store_true", help="also Hocuspocus with flushDelay 50")
    wanted.add_argument(
        "--first", action="store_true", help="before all other programs (root): if they are many"
    )
    options = wanted.parse_args()
    if options.first:
        machine.take_precedence()
    RESULTS.mkdir(exist_ok=True)
    install()
    others = references() + ([batching_hocuspocus()] if options.batching else [])
    try:
        measure(others, QUICK if options.quick else FULL, 1 if options.quick else 3)
    except Failed as failure:
        print(f"FAILED: {failure}", file=sys.stderr)
        return 1
    return 0


def measure(others: list[Contender], loads: tuple[Load, ...], repetitions: int) -> None:
    """Every load, every repetition, every server in turn; then the table and `results/latest.json`."""
    began = time.monotonic()
    about = machine.describe(RESULTS)
    print(machine.sentence(about), flush=True)
    plan = [(load, turn) for load in loads for turn in range(1, repetitions + 1)]
    writers = {name: load.people for load, turn in [*plan, (KILLED, 0)] for name in rooms(load, turn)}
    servers_core, own_core = machine.cores()
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(dir=RESULTS))
        ours = County.made(Path(folder), writers)
        contenders = [ours.contender(), *others]
        up = [stack.enter_context(running(contender, servers_core)) for contender in contenders]
        if own_core is not None:
            os.sched_setaffinity(0, {own_core})
        runs: report.Runs = {contender.name: {} for contender in contenders}
        seen: dict[str, dict[int, int]] = {}
        for load, turn in plan:
            for server in up:
                measured, clocks = run(server, load, rooms(load, turn))
                runs[server.contender.name].setdefault(load, []).append(measured)
                print(
                    f"  {load!s:>14} {turn}/{repetitions}  {server.contender.name:<24} {measured}", flush=True
                )
                if server is up[0]:
                    seen |= dict(zip(rooms(load, turn), clocks, strict=True))
        seen |= kill_while_typing(up[0], KILLED, rooms(KILLED, 0))
        stored = sum(ours.must_hold(room, clocks) for room, clocks in seen.items())
    versions = {contender.name: contender.version for contender in contenders}
    said = [
        *report.verdicts(runs),
        f"killed with −9 in mid-sentence: all that others had seen is on disk ({stored:,} Yjs clocks)",
        *(f"doubtful: {doubt}" for doubt in report.doubts(runs)),
    ]
    print(f"\nServer CPU per delivered edit, medians of {repetitions}; times in ms\n")
    print(report.table(runs, versions), *said, sep="\n")
    latest = RESULTS / "latest.json"
    latest.write_text(json.dumps(report.as_json(runs, versions, about, said), indent=1) + "\n")
    print(f"{time.monotonic() - began:.0f} s; everything is in bench/results/{latest.name}")


def rooms(load: Load, turn: int) -> list[str]:
    """Their names: new ones for every turn, so that each begins with an empty document."""
    return [f"{load.rooms}-{turn}-{room}" for room in range(load.rooms)]


def run(server: Running, load: Load, names: list[str]) -> tuple[Measured, list[dict[int, int]]]:
    """One measurement, and per room how far others saw each client type."""
    try:
        crowd = Crowd(load, server.doors(names, load.people))
        try:
            return crowd.run(server.cpu), [room.seen_by_others() for room in crowd.rooms]
        finally:
            crowd.close()
    except (Failed, OSError) as failure:
        raise Failed(f"{server.contender.name}, {load}: {failure}") from failure


if __name__ == "__main__":
    sys.exit(main())
