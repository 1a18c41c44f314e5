"""Written text as the rest of the house knows it: documents of one closed schema, and their uses."""

from app.content.markdown_reader import from_markdown
from app.content.markdown_writer import normal_form, to_markdown
from app.content.nodes import PMDoc, empty_document
from app.content.normalising import normalise, validate
from app.content.plain_text import is_empty, to_plain_text

__all__ = [
    "PMDoc",
    "empty_document",
    "from_markdown",
    "is_empty",
    "normal_form",
    "normalise",
    "to_markdown",
    "to_plain_text",
    "validate",
]
