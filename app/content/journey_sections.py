"""Under which keys the parts of a journey's entries stand in its document."""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from app.content.templates import Template, TemplateSection

WENT_WRONG = "wrong"
"""The part of an entry that says what went wrong or surprised them."""

_KEY = re.compile(r"e([0-9a-f]{32})-([a-z][a-z0-9-]*)")


def entry_key(entry_id: UUID, part: str) -> str:
    """The section of one part of an entry."""
    return f"e{entry_id.hex}-{part}"


def entry_of(key: str) -> tuple[UUID, str] | None:
    """The entry and the part that a section is; ``None`` for a section of the template."""
    found = _KEY.fullmatch(key)
    return (UUID(found[1]), found[2]) if found else None


def sections_with(template: Template, entries: Iterable[UUID]) -> Iterator[tuple[str, TemplateSection]]:
    """Every section of a document with its key: the template's, then the parts of each entry."""
    for section in template.sections:
        yield section.key, section
    for entry_id in entries:
        for part in template.entry:
            yield entry_key(entry_id, part.key), part
