"""Office Open XML and OpenDocument: what sort it is, what it may not hold, and the words in it."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from app.adapters.inspection import markup, office_texts
from app.adapters.inspection.limits import Refused
from app.adapters.inspection.office_texts import Full, Words

_OOXML: Final = "application/vnd.openxmlformats-officedocument."
OFFICE: Final = {
    "wordprocessingml.document": "word/document.xml",
    "presentationml.presentation": "ppt/presentation.xml",
    "spreadsheetml.sheet": "xl/workbook.xml",
}
OPEN_DOCUMENT: Final = frozenset(
    f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "presentation", "spreadsheet")
)
_MACROS: Final = (
    "This document has macros in it: small programs, which could do harm on a colleague’s computer. Save it "
    "as an ordinary document (.docx, .pptx or .xlsx) and send that."
)
_LINKED: Final = (
    "A picture in this document is not in it, but fetched from elsewhere whenever somebody opens it, which "
    "could do harm. Copy the picture and paste it in its place, as a picture, and send that."
)
_PATCHED: Final = (
    "This document was put together by a program and is not whole in itself. Open it, save it as a new "
    "document, and send that."
)
_PACKED: Final = (
    "There is another file packed into this document, which we cannot look at. Take it out, send it as a "
    "file of its own, and send the document without it."
)
LOCKED: Final = (
    "This file is locked with a password, so we cannot check it. Save a copy without one, and send that."
)
_NO_WORDS: Final = re.compile(
    r"/(theme|fonttable|websettings|settings|numbering|tablestyles|presprops|viewprops|calcchain|styles"
    r"|slidelayouts|printersettings|media|embeddings)\b"
)
_VALUES: Final = re.compile(r"/(charts|pivotcache|externallinks|chartex)/")
_OPEN_PARTS: Final = ("content.xml", "styles.xml")
_FETCHED: Final = frozenset("image object object-ole plugin section-source table-source fill-image".split())
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_PACKAGE: Final = "\1Ole10Native".encode("utf-16-le")

Parts = Mapping[str, zipfile.ZipInfo]
"""The entries of a document, by their names in small letters, in which they are one and the same."""


def office(packed: zipfile.ZipFile, parts: Parts, words: Words) -> str:
    """The media type of an Office Open XML document; its words go into ``words``."""
    types = packed.read(parts["[content_types].xml"]).decode("utf-8", "replace")
    programs = ("macroenabled", "vbaproject", "macrosheet")
    if any(one in types.lower() for one in programs) or any("vbaproject" in name for name in parts):
        raise Refused(_MACROS)
    for name, part in parts.items():
        if name.endswith(".rels"):
            with packed.open(part) as stream:
                markup.read(stream, _stays_inside, _nothing, _nothing)
        elif name.endswith(".bin"):
            _holds_no_file(packed, part, words)
    for kind, main in OFFICE.items():
        if f"{_OOXML}{kind}.main+xml" in types:
            _read(packed, parts, main, words)
            return f"{_OOXML}{kind}"
    raise Refused("We take Word documents, PowerPoint slides and Excel workbooks; this is another sort.")


def open_document(packed: zipfile.ZipFile, parts: Parts, words: Words) -> str:
    """The same of an OpenDocument one."""
    media_type = packed.read(parts["mimetype"]).decode("ascii", "replace").strip()
    if media_type not in OPEN_DOCUMENT:
        raise Refused("We take OpenDocument texts, slides and tables; this is another sort.")
    if any(name.startswith(("basic/", "scripts/")) and not name.endswith("/") for name in parts):
        raise Refused(_MACROS)
    if "meta-inf/manifest.xml" in parts:
        with packed.open(parts["meta-inf/manifest.xml"]) as stream:
            markup.read(stream, _is_open, _nothing, _nothing)
    # All of it before the first word: where there are more than are kept, nothing more is read.
    for name, part in parts.items():
        if name.rpartition("/")[2] in _OPEN_PARTS:
            with packed.open(part) as stream:
                markup.read(stream, _comes_along, _nothing, _nothing)
        elif name.endswith(".bin"):
            _holds_no_file(packed, part, words)
    with _Filling(words):
        for name in sorted(parts, key=_in_order):
            with packed.open(parts[name]) as stream:
                if name.rpartition("/")[2] in _OPEN_PARTS:
                    office_texts.open_document(stream, words)
                elif name == "meta.xml":
                    office_texts.part(stream, words)
    return media_type


class _Filling:
    """Reads until there is no room for more words."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        return kind is Full


def _read(packed: zipfile.ZipFile, parts: Parts, main: str, words: Words) -> None:
    strings: list[str] = []
    dates: set[int] = set()
    if main not in parts:
        raise markup.Damaged(main)
    if "xl/sharedstrings.xml" in parts:
        with packed.open(parts["xl/sharedstrings.xml"]) as stream:
            strings = office_texts.shared_strings(stream)
    if "xl/styles.xml" in parts:
        with packed.open(parts["xl/styles.xml"]) as stream:
            dates = office_texts.date_styles(stream)
    since = office_texts.EPOCH
    with _Filling(words):
        if main.startswith("xl/"):
            with packed.open(parts[main]) as stream:
                since = office_texts.first_day(stream, words)
        for name in _with_words(parts, main):
            with packed.open(parts[name]) as stream:
                if name.startswith(("xl/worksheets/", "xl/chartsheets/")) and name.endswith(".xml"):
                    office_texts.sheet(stream, words, strings, dates, since)
                elif name.endswith(".rels"):
                    office_texts.addresses(stream, words)
                elif _VALUES.search(name):
                    office_texts.values(stream, words)
                else:
                    office_texts.part(stream, words)


def _with_words(parts: Parts, main: str) -> Iterator[str]:
    """Parts in which words stand, the main one first, slide 2 before slide 10."""
    if not main.startswith("xl/"):
        yield main
    root = main.partition("/")[0]
    for name in sorted(parts, key=_in_order):
        if name in (main, "xl/sharedstrings.xml") or _NO_WORDS.search(name):
            continue
        if name.endswith(".rels") or (name.endswith(".xml") and name.startswith((root, "docprops/core"))):
            yield name


def _in_order(name: str) -> tuple[bool, list[tuple[int, str]]]:
    pieces = re.split(r"(\d+)", name)
    # What the document says of itself comes last, what stands on every slide, and where its links lead.
    last = name.startswith("docprops/") or "masters/" in name or name.endswith((".rels", "meta.xml"))
    return last, [(int(one), "") if one.isdecimal() else (-1, one) for one in pieces]


def _stays_inside(name: str, attributes: dict[str, str]) -> None:
    """A template on the author's own disk is only a name to everybody else; one on the network is fetched."""
    if name != "Relationship":
        return
    kind = attributes.get("Type", "").rsplit("/", 1)[-1]
    if kind == "aFChunk":
        raise Refused(_PATCHED)
    if attributes.get("TargetMode") != "External" or kind == "hyperlink":
        return
    target = attributes.get("Target", "").strip().lower().replace("\\", "/")
    local = target.startswith("file:///") and not target.startswith("file:////")
    # From a share of another's, Windows fetches with its user's name and password.
    share = target.startswith(("//", "file://")) and not local
    if kind == "image" and not local and (share or ":" in target):
        raise Refused(_LINKED)
    if share or (kind in ("attachedTemplate", "oleObject", "subDocument", "frame") and not local):
        raise Refused(markup.OUTSIDE)


def _is_open(name: str, _: dict[str, str]) -> None:
    if name == "encryption-data":
        raise Refused(LOCKED)


def _comes_along(name: str, attributes: dict[str, str]) -> None:
    """The same in OpenDocument, where pictures, objects and sections say themselves where they are."""
    target = attributes.get("href", "").strip().lower().replace("\\", "/")
    if name in _FETCHED and (target.startswith("//") or re.match(r"(https?|ftp|smb|file://[^/]):?", target)):
        raise Refused(_LINKED if name.endswith("image") else markup.OUTSIDE)


def _holds_no_file(packed: zipfile.ZipFile, part: zipfile.ZipInfo, words: Words) -> None:
    """Old objects are files of their own kind in which any other may be packed, programs too."""
    with packed.open(part) as stream:
        if stream.read(8) != _OLE:
            return
        words.whole = False
        tail = b""
        while piece := stream.read(1 << 16):
            if _OLE_PACKAGE in tail + piece:
                raise Refused(_PACKED)
            tail = piece[-len(_OLE_PACKAGE) :]


def _nothing(_: str) -> None:
    pass
