"""Has files looked at by ``app.adapters.inspection``, each in a process of its own, one at a time."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Semaphore
from typing import Any, Final

from app.actions.file_tools import Made, Unwanted
from app.errors import Busy
from app.settings import ROOT

log = logging.getLogger(__name__)

SECONDS: Final = 60
_WAIT: Final = 45
_UNREADABLE = (
    "We could not open this file safely: it is damaged, or made in a way that takes too much. Open it on "
    "your device, save or print it to a new file, and send that."
)
_NO_ROOM: Final = (
    "There is no room to look at files just now. What you sent is kept; please try again in a few minutes."
)
_SAID_BYTES: Final = 4 << 20
"""More than the longest text that is kept of a file, as JSON."""
_KEPT_OF_THE_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")


class Inspecting:
    """``actions.file_tools.Inspector``. Threads may share it.

    What a file asks for in memory and time is taken from that process alone, and it is told none of the
    settings: it has nothing that a hostile file could want.
    """

    def __init__(self, *, at_once: int = 1, seconds: float = SECONDS) -> None:
        self._free = Semaphore(at_once)
        self._seconds = seconds

    def inspect(self, file: Path, name: str) -> Made:
        """See ``Inspector.inspect``."""
        if not self._free.acquire(timeout=_WAIT):
            raise Busy(
                "Many files are being looked at just now. Yours is safe; please try again in a minute."
            )
        try:
            found = self._ask(file, name)
        finally:
            self._free.release()
        if "refused" in found:
            raise Unwanted(found["refused"])
        if "busy" in found:
            log.error("no room to look at a file: %s", found["busy"])
            raise Busy(_NO_ROOM)
        try:
            return _made(found, file.parent)
        except (TypeError, ValueError, KeyError, OSError) as error:
            log.warning("an inspection told what cannot be: %s", error)
            raise Unwanted(_UNREADABLE) from error

    def _ask(self, file: Path, name: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "app.adapters.inspection", str(file), str(file.parent), name]
        environment = {key: os.environ[key] for key in _KEPT_OF_THE_ENVIRONMENT if key in os.environ}
        # What it says goes to a file, which its limits hold: this process reads no more than it expects.
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as grumbled:
            try:
                done = subprocess.run(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=grumbled,
                    timeout=self._seconds,
                    check=False,
                    cwd=ROOT,
                    env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
                )
            except subprocess.TimeoutExpired as error:
                raise Unwanted(_UNREADABLE) from error
            except OSError as error:
                log.error("no process to look at a file: %s", error)
                raise Busy(_NO_ROOM) from error
            said.seek(0)
            try:
                found: dict[str, Any] = json.loads(said.read(_SAID_BYTES))
            except ValueError as error:
                grumbled.seek(0)
                why = grumbled.read(100_000)[-500:]
                log.warning("a file ended its inspection with %s: %s", done.returncode, why)
                raise Unwanted(_UNREADABLE) from error
        return found


def _made(found: dict[str, Any], folder: Path) -> Made:
    """What the process told. Only files in its own ``folder`` are taken; ``ValueError`` for others."""
    for key in ("content", "preview"):
        if found.get(key) is not None:
            found[key] = Path(found[key])
            if found[key].is_symlink() or found[key].resolve().parent != folder.resolve():
                raise ValueError(f"{key} is elsewhere")
            if not found[key].is_file():
                raise ValueError(f"{key} is not there")
    return Made(**found)
