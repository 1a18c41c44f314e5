"""What can go wrong, as named errors, and the one shape in which a client hears of it.

    AppError
    ├── SignedOut            401
    ├── NotAllowed           403  known to you, but not yours to do
    ├── NotFound             404  not there, or not yours to know
    ├── Conflict             409
    │   ├── Superseded            what you approve is no longer what was asked
    │   └── WrongOffset           a part of a file that begins elsewhere than the last one ended
    ├── Changed              412  If-Match does not match
    ├── TooLarge             413  more than may come at once
    ├── NoSuchRange          416  a file has no such part
    ├── Invalid              422  understood, but it cannot be so
    ├── NeedsIfMatch         428
    ├── TooMany              429  come back later
    └── Busy                 503  try again in a moment

Answers are problem details (RFC 9457, ``application/problem+json``).
"""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)


class AppError(Exception):
    """An error a person can be told about. ``detail`` is one or two plain sentences: what, and what to do."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "about:blank"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str = "", *, errors: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = list(errors)


class SignedOut(AppError):
    """No session, or one that has ended."""

    status, type, title = 401, "signed-out", "Please sign in"


class NotAllowed(AppError):
    """A policy said no to somebody who may know that the thing exists."""

    status, type, title = 403, "not-allowed", "You cannot do this"


class NotFound(AppError):
    """Not there, or not this viewer's to know; the two are never told apart."""

    status, type, title = 404, "not-found", "We cannot find that"


class Conflict(AppError):
    """It cannot be done in the state the thing is in."""

    status, type, title = 409, "conflict", "This cannot be done now"


class Superseded(Conflict):
    """A newer revision was submitted after the one that was read."""

    type, title = "superseded", "There is a newer revision"


class WrongOffset(Conflict):
    """A part of a file begins elsewhere than the last one ended; ``offset`` is where, in bytes."""

    type, title = "wrong-offset", "Go on from where we are"

    def __init__(self, offset: int) -> None:
        super().__init__(f"We have {offset:,} bytes of this file. Please go on from there.")
        self.offset = offset


class TooLarge(AppError):
    """More than may come at once."""

    status, type, title = 413, "too-large", "Too much at once"


class NoSuchRange(AppError):
    """A file of ``size`` bytes was asked for a part that it does not have."""

    status, type, title = 416, "no-such-range", "There is no such part"

    def __init__(self, size: int) -> None:
        super().__init__(f"This file has {size:,} bytes, none of which you asked for.")
        self.size = size


class Changed(AppError):
    """Somebody else changed it since it was read."""

    status, type, title = 412, "changed", "Somebody changed this in the meantime"


class Invalid(AppError):
    """Well-formed, but not something that can be."""

    status, type, title = 422, "invalid", "Please check what you entered"


class NeedsIfMatch(AppError):
    """A change that must name the version it was made from."""

    status, type, title = 428, "needs-if-match", "Send If-Match with the version you changed"


class TooMany(AppError):
    """Tried more often than anybody needs to; ``seconds`` until it may be tried again."""

    status, type, title = 429, "too-many", "Too many tries"

    def __init__(self, detail: str = "", *, seconds: int = 1) -> None:
        super().__init__(detail)
        self.seconds = seconds


class Busy(AppError):
    """Try again shortly; nothing was changed."""

    status, type, title = 503, "busy", "Busy just now"


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    type: str = "about:blank",
    instance: str = "",
    errors: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """A problem details object; ``errors`` holds ``{"where", "message"}`` per field."""
    body: dict[str, Any] = {"type": type, "title": title, "status": status, "detail": detail}
    if instance:
        body["instance"] = instance
    if errors:
        body["errors"] = list(errors)
    return body


def _answer(request: Request, status: int, body: dict[str, Any], headers: Any = None) -> JSONResponse:
    body.setdefault("instance", request.url.path)
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")


def _app_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AppError)
    body = problem(error.status, error.title, error.detail, type=error.type, errors=error.errors)
    wait = error.seconds if isinstance(error, TooMany) else 1 if isinstance(error, Busy) else None
    headers = {"Retry-After": str(wait)} if wait else {}
    if isinstance(error, WrongOffset):
        headers["Upload-Offset"] = str(error.offset)
    if isinstance(error, NoSuchRange):
        headers["Content-Range"] = f"bytes */{error.size}"
    return _answer(request, error.status, body, headers)


_HTTP = {
    400: ("unreadable", "What was sent is not JSON."),
    404: (NotFound.type, "There is no such address."),
    405: ("method-not-allowed", "This address is there, but not for that."),
    413: ("too-large", "That is more than one request may carry."),
}
"""What the framework itself finds wrong, by status, as a type and in words."""


def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind, detail = _HTTP.get(error.status_code, ("about:blank", str(error.detail)))
    body = problem(error.status_code, HTTPStatus(error.status_code).phrase, detail, type=kind)
    return _answer(request, error.status_code, body, error.headers)


def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    if all(e["loc"][0] == "path" for e in error.errors()):
        # An address that names nothing there could be: for people the same as one that names nothing.
        return _app_error(request, NotFound())
    errors = [
        {
            "where": ".".join(str(part) for part in e["loc"]),
            "message": str(e["msg"]).removeprefix("Value error, "),
        }
        for e in error.errors()
    ]
    return _answer(
        request,
        422,
        problem(
            422,
            Invalid.title,
            "; ".join(f"{e['where']}: {e['message']}" for e in errors),
            type="invalid",
            errors=errors,
        ),
    )


def _database_error(request: Request, error: Exception) -> JSONResponse:
    """A locked or unreachable database: nothing was changed, and waiting may help."""
    log.error("database: %s", error)
    busy = Busy("The database did not answer in time. Nothing was changed; please try again.")
    return _app_error(request, busy)


def _race(request: Request, error: Exception) -> JSONResponse:
    """Two people did the same at the same moment, and the database let one of them."""
    log.warning("a write that another one forbade: %s", error)
    return _app_error(request, Conflict("Somebody did this at the same moment. Please look again."))


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected error at %s", request.url.path, exc_info=error)
    body = problem(
        500, AppError.title, "This is our fault, and it has been noted. Nothing you wrote is lost."
    )
    return _answer(request, 500, body)


def install(app: FastAPI) -> None:
    """Give every error of the application its one shape."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(OperationalError, _database_error)
    app.add_exception_handler(IntegrityError, _race)
    app.add_exception_handler(Exception, _unexpected)
