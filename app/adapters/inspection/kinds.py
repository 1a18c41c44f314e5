"""What a file is, by what stands in it.

Its name is asked only to tell sorts of plain text, and programs whose files are zip folders, apart.
"""

from pathlib import Path
from typing import Any, Final

import puremagic

from app.adapters.inspection import archives, media, pdf, pictures, texts
from app.adapters.inspection.limits import Refused

_PROGRAM: Final = "This is a program. We take documents, pictures, sound and film, not programs."
_OLD_OFFICE: Final = (
    "This is in an old format of Word, Excel, PowerPoint or Publisher, in which programs can hide, or locked "
    "with a password. Open it, save it as .docx, .xlsx or .pptx (from Publisher, as PDF) without a password, "
    "and send that."
)
_TAKEN: Final = (
    "We take PDF, Word, PowerPoint, Excel, OpenDocument, Pages, Keynote and SMART Notebook files, e-books "
    "(EPUB), pictures, sound (MP3, M4A, WAV), film (MP4, MOV, WebM), tables "
    "(CSV), plain text and zip folders."
)
_PACKED: Final = (
    "This is a packed folder that we cannot look into. Unpack it, pack the files as a zip folder, and send "
    "that."
)
_PACKERS: Final = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"MSCF")
_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_PROGRAMS: Final = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"dex\n",
)
_PICTURE_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
)


def look(file: Path, folder: Path, name: str) -> dict[str, Any]:
    """What ``actions.file_tools.Made`` holds of it, or ``Refused``."""
    with file.open("rb") as stream:
        head = stream.read(4_096)
    if not head:
        raise Refused("This file is empty. It may not have been saved yet: look at it on your device.")
    if head.startswith(_PROGRAMS):
        raise Refused(_PROGRAM)
    if head.startswith(_PICTURES) or (head[:2] == b"BM" and head[6:10] == bytes(4)):
        return pictures.look(file, folder)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return pictures.look(file, folder)
    if media.is_made_of_boxes(head):
        is_picture = head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS
        return pictures.look(file, folder) if is_picture else media.look_at_boxes(file)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return pdf.look(file, folder)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archives.look(file, folder, name)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refused(_OLD_OFFICE)
    if head.startswith(_PACKERS) or head[257:262] == b"ustar":
        raise Refused(_PACKED)
    if (media_type := media.recognised(head)) is not None:
        return {"media_type": media_type, "content": str(file)}
    if (found := media.look_at_mp3(file)) is not None:
        return found
    if (found := texts.look(file, name)) is not None:
        return found
    raise Refused(f"{_guess(head)}{_TAKEN}")


def _guess(head: bytes) -> str:
    """What it seems to be, for whoever wonders why it is not taken."""
    try:
        best = puremagic.magic_string(head)[0]
    except (puremagic.PureError, ValueError, IndexError):
        return "We do not know what sort of file this is. "
    seems = best.name.strip() or best.extension.strip(".").upper()
    return f"This seems to be another sort of file ({seems[:80]}). " if seems else ""
