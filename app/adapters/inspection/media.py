"""Sound and film: recognised by their structure, and where a phone wrote down the place, that is blanked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from app.adapters.inspection.limits import Refused

_DAMAGED: Final = "This recording is damaged or was cut off on its way. Please save it again, and send that."
_HOLDS_BOXES: Final = frozenset({b"moov", b"trak"})
_TOLD_BY_CAMERAS: Final = frozenset({b"udta", b"meta", b"uuid"})
_SOUND: Final = frozenset({b"M4A ", b"M4B "})
_FILM: Final = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VH", b"M4VP"}
    | {b"dash", b"MSNV", b"mmp4", b"3gp4", b"3gp5", b"3gp6"}
)


def look_at_boxes(file: Path) -> dict[str, Any]:
    """MP4 and M4A, of which ``file`` says what it is at its beginning."""
    with file.open("r+b") as stream:
        length = file.stat().st_size
        kinds = []
        try:
            for start, kind, end in _boxes(stream, 0, length):
                kinds.append(kind)
                if kind in _HOLDS_BOXES:
                    _blank(stream, start, end)
                elif kind in _TOLD_BY_CAMERAS:
                    _free(stream, start)
        except ValueError as error:
            raise Refused(_DAMAGED) from error
        stream.seek(8)
        brand = stream.read(4)
    if b"moov" not in kinds:
        raise Refused(_DAMAGED)
    if brand in _SOUND:
        return {"media_type": "audio/mp4", "content": str(file)}
    if brand in _FILM:
        return {"media_type": "video/mp4", "content": str(file)}
    raise Refused("We take films as MP4. Save or export this one as MP4, and send that.")


def _boxes(stream: BinaryIO, at: int, end: int) -> Iterator[tuple[int, bytes, int]]:
    """The boxes of a stretch: where each begins, its kind, where it ends."""
    while at < end:
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8:
            raise ValueError("cut off")
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        elif size == 0:
            size = end - at
        if size < 8 or at + size > end:
            raise ValueError("cut off")
        yield at, kind, at + size
        at += size


def _blank(stream: BinaryIO, start: int, end: int) -> None:
    for at, kind, to in _boxes(stream, start + 8, end):
        if kind in _HOLDS_BOXES:
            _blank(stream, at, to)
        elif kind in _TOLD_BY_CAMERAS:
            _free(stream, at)


def _free(stream: BinaryIO, at: int) -> None:
    """Call a box free room and wipe it: nothing else moves, so the film stays as it is."""
    stream.seek(at)
    size = int.from_bytes(stream.read(4), "big")
    stream.seek(at + 4)
    stream.write(b"free")
    left = max(0, size - 8)
    while left:
        left -= stream.write(bytes(min(left, 1 << 16)))


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
