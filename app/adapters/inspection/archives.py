"""Zip folders, and the documents that are zip folders inside: Office Open XML and OpenDocument."""

import zipfile
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError  # the types alone: defusedxml reads

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.adapters.inspection.limits import ENTRIES, TEXT_CHARACTERS, UNPACKED_BYTES, Refused

_OOXML: Final = "application/vnd.openxmlformats-officedocument."
OFFICE: Final = {
    "wordprocessingml.document": f"{_OOXML}wordprocessingml.document",
    "presentationml.presentation": f"{_OOXML}presentationml.presentation",
    "spreadsheetml.sheet": f"{_OOXML}spreadsheetml.sheet",
}
OPEN_DOCUMENT: Final = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "presentation", "spreadsheet")
)
PROGRAMS: Final = frozenset(
    "exe msi bat cmd com scr ps1 vbs vbe js jse mjs wsf wsh hta jar apk app dll lnk sh reg cpl iso img dmg "
    "pkg deb rpm".split()
)
"""Endings of what runs when somebody opens it."""
_ARCHIVES: Final = frozenset("zip rar 7z tar gz tgz bz2 xz zst cab arj lzh".split())
_RATIO: Final = 150
"""What is packed more than so many times smaller is made to burst; real tables reach about 60."""
_XML_BYTES: Final = 32 << 20
_PIECE: Final = 1 << 16
_BOMB = "This file would unpack to far more than it seems to be, so we do not open it."
_DAMAGED = (
    "This file is damaged or was cut off on its way. Open it on your device, save it again, and send that."
)
_LOCKED = (
    "This file is locked with a password, so we cannot check it. Save a copy without one, and send that."
)
_MACROS = (
    "This document has macros in it: small programs, which could do harm on a colleague’s computer. Save it "
    "as an ordinary document (.docx, .pptx or .xlsx) and send that."
)
_OUTSIDE = (
    "This document fetches something from outside when it is opened, which could do harm. Copy what you want "
    "to share into a new document, and send that."
)


def look(file: Path) -> dict[str, Any]:
    """``Refused`` for bombs, macros, programs, locked or damaged ones."""
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            _bounded(entries, file.stat().st_size)
            names = {entry.filename for entry in entries}
            _read_through(packed, entries)
            if "[Content_Types].xml" in names:
                found = _office(packed, names)
            elif "mimetype" in names and b"opendocument" in _read(packed, "mimetype", 200):
                found = _open_document(packed, names)
            else:
                found = _folder(entries, names)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise Refused(_DAMAGED) from error
    except (ParseError, KeyError) as error:
        raise Refused(_DAMAGED) from error
    except DefusedXmlException as error:
        raise Refused(_OUTSIDE) from error
    except RuntimeError as error:
        raise Refused(_LOCKED) from error
    return {"content": str(file), **found}


def _bounded(entries: list[zipfile.ZipInfo], size: int) -> None:
    """By what the folder says of itself; ``_read_through`` holds it to that."""
    if len(entries) > ENTRIES:
        raise Refused(f"There are more than {ENTRIES:,} files in this one. Send the few that matter.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(_LOCKED)
    total = sum(entry.file_size for entry in entries)
    if total > UNPACKED_BYTES or (total > 10 << 20 and total > _RATIO * size):
        raise Refused(_BOMB)
    # Entries that lie over each other are how a small file bursts without saying so.
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise Refused(_BOMB)
        end = entry.header_offset + 30 + entry.compress_size


def _read_through(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Every byte once, so that nothing is larger than it says, or damaged; and no XML declares entities."""
    for entry in entries:
        with packed.open(entry) as stream:
            seen, tail = 0, b""
            is_xml = entry.filename.lower().endswith((".xml", ".rels"))
            while piece := stream.read(_PIECE):
                seen += len(piece)
                if seen > entry.file_size:
                    raise Refused(_BOMB)
                if is_xml:
                    # In UTF-16 every other byte is zero.
                    flat = (tail + piece).replace(b"\0", b"")
                    if b"<!DOCTYPE" in flat or b"<!ENTITY" in flat:
                        raise Refused(_OUTSIDE)
                    tail = piece[-40:]


def _office(packed: zipfile.ZipFile, names: set[str]) -> dict[str, Any]:
    types = _read(packed, "[Content_Types].xml", _XML_BYTES).decode("utf-8", "replace")
    if "macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_MACROS)
    for name in names:
        if name.endswith(".rels"):
            _stays_inside(_xml(packed, name))
    for kind, media_type in OFFICE.items():
        if f"{_OOXML}{kind}.main+xml" in types:
            text = _word_text(packed, names) if kind.startswith("word") else ""
            return {"media_type": media_type, "text": text}
    raise Refused("We take Word documents, PowerPoint slides and Excel workbooks; this is another sort.")


def _stays_inside(relationships: Element) -> None:
    """A template on the author's own disk is only a name to everybody else; one on the network is fetched."""
    for one in relationships:
        kind = one.get("Type", "").rsplit("/", 1)[-1]
        harmful = kind in ("attachedTemplate", "oleObject", "subDocument", "frame")
        target = one.get("Target", "").strip().lower().replace("\\", "/")
        local = target.startswith("file:///") and not target.startswith("file:////")
        if harmful and one.get("TargetMode") == "External" and not local:
            raise Refused(_OUTSIDE)


_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _word_text(packed: zipfile.ZipFile, names: set[str]) -> str:
    if "word/document.xml" not in names:
        return ""
    pieces: list[str] = []
    left = TEXT_CHARACTERS
    for element in _xml(packed, "word/document.xml").iter():
        text = element.text or "" if element.tag == f"{_W}t" else ""
        if element.tag == f"{_W}p":
            text = "\n"
        elif element.tag in (f"{_W}tab", f"{_W}br"):
            text = " "
        pieces.append(text[:left])
        left -= len(text)
        if left <= 0:
            break
    return "".join(pieces).strip()


def _open_document(packed: zipfile.ZipFile, names: set[str]) -> dict[str, Any]:
    media_type = _read(packed, "mimetype", 200).decode("ascii", "replace").strip()
    if media_type not in OPEN_DOCUMENT:
        raise Refused("We take OpenDocument texts, slides and tables; this is another sort.")
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise Refused(_MACROS)
    return {"media_type": media_type, "text": _open_document_text(packed, names)}


def _open_document_text(packed: zipfile.ZipFile, names: set[str]) -> str:
    if "content.xml" not in names:
        return ""
    return " ".join(" ".join(_xml(packed, "content.xml").itertext()).split())[:TEXT_CHARACTERS]


def _folder(entries: list[zipfile.ZipInfo], names: set[str]) -> dict[str, Any]:
    if "META-INF/MANIFEST.MF" in names or "AndroidManifest.xml" in names:
        raise Refused("This is a program. We take documents, pictures, sound and film, not programs.")
    for entry in entries:
        ending = entry.filename.rsplit(".", 1)[-1].lower() if "." in entry.filename else ""
        shown = "".join(c for c in entry.filename.rsplit("/", 1)[-1] if c.isprintable())[:80]
        if ending in PROGRAMS:
            raise Refused(f"There is a program in this zip folder ({shown}). Take it out, and send the rest.")
        if ending in _ARCHIVES:
            raise Refused(
                f"There is another packed folder in this one ({shown}). Unpack it, and send what matters."
            )
    return {"media_type": "application/zip"}


def _read(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    with packed.open(name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise Refused(_BOMB)
    return content


def _xml(packed: zipfile.ZipFile, name: str) -> Element:
    parsed: Element = fromstring(_read(packed, name, _XML_BYTES), forbid_dtd=True)
    return parsed
