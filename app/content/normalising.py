"""Any JSON that claims to be a ProseMirror document, made into one of the closed schema (``nodes``).

What the schema does not know loses its form and keeps its text: an unknown block becomes paragraphs, an
unknown mark is dropped, a link that may not be is plain text. A picture that names no file is left out; whose
file it names is asked where revisions are made. Nothing here depends on who wrote the JSON.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile
from typing import Any, Final

from app.content.characters import LINE_END, clean
from app.content.errors import ContentError, ContentTooLarge
from app.content.links import safe_href
from app.content.nodes import (
    MARK_ORDER,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_NODES,
    MAX_START,
    Block,
    Heading,
    HeadingLevel,
    Inline,
    ListItem,
    Mark,
    Paragraph,
    PMDoc,
    Text,
    empty_document,
)

_TEXTBLOCKS = frozenset({"paragraph", "heading"})
_INLINE = frozenset({"text", "hardBreak"})
_KNOWN_BLOCKS = _TEXTBLOCKS | {"bulletList", "orderedList", "listItem", "blockquote", "picture", "doc"}

FILE_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""How a picture names its file: one way only, so that it can be looked up as it stands."""


def validate(json: object) -> PMDoc:
    """``json`` as a document of the closed schema.

    Raises ``ContentError`` if it is not a ``doc`` node at all and ``ContentTooLarge`` above
    ``MAX_CHARACTERS`` or ``MAX_NODES``. A document that is of the schema already comes back equal.
    """
    if not isinstance(json, dict) or json.get("type") != "doc":
        raise ContentError("This is not a document: a node of type “doc” was expected.")
    characters = 0
    for count, node in enumerate(walk(json), 1):
        characters += _size(node)
        if characters > MAX_CHARACTERS or count > MAX_NODES:
            raise ContentTooLarge(
                f"A section holds at most {MAX_CHARACTERS:,} characters in {MAX_NODES:,} pieces."
            )
    return normalise(json)


def normalise(json: object) -> PMDoc:
    """Like ``validate``, for what has passed a limit of its own: takes anything and never raises.

    Lists and quotations that hold nothing are left out, as the editor leaves them out; what is nested
    deeper than ``MAX_DEPTH`` becomes paragraphs at that depth.
    """
    content = _blocks(_children(json), MAX_DEPTH)
    return {"type": "doc", "content": content} if content else empty_document()


def _children(node: object) -> list[Any]:
    content = node.get("content") if isinstance(node, dict) else None
    return content if isinstance(content, list) else []


def walk(root: Any) -> Iterator[dict[str, Any]]:
    """Every node in document order, without recursion: the depth of foreign JSON is not ours to trust."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(reversed(_children(node)))


def _blocks(nodes: Iterable[object], depth: int) -> list[Block]:
    """Blocks of the schema; loose inline nodes are gathered into paragraphs."""
    blocks: list[Block] = []
    loose: list[Inline] = []

    def gather() -> None:
        if loose:
            blocks.append({"type": "paragraph", "content": _joined(loose)})
            loose.clear()

    for node in nodes:
        kind = _kind(node)
        if kind in _INLINE:
            loose.extend(_inline(node))
        elif isinstance(node, dict):
            gather()
            blocks.extend(_block(node, kind, depth) if depth > 0 else _flattened(node))
    gather()
    return blocks


def _block(node: dict[str, Any], kind: str, depth: int) -> list[Block]:
    if kind in _TEXTBLOCKS:
        return _textblock(node, kind, depth)
    if kind in {"bulletList", "orderedList"}:
        return _list(node, kind, depth)
    if kind == "picture":
        # It holds nothing; what somebody put into one all the same is kept after it.
        return [*_picture(node), *_blocks(_children(node), depth - 1)]
    content = _blocks(_children(node), depth - 1)
    return [{"type": "blockquote", "content": content}] if kind == "blockquote" and content else content


def _picture(node: dict[str, Any]) -> list[Block]:
    file = _attr(node, "file")
    if not isinstance(file, str) or FILE_ID.fullmatch(file) is None:
        return []
    return [{"type": "picture", "attrs": {"file": file}}]


def _textblock(node: dict[str, Any], kind: str, depth: int) -> list[Block]:
    """Usually one block; several when blocks were put into it, where only inline nodes may stand."""
    children = _children(node)
    inline = list(takewhile(lambda child: _kind(child) not in _KNOWN_BLOCKS, children))
    content = _joined([one for child in inline for one in _foreign_inline(child)])
    after = _blocks(children[len(inline) :], depth - 1)
    block: Paragraph | Heading = (
        {"type": "heading", "attrs": {"level": _level(node)}} if kind == "heading" else {"type": "paragraph"}
    )
    if content:
        block["content"] = content
    return [block, *after] if content or not after else after


def _list(node: dict[str, Any], kind: str, depth: int) -> list[Block]:
    entries: list[ListItem] = []
    for child in _children(node):
        inside = _children(child) if _kind(child) == "listItem" else [child]
        if content := _blocks(inside, depth - 1):
            entries.append({"type": "listItem", "content": content})
    if not entries:
        return []
    if kind == "bulletList":
        return [{"type": "bulletList", "content": entries}]
    return [{"type": "orderedList", "attrs": {"start": _start(node)}, "content": entries}]


def _flattened(root: dict[str, Any]) -> list[Block]:
    """What is below ``root`` without its form: a paragraph for each run of text that no block divides, and
    pictures."""
    blocks: list[Block] = []
    run: list[Inline] = []
    stack: list[object] = [root]
    while stack:
        node = stack.pop()
        if _kind(node) in _INLINE:
            run.extend(_inline(node))
            continue
        if run:
            blocks.append({"type": "paragraph", "content": _joined(run)})
            run = []
        if isinstance(node, dict):
            if _kind(node) == "picture":
                blocks.extend(_picture(node))
            stack.append(None)
            stack.extend(reversed(_children(node)))
    return blocks


def _foreign_inline(node: object) -> list[Inline]:
    """Inline nodes of the schema, and those within a node it does not know."""
    if _kind(node) in _INLINE:
        return _inline(node)
    return [inline for below in walk(node) if _kind(below) in _INLINE for inline in _inline(below)]


def _inline(node: Any) -> list[Inline]:
    if node["type"] == "hardBreak":
        return [{"type": "hardBreak"}]
    raw = node.get("text")
    if not isinstance(raw, str):
        return []
    marks = _marks(node.get("marks"))
    inline: list[Inline] = []
    for number, line in enumerate(LINE_END.split(clean(raw))):
        if number:
            inline.append({"type": "hardBreak"})
        if line:
            text: Text = {"type": "text", "text": line}
            if marks:
                text["marks"] = marks
            inline.append(text)
    return inline


def _marks(raw: object) -> list[Mark]:
    found: dict[str, Mark] = {}
    for mark in raw if isinstance(raw, list) else []:
        match _kind(mark):
            case "bold":
                found["bold"] = {"type": "bold"}
            case "italic":
                found["italic"] = {"type": "italic"}
            case "link":
                attrs = mark.get("attrs")
                href = safe_href(attrs.get("href") if isinstance(attrs, dict) else None)
                if href is not None:
                    found["link"] = {"type": "link", "attrs": {"href": href}}
    return [found[kind] for kind in MARK_ORDER if kind in found]


def _joined(nodes: list[Inline]) -> list[Inline]:
    """The same with neighbouring texts of equal marks made one, as ProseMirror has them."""
    joined: list[Inline] = []
    for alike, group in groupby(
        nodes, key=lambda node: node.get("marks", []) if node["type"] == "text" else None
    ):
        if alike is None:
            joined.extend(group)
        else:
            text: Text = {
                "type": "text",
                "text": "".join(node["text"] for node in group if node["type"] == "text"),
            }
            if alike:
                text["marks"] = alike
            joined.append(text)
    return joined


def _size(node: dict[str, Any]) -> int:
    """Characters of a text node, with those of its link's address."""
    text, marks = node.get("text"), node.get("marks")
    if not isinstance(text, str):
        return 0
    hrefs = (
        [_attr(mark, "href") for mark in marks if isinstance(mark, dict)] if isinstance(marks, list) else []
    )
    return len(text) + sum(len(href) for href in hrefs if isinstance(href, str))


def _kind(node: object) -> str:
    kind = node.get("type") if isinstance(node, dict) else None
    return kind if isinstance(kind, str) else ""


def _attr(node: dict[str, Any], name: str) -> object:
    attrs = node.get("attrs")
    return attrs.get(name) if isinstance(attrs, dict) else None


def _level(node: dict[str, Any]) -> HeadingLevel:
    level = _attr(node, "level")
    return 4 if isinstance(level, int | float) and level >= 4 else 3


def _start(node: dict[str, Any]) -> int:
    start = _attr(node, "start")
    return int(start) if isinstance(start, int | float) and 0 <= start <= MAX_START else 1
