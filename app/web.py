"""What every answer and every unsafe request has in common: security headers and the same-origin rule.

Plain ASGI, so that it costs little and touches neither bodies nor sockets' frames.
"""

import base64
import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.errors import NotFound, problem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)

BODY_BYTES = 1 << 20
"""The most a request may carry. What people write comes by the document's socket; no other body is long."""

NO_ADDRESS = (404, NotFound.type, NotFound.title, "There is no such address.")
TOO_LARGE = (413, "too-large", "Too much at once", "That is more than one request may carry.")
CROSS_ORIGIN = (
    403,
    "cross-origin",
    "Not from here",
    "This request came from a page of another site, so nothing was done.",
)

_NOT_TO_BE_KEPT = (b"cache-control", b"no-store")
"""Devices are shared: what one person was told is not to be found by the next one with the Back button."""


def script_hashes(page: bytes) -> list[str]:
    """The CSP sources of the inline scripts in a built page, so that only these run."""
    found = _INLINE_SCRIPT.findall(page)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(code).digest()).decode()}'" for code in found]


class PolicyOfPage:
    """The content security policy that fits ``page`` as it is built now, also after it was built anew."""

    def __init__(self, page: Path) -> None:
        self._page = page
        self._built = -1
        self._header = content_security_policy(()).encode()

    def header(self) -> bytes:
        """The header's value; reads the page again only when it has changed."""
        try:
            built = self._page.stat().st_mtime_ns
            if built != self._built:
                self._header = content_security_policy(script_hashes(self._page.read_bytes())).encode()
                self._built = built
        except FileNotFoundError:
            pass
        return self._header


def content_security_policy(hashes: Iterable[str]) -> str:
    """Only our own code, styles, fonts and sockets; nobody may frame us."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *hashes)),
            # Svelte sets style attributes for transitions and carets have a colour each; no style element is
            # ever inline.
            "style-src 'self'; style-src-attr 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def same_origin(origin: str, host: str, allowed: Iterable[str]) -> bool:
    """Whether a browser's ``Origin`` is this server (by ``Host``) or one the settings allow."""
    try:
        from_host = urlsplit(origin).netloc
    except ValueError:
        return False
    return origin in allowed or (from_host == host and host != "")


def header(scope: Scope, name: bytes) -> str:
    """A request header, or an empty string."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


class Guarded:
    """Wraps the application: refuses unsafe requests from other origins, and adds security headers.

    No address of ours has a NUL in it, and PostgreSQL cannot even be asked about one: refused here for all.
    """

    def __init__(self, app: App, *, policy: PolicyOfPage, origins: Iterable[str]) -> None:
        self.app = app
        self.origins = tuple(origins)
        self.policy = policy
        self.headers = [
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(self), microphone=(), geolocation=()"),
            (b"cross-origin-opener-policy", b"same-origin"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [*message.get("headers", ())]
                if scope["path"].startswith("/api/") and all(name != b"cache-control" for name, _ in given):
                    given.append(_NOT_TO_BE_KEPT)
                given.append((b"content-security-policy", self.policy.header()))
                message["headers"] = [*given, *self.headers]
            await send(message)

        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            await _refuse(scope, with_headers, *NO_ADDRESS)
            return

        length = header(scope, b"content-length")
        if length.isdecimal() and (len(length) > 9 or int(length) > BODY_BYTES):
            # Asked here, because FastAPI's own answer to this would be plain text.
            await _refuse(scope, with_headers, *TOO_LARGE)
            return

        origin = header(scope, b"origin")
        if (
            scope["method"] not in SAFE_METHODS
            and origin
            and not same_origin(origin, header(scope, b"host"), self.origins)
        ):
            await _refuse(scope, with_headers, *CROSS_ORIGIN)
            return
        await self.app(scope, receive, with_headers)


async def _refuse(scope: Scope, send: Send, status: int, kind: str, title: str, detail: str) -> None:
    body = json.dumps(problem(status, title, detail, type=kind, instance=scope["path"])).encode()
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
        ],
    }
    await send(start)
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
