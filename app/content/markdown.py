"""Markdown as HTML that is safe to put into a page."""

import re
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
from app.content.pictures import ADDRESS, Pictures, figure

TAGS: Final = {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br", "hr"}
ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}, "*": set[str]()}
MAX_MARKDOWN: Final = 1_000_000
PICTURE_TAGS: Final = {"figure", "img", "figcaption"}
_SOURCES: Final = re.compile(rf"{ADDRESS.pattern} \d{{1,5}}w, {ADDRESS.pattern} \d{{1,5}}w")
REL: Final = "nofollow noopener noreferrer ugc"


def render_markdown(markdown: str, pictures: Pictures | None = None) -> str:
    """HTML of ``TAGS`` and ``ATTRIBUTES`` alone, whatever ``markdown`` holds, and figures of ``pictures``.

    Headings are h3 and h4, below the h2 of a section. Links are http, https or mailto and carry ``REL``; HTML
    and links of other kinds are shown as they were written, pictures at addresses as their description. A
    picture of the text's own that is not among ``pictures`` is left out; one that is has the address given
    there, which is of our own files or is not shown. Raises ``ContentTooLarge`` above ``MAX_MARKDOWN``.
    """
    if len(markdown) > MAX_MARKDOWN:
        raise ContentTooLarge(f"At most {MAX_MARKDOWN:,} characters can be shown at once.")
    # The parser makes only these tags already; what is safe must not hang on that. Characters that do not
    # belong in a text can be written as references, so they are looked for in the result.
    cleaner = _WITH_PICTURES if pictures else _CLEANER
    return clean(cleaner.clean(_PARSER.render(markdown, {"pictures": pictures or {}})))


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


def _picture(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]
) -> str:
    return figure(env["pictures"].get(tokens[index].meta["file"]))


def _only_ours(tag: str, name: str, value: str) -> str | None:
    """No picture comes from anywhere but our own files."""
    if tag != "img" or name not in {"src", "srcset"}:
        return value
    return value if (ADDRESS if name == "src" else _SOURCES).fullmatch(value) else None


_PARSER: Final = parser()
_PARSER.core.ruler.push("headings_below_sections", _headings_below_sections)
_PARSER.core.ruler.push("links_lead_somewhere", _links_lead_somewhere)
_PARSER.add_render_rule("image", _description)
_PARSER.add_render_rule("picture", _picture)
_CLEANER: Final = nh3.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(SCHEMES), url_relative="deny", link_rel=REL
)
_WITH_PICTURES: Final = nh3.Cleaner(
    tags=TAGS | PICTURE_TAGS,
    attributes={**ATTRIBUTES, "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading"}},
    tag_attribute_values={"a": {"target": {"_blank"}}, "figcaption": {"aria-hidden": {"true"}}},
    attribute_filter=_only_ours,
    url_schemes=set(SCHEMES),
    url_relative=lambda url: url if ADDRESS.fullmatch(url) else None,
    link_rel=REL,
)
