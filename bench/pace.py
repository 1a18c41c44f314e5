"""How fast the machine is while something is measured.

On a shared machine the same work can take twice as long from one second to the next, and the CPU time that
the kernel counts grows with it. So a fixed piece of work is timed all along, on the same core: what it takes
beside the least that it ever took says how much the machine was slowed.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import fmean
from tempfile import TemporaryFile
from time import perf_counter, sleep, thread_time

EVERY = 0.2


@dataclass
class Pace:
    """``samples``: (when by ``perf_counter``, seconds of CPU), filled once it has ended."""

    samples: list[tuple[float, float]] = field(default_factory=list)

    @property
    def least(self) -> float:
        """Seconds that the work takes when nothing slows the machine."""
        return min(cost for _, cost in self.samples)

    def slowed(self, since: float, until: float) -> float:
        """By what factor the machine was slowed between these times, at least 1."""
        within = [cost for at, cost in self.samples if since - EVERY <= at <= until + EVERY]
        return fmean(within) / self.least if within else 1.0

    def spread(self) -> float:
        """The slowest tenth beside the least."""
        costs = sorted(cost for _, cost in self.samples)
        return costs[len(costs) * 9 // 10] / costs[0]


@contextmanager
def kept(core: int | None) -> Iterator[Pace]:
    """Time the work five times a second on ``core``, at one hundredth of its time, until the block ends."""
    pace = Pace()
    with TemporaryFile("w+") as told:
        command = [sys.executable, "-m", "bench.pace", *([str(core)] if core is not None else [])]
        with subprocess.Popen(command, stdout=told) as process:
            try:
                yield pace
            finally:
                process.terminate()
                process.wait()
                told.seek(0)
                whole = told.read().rpartition("\n")[0].splitlines()  # the last line may be half a line
                pace.samples = [(float(at), float(cost)) for at, cost in map(str.split, whole)]


def _work() -> float:
    began, found = thread_time(), {}
    for number in range(5_000):
        found[number % 500] = str(number)
    return thread_time() - began


def _main() -> None:
    if len(sys.argv) > 1:
        os.sched_setaffinity(0, {int(sys.argv[1])})
    while True:
        _work()  # what others have left in the caches is not their pace
        print(perf_counter(), _work(), flush=True)
        sleep(EVERY)


if __name__ == "__main__":
    _main()
