"""The closed schema of written text, as the JSON that ProseMirror and Tiptap use for it.

The same schema stands in ``frontend/src/editor/schema.ts``; tests hold the two against each other. Change
both, and ``SCHEMA_VERSION`` in ``yjs_codec``, together.

Headings have levels 3 and 4, because that is what they are on every page: the title of a story is its h1, the
title of a section its h2. What is stored, shown while writing, read and exported therefore needs no shifting.
"""

from typing import Final, Literal, NotRequired, TypedDict

HEADING_LEVELS: Final = (3, 4)
MARK_ORDER: Final = ("link", "bold", "italic")
MAX_START: Final = 999_999
MAX_DEPTH: Final = 8
"""Of lists and quotations within each other."""
MAX_CHARACTERS: Final = 200_000
"""Of text and addresses in one section: some thirty thousand words."""
MAX_NODES: Final = 50_000
MAX_PICTURES: Final = 100
"""In one section, where it is read."""

HeadingLevel = Literal[3, 4]


class LinkAttrs(TypedDict):
    href: str


class Link(TypedDict):
    type: Literal["link"]
    attrs: LinkAttrs


class Bold(TypedDict):
    type: Literal["bold"]


class Italic(TypedDict):
    type: Literal["italic"]


class Text(TypedDict):
    """Never empty, without line ends; marks in ``MARK_ORDER``, each at most once."""

    type: Literal["text"]
    text: str
    marks: NotRequired[list["Mark"]]


class HardBreak(TypedDict):
    type: Literal["hardBreak"]


class Paragraph(TypedDict):
    type: Literal["paragraph"]
    content: NotRequired[list["Inline"]]


class HeadingAttrs(TypedDict):
    level: HeadingLevel


class Heading(TypedDict):
    type: Literal["heading"]
    attrs: HeadingAttrs
    content: NotRequired[list["Inline"]]


class ListItem(TypedDict):
    type: Literal["listItem"]
    content: list["Block"]


class BulletList(TypedDict):
    type: Literal["bulletList"]
    content: list[ListItem]


class OrderedListAttrs(TypedDict):
    start: int


class OrderedList(TypedDict):
    type: Literal["orderedList"]
    attrs: OrderedListAttrs
    content: list[ListItem]


class Blockquote(TypedDict):
    type: Literal["blockquote"]
    content: list["Block"]


class PictureAttrs(TypedDict):
    """``file``: the id of one of the item's own files, as a lower-case UUID. Never an address."""

    file: str


class Picture(TypedDict):
    """A picture in its place. What it shows, its size and its description are the file's."""

    type: Literal["picture"]
    attrs: PictureAttrs


class PMDoc(TypedDict):
    """A section's text. Has at least one block; an unwritten section is one empty paragraph."""

    type: Literal["doc"]
    content: list["Block"]


Mark = Link | Bold | Italic
Inline = Text | HardBreak
Block = Paragraph | Heading | BulletList | OrderedList | Blockquote | Picture


def empty_document() -> PMDoc:
    """A section in which nothing has been written: one empty paragraph to type in."""
    return {"type": "doc", "content": [{"type": "paragraph"}]}
