"""What can be wrong with a text.

ContentError         422, and a ValueError for those who only know Python
└── ContentTooLarge       longer, or more finely divided, than a section may be
"""

from app.errors import Invalid


class ContentError(Invalid, ValueError):
    """The text cannot be read as a document."""

    type, title = "content-invalid", "This text cannot be read"


class ContentTooLarge(ContentError):
    """More than a section may hold."""

    type, title = "content-too-large", "This text is too long"
