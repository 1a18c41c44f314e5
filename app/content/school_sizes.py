"""How large a school is among those of its phase, by thirds: as schools think of one another. Pure."""

from collections.abc import Iterable, Sequence

SMALL, MIDDLING, LARGE = "Small", "Middling", "Large"
FEWEST = 3
"""Of fewer schools than this no third is known."""


def size_of(pupils: int | None, among: Iterable[int]) -> str:
    """The size of a school with ``pupils`` among schools with these numbers; "" where that is not known."""
    known: Sequence[int] = sorted(among)
    if pupils is None or len(known) < FEWEST:
        return ""
    third = len(known) // 3
    if pupils < known[third]:
        return SMALL
    return LARGE if pupils >= known[len(known) - third] else MIDDLING
