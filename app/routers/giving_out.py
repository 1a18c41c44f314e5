"""Giving out files: as a stream, in ranges, and so that a browser takes them for what they are."""

import re
from collections.abc import Iterator
from email.utils import format_datetime
from typing import Final
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from app.actions.file_tools import FileStore, ObjectMissing
from app.errors import NoSuchRange, NotFound
from app.models.files import FileVersion

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_HEADERS: Final = {
    # Nothing in it runs or is fetched, and no other site has it in its pages; all our answers say nosniff.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Devices are shared: a browser may keep it, but asks each time whether it may still show it.
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie",
    "Accept-Ranges": "bytes",
}
"""Of every answer here."""


def disposition(name: str, *, inline: bool) -> str:
    """RFC 6266: ``filename`` for old readers, in ASCII, and ``filename*`` for all others."""
    plain = "".join(c if 32 <= ord(c) < 127 and c not in '"\\%' else "_" for c in name)
    how = "inline" if inline else "attachment"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def give(
    request: Request,
    store: FileStore,
    version: FileVersion,
    *,
    key: str,
    size: int | None,
    name: str,
    media_type: str,
    inline: bool,
) -> Response:
    """What is stored under ``key``, or the range of it that is asked for; ``size`` as far as it is known."""
    etag = f'"{version.sha256[:32]}{"" if key == version.key else "-preview"}"'
    headers = {
        **_HEADERS,
        "ETag": etag,
        "Last-Modified": format_datetime(version.uploaded_at, usegmt=True),
        "Content-Disposition": disposition(name, inline=inline),
    }
    if _matches(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    start, end = 0, size if size is not None else _ALL
    status = 200
    is_head = request.method == "HEAD"
    if not is_head and size is not None and request.headers.get("if-range", etag) == etag:
        asked = _asked(request.headers.get("range", ""), size)
        if asked is not None:
            start, end = asked
            if start >= end:
                raise NoSuchRange(size)
            status = 206
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    if size is not None:
        headers["Content-Length"] = str(end - start)
    content = iter(()) if is_head else _read(store, key, start, end)
    return StreamingResponse(content, status, headers, media_type)


_ALL: Final = 1 << 20
"""A preview is far smaller."""


def _read(store: FileStore, key: str, start: int, end: int) -> Iterator[bytes]:
    try:
        return store.read(key, start, end)
    except ObjectMissing as error:
        raise NotFound(
            "This file is not where it should be. Please tell whoever runs this service."
        ) from error


def _matches(told: str, etag: str) -> bool:
    return told.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in told.split(",")]


def _asked(told: str, size: int) -> tuple[int, int] | None:
    """From where to where: nothing for what is no single range, which is then answered with all of it."""
    found = _RANGE.fullmatch(told.strip())
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        return max(0, size - int(found[2])), size
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    if found[2] and int(found[2]) < start:
        return None
    return start, end
