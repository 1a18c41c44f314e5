"""The words of a document alone, for search, summaries and questions like “is there anything in it?”."""

from collections.abc import Iterable, Iterator

from app.content.nodes import Block, Heading, Inline, Paragraph, PMDoc
from app.content.normalising import walk


def to_plain_text(doc: PMDoc) -> str:
    """One line per paragraph, heading or line within one; nothing of links but their text; no empty lines.

    What its pictures show is said by their files, not here.
    """
    text = "\n".join(inline_text(block.get("content", [])) for block in textblocks(doc["content"]))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def is_empty(doc: PMDoc) -> bool:
    """Whether nobody has put anything into it, whatever empty blocks there are."""
    if any(node["type"] == "picture" for node in walk(doc)):
        return False
    return not any(inline_text(block.get("content", [])).strip() for block in textblocks(doc["content"]))


def inline_text(nodes: Iterable[Inline]) -> str:
    """The characters of inline nodes; a hard break is a line end."""
    return "".join(node["text"] if node["type"] == "text" else "\n" for node in nodes)


def textblocks(blocks: Iterable[Block]) -> Iterator[Paragraph | Heading]:
    """Paragraphs and headings in reading order, from whatever lists and quotations they stand in."""
    for block in blocks:
        match block["type"]:
            case "paragraph" | "heading":
                yield block
            case "blockquote":
                yield from textblocks(block["content"])
            case "picture":
                pass
            case _:
                for entry in block["content"]:
                    yield from textblocks(entry["content"])
