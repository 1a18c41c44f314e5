"""What takes seconds to make is made once in a run, by whichever of the workers comes first."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(folders: pytest.TempPathFactory, name: str, fill: Callable[[Path], None]) -> Path:
    """The folder of this name, which ``fill`` has filled. Whoever comes second waits for the first."""
    base = folders.getbasetemp()
    if base.name.startswith("popen-"):  # a worker's own, in the folder of the whole run
        base = base.parent
    folder = base / name
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folders.mktemp(name)
            fill(unfinished)
            unfinished.rename(folder)
    return folder
