"""A line of marked text as Markdown that every CommonMark reader takes apart the same way.

Bold is ``**``, italic ``_``, so that neighbouring marks never make a longer run of one character. Whether
such a run opens or closes depends on the characters on both sides of it; where it would not, the character
outside is written as a numeric reference (``&#97;``), which counts as punctuation there and reads the same.
"""

import re
import unicodedata
from string import punctuation
from typing import Final

from app.content.inline_trees import Tree

_TEXT, _LINK, _OPEN, _CLOSE = "text", "link", "open", "close"
_DELIMITERS: Final = {"bold": "**", "italic": "_"}

# ``_`` between letters or digits neither opens nor closes anything.
_SPECIAL: Final = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=[#A-Za-z])|_(?![^\W_])|(?<![^\W_])_")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
# What begins a block at the start of a line: a heading, quotation, list, rule, underline of a heading, fence.
_BLOCK_START: Final = re.compile(
    r"(?P<first>#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-(?=-)|=|~~~)|(?P<number>\d{1,9})(?P<dot>[.)](?=\s|$))"
)
_CLOSING_HASHES: Final = re.compile(r"(^|(?<=\s))(?=#+$)")


def paragraph_line(trees: tuple[Tree, ...]) -> str:
    """A line of a paragraph; nothing in it is read as the beginning of a block."""
    line = _inline(trees)
    match = _BLOCK_START.match(line)
    if match is None:
        return line
    cut = match.start("dot") if match["dot"] else 0
    return f"{line[:cut]}\\{line[cut:]}"


def heading_line(trees: tuple[Tree, ...]) -> str:
    """The text after a heading's number signs; number signs at its own end stay part of it."""
    return _CLOSING_HASHES.sub(r"\\", _inline(trees))


def _inline(trees: tuple[Tree, ...]) -> str:
    if len(trees) == 1 and isinstance(trees[0], str):
        return _SPECIAL.sub(r"\\\g<0>", trees[0])
    pieces: list[tuple[str, str]] = []
    _collect(trees, pieces)
    while _made_safe(pieces):
        pass
    parts = [text for _, text in pieces]
    for number, part in enumerate(parts[1:]):
        if part == "[" and parts[number].endswith("!"):
            parts[number] = parts[number][:-1] + "\\!"
    return "".join(parts)


def _collect(trees: tuple[Tree, ...], pieces: list[tuple[str, str]]) -> None:
    for tree in trees:
        if isinstance(tree, str):
            pieces.append((_TEXT, _SPECIAL.sub(r"\\\g<0>", tree)))
            continue
        kind, href = tree.mark
        if kind == "link":
            pieces.append((_LINK, "["))
            _collect(tree.inside, pieces)
            pieces.append((_LINK, f"]({_destination(href)})"))
        else:
            pieces.append((_OPEN, _DELIMITERS[kind]))
            _collect(tree.inside, pieces)
            pieces.append((_CLOSE, _DELIMITERS[kind]))


def _destination(href: str) -> str:
    return re.sub(r"[()]", r"\\\g<0>", _ENTITY.sub("&amp;", href))


def _made_safe(pieces: list[tuple[str, str]]) -> bool:
    """Write one round of characters as references; whether there were any (then others may need it now)."""
    changed = False
    for number, (role, delimiter) in enumerate(pieces):
        if role not in {_OPEN, _CLOSE}:
            continue
        step = 1 if role == _OPEN else -1
        outside = number - step
        if not 0 <= outside < len(pieces) or pieces[outside][0] != _TEXT:
            continue
        inner = pieces[number + step][1][0 if role == _OPEN else -1]
        text = pieces[outside][1]
        outer = text[-1 if role == _OPEN else 0]
        if (delimiter == "_" or not inner.isalnum()) and not _divides(outer):
            pieces[outside] = (
                _TEXT,
                _last_as_reference(text) if role == _OPEN else _first_as_reference(text),
            )
            changed = True
    return changed


def _divides(character: str) -> bool:
    """Whether every version of CommonMark takes it for space or punctuation."""
    return character in punctuation or character.isspace() or unicodedata.category(character).startswith("P")


def _last_as_reference(text: str) -> str:
    before = text[:-1]
    if before.endswith("_") and not before.endswith("\\_"):
        before = f"{before[:-1]}\\_"
    return f"{before}&#{ord(text[-1])};"


def _first_as_reference(text: str) -> str:
    after = f"\\{text[1:]}" if text[1:].startswith("_") else text[1:]
    return f"&#{ord(text[0])};{after}"
