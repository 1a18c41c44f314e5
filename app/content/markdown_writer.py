"""Documents of the closed schema as Markdown, and the form that survives the way there and back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Literal

from app.content import inline_trees
from app.content.inline_markdown import heading_line, paragraph_line
from app.content.inline_trees import Tree
from app.content.nodes import Block, HeadingLevel, Inline, ListItem, PMDoc, empty_document
from app.content.pictures import in_markdown


@dataclass(frozen=True, slots=True)
class _Paragraph:
    lines: list[tuple[Tree, ...]]


@dataclass(frozen=True, slots=True)
class _Heading:
    level: HeadingLevel
    line: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class _Quote:
    inside: "list[_Part]"


@dataclass(frozen=True, slots=True)
class _List:
    kind: Literal["bulletList", "orderedList"]
    start: int
    entries: "list[list[_Part]]"


@dataclass(frozen=True, slots=True)
class _Picture:
    file: str


_Part = _Paragraph | _Heading | _Quote | _List | _Picture


def to_markdown(doc: PMDoc) -> str:
    """CommonMark without HTML, ending in a line end unless empty.

    ``from_markdown(to_markdown(doc)) == normal_form(doc)`` for every document of the schema.
    """
    rows = _rows(_parts(doc["content"]), tight=False)
    return "\n".join(rows) + "\n" if rows else ""


def normal_form(doc: PMDoc) -> PMDoc:
    """What Markdown can say of a document: the same text without what only an editor shows.

    Empty paragraphs, headings and list entries go, as do spaces and breaks at the ends of lines and blocks
    and marks on them. A break in a heading is a space. Applying it twice changes nothing more.
    """
    content = [_block(part) for part in _parts(doc["content"])]
    return {"type": "doc", "content": content} if content else empty_document()


def _parts(blocks: Sequence[Block]) -> list[_Part]:
    return [part for block in blocks if (part := _part(block)) is not None]


def _part(block: Block) -> _Part | None:
    match block["type"]:
        case "paragraph":
            lines = inline_trees.lines(block.get("content", []))
            return _Paragraph(lines) if lines else None
        case "heading":
            nodes: list[Inline] = [
                node if node["type"] == "text" else {"type": "text", "text": " "}
                for node in block.get("content", [])
            ]
            lines = inline_trees.lines(nodes)
            return _Heading(block["attrs"]["level"], lines[0]) if lines else None
        case "blockquote":
            inside = _parts(block["content"])
            return _Quote(inside) if inside else None
        case "picture":
            return _Picture(block["attrs"]["file"])
        case _:
            entries = [parts for entry in block["content"] if (parts := _parts(entry["content"]))]
            start = block["attrs"]["start"] if block["type"] == "orderedList" else 1
            return _List(block["type"], start, entries) if entries else None


def _block(part: _Part) -> Block:
    match part:
        case _Paragraph(lines):
            content: list[Inline] = []
            for number, line in enumerate(lines):
                if number:
                    content.append({"type": "hardBreak"})
                content.extend(inline_trees.flat(line))
            return {"type": "paragraph", "content": content}
        case _Heading(level, line):
            return {"type": "heading", "attrs": {"level": level}, "content": inline_trees.flat(line)}
        case _Quote(inside):
            return {"type": "blockquote", "content": [_block(below) for below in inside]}
        case _Picture(file):
            return {"type": "picture", "attrs": {"file": file}}
        case _List(kind, start, entries):
            items: list[ListItem] = [
                {"type": "listItem", "content": [_block(below) for below in entry]} for entry in entries
            ]
            if kind == "bulletList":
                return {"type": "bulletList", "content": items}
            return {"type": "orderedList", "attrs": {"start": start}, "content": items}


def _rows(parts: Sequence[_Part], *, tight: bool) -> list[str]:
    """Rows of Markdown; those of tight parts follow each other without an empty row between."""
    rows: list[str] = []
    markers = _markers()
    before = ""
    for part in parts:
        if rows and not tight:
            rows.append("")
        match part:
            case _Paragraph(lines):
                rows.extend(f"{paragraph_line(line)}\\" for line in lines[:-1])
                rows.append(paragraph_line(lines[-1]))
            case _Heading(level, line):
                rows.append(f"{'#' * level} {heading_line(line)}")
            case _Quote(inside):
                rows.extend(f"> {row}".rstrip() for row in _rows(inside, tight=False))
            case _Picture(file):
                rows.append(in_markdown(file))
            case _List(kind):
                # Two lists in a row would be read as one, were it not for their different markers.
                if kind != before:
                    markers = _markers()
                rows.extend(_list_rows(part, *next(markers)))
        before = part.kind if isinstance(part, _List) else ""
    return rows


def _markers() -> Iterator[tuple[str, str]]:
    """For the first list of a run, the second, …: the bullet, and what follows a number."""
    return cycle([("-", "."), ("*", ")")])


def _list_rows(part: _List, bullet: str, after_number: str) -> list[str]:
    tight = all(_is_tight(entry) for entry in part.entries)
    rows: list[str] = []
    for number, entry in enumerate(part.entries, part.start):
        if rows and not tight:
            rows.append("")
        marker = f"{bullet} " if part.kind == "bulletList" else f"{number}{after_number} "
        first, *others = _rows(entry, tight=tight)
        rows.append(marker + first)
        rows.extend(" " * len(marker) + row if row else "" for row in others)
    return rows


def _is_tight(entry: Sequence[_Part]) -> bool:
    """A paragraph, then perhaps lists that may follow it directly."""
    first, *others = entry
    return isinstance(first, _Paragraph) and all(
        isinstance(part, _List) and part.start == 1 for part in others
    )
