"""What anyone reads without signing in, made on the server: pages with their text, site map and feed.

Every answer is the same for everybody, signed in or not, and is asked for anew each time (``no-cache``): a
cache in between may keep it, and asks with its ETag whether it still holds. What is not public gets the app's
plain page, the same as an address at which there never was anything.
"""

import logging
import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.db import Database
from app.errors import NotFound
from app.queries import public_lists, public_pages
from app.queries.public_pages import VERSION, parts, public_version
from app.routers.pages import accepted, is_known, plain_page
from app.routers.public_memo import Kept, PublicMemo, Template
from app.settings import Settings

log = logging.getLogger(__name__)

_HOST = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9.-]{0,250}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_HEADERS = {"cache-control": "public, no-cache", "vary": "accept-encoding"}
_HTML, _XML = "text/html; charset=utf-8", "application/xml; charset=utf-8"
_ATOM, _TEXT = "application/atom+xml; charset=utf-8", "text/plain; charset=utf-8"
_METHODS = ["GET", "HEAD"]

Make = Callable[[Session, str], str | None]
"""Makes what is served for the site at an address; None where there is nothing public."""

router = APIRouter(include_in_schema=False)


@router.api_route("/robots.txt", methods=_METHODS)
def robots(request: Request) -> Response:
    """For search engines."""
    return _found(_answer(request, _TEXT, lambda _, base: public_lists.robots(base)))


@router.api_route("/sitemap.xml", methods=_METHODS)
def sitemap(request: Request) -> Response:
    """Every public address, or the list of its parts."""
    return _found(_answer(request, _XML, public_lists.sitemap))


@router.api_route("/sitemap-{part:int}.xml", methods=_METHODS)
def sitemap_part(request: Request, part: int) -> Response:
    """One part of a long map."""
    return _found(_answer(request, _XML, lambda db, base: public_lists.sitemap_part(db, base, part)))


@router.api_route("/feed.xml", methods=_METHODS)
def feed(request: Request) -> Response:
    """The newest public stories."""
    return _found(_answer(request, _ATOM, public_lists.feed))


def public(folder: Path) -> APIRouter:
    """The pages with their text in them, in the built page of ``folder``."""
    router = APIRouter(include_in_schema=False)
    template = Template(folder / "index.html")

    def page(request: Request, make: Callable[[Session], public_pages.Page]) -> Response:
        def whole(session: Session, base: str) -> str | None:
            found = parts(make(session), base)
            return found and template.around(*found)

        try:
            found = _answer(request, _HTML, whole, template.built())
        except SQLAlchemyError as error:
            # The app still opens, and says in its own words what is wrong.
            log.error("a public page without the database: %s", error)
            found = None
        return found or plain_page(request, folder)

    @router.api_route("/", methods=_METHODS)
    def front(request: Request) -> Response:
        return page(request, public_pages.front_page)

    @router.api_route("/exemplars", methods=_METHODS)
    def exemplars(request: Request) -> Response:
        return page(request, public_pages.exemplars_page)

    @router.api_route("/library", methods=_METHODS)
    def library(request: Request) -> Response:
        return page(request, public_pages.library_page)

    @router.api_route("/stories/{story_id:uuid}", methods=_METHODS)
    def story(request: Request, story_id: UUID) -> Response:
        return page(request, lambda session: public_pages.story_page(session, story_id))

    @router.api_route("/collections/{collection_id:uuid}", methods=_METHODS)
    def collection(request: Request, collection_id: UUID) -> Response:
        return page(request, lambda session: public_pages.collection_page(session, collection_id))

    return router


def base_of(request: Request) -> str:
    """The address of this site: that of the settings, or the one it was asked by; no slash at its end.

    A ``Host`` that is none, which no browser sends, leaves addresses without a site.
    """
    settings: Settings = request.app.state.settings
    if settings.public_url:
        return settings.public_url.rstrip("/")
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host.lower()}" if _HOST.fullmatch(host) else ""


def _found(answer: Response | None) -> Response:
    if answer is None:
        raise NotFound("There is no such address.")
    return answer


def _answer(request: Request, kind: str, make: Make, built: int = 0) -> Response | None:
    """What ``make`` makes, from memory while nothing public has changed; None where it makes nothing."""
    database: Database = request.app.state.database
    memo: PublicMemo = request.app.state.public
    base = base_of(request)
    key = (request.url.path, base)
    kept = memo.get(key, (built, *(database.glance(VERSION) or ())))
    if kept is None:
        with database.read() as session:
            version = (built, *public_version(session))
            text = make(session, base)
        if text is None:
            return None
        kept = memo.keep(key, version, text)
    return _send(request, kind, kept)


def _send(request: Request, kind: str, kept: Kept) -> Response:
    packs = "gzip" in accepted(request.headers.get("accept-encoding", "")) and kept.packed is not None
    headers = {**_HEADERS, "etag": kept.packed_etag if packs else kept.etag}
    if is_known(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    body = kept.packed if packs and kept.packed is not None else kept.body
    headers |= {"content-type": kind, "content-length": str(len(body))}
    if packs:
        headers["content-encoding"] = "gzip"
    return Response(b"" if request.method == "HEAD" else body, headers=headers)
