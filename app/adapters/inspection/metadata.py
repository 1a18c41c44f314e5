"""Takes out of pictures what cameras and programs write beside their pixels, which stay as they are.

For pictures inside documents, which have to keep their form, size and turn; a picture on its own is painted
anew (``pictures``). Kept is what says how to show it: colours, transparency, movement, pages, size, which way
up.
"""

import io
import struct
from collections.abc import Iterator
from typing import Final

import pillow_heif
from PIL import Image

from app.adapters.inspection import tiff
from app.adapters.inspection.limits import PIXELS, Refused

_HEIF: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF: Final = frozenset({b"avif", b"avis"})
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_ORIENTATION: Final = 0x0112
_BROKEN: Final = (
    *(OSError, SyntaxError, ValueError, IndexError, EOFError, RuntimeError),
    Image.DecompressionBombError,
)
"""What comes of a picture that says of itself what is not so."""
_NOTHING_TOLD: Final = b"MM\0*\0\0\0\x08\0\0\0\0\0\0"
"""What a camera tells, with nothing in it."""
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP acTL fcTL fdAT".split()
)
_WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_FLAGS: Final = ~0b0000_1100 & 0xFF
"""Without those that say that EXIF and XMP follow."""


class Raw(Refused):
    """It is as it came out of a camera's sensor; without what the camera wrote nobody could see it."""


def without_metadata(picture: bytes) -> bytes | None:
    """``picture`` without it; nothing where it is no picture that we know. ``Refused`` for a damaged one."""
    try:
        if picture.startswith(_JPEG):
            return _jpeg(picture)
        if picture.startswith(_PNG):
            return _png(picture)
        if picture.startswith((b"GIF87a", b"GIF89a")):
            return _gif(picture)
        if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
            return _webp(picture)
        if picture[:4] in (b"II*\0", b"MM\0*"):
            return tiff.without_metadata(picture)
        if picture[4:8] == b"ftyp" and picture[8:12] in _HEIF | _AVIF:
            return _heif(picture, "AVIF" if picture[8:12] in _AVIF else "HEIF")
        if picture[4:12] == b"ftypcrx ":
            raise tiff.RawPicture
    except tiff.RawPicture as error:
        raise Raw from error
    except (*_BROKEN, struct.error) as error:
        raise Refused("A picture in it is damaged.") from error
    return None


def _jpeg(picture: bytes) -> bytes:
    """Up to its end: what phones hang behind it (a second picture, a short film) is not shown anyway."""
    kept = [picture[:2]]
    exif = None
    at = 2
    while True:
        if picture[at] != 0xFF:
            raise ValueError("no marker")
        kind = picture[at + 1]
        if kind == 0xFF:  # filling
            at += 1
            continue
        if kind == 0xD9:
            break
        if 0xD0 <= kind <= 0xD8 or kind == 0x01:
            kept.append(picture[at : at + 2])
            at += 2
            continue
        end = at + 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(picture):
            raise ValueError("cut off")
        segment = picture[at:end]
        if kind == 0xE1 and segment[4:10] == b"Exif\0\0":
            exif = exif or segment[10:]
        elif not (0xE1 <= kind <= 0xEF or kind == 0xFE) or kind == 0xEE or segment[4:15] == b"ICC_PROFILE":
            kept.append(segment)
        at = end
        if kind == 0xDA:
            end = _scan_end(picture, at)
            kept.append(picture[at:end])
            at = end
            if at >= len(picture):
                break
    if exif is not None and (turned := _turn(exif)) != 1:
        kept.insert(1, _exif_of(turned))
    kept.append(b"\xff\xd9")
    return b"".join(kept)


def _scan_end(picture: bytes, at: int) -> int:
    """Where the pixels that begin at ``at`` end: at the next marker that is not one of theirs."""
    while (at := picture.find(b"\xff", at)) != -1 and at + 1 < len(picture):
        if picture[at + 1] != 0 and not 0xD0 <= picture[at + 1] <= 0xD7:
            return at
        at += 2
    return len(picture)


def _turn(exif: bytes) -> int:
    """Which way up it was held, 1 to 8."""
    found = Image.Exif()
    try:
        found.load(b"Exif\0\0" + exif)
        turned = found.get(_ORIENTATION, 1)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return 1
    return turned if isinstance(turned, int) and 1 <= turned <= 8 else 1


def _exif_of(turned: int) -> bytes:
    """A segment that says nothing but that."""
    tiff = b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0) + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\0\0" + tiff


def _png(picture: bytes) -> bytes:
    kept = [_PNG]
    at = len(_PNG)
    while at < len(picture):
        length = int.from_bytes(picture[at : at + 4], "big")
        kind, end = picture[at + 4 : at + 8], at + 12 + length
        if end > len(picture):
            raise ValueError("cut off")
        if kind in _PNG_KEPT:
            kept.append(picture[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(kept)
    raise ValueError("no end")


def _gif(picture: bytes) -> bytes:
    """Remarks and what programs add go; how often it moves stays."""
    at = 13 + (3 << (picture[10] & 7) + 1 if picture[10] & 0x80 else 0)
    kept = [picture[:at]]
    while picture[at] != 0x3B:
        start = at
        if picture[at] == 0x2C:
            at += 10 + (3 << (picture[at + 9] & 7) + 1 if picture[at + 9] & 0x80 else 0) + 1
            is_kept = True
        elif picture[at] == 0x21:
            is_kept = picture[at + 1] == 0xF9 or picture[at + 3 : at + 14] in (
                b"NETSCAPE2.0",
                b"ANIMEXTS1.0",
            )
            at += 2
        else:
            raise ValueError("no block")
        while picture[at]:
            at += picture[at] + 1
        at += 1
        if is_kept:
            kept.append(picture[start:at])
    return b"".join([*kept, b";"])


def _webp(picture: bytes) -> bytes:
    kept = []
    for kind, found in _chunks(picture):
        content = bytes([found[0] & _WEBP_FLAGS]) + found[1:] if kind == b"VP8X" else found
        if kind in _WEBP_KEPT:
            kept.append(kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(picture), 8 + int.from_bytes(picture[4:8], "little"))
    while at + 8 <= end:
        length = int.from_bytes(picture[at + 4 : at + 8], "little")
        if at + 8 + length > end:
            raise ValueError("cut off")
        yield picture[at : at + 4], picture[at + 8 : at + 8 + length]
        at += 8 + length + (length & 1)


def _heif(picture: bytes, form: str) -> bytes:
    """HEIC and AVIF: what cameras tell is wiped where it stands, and nothing else touched."""
    pillow_heif.register_heif_opener()
    with Image.open(io.BytesIO(picture), formats=(form,)) as found:
        if found.width * found.height > PIXELS:
            raise ValueError("too large")
        for number in range(getattr(found, "n_frames", 1) if form == "HEIF" else 1):
            found.seek(number)
            for key, empty in (("exif", _NOTHING_TOLD), ("xmp", b"")):
                told = (found.info.get(key) or b"").removeprefix(b"Exif\0\0")
                if len(told) < len(empty) or told.startswith(empty + bytes(len(told) - len(empty))):
                    continue
                if told not in picture:
                    raise ValueError("told elsewhere")
                picture = picture.replace(told, empty.ljust(len(told), b"\0"))
    return picture
