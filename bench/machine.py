"""What the numbers were measured on."""

import os
import platform
import time
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from bench.node import node_version


def describe(folder: Path) -> dict[str, Any]:
    """The machine, how busy it was before we began, and what one fsync costs where the database will be."""
    return {
        "cpu": _model(),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "node": node_version().removeprefix("v"),
        "load_before": round(os.getloadavg()[0], 2),
        "fsync_ms": round(_fsync(folder) * 1000, 2),
    }


def sentence(machine: dict[str, Any]) -> str:
    return (
        f"{machine['cpu']}, {machine['cores']} cores, Linux {machine['kernel']}, Python {machine['python']}, "
        f"Node {machine['node']}; load {machine['load_before']} before the start; "
        f"an fsync takes {machine['fsync_ms']} ms"
    )


def cores() -> tuple[int | None, int | None]:
    """(the servers' core, the generator's core); nobody is pinned where there is only one."""
    mine = sorted(os.sched_getaffinity(0))
    return (mine[0], mine[1]) if len(mine) > 1 else (None, None)


def busy() -> float:
    """Seconds of CPU that the whole machine has spent since it started, to a hundredth."""
    user, nice, system, _idle, _wait, irq, soft, steal = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    )
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")


def take_precedence() -> None:
    """Run this process, and the servers it starts, before everything else on the machine. Root may."""
    os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(5))


def _model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _fsync(folder: Path) -> float:
    """Median seconds of writing 4 KiB and having it on disk."""
    times = []
    with NamedTemporaryFile(dir=folder) as file:
        for _ in range(21):
            began = time.perf_counter()
            file.write(b"0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return sorted(times)[10]
