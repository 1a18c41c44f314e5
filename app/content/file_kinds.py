"""The sorts of file that we take: what people call them, and how their names end."""

from typing import Final, NamedTuple


class Kind(NamedTuple):
    """``endings``: the first is the one we give; the others may stay."""

    words: str
    endings: tuple[str, ...]


_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
KINDS: Final = {
    "application/pdf": Kind("PDF", ("pdf",)),
    f"{_OOXML}wordprocessingml.document": Kind("Word document", ("docx",)),
    f"{_OOXML}presentationml.presentation": Kind("PowerPoint slides", ("pptx",)),
    f"{_OOXML}spreadsheetml.sheet": Kind("Excel workbook", ("xlsx",)),
    f"{_ODF}text": Kind("OpenDocument text", ("odt",)),
    f"{_ODF}presentation": Kind("OpenDocument slides", ("odp",)),
    f"{_ODF}spreadsheet": Kind("OpenDocument table", ("ods",)),
    "image/jpeg": Kind("Picture", ("jpg", "jpeg")),
    "image/png": Kind("Picture", ("png",)),
    "text/csv": Kind("CSV table", ("csv",)),
    "text/plain": Kind("Plain text", ("txt", "md")),
    "audio/mpeg": Kind("Sound", ("mp3",)),
    "audio/mp4": Kind("Sound", ("m4a",)),
    "audio/wav": Kind("Sound", ("wav",)),
    "audio/ogg": Kind("Sound", ("ogg", "oga", "opus")),
    "audio/flac": Kind("Sound", ("flac",)),
    "audio/aac": Kind("Sound", ("aac",)),
    "audio/amr": Kind("Sound", ("amr",)),
    "audio/midi": Kind("Sound", ("mid", "midi")),
    "video/mp4": Kind("Film", ("mp4", "m4v")),
    "video/quicktime": Kind("Film", ("mov", "qt")),
    "video/webm": Kind("Film", ("webm",)),
    "video/matroska": Kind("Film", ("mkv",)),
    "video/x-msvideo": Kind("Film", ("avi",)),
    "application/epub+zip": Kind("E-book", ("epub",)),
    "application/vnd.apple.pages": Kind("Pages document", ("pages",)),
    "application/vnd.apple.keynote": Kind("Keynote slides", ("key",)),
    "application/vnd.apple.numbers": Kind("Numbers table", ("numbers",)),
    "application/x-smarttech-notebook": Kind("SMART Notebook", ("notebook",)),
    # Of other programs' files that are zip folders inside, the ending says which program opens them.
    "application/zip": Kind("Zip folder", ("zip", "flipchart", "sb3")),
}
PICTURES: Final = frozenset({"image/jpeg", "image/png"})
"""What we paint pictures anew as; nothing else that claims to be one is shown."""
INLINE: Final = PICTURES | {"application/pdf"}
"""What a browser may show; all else is a download."""


def kind_words(media_type: str, pages: int | None) -> str:
    """What sort of file it is, as people say it: "PDF, 3 pages"."""
    kind = KINDS.get(media_type)
    words = kind.words if kind else "File"
    return f"{words}, {pages:,} {'page' if pages == 1 else 'pages'}" if pages else words
