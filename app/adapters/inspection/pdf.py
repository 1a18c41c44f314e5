"""PDF: how many pages, what the first one looks like, and the words in it.

It is given out as it came: nothing here can write one anew without changing how it looks. Only where photos
in it tell their place, that is wiped where it stands; whoever sent it is told whom its properties name.
"""

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from app.adapters.inspection import pictures
from app.adapters.inspection.archives import PROGRAMS
from app.adapters.inspection.limits import TEXT_CHARACTERS, Refused

_PAGES_READ: Final = 500
_ANNOTATIONS_READ: Final = 2_000
_STRING_BYTES: Final = 200_000
_EXIF: Final = re.compile(
    rb"\xff\xe1(..)(?:Exif\0\0(?=II\*\0|MM\0\*)|http://ns\.adobe\.com/xap/1\.0/\0)", re.DOTALL
)

_SIGNED: Final = re.compile(rb"/ByteRange\s*\[")


def look(file: Path, folder: Path) -> dict[str, Any]:
    """``Refused`` for what is locked or damaged; a page that cannot be drawn only has no preview."""
    photos, signed = _wipe_places(file)
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
    attached = document.count_attachments()
    for number in range(min(attached, 100)):
        name = document.get_attachment(number).get_name()
        if name.rstrip(". ").rsplit(".", 1)[-1].lower() in PROGRAMS:
            raise Refused("There is a program packed into this PDF. Print it to a new PDF, and send that.")
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    found: dict[str, Any] = {"media_type": "application/pdf", "content": str(file), "pages": pages}
    try:
        page = document[0]
        longest = max(page.get_size())
        if longest > 0:
            drawn = page.render(scale=pictures.PREVIEW_SIDE / longest, may_draw_forms=False).to_pil()
            found["preview"] = str(pictures.preview(drawn.convert("RGB"), folder))
    except (pypdfium2.PdfiumError, ValueError, MemoryError, OSError):
        pass
    properties = document.get_metadata_dict(skip_empty=True)
    text, whole = _text(document, properties)
    note = _note(photos, properties, signed=signed)
    return {**found, "text": text, "read_whole": whole and not attached, "note": note}


def _note(photos: int, properties: dict[str, str], *, signed: bool) -> str:
    told = []
    if photos:
        pictures_in = "a picture" if photos == 1 else f"{photos} pictures"
        told.append(f"Taken out of it: what a camera or a program wrote in {pictures_in}.")
        if signed:
            told.append("It was signed electronically; changed in this way, it no longer counts as signed.")
    author = " ".join("".join(c if c.isprintable() else " " for c in properties.get("Author", "")).split())
    if author:
        told.append(
            f"Its properties name “{author[:80]}” as its author, which whoever has the file can see. If that "
            "should not be so, print it to a new PDF and send that as a new version."
        )
    return " ".join(told)


def _wipe_places(file: Path) -> tuple[int, bool]:
    """Wipe what cameras wrote in photos that stand in a PDF as they came; in how many, and whether the PDF
    is signed."""
    content = file.read_bytes()
    found = [
        (match.end(), min(match.start() + 2 + int.from_bytes(match[1], "big"), len(content)))
        for match in _EXIF.finditer(content)
    ]
    with file.open("r+b") as stream:
        for start, end in found:
            stream.seek(start)
            stream.write(bytes(max(0, end - start)))
    return len(found), _SIGNED.search(content) is not None


def _text(document: pypdfium2.PdfDocument, properties: dict[str, str]) -> tuple[str, bool]:
    """The words on its pages, in its fields and remarks, and behind its links; and whether that is all."""
    texts: list[str] = []
    left = TEXT_CHARACTERS
    whole = len(document) <= _PAGES_READ
    for number in range(min(len(document), _PAGES_READ)):
        try:
            page = document[number]
            text = page.get_textpage().get_text_bounded(errors="ignore")
            if not text.strip() and raw.FPDFPage_CountObjects(page.raw):
                whole = False  # a scan, most likely
            text = "\n".join([text, *_beside(document, page)])
        except (pypdfium2.PdfiumError, ValueError):
            whole = False
            continue
        texts.append(text[:left])
        left -= len(text)
        if left <= 0:
            return "\n".join(texts), False
    told = [properties[key] for key in ("Title", "Subject", "Keywords", "Author") if properties.get(key)]
    return "\n".join([*texts, *told])[:TEXT_CHARACTERS], whole


def _beside(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[str]:
    """What was filled in on a page, remarks on it, and where its links lead."""
    form = document.formenv.raw if document.formenv is not None else None
    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _ANNOTATIONS_READ)):
        one = raw.FPDFPage_GetAnnot(page.raw, number)
        if not one:
            continue
        if text := _string(lambda *to, one=one: raw.FPDFAnnot_GetStringValue(one, b"Contents", *to)):
            yield text
        if form is not None and (
            text := _string(lambda *to, one=one: raw.FPDFAnnot_GetFormFieldValue(form, one, *to))
        ):
            yield text
        action = raw.FPDFLink_GetAction(link) if (link := raw.FPDFAnnot_GetLink(one)) else None
        if action:
            size = raw.FPDFAction_GetURIPath(document.raw, action, None, 0)
            if 1 < size < _STRING_BYTES:
                address = ctypes.create_string_buffer(size)
                raw.FPDFAction_GetURIPath(document.raw, action, address, size)
                yield address.value.decode("utf-8", "replace")
        raw.FPDFPage_CloseAnnot(one)


def _string(ask: Any) -> str:
    """What PDFium gives in UTF-16, once it has said how long it is."""
    size = ask(None, 0)
    if not 2 < size < _STRING_BYTES:
        return ""
    room = (ctypes.c_ushort * (size // 2 + 1))()
    ask(room, size)
    return bytes(room)[: size - 2].decode("utf-16-le", "replace")
