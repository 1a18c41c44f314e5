"""Documents of the closed schema as Markdown, and the form that survives the way there and back."""

from collections.abc import Sequence

from app.content import inline_trees
from app.content.inline_markdown import heading_line, paragraph_line
from app.content.nodes import (
    Block,
    BulletList,
    Heading,
    Inline,
    ListItem,
    OrderedList,
    Paragraph,
    PMDoc,
    empty_document,
)


def to_markdown(doc: PMDoc) -> str:
    """CommonMark without HTML, ending in a line end unless empty.

    ``from_markdown(to_markdown(doc)) == normal_form(doc)`` for every document of the schema.
    """
    rows = _rows(_normal_blocks(doc["content"]), tight=False)
    return "\n".join(rows) + "\n" if rows else ""


def normal_form(doc: PMDoc) -> PMDoc:
    """What Markdown can say of a document: the same text without what only an editor shows.

    Empty paragraphs, headings and list entries go, as do spaces and breaks at the ends of lines and blocks
    and marks on them. A break in a heading is a space. Applying it twice changes nothing more.
    """
    content = _normal_blocks(doc["content"])
    return {"type": "doc", "content": content} if content else empty_document()


def _normal_blocks(blocks: Sequence[Block]) -> list[Block]:
    return [normal for block in blocks if (normal := _normal(block)) is not None]


def _normal(block: Block) -> Block | None:
    match block["type"]:
        case "paragraph":
            content = _with_breaks(inline_trees.lines(block.get("content", [])))
            return {"type": "paragraph", "content": content} if content else None
        case "heading":
            content = inline_trees.flat(_one_line(block))
            return {"type": "heading", "attrs": block["attrs"], "content": content} if content else None
        case "blockquote":
            blocks = _normal_blocks(block["content"])
            return {"type": "blockquote", "content": blocks} if blocks else None
        case _:
            entries: list[ListItem] = [
                {"type": "listItem", "content": blocks}
                for entry in block["content"]
                if (blocks := _normal_blocks(entry["content"]))
            ]
            if not entries:
                return None
            if block["type"] == "bulletList":
                return {"type": "bulletList", "content": entries}
            return {"type": "orderedList", "attrs": block["attrs"], "content": entries}


def _with_breaks(lines: list[tuple[inline_trees.Tree, ...]]) -> list[Inline]:
    nodes: list[Inline] = []
    for number, line in enumerate(lines):
        if number:
            nodes.append({"type": "hardBreak"})
        nodes.extend(inline_trees.flat(line))
    return nodes


def _one_line(heading: Heading) -> tuple[inline_trees.Tree, ...]:
    spaced: list[Inline] = [
        node if node["type"] == "text" else {"type": "text", "text": " "}
        for node in heading.get("content", [])
    ]
    lines = inline_trees.lines(spaced)
    return lines[0] if lines else ()


def _rows(blocks: Sequence[Block], *, tight: bool) -> list[str]:
    """Rows of Markdown. ``blocks`` are in normal form; tight ones follow each other without an empty row."""
    rows: list[str] = []
    marker = ""
    before = ""
    for block in blocks:
        if rows and not tight:
            rows.append("")
        # Two lists in a row would be read as one, were it not for their different markers.
        marker = _other(marker) if block["type"] == before else ""
        before = block["type"]
        match block["type"]:
            case "paragraph":
                rows.extend(_paragraph(block))
            case "heading":
                rows.append(f"{'#' * block['attrs']['level']} {heading_line(_one_line(block))}")
            case "blockquote":
                rows.extend(f"> {row}".rstrip() for row in _rows(block["content"], tight=False))
            case "bulletList":
                marker = marker or "-"
                rows.extend(_entries(block, [f"{marker} "] * len(block["content"])))
            case "orderedList":
                marker = marker or "."
                first = block["attrs"]["start"]
                rows.extend(_entries(block, [f"{first + n}{marker} " for n in range(len(block["content"]))]))
    return rows


def _other(marker: str) -> str:
    return {"-": "*", "*": "-", ".": ")", ")": "."}.get(marker, "")


def _paragraph(paragraph: Paragraph) -> list[str]:
    rows = [paragraph_line(line) for line in inline_trees.lines(paragraph.get("content", []))]
    return [f"{row}\\" for row in rows[:-1]] + rows[-1:]


def _entries(block: BulletList | OrderedList, markers: list[str]) -> list[str]:
    tight = all(_is_tight(entry) for entry in block["content"])
    rows: list[str] = []
    for entry, marker in zip(block["content"], markers, strict=True):
        if rows and not tight:
            rows.append("")
        first, *others = _rows(entry["content"], tight=tight)
        rows.append(marker + first)
        rows.extend(" " * len(marker) + row if row else "" for row in others)
    return rows


def _is_tight(entry: ListItem) -> bool:
    """A paragraph, then perhaps lists that may follow it directly."""
    first, *others = entry["content"]
    return first["type"] == "paragraph" and all(
        block["type"] == "bulletList" or (block["type"] == "orderedList" and block["attrs"]["start"] == 1)
        for block in others
    )
