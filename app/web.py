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

from app.errors import problem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def script_hashes(page: Path) -> list[str]:
    """The CSP sources of the inline scripts in a built page, so that only these run."""
    if not page.is_file():
        return []
    found = _INLINE_SCRIPT.findall(page.read_bytes())
    return [f"'sha256-{base64.b64encode(hashlib.sha256(code).digest()).decode()}'" for code in found]


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
    return origin in allowed or (urlsplit(origin).netloc == host and host != "")


def header(scope: Scope, name: bytes) -> str:
    """A request header, or an empty string."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


class Guarded:
    """Wraps the application: refuses unsafe requests from other origins, and adds security headers."""

    def __init__(self, app: App, *, policy: str, origins: Iterable[str]) -> None:
        self.app = app
        self.origins = tuple(origins)
        self.headers = [
            (b"content-security-policy", policy.encode()),
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
                message["headers"] = [*message.get("headers", ()), *self.headers]
            await send(message)

        origin = header(scope, b"origin")
        if (
            scope["method"] not in SAFE_METHODS
            and origin
            and not same_origin(origin, header(scope, b"host"), self.origins)
        ):
            await _refuse(scope, with_headers)
            return
        await self.app(scope, receive, with_headers)


async def _refuse(scope: Scope, send: Send) -> None:
    body = json.dumps(
        problem(
            403,
            "Not from here",
            "This request came from a page of another site, so nothing was done.",
            type="cross-origin",
            instance=scope["path"],
        )
    ).encode()
    start = {
        "type": "http.response.start",
        "status": 403,
        "headers": [(b"content-type", b"application/problem+json")],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})
