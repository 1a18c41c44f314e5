"""PDF: how many pages, what the first one looks like, and the words in it."""

from pathlib import Path
from typing import Any, Final

import pypdfium2

from app.adapters.inspection import pictures
from app.adapters.inspection.limits import TEXT_CHARACTERS, Refused

_PAGES_READ: Final = 500


def look(file: Path, folder: Path) -> dict[str, Any]:
    """``Refused`` for what is locked or damaged; a page that cannot be drawn only has no preview."""
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused(
                "This PDF is locked with a password. Save a copy without one, and send that."
            ) from error
        raise Refused(
            "This PDF is damaged or was cut off on its way. Open it on your device, print it to a new PDF, "
            "and send that."
        ) from error
    pages = len(document)
    if pages == 0:
        raise Refused("This PDF has no pages.")
    found: dict[str, Any] = {"media_type": "application/pdf", "content": str(file), "pages": pages}
    try:
        page = document[0]
        longest = max(page.get_size())
        if longest > 0:
            drawn = page.render(scale=pictures.PREVIEW_SIDE / longest, may_draw_forms=False).to_pil()
            found["preview"] = str(pictures.preview(drawn.convert("RGB"), folder))
    except (pypdfium2.PdfiumError, ValueError, MemoryError, OSError):
        pass
    found["text"] = _text(document)
    return found


def _text(document: pypdfium2.PdfDocument) -> str:
    texts: list[str] = []
    left = TEXT_CHARACTERS
    for number in range(min(len(document), _PAGES_READ)):
        try:
            text = document[number].get_textpage().get_text_bounded(errors="ignore")
        except (pypdfium2.PdfiumError, ValueError):
            continue
        texts.append(text[:left])
        left -= len(text)
        if left <= 0:
            break
    return "\n".join(texts)
