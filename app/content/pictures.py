"""Pictures within written text: as Markdown names them, and as people see them.

Text names a picture by its file alone, ``![](picture:<id>)`` in a paragraph of its own. What there is to see
(which version, how large, what it shows) is known where a text is read, from what its revision froze.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from app.content.characters import clean
from app.content.nodes import MAX_PICTURES, PMDoc
from app.content.normalising import FILE_ID, normalise

PREVIEW_SIDE: Final = 640
"""The longer side of a small picture, in pixels, as ``adapters.inspection`` paints it."""

ADDRESS: Final = re.compile(rf"/api/files/{FILE_ID.pattern}/versions/\d{{1,9}}(?:/preview)?")
"""The only addresses that a picture in a text may have."""

_IN_MARKDOWN: Final = re.compile(rf"!\[\]\(picture:({FILE_ID.pattern})\)")
_PARAGRAPH: Final = re.compile(rf"!\[[^\[\]]*\]\(picture:({FILE_ID.pattern})\)")
_AT_OUR_ADDRESS: Final = re.compile(rf"\]\((?={ADDRESS.pattern}\)$)", re.MULTILINE)
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>&!]")
_SIZES: Final = "(max-width: 46rem) 100vw, 44rem"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as somebody may see it: the addresses of one version, and what it shows in plain words."""

    url: str
    preview: str | None
    width: int | None
    height: int | None
    name: str
    description: str

    @property
    def in_words(self) -> str:
        """What is read aloud in its place."""
        return self.description or f"A picture, “{self.name}”, that nobody has described yet"


Pictures = Mapping[str, Shown]
"""By the id of the file."""


def in_markdown(file: str) -> str:
    """The line that says: here is this picture."""
    return f"![](picture:{file})"


def placed(markdown: str) -> list[str]:
    """The files whose pictures stand in a text that ``to_markdown`` wrote, in reading order."""
    return _IN_MARKDOWN.findall(markdown) if "](picture:" in markdown else []


def for_readers(markdown: str, pictures: Pictures) -> str:
    """The same text with what each picture shows, and its address; without those that are not there."""

    def shown(found: re.Match[str]) -> str:
        picture = pictures.get(found[1])
        if picture is None:
            return ""
        words = _SPECIAL.sub(r"\\\g<0>", " ".join(clean(picture.in_words).split()))
        return f"![{words}]({picture.url})"

    return _IN_MARKDOWN.sub(shown, markdown) if "](picture:" in markdown else markdown


def at_home(markdown: str, base: str) -> str:
    """A text of ``for_readers`` to be read elsewhere: its pictures are at ``base``."""
    return _AT_OUR_ADDRESS.sub(lambda _: f"]({base}", markdown)


def keep_pictures(doc: PMDoc, files: Set[str]) -> PMDoc:
    """The document with the pictures of these files, ``MAX_PICTURES`` at most, and no others."""
    left = MAX_PICTURES

    def kept(node: Any) -> bool:
        nonlocal left
        if node["type"] != "picture":
            return True
        left -= node["attrs"]["file"] in files
        return node["attrs"]["file"] in files and left >= 0

    def within(node: Any) -> Any:
        if "content" not in node:
            return node
        return {**node, "content": [within(child) for child in node["content"] if kept(child)]}

    return normalise(within(doc))


def find_pictures(state: StateCore) -> None:
    """A rule of the parser: a paragraph that is a picture and nothing else becomes a token ``picture``."""
    tokens: list[Token] = []
    for number, token in enumerate(state.tokens):
        found = (
            _PARAGRAPH.fullmatch(token.content.strip())
            if token.type == "inline" and "](picture:" in token.content
            else None
        )
        if found is not None and state.tokens[number - 1].type == "paragraph_open":
            tokens[-1] = Token("picture", "figure", 0, block=True, level=token.level, meta={"file": found[1]})
        elif not (token.type == "paragraph_close" and tokens[-1].type == "picture"):
            tokens.append(token)
    state.tokens = tokens


def figure(picture: Shown | None) -> str:
    """A picture as HTML, with what it shows below it; nothing of one that is not there."""
    if picture is None:
        return ""
    small, size, sources = picture.url, "", ""
    if picture.width and picture.height:
        size = f' width="{picture.width}" height="{picture.height}"'
        longest = max(picture.width, picture.height)
        # One that is small already is shown as large as it is.
        if picture.preview and longest > PREVIEW_SIDE:
            small = picture.preview
            wide = max(1, round(picture.width * PREVIEW_SIDE / longest))
            sources = f' srcset="{small} {wide}w, {picture.url} {picture.width}w" sizes="{_SIZES}"'
    # Whoever hears the page read has heard it with the picture.
    caption = (
        f'<figcaption aria-hidden="true">{escape(picture.description)}</figcaption>'
        if picture.description
        else ""
    )
    return (
        f'<figure><a href="{picture.url}" target="_blank">'
        f'<img src="{small}"{sources} alt="{escape(picture.in_words)}"{size} loading="lazy"></a>'
        f"{caption}</figure>\n"
    )
