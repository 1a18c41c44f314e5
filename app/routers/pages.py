"""The built screens: hashed assets cached for ever, precompressed where the browser accepts it.

Any address that is not a file, the API or a socket is a page of the single-page application.
"""

import re
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from starlette.convertors import Convertor, register_url_convertor

from app.errors import NotFound

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_NEVER_PAGES = ("_app/", "_docs/")
_IMMUTABLE = "public, max-age=31536000, immutable"
_QUALITY = re.compile(r"\s*q=(?:1(?:\.0{0,3})?|0\.(?!0{0,3}\s*$)\d{1,3})\s*")
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Ours, because the machine's own list differs from one to the next, and browsers insist (``nosniff``)."""


class _NotTheApi(Convertor[str]):
    """Whatever is not under ``/api`` or ``/ws``, where an unknown address is never a page, by any method."""

    regex = "(?!(?:api|ws)(?:/|$)).*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("not_the_api", _NotTheApi())


def _file(folder: Path, path: str) -> Path | None:
    """The file that ``path`` names inside ``folder``; never one outside it."""
    try:
        found = (folder / path).resolve()
        return found if found.is_file() and found.is_relative_to(folder) else None
    except (OSError, ValueError):
        return None


def accepted(header: str) -> set[str]:
    """The encodings that an ``Accept-Encoding`` asks for; what is refused or unclear is not among them."""
    parts = (part.partition(";") for part in header.lower().split(","))
    return {name.strip() for name, more, quality in parts if not more or _QUALITY.fullmatch(quality)}


def is_known(request: Request, etag: str) -> bool:
    """Whether the browser says that it has what ``etag`` names."""
    known = request.headers.get("if-none-match", "").split(",")
    return etag in {one.strip().removeprefix("W/") for one in known}


def _serve(request: Request, file: Path, cache: str) -> Response:
    """``file``, packed as the browser likes it, or 304 where it has that already."""
    packings = accepted(request.headers.get("accept-encoding", ""))
    kind = _TYPES.get(file.suffix, "application/octet-stream")
    headers = {"cache-control": cache, "vary": "accept-encoding"}
    for encoding, suffix in _ENCODINGS:
        packed = file.with_name(file.name + suffix)
        if encoding in packings and packed.is_file():
            file, headers = packed, {**headers, "content-encoding": encoding}
            break
    answer = FileResponse(file, media_type=kind, headers=headers, stat_result=file.stat())
    if is_known(request, answer.headers["etag"]):
        kept = {name: answer.headers[name] for name in ("cache-control", "vary", "etag", "last-modified")}
        return Response(status_code=304, headers=kept)
    return answer


def plain_page(request: Request, folder: Path) -> Response:
    """The application's one page, which says nothing of any address; search engines need not keep it."""
    page = _serve(request, folder / "index.html", "no-cache")
    page.headers["x-robots-tag"] = "noindex"
    return page


def pages(folder: Path) -> APIRouter:
    """Serve the build in ``folder``; ``index.html`` is the application's one page."""
    router = APIRouter(include_in_schema=False)
    root = folder.resolve()

    @router.api_route("/{path:not_the_api}", methods=["GET", "HEAD"])
    def page(request: Request, path: str) -> Response:
        file = _file(root, path) if path else None
        if file is not None and file.name != "index.html":
            return _serve(request, file, _IMMUTABLE if path.startswith("_app/immutable/") else "no-cache")
        if f"{path}/".startswith(_NEVER_PAGES):
            raise NotFound("There is no such address.")
        return plain_page(request, root)

    return router
