"""What can be wrong with a text.

ContentError         422, and a ValueError for those who only know Python
├── ContentTooLarge       longer, or more finely divided, than a story may be
└── ContentUnknown        the template that was asked for does not exist
"""

from app.errors import Invalid


class ContentError(Invalid, ValueError):
    """The text cannot be read as a document."""

    type, title = "content-invalid", "This text cannot be read"


class ContentTooLarge(ContentError):
    """More than a document may hold."""

    type, title = "content-too-large", "This text is too long"


class ContentUnknown(ContentError):
    """Asked for by a key that nothing has."""

    type, title = "content-unknown", "There is no such template"
