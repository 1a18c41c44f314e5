"""How much a file may ask of this process, and what it is told when that is too much."""

import errno
from typing import Any, Final

try:
    import resource
except ImportError:  # Windows: the parent's clock remains
    resource = None  # type: ignore[assignment]

MEMORY_BYTES: Final = 1_500 << 20
CPU_SECONDS: Final = 40
WRITTEN_BYTES: Final = 256 << 20
PIXELS: Final = 64_000_000
"""Of a picture: more than any phone's camera makes (48 million)."""
TEXT_CHARACTERS: Final = 200_000
ENTRIES: Final = 2_000
UNPACKED_BYTES: Final = 400 << 20


class Refused(Exception):
    """A file that we do not take. The message is for the person who sent it: why, and what would help."""


def is_no_room(error: BaseException | None) -> bool:
    """Whether an error comes of a full disk, and so says nothing of the file."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__ or error.__context__
    return False


def confine() -> None:
    """Take away what this process does not need."""
    if resource is None:
        return  # type: ignore[unreachable]
    limits: dict[Any, int] = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: WRITTEN_BYTES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for limit, most in limits.items():
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, allowed))
