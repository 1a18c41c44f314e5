"""Sound and film: recognised by their structure, and where a phone wrote down the place, that is blanked."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from app.adapters.inspection.limits import Refused

_DAMAGED: Final = "This recording is damaged or was cut off on its way. Please save it again, and send that."
_HOLDS_BOXES: Final = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf"})
_TOLD_BY_CAMERAS: Final = frozenset({b"udta", b"meta", b"uuid"})
_SOUND: Final = frozenset({b"M4A ", b"M4B "})
_FILM: Final = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VH", b"M4VP"}
    | {b"dash", b"MSNV", b"mmp4", b"3gp4", b"3gp5", b"3gp6"}
)
_FIRST_IN_QUICKTIME: Final = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
"""With what films begin that were made before boxes said what they are."""
_RIFF: Final = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BEGINNINGS: Final = {b"fLaC": "audio/flac", b"#!AMR": "audio/amr", b"MThd": "audio/midi"}


def recognised(head: bytes) -> str | None:
    """The type of sound or film that is given out as it came, by its first bytes."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3":
        return (
            "video/webm" if b"webm" in head[:80] else "video/matroska" if b"matroska" in head[:80] else None
        )
    if head[:4] == b"OggS":
        return None if b"theora" in head[:80] else "audio/ogg"
    if len(head) > 7 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    return next((kind for first, kind in _BEGINNINGS.items() if head.startswith(first)), None)


def is_made_of_boxes(head: bytes) -> bool:
    """Whether it begins as MP4 and QuickTime do: with a length, which no text looks like, and a kind."""
    return head[4:8] == b"ftyp" or (head[4:8] in _FIRST_IN_QUICKTIME and head[0] < 0x20)


def look_at_boxes(file: Path) -> dict[str, Any]:
    """MP4, M4A and QuickTime, of which ``file`` says what it is at its beginning."""
    with file.open("r+b") as stream:
        kinds = _blank(stream, 0, file.stat().st_size)
        stream.seek(4)
        first, brand = stream.read(4), stream.read(4)
    if b"moov" not in kinds:
        raise Refused(_DAMAGED)
    if brand in _SOUND:
        return {"media_type": "audio/mp4", "content": str(file)}
    if brand in _FILM:
        return {"media_type": "video/mp4", "content": str(file)}
    if brand == b"qt  " or first != b"ftyp":
        return {"media_type": "video/quicktime", "content": str(file)}
    raise Refused("We take films as MP4 or MOV. Save or export this one as MP4, and send that.")


def without_place(film: bytes) -> bytes:
    """A film inside a document, without what a camera wrote in it; what is built like one, and is none, as it
    is. ``Refused`` for a damaged one."""
    stream = io.BytesIO(film)
    kinds = _blank(stream, 0, len(film))
    return stream.getvalue() if b"moov" in kinds else film


def _boxes(stream: BinaryIO, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """The boxes of a stretch: of each its kind, where it begins, where what it holds begins, and its end."""
    while at < end:
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8:
            if head and not any(head):
                # QuickTime may end a list with zeros.
                return
            raise Refused(_DAMAGED)
        size, kind, inside = int.from_bytes(head[:4], "big"), head[4:8], at + 8
        if size == 1:
            size, inside = int.from_bytes(head[8:16], "big"), at + 16
        elif size == 0:
            size = end - at
        if at + size < inside or at + size > end:
            raise Refused(_DAMAGED)
        yield kind, at, inside, at + size
        at += size


def _blank(stream: BinaryIO, start: int, end: int, depth: int = 0) -> set[bytes]:
    """Call what cameras tell free room and wipe it: nothing else moves, so the film stays as it is.

    The kinds of the boxes in this stretch.
    """
    kinds = set()
    for kind, at, inside, to in _boxes(stream, start, end):
        kinds.add(kind)
        if kind == b"cmov":
            # Packed, so that nothing can be wiped in its place.
            raise Refused("This film is in a very old form. Save or export it as MP4, and send that.")
        if kind in _HOLDS_BOXES and depth < 8:
            _blank(stream, inside, to, depth + 1)
        elif kind in _TOLD_BY_CAMERAS:
            stream.seek(at + 4)
            stream.write(b"free")
            stream.seek(inside)
            left = to - inside
            while left:
                left -= stream.write(bytes(min(left, 1 << 16)))
    return kinds


def look_at_mp3(file: Path) -> dict[str, Any] | None:
    """MP3, or nothing where it is none: what is called one has sound right at its beginning."""
    with file.open("rb") as stream:
        head = stream.read(10)
        at = 0
        if head[:3] == b"ID3" and len(head) == 10:
            at = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
        stream.seek(at)
        room = stream.read(4_096)
    start = next((i for i in range(len(room) - 1) if room[i] == 0xFF and room[i + 1] & 0xE0 == 0xE0), None)
    if start is None or (at == 0 and start != 0) or len(room) < start + 4:
        return None
    frame = room[start : start + 4]
    version, layer = frame[1] >> 3 & 3, frame[1] >> 1 & 3
    if version == 1 or layer != 1 or frame[2] >> 4 in (0, 15) or frame[2] >> 2 & 3 == 3:
        return None
    return {"media_type": "audio/mpeg", "content": str(file)}
