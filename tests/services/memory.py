"""Where the tests put what need not outlive them: in memory, when the machine has plenty of it.

A copy of a PostgreSQL database is hundreds of files: on a disk it took two thirds of a second, in memory it
takes a thirtieth, and hundreds of tests ask for one.
"""

import shutil
from pathlib import Path

ENOUGH = 4 * 1024**3
"""Bytes free. A whole run fills less than one; a container's 64 MB are not for us."""


def folder() -> Path | None:
    """A folder in memory that has room, or None: then what is temporary goes where it always went."""
    shared = Path("/dev/shm")  # noqa: S108  a place, not a file that somebody could guess
    return shared if shared.is_dir() and shutil.disk_usage(shared).free >= ENOUGH else None
