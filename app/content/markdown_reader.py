"""Markdown as documents of the closed schema: for imports, templates and the demo county's stories."""

from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.content.errors import ContentTooLarge
from app.content.links import safe_href
from app.content.markdown_writer import normal_form
from app.content.nodes import MAX_CHARACTERS, MAX_DEPTH, PMDoc
from app.content.normalising import normalise
from app.content.pictures import find_pictures

# A list is two levels to the parser. Its time on hostile text grows with this too.
MAX_NESTING: Final = 2 * MAX_DEPTH + 4

_NODES: Final = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "bulletList",
    "ordered_list_open": "orderedList",
    "list_item_open": "listItem",
    "blockquote_open": "blockquote",
}
_MARKS: Final = {"strong": "bold", "em": "italic", "link": "link"}


def parser() -> MarkdownIt:
    """CommonMark less what a story does not have: HTML and code are the characters they are written with.

    Links that may not be stay visible as they were written. The same parser reads for ``from_markdown`` and
    renders for readers, so both understand a text alike. Pictures are those of ``content.pictures``; one
    at an address is the words that describe it.
    """
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": MAX_NESTING})
    markdown.disable(["code", "fence", "backticks", "html_block", "html_inline"])
    markdown.core.ruler.before("inline", "pictures", find_pictures)
    markdown.normalizeLink = lambda url: safe_href(url) or url  # type: ignore[method-assign]
    markdown.validateLink = lambda url: safe_href(url) is not None  # type: ignore[method-assign]
    return markdown


_PARSER: Final = parser()


def from_markdown(markdown: str) -> PMDoc:
    """The document that ``markdown`` says, in normal form; of what the schema lacks, the text.

    Raises ``ContentTooLarge`` above ``MAX_CHARACTERS``.
    """
    if len(markdown) > MAX_CHARACTERS:
        raise ContentTooLarge(f"A text may have at most {MAX_CHARACTERS:,} characters.")
    root: dict[str, Any] = {"type": "doc", "content": []}
    open_nodes = [root]
    for token in _PARSER.parse(markdown):
        if token.type == "inline":
            open_nodes[-1]["content"].extend(_inline(token.children or []))
        elif token.type == "picture":
            open_nodes[-1]["content"].append({"type": "picture", "attrs": dict(token.meta)})
        elif token.nesting == 1:
            node: dict[str, Any] = {"type": _NODES.get(token.type, ""), "attrs": _attrs(token), "content": []}
            open_nodes[-1]["content"].append(node)
            open_nodes.append(node)
        elif token.nesting == -1:
            open_nodes.pop()
    return normal_form(normalise(root))


def _attrs(token: Token) -> dict[str, Any]:
    if token.type == "heading_open":
        return {"level": int(token.tag[1])}
    return {"start": token.attrs.get("start", 1)} if token.type == "ordered_list_open" else {}


def _inline(tokens: list[Token]) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    for token in tokens:
        if token.type == "hardbreak":
            nodes.append({"type": "hardBreak"})
        elif token.nesting == 1:
            kind = _MARKS.get(token.type.removesuffix("_open"), "")
            marks.append({"type": kind, "attrs": {"href": token.attrGet("href")} if kind == "link" else {}})
        elif token.nesting == -1:
            marks.pop()
        else:
            text = " " if token.type == "softbreak" else token.content
            nodes.append({"type": "text", "text": text, "marks": list(marks)})
    return nodes
