"""Has files looked at by ``app.adapters.inspection``, each in a process of its own, one at a time."""

import json
import logging
import os
import subprocess
import sys
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
        preview = found.pop("preview", None)
        content = Path(found.pop("content"))
        return Made(content=content, preview=Path(preview) if preview else None, **found)

    def _ask(self, file: Path, name: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "app.adapters.inspection", str(file), str(file.parent), name]
        environment = {key: os.environ[key] for key in _KEPT_OF_THE_ENVIRONMENT if key in os.environ}
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=self._seconds,
                check=False,
                cwd=ROOT,
                env={**environment, "PYTHONDONTWRITEBYTECODE": "1"},
            )
            found: dict[str, Any] = json.loads(done.stdout)
        except subprocess.TimeoutExpired as error:
            raise Unwanted(_UNREADABLE) from error
        except ValueError as error:
            log.warning("a file ended its inspection with %s: %s", done.returncode, done.stderr[-500:])
            raise Unwanted(_UNREADABLE) from error
        return found
