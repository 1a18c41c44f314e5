"""The built screens: hashed assets cached for ever, precompressed where the browser accepts it.

Any address that is not a file, the API or a socket is a page of the single-page application.
"""

import mimetypes
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from app.errors import NotFound

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_NEVER_PAGES = ("api/", "ws/", "_app/", "_docs/")
_IMMUTABLE = "public, max-age=31536000, immutable"


def _file(folder: Path, path: str) -> Path | None:
    """The file that ``path`` names inside ``folder``; never one outside it."""
    try:
        found = (folder / path).resolve()
        return found if found.is_file() and found.is_relative_to(folder) else None
    except (OSError, ValueError):
        return None


def _serve(request: Request, file: Path, cache: str) -> Response:
    accepted = {part.split(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"cache-control": cache, "vary": "accept-encoding"}
    for encoding, suffix in _ENCODINGS:
        packed = file.with_name(file.name + suffix)
        if encoding in accepted and packed.is_file():
            return FileResponse(packed, media_type=kind, headers={**headers, "content-encoding": encoding})
    return FileResponse(file, media_type=kind, headers=headers)


def pages(folder: Path) -> APIRouter:
    """Serve the build in ``folder``; ``index.html`` is the application's one page."""
    router = APIRouter(include_in_schema=False)
    root = folder.resolve()

    @router.api_route("/{path:path}", methods=["GET", "HEAD"])
    def page(request: Request, path: str) -> Response:
        file = _file(root, path) if path else None
        if file is not None and file.name != "index.html":
            return _serve(request, file, _IMMUTABLE if path.startswith("_app/immutable/") else "no-cache")
        if f"{path}/".startswith(_NEVER_PAGES):
            raise NotFound
        return _serve(request, root / "index.html", "no-cache")

    return router
