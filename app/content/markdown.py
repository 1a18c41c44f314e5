"""Markdown as HTML that is safe to put into a page."""

from collections.abc import MutableMapping, Sequence
from typing import Any, Final

import nh3
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from app.content.characters import clean
from app.content.errors import ContentTooLarge
from app.content.links import SCHEMES
from app.content.markdown_reader import parser
from app.content.nodes import HEADING_LEVELS

TAGS: Final = {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br", "hr"}
ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}, "*": set[str]()}
MAX_MARKDOWN: Final = 1_000_000
REL: Final = "nofollow noopener noreferrer ugc"


def render_markdown(markdown: str) -> str:
    """HTML of ``TAGS`` and ``ATTRIBUTES`` alone, whatever ``markdown`` holds.

    Headings are h3 and h4, below the h2 of a section. Links are http, https or mailto and carry ``REL``; HTML
    and links of other kinds are shown as they were written, pictures as their description. Raises
    ``ContentTooLarge`` above ``MAX_MARKDOWN``.
    """
    if len(markdown) > MAX_MARKDOWN:
        raise ContentTooLarge(f"At most {MAX_MARKDOWN:,} characters can be shown at once.")
    # The parser makes only these tags already; what is safe must not hang on that. Characters that do not
    # belong in a text can be written as references, so they are looked for in the result.
    return clean(_CLEANER.clean(_PARSER.render(markdown)))


def _headings_below_sections(state: StateCore) -> None:
    lowest, highest = HEADING_LEVELS
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(max(int(token.tag[1]), lowest), highest)}"


def _links_lead_somewhere(state: StateCore) -> None:
    """``[words]()`` is a link to nowhere by CommonMark: to readers it is its words."""
    for token in state.tokens:
        shown: list[Token] = []
        leading: list[bool] = []
        for child in token.children or []:
            if child.type == "link_open":
                leading.append(bool(child.attrGet("href")))
            if child.type not in {"link_open", "link_close"} or leading[-1]:
                shown.append(child)
            if child.type == "link_close":
                leading.pop()
        if token.children:
            token.children = shown


def _description(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    return escapeHtml(self.renderInlineAsText(tokens[index].children, options, env))


_PARSER: Final = parser()
_PARSER.core.ruler.push("headings_below_sections", _headings_below_sections)
_PARSER.core.ruler.push("links_lead_somewhere", _links_lead_somewhere)
_PARSER.add_render_rule("image", _description)
_CLEANER: Final = nh3.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(SCHEMES), url_relative="deny", link_rel=REL
)
