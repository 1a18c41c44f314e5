"""A search as it stands behind ``/library?``: read, and written the one way there is. Pure: no database."""

from typing import Final, get_args
from urllib.parse import parse_qsl, urlencode

from app.queries.library import Search, Sort
from app.queries.library_names import Choices
from app.schemas.library import FacetKey

KEYS: Final[tuple[FacetKey, ...]] = get_args(FacetKey)
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)
MOST_VALUES: Final = 40
LONGEST: Final = 1_000
"""What the library itself takes."""


def read_address(query: str) -> Search:
    """The search that ``query`` stands for. What it says that no search knows is passed over."""
    text, sort = "", None
    found: dict[FacetKey, set[str]] = {}
    for key, value in parse_qsl(query, encoding="utf-8", errors="replace"):
        known: FacetKey | None = next((one for one in KEYS if one == key), None)
        if key == "q":
            text = " ".join(value.split())[:LONGEST]
        elif key == "sort":
            sort = next((one for one in SORTS if one == value), None)
        elif known and len(found.setdefault(known, set())) < MOST_VALUES:
            found[known].add(value)
    choices: Choices = {key: tuple(sorted(found[key])) for key in KEYS if found.get(key)}
    return Search(text, choices, sort)


def write_address(search: Search) -> str:
    """The same for two searches that ask the same: words, choices in order, each once; "" for none."""
    pairs = [("q", search.text)] if search.text else []
    pairs += [(key, value) for key in KEYS for value in search.choices.get(key, ())]
    pairs += [("sort", search.sort)] if search.sort else []
    return urlencode(pairs, safe="/")
