"""Medians, the table, and how ours stands against the budget."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.crowd import Measured
from bench.rooms import Load

OURS, REFERENCE = "Mobilise", "Hocuspocus"
CPU_BUDGET = 0.25
P99_BUDGET = 0.080

Runs = dict[str, dict[Load, list[Measured]]]


@dataclass(frozen=True)
class Cell:
    """Medians over the repetitions: seconds of CPU per delivered edit, seconds of latency."""

    cpu: float
    p50: float
    p99: float
    edits_per_message: float
    bytes_per_delivered: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, runs: Sequence[Measured]) -> "Cell":
        costs = [run.per_delivered for run in runs]
        return cls(
            cpu=median(costs),
            p50=median(run.p50 for run in runs),
            p99=median(run.p99 for run in runs),
            edits_per_message=median(run.delivered / run.messages for run in runs),
            bytes_per_delivered=median(run.received / run.delivered for run in runs),
            lowest=min(costs),
            highest=max(costs),
        )


def table(runs: Runs, versions: dict[str, str]) -> str:
    """One row a server: µs of CPU per delivered edit with its range, p50 and p99 in ms, edits per message."""
    loads = list(next(iter(runs.values())))
    width = max(len(f"{name} {versions[name]}") for name in runs)
    head = " " * width + "".join(f" │ {load!s:^38}" for load in loads)
    units = " " * width + f" │ {'CPU µs (range)':>17} {'p50':>5} {'p99':>6} {'merge':>6} " * len(loads)
    lines = [head, units]
    for name, by_load in runs.items():
        line = f"{name} {versions[name]}".ljust(width)
        for load in loads:
            line += " │ " + _cell(by_load.get(load, []))
        lines.append(line)
    return "\n".join(line.rstrip() for line in lines)


def _cell(runs: Sequence[Measured]) -> str:
    if not runs:
        return " " * 38
    cell = Cell.of(runs)
    spread = f"({cell.lowest * 1e6:.1f}–{cell.highest * 1e6:.1f})"
    merged = f"×{cell.edits_per_message:.1f}"
    return f"{cell.cpu * 1e6:5.1f} {spread:>11} {cell.p50 * 1e3:5.1f} {cell.p99 * 1e3:6.1f} {merged:>6} "


def verdicts(runs: Runs) -> list[str]:
    """Ours beside the reference for each load; the budget counts for the first."""
    said: list[str] = []
    if OURS not in runs or REFERENCE not in runs:
        return said
    for number, load in enumerate(runs[OURS]):
        ours, theirs = Cell.of(runs[OURS][load]), Cell.of(runs[REFERENCE][load])
        ratio = ours.cpu / theirs.cpu
        line = f"{load}: ours / {REFERENCE} = {ratio:.2f}"
        if number == 0:
            line += f", budget ≤ {CPU_BUDGET:.2f}: {_within(ratio, CPU_BUDGET)}"
            line += f"; p99 {ours.p99 * 1e3:.0f} ms, budget ≤ {P99_BUDGET * 1e3:.0f} ms: "
            line += _within(ours.p99, P99_BUDGET)
        said.append(line)
    return said


def doubts(runs: Runs) -> list[str]:
    """What should make one trust a number less."""
    found = []
    others = max(run.others for loads in runs.values() for measured in loads.values() for run in measured)
    if others > 0.3:
        found.append(
            f"other programs took up to {others:.1f} cores meanwhile: measure again when it is quiet"
        )
    for name, by_load in runs.items():
        for load, measured in by_load.items():
            worst = max(run.late for run in measured)
            busiest = max(run.generator for run in measured)
            repeated = sum(run.repeated for run in measured)
            if worst > 0.050 or busiest > 0.85:
                found.append(
                    f"{name}, {load}: the generator was {worst * 1e3:.0f} ms late, {busiest:.0%} busy"
                )
            if repeated:
                found.append(f"{name}, {load}: {repeated} edits came more than once")
    return found


def as_json(runs: Runs, versions: dict[str, str], machine: dict[str, Any], said: list[str]) -> dict[str, Any]:
    """Everything that was measured, seconds throughout."""
    return {
        "machine": machine,
        "servers": [
            {
                "name": name,
                "version": versions[name],
                "loads": [
                    {
                        "load": str(load),
                        **asdict(load),
                        "median": asdict(Cell.of(measured)),
                        "runs": [asdict(run) for run in measured],
                    }
                    for load, measured in by_load.items()
                ],
            }
            for name, by_load in runs.items()
        ],
        "said": said,
    }


def _within(value: float, budget: float) -> str:
    return "within" if value <= budget else "OVER"
