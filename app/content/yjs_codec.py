"""Sections of a Yjs document as documents of the closed schema, and the other way round.

A section is an ``XmlFragment`` named by its key, in the shape that Tiptap's binding gives it: a node is an
``XmlElement`` named by its type with its attributes, neighbouring text is one ``XmlText`` whose formatting
attributes are the marks (``bold: {}``, ``link: {"href": …}``).
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.content.errors import ContentError
from app.content.nodes import MARK_ORDER, Block, Inline, Mark, PMDoc, Text
from app.content.normalising import normalise
from app.content.yjs_bytes import state_vector

SCHEMA_VERSION: Final = 2
"""Of the node types; goes up when a browser with the old ones would lose what the new ones hold.

Each holds all that those before it held, so a document of any of them is one of the newest as it stands.
Version 2 has pictures.
"""

_Parent = XmlFragment | XmlElement


def seed_document(sections: Mapping[str, PMDoc]) -> bytes:
    """A new document with these sections as one Yjs update (v1): the same bytes for the same sections.

    The client id is taken from the content, so two different seeds never write under one id. Seed a document
    once: applied to a document that has text already, another seed adds its own beside it.
    """
    content = json.dumps([SCHEMA_VERSION, sections], sort_keys=True).encode()
    client_id = int.from_bytes(sha256(content).digest()[:4], "big")
    doc: Doc[XmlFragment] = Doc(client_id=client_id)
    with doc.transaction():
        for key in sorted(sections):
            _write_blocks(doc.get(key, type=XmlFragment), sections[key]["content"])
    return doc.get_update()


def open_document(updates: Iterable[bytes]) -> "Doc[Any]":
    """The document that these updates (v1) make. Raises ``ValueError`` for bytes that are none."""
    doc: Doc[Any] = Doc()
    with doc.transaction():
        for update in updates:
            doc.apply_update(update)
    return doc


def read_sections(doc: "Doc[Any]", keys: Iterable[str]) -> dict[str, PMDoc]:
    """The sections under ``keys`` as they stand; one that nobody wrote in is an empty document.

    Whatever a client put into the document, what comes back is of the schema and nothing is raised: text
    keeps standing where its form is unknown. Does not change ``doc``. Takes up to 200 ms for 200,000
    characters, so not for an event loop.
    """
    with doc.transaction():
        return {key: normalise(_read_root(doc.get(key, type=XmlFragment))) for key in keys}


def state_vector_covers(have: bytes, want: bytes) -> bool:
    """Whether a document with the state vector ``have`` has received all that one with ``want`` inserted.

    Deletions do not count in state vectors: after nothing but a deletion this is true before it has arrived.
    Raises ``ContentError`` for bytes that are not state vectors.
    """
    try:
        mine, theirs = state_vector(have), state_vector(want)
    except ValueError as error:
        raise ContentError("This is not a state vector.") from error
    return all(mine.get(client, 0) >= clock for client, clock in theirs.items())


def _write_blocks(parent: _Parent, blocks: Iterable[Block]) -> None:
    for block in blocks:
        match block["type"]:
            case "paragraph":
                _write_inline(_element(parent, "paragraph"), block.get("content", []))
            case "heading":
                heading = _element(parent, "heading", level=block["attrs"]["level"])
                _write_inline(heading, block.get("content", []))
            case "blockquote":
                _write_blocks(_element(parent, "blockquote"), block["content"])
            case "bulletList":
                entries = _element(parent, "bulletList")
                for entry in block["content"]:
                    _write_blocks(_element(entries, "listItem"), entry["content"])
            case "orderedList":
                entries = _element(parent, "orderedList", start=block["attrs"]["start"])
                for entry in block["content"]:
                    _write_blocks(_element(entries, "listItem"), entry["content"])
            case "picture":
                _element(parent, "picture", file=block["attrs"]["file"])


def _element(parent: _Parent, tag: str, **attributes: int | str) -> XmlElement:
    element = parent.children.append(XmlElement(tag))
    for name, value in attributes.items():
        element.attributes[name] = value
    return element


def _write_inline(parent: XmlElement, nodes: Iterable[Inline]) -> None:
    for is_text, group in groupby(nodes, key=lambda node: node["type"] == "text"):
        if is_text:
            _write_text(parent, [node for node in group if node["type"] == "text"])
        else:
            for _ in group:
                _element(parent, "hardBreak")


def _write_text(parent: XmlElement, nodes: list[Text]) -> None:
    """One ``XmlText``. Marks are added one after the other: given together, they get an order of chance."""
    text = parent.children.append(XmlText("".join(node["text"] for node in nodes)))
    for kind in MARK_ORDER:
        position = 0
        for mark, group in groupby(nodes, key=lambda node: _mark(node, kind)):
            # pycrdt counts bytes of UTF-8.
            end = position + sum(len(node["text"].encode()) for node in group)
            if mark is not None:
                text.format(position, end, {kind: mark["attrs"] if mark["type"] == "link" else {}})
            position = end


def _mark(node: Text, kind: str) -> Mark | None:
    return next((mark for mark in node.get("marks", []) if mark["type"] == kind), None)


def _read_root(fragment: XmlFragment) -> dict[str, Any]:
    """The fragment as JSON like ProseMirror's, not yet held against the schema. No recursion: depth is a
    client's."""
    root: dict[str, Any] = {"type": "doc", "content": []}
    waiting: list[tuple[Any, list[Any]]] = [(fragment, root["content"])]
    while waiting:
        parent, content = waiting.pop()
        for child in (parent,) if isinstance(parent, XmlText) else parent.children:
            if isinstance(child, XmlText):
                _read_text(child, content, waiting)
            else:
                _read_element(child, content, waiting)
    return root


def _read_element(
    element: _Parent | XmlText, content: list[Any], waiting: list[tuple[Any, list[Any]]]
) -> None:
    node: dict[str, Any] = {"type": "", "content": []}
    if isinstance(element, XmlElement):
        node["type"] = tag = element.tag
        if tag == "heading":
            node["attrs"] = {"level": element.attributes.get("level")}
        elif tag == "orderedList":
            node["attrs"] = {"start": element.attributes.get("start")}
        elif tag == "picture":
            node["attrs"] = {"file": element.attributes.get("file")}
    content.append(node)
    waiting.append((element, node["content"]))


def _read_text(text: XmlText, content: list[Any], waiting: list[tuple[Any, list[Any]]]) -> None:
    for piece, formats in text.diff():
        if isinstance(piece, str):
            marks = [
                {"type": name, "attrs": value}
                for name, value in (formats or {}).items()
                if name in MARK_ORDER and value is not None
            ]
            content.append({"type": "text", "text": piece, "marks": marks})
        elif isinstance(piece, XmlElement | XmlText):
            _read_element(piece, content, waiting)
