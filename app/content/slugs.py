"""A name as it stands in an address."""

import re
import unicodedata
from collections.abc import Collection


def slug(name: str, taken: Collection[str] = (), *, fallback: str = "place") -> str:
    """``name`` in lower-case ASCII letters, digits and hyphens; with -2, -3 … where that is ``taken``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub("[^a-z0-9]+", "-", plain.replace("'", "")).strip("-") or fallback
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    return found
