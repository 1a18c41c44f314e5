"""Zip folders, and the documents that are zip folders inside."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Final

from app.adapters.inspection import markup, media, office
from app.adapters.inspection.limits import ENTRIES, UNPACKED_BYTES, Refused
from app.adapters.inspection.metadata import Raw, without_metadata
from app.adapters.inspection.office_texts import Full, Words
from app.adapters.inspection.texts import decoded

PROGRAMS: Final = frozenset(
    "exe msi bat cmd com scr ps1 vbs vbe js jse mjs wsf wsh hta jar apk app dll lnk sh reg cpl iso img dmg "
    "pkg deb rpm pif msix appx chm scf url".split()
)
"""Endings of what runs when somebody opens it."""
_ARCHIVES: Final = frozenset("zip rar 7z tar gz tgz bz2 xz zst cab arj lzh".split())
_RATIO: Final = 150
"""What is packed more than so many times smaller is made to burst; real tables reach about 60."""
_IN_MEMORY: Final = 128 << 20
_PIECE: Final = 1 << 16
_DEEP: Final = 2
_BOOK: Final = "application/epub+zip"
_OPENED_BY: Final = {
    "pages": "application/vnd.apple.pages",
    "key": "application/vnd.apple.keynote",
    "numbers": "application/vnd.apple.numbers",
    "notebook": "application/x-smarttech-notebook",
}
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PN", b"GIF", b"RIF", b"II*", b"MM\0")
_PROPERTIES: Final = frozenset({"docprops/core.xml", "docprops/app.xml", "docprops/custom.xml", "meta.xml"})
_NAMES: Final = re.compile(
    r"(<(?:\w+:)?(?:creator|initial-creator|lastModifiedBy|printed-by|Company|Manager|user-defined)"
    r"\b[^>]*>)[^<]+(?=</)"
)
_NOTED: Final = re.compile(r"(<(?:\w+:)?(?:lpwstr|lpstr|bstr)\b[^>]*>)[^<]+(?=</)")
"""In a document's properties: who made, changed and printed it, and what programs noted besides."""
_SIGNATURES: Final = ("_xmlsignatures/", "meta-inf/documentsignatures")
_BOMB = "This file would unpack to far more than it seems to be, so we do not open it."
_DAMAGED = (
    "This file is damaged or was cut off on its way. Open it on your device, save it again, and send that."
)


class Taken:
    """What was taken out, and how much was unpacked, across a document and those inside it."""

    def __init__(self) -> None:
        self.pictures = 0
        self.names = False
        self.signed = False
        self.bytes = 0

    def note(self) -> str:
        """In words for whoever sent it, or nothing."""
        pictures = "a picture" if self.pictures == 1 else f"{self.pictures} pictures"
        told = [f"what a camera or a program wrote in {pictures}"] if self.pictures else []
        told += ["the names of who made and changed it, in its properties"] if self.names else []
        signed = (
            " It was signed electronically; changed in this way, it no longer counts as signed."
            if self.signed
            else ""
        )
        return f"Taken out of it: {' and '.join(told)}.{signed}" if told else ""


def look(file: Path, folder: Path, name: str) -> dict[str, Any]:
    """``Refused`` for bombs, macros, programs, locked or damaged ones.

    ``name`` says which program opens a folder of parts that is no Office document.
    """
    words, taken, made = Words(), Taken(), folder / "made"
    try:
        with file.open("rb") as source, made.open("wb") as target:
            media_type = _take(source, file.stat().st_size, target, words, taken, 0)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, KeyError, markup.Damaged) as error:
        raise Refused(_DAMAGED) from error
    except OSError as error:
        raise Refused(_DAMAGED) from error
    except RuntimeError as error:
        raise Refused(office.LOCKED) from error
    if media_type == "application/zip":
        media_type = _OPENED_BY.get(name.rsplit(".", 1)[-1].lower(), media_type)
    changed = bool(taken.note())
    return {
        "media_type": media_type,
        "content": str(made if changed else file),
        "text": words.text(),
        "read_whole": words.whole,
        "note": taken.note(),
    }


def _take(source: BinaryIO, size: int, target: BinaryIO, words: Words, taken: Taken, depth: int) -> str:
    """Its media type; into ``target`` goes the same without what is not for others."""
    with zipfile.ZipFile(source) as packed:
        entries = packed.infolist()
        _bounded(entries, size, taken)
        parts = {entry.filename.lower(): entry for entry in entries}
        if len(parts) < len(entries):
            # Of two of one name, one reader takes the first and another the last.
            raise Refused(_DAMAGED)
        _read_through(packed, entries)
        taken.signed |= any(name.startswith(_SIGNATURES) for name in parts)
        if "[content_types].xml" in parts:
            media_type = office.office(packed, parts, words)
        elif "mimetype" in parts and b"opendocument" in packed.read(parts["mimetype"])[:200]:
            media_type = office.open_document(packed, parts, words)
        else:
            _folder(packed, entries, words)
            is_book = "mimetype" in parts and packed.read(parts["mimetype"]).strip() == _BOOK.encode()
            media_type = _BOOK if is_book else "application/zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in entries:
                _copy(packed, entry, made, media_type, words, taken, depth)
    return media_type


def _bounded(entries: list[zipfile.ZipInfo], size: int, taken: Taken) -> None:
    """By what the folder says of itself; ``_read_through`` holds it to that."""
    if len(entries) > ENTRIES:
        raise Refused(f"There are more than {ENTRIES:,} files in this one. Send the few that matter.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(office.LOCKED)
    total = sum(entry.file_size for entry in entries)
    taken.bytes += total
    if taken.bytes > UNPACKED_BYTES or (total > 10 << 20 and total > _RATIO * size):
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
                        raise Refused(markup.OUTSIDE)
                    tail = piece[-40:]


def _copy(
    packed: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    made: zipfile.ZipFile,
    media_type: str,
    words: Words,
    taken: Taken,
    depth: int,
) -> None:
    """One entry as it is, but for what is taken out of it."""
    info = zipfile.ZipInfo(entry.filename, entry.date_time)
    info.external_attr, info.create_system = entry.external_attr, entry.create_system
    stored = entry.compress_type == zipfile.ZIP_STORED
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    if (content := _changed(packed, entry, media_type, words, taken, depth)) is not None:
        made.writestr(info, content)
        return
    with packed.open(entry) as source, made.open(info, "w", force_zip64=entry.file_size > 1 << 31) as target:
        while piece := source.read(_PIECE):
            target.write(piece)


def _changed(
    packed: zipfile.ZipFile, entry: zipfile.ZipInfo, media_type: str, words: Words, taken: Taken, depth: int
) -> bytes | None:
    """What stands in an entry's place, or nothing where it stays as it is."""
    name = entry.filename.lower()
    if media_type not in ("application/zip", _BOOK) and name in _PROPERTIES:
        is_custom = name.endswith("custom.xml")
        return _without_names(packed.read(entry), taken, is_custom=is_custom)
    with packed.open(entry) as stream:
        head = stream.read(12)
    is_film, is_packed = media.is_made_of_boxes(head), head.startswith(b"PK\x03\x04")
    if not (is_film or is_packed or head.startswith(_PICTURES)):
        if head.startswith(b"%PDF-"):
            words.whole = False
        return None
    if entry.file_size > _IN_MEMORY:
        raise Refused(_BOMB)
    before = packed.read(entry)
    if is_packed:
        return _inside(before, entry, words, taken, depth)
    after = None
    try:
        after = without_metadata(before)
        if after is None and is_film:
            after = media.without_place(before)
    except Raw as raw:
        raise Refused(
            f"There is a picture straight from a camera ({_shown(entry)}), which only some programs show. "
            "Save it as JPEG, and send that."
        ) from raw
    except Refused as refused:
        raise Refused(
            f"A picture or film in this file is damaged ({_shown(entry)}). Take it out or put it in anew, "
            "and send that."
        ) from refused
    if after is None or after == before:
        return None
    taken.pictures += 1
    return after


def _inside(before: bytes, entry: zipfile.ZipInfo, words: Words, taken: Taken, depth: int) -> bytes | None:
    """A document inside another one, such as the workbook behind a chart."""
    if depth >= _DEEP:
        words.whole = False
        return None
    had, after = taken.note(), io.BytesIO()
    try:
        kind = _take(io.BytesIO(before), len(before), after, words, taken, depth + 1)
    except Refused as refused:
        raise Refused(f"{_shown(entry)}: {refused}") from refused
    if kind == "application/zip":
        words.whole = False
    return after.getvalue() if taken.note() != had or taken.names else None


def _without_names(properties: bytes, taken: Taken, *, is_custom: bool) -> bytes | None:
    text = decoded(properties)
    if text is None:
        raise Refused(_DAMAGED)
    plain, count = (_NOTED if is_custom else _NAMES).subn(lambda found: found[1], text)
    if not count:
        return None
    taken.names = True
    body = re.sub(r"^\s*<\?xml.*?\?>", "", plain, flags=re.DOTALL)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body.lstrip()}'.encode()


def _folder(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo], words: Words) -> None:
    """What may be in a zip folder; the names in it, and what stands in its plain texts, are words."""
    names = {entry.filename for entry in entries}
    if "META-INF/MANIFEST.MF" in names or "AndroidManifest.xml" in names:
        raise Refused("This is a program. We take documents, pictures, sound and film, not programs.")
    for entry in entries:
        # Windows leaves out dots and spaces at the end of a name.
        plain = entry.filename.rstrip(". ")
        ending = plain.rsplit(".", 1)[-1].lower() if "." in plain else ""
        if ending in PROGRAMS:
            raise Refused(
                f"There is a program in this zip folder ({_shown(entry)}). Take it out, and send the rest."
            )
        if ending in _ARCHIVES:
            raise Refused(
                f"There is another packed folder in this one ({_shown(entry)}). Unpack it, and send what "
                "matters."
            )
        steps = re.split(r"[/\\]", entry.filename)
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        if ".." in steps or steps[0] == "" or re.match(r"[A-Za-z]:", steps[0]) or is_link:
            raise Refused(
                "This zip folder wants to put files elsewhere than where it is unpacked. Pack the files "
                "anew, and send that."
            )
    # What else is in it nobody but a person looks through.
    words.whole = False
    try:
        for entry in entries:
            words.add(f"{entry.filename}\n")
            if entry.filename.lower().endswith((".txt", ".csv", ".md")) and entry.file_size < 4 << 20:
                words.add(f"{decoded(packed.read(entry)) or ''}\n")
    except Full:
        pass


def _shown(entry: zipfile.ZipInfo) -> str:
    return "".join(c for c in entry.filename.rsplit("/", 1)[-1] if c.isprintable())[:80]
