"""Looks at pages out there, under rules that keep it off everything that is not the public internet.

http and https on their own ports; no user names in an address; every address that a host has must be public,
and the connection goes to the very address that was checked, so a name that answers otherwise a moment later
changes nothing. A redirect is a new address and is checked like one. Time, size and hops are limited.
Nothing of this machine's surroundings counts: no variable that names a proxy, no cookie, no password file.
"""

import base64
import contextlib
import errno
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

import httpcore2

from app.actions.links import Looked, Page
from app.adapters.addresses import Resolve, is_public, plain_host, resolve
from app.adapters.page_words import words_of_page

_PORTS: Final = {"http": 80, "https": 443}
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_GONE: Final = frozenset({404, 410})
_ADDRESSES_TRIED: Final = 3
_PROXY_ANSWER_BYTES: Final = 8_192
_PROXY_FOUND_NOBODY: Final = ([b"502"], [b"503"], [b"504"])
_URL_CHARACTERS: Final = 2_000
_HTML: Final = ("text/html", "application/xhtml+xml")


class Refused(Exception):
    """An address that we do not go to."""


class Unreachable(Exception):
    """Nobody answered there, in time and in order."""


class NotLooked(Exception):
    """We did not get out: the county's proxy or its line is away, which says nothing of the page."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds``: for all hops together. ``body``: bytes that are read of a page, and no more."""

    seconds: float = 10.0
    body: int = 262_144
    hops: int = 5


@dataclass(frozen=True, slots=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True, slots=True)
class Pages:
    """``actions.links.Pages``, by HTTP.

    ``proxy``: where the county's network wants everything to go by one; it is told the checked address.
    ``resolve``, ``allowed`` and ``ports`` are the world as tests want it.
    """

    agent: str = "Mobilise link check"
    proxy: str | None = None
    limits: Limits = Limits()
    resolve: Resolve = resolve
    allowed: Callable[[str], bool] = is_public
    ports: dict[str, int] = field(default_factory=lambda: dict(_PORTS))
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def look(self, url: str, *, words: bool) -> Page:
        """Whether there is a page, and with ``words`` what it says of itself. No page makes this raise."""
        until = time.monotonic() + self.limits.seconds
        try:
            for _ in range(self.limits.hops + 1):
                found = self._ask(url, words, until)
                if isinstance(found, Page):
                    return found
                url = found
        except Refused:
            return Page(Looked.refused)
        except Unreachable:
            return Page(Looked.missing)
        except NotLooked:
            return Page(Looked.unknown)
        # It leads who keeps no cookies around in a circle; in a browser there may well be a page.
        return Page(Looked.refused)

    def _ask(self, url: str, words: bool, until: float) -> Page | str:
        """What is at one address: a page, or where it has moved to."""
        target = self._target(url)
        backend = _Pinned(self, target, until)
        request_url = httpcore2.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode(),
        )
        shown = f"[{target.host}]" if ":" in target.host else target.host
        usual = target.port == _PORTS[target.scheme]
        headers: dict[bytes | str, bytes | str] = {
            "Host": shown if usual else f"{shown}:{target.port}",
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        try:
            with (
                httpcore2.ConnectionPool(
                    ssl_context=self.tls, network_backend=backend, max_connections=1, http2=False
                ) as pool,
                pool.stream("GET", request_url, headers=headers) as response,
            ):
                return self._read(url, response, words)
        except (Refused, Unreachable, NotLooked):
            raise
        except Exception as error:
            # Whatever a stranger's server does wrong, it does not serve a page.
            raise Unreachable(str(error)) from error

    def _read(self, url: str, response: httpcore2.Response, words: bool) -> Page | str:
        headers = {name.lower(): value.decode("latin-1") for name, value in reversed(response.headers)}
        if response.status in _MOVED and b"location" in headers:
            return _joined(url, _as_text(headers[b"location"]))
        if response.status in _GONE or response.status >= 500:
            return Page(Looked.missing)
        kind = headers.get(b"content-type", "")
        plain = headers.get(b"content-encoding", "identity").strip().lower() in ("", "identity")
        is_page = kind.split(";")[0].strip().lower() in _HTML
        # Who says "not to you" is there all the same.
        if not words or not 200 <= response.status < 300 or not is_page or not plain:
            return Page(Looked.there)
        title, description = words_of_page(self._body(response.iter_stream()), kind)
        return Page(Looked.there, title, description)

    def _body(self, stream: Iterable[bytes]) -> bytes:
        """As much of it as we read."""
        body = bytearray()
        for part in stream:
            body += part
            if len(body) >= self.limits.body:
                break
        return bytes(body[: self.limits.body])

    def _target(self, url: str) -> _Target:
        if len(url) > _URL_CHARACTERS or any(c <= " " or c in '\\\x7f"<>' for c in url):
            raise Refused("not an address")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise Refused("not an address") from error
        scheme = parts.scheme.lower()
        host = plain_host(parts.hostname or "")
        if scheme not in _PORTS or host is None or "@" in parts.netloc:
            raise Refused("not an address of a page")
        if port is None:
            port = self.ports[scheme]
        if port not in self.ports.values():
            raise Refused("a port that pages are not on")
        path = _ascii(parts.path or "/") + (f"?{_ascii(parts.query)}" if parts.query else "")
        return _Target(scheme, host, port, path)

    def addresses(self, target: _Target, until: float) -> list[str]:
        """The addresses of a host, all of them public."""
        found = _in_time(lambda: list(self.resolve(target.host, target.port)), until)
        if not found:
            raise Unreachable("the name leads nowhere")
        if not all(self.allowed(address) for address in found):
            raise Refused("not on the public internet")
        return found[:_ADDRESSES_TRIED]


def _ascii(text: str) -> str:
    return "".join(
        c if c < "\x7f" else "".join(f"%{byte:02X}" for byte in c.encode(errors="replace")) for c in text
    )


def _as_text(header: str) -> str:
    """A header's bytes as browsers read them: as UTF-8 where they are that, else as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeDecodeError:
        return header


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip())
    except ValueError as error:
        raise Refused("not an address") from error


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Unreachable("it took too long")
    return left


def _in_time(work: Callable[[], list[str]], until: float) -> list[str]:
    """``work`` in a thread that nobody waits for any longer than ``until``: resolvers know no time limit."""
    found: list[str] = []

    def do() -> None:
        with contextlib.suppress(OSError, UnicodeError):
            found.extend(work())

    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    thread.join(_left(until))
    return list(found)


class _Timed(httpcore2.NetworkStream):
    """A connection that ends at a time, however slowly and steadily the other side sends."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(self._until))
        return _Timed(inner, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Pinned(httpcore2.NetworkBackend):
    """Connects to a checked address of the target, directly or by the proxy, and to nothing else."""

    def __init__(self, pages: Pages, target: _Target, until: float) -> None:
        self._pages = pages
        self._target = target
        self._until = until
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self._pages.addresses(self._target, self._until)
        ways_out = len(addresses)
        for after, address in zip(reversed(range(len(addresses))), addresses, strict=True):
            # One address on which nothing answers leaves the others their share of the time.
            until = time.monotonic() + _left(self._until) / (after + 1)
            try:
                return self._connect(address, until)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                ways_out -= _no_way_out(error)
        if not ways_out:
            raise NotLooked("this machine has no way out")
        raise Unreachable("nobody answers there")

    def _connect(self, address: str, until: float) -> httpcore2.NetworkStream:
        if self._pages.proxy is None:
            return _Timed(self._network.connect_tcp(address, self._target.port, _left(until)), self._until)
        proxy = urlsplit(self._pages.proxy)
        try:
            plain = self._network.connect_tcp(proxy.hostname or "", proxy.port or 3128, _left(until))
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
            raise NotLooked("the proxy is away") from error
        stream = _Timed(plain, self._until)
        try:
            self._ask_proxy(_Timed(plain, until), address, proxy)
        except BaseException:
            stream.close()
            raise
        return stream

    def _ask_proxy(self, stream: httpcore2.NetworkStream, address: str, proxy: SplitResult) -> None:
        """Have the proxy connect ``stream`` to ``address``, or say by which error it does not."""
        shown = f"[{address}]" if ":" in address else address
        lines = [f"CONNECT {shown}:{self._target.port} HTTP/1.1", f"Host: {shown}:{self._target.port}"]
        if proxy.username is not None:
            pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
            lines.append(f"Proxy-Authorization: Basic {base64.b64encode(pair.encode()).decode()}")
        stream.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        answer = b""
        # By single bytes, so that nothing of what comes after is taken.
        while not answer.endswith(b"\r\n\r\n"):
            try:
                one = stream.read(1)
            except (Unreachable, httpcore2.ReadTimeout) as error:
                raise httpcore2.ConnectTimeout("the proxy found nobody in time") from error
            except httpcore2.ReadError as error:
                raise NotLooked("the proxy hung up") from error
            if not one or len(answer) > _PROXY_ANSWER_BYTES:
                raise NotLooked("the proxy did not answer")
            answer += one
        status = answer.split(b" ", 2)[1:2]
        if status == [b"200"]:
            return
        if status in _PROXY_FOUND_NOBODY:
            raise httpcore2.ConnectError("the proxy found nobody there")
        if status == [b"407"]:
            raise NotLooked("the proxy does not know us")
        # Most let nobody through to port 80, and to some sites: that is the county's rule, and no dead page.
        raise Refused("the proxy does not let us")


def _no_way_out(error: Exception) -> bool:
    cause = error.__cause__
    return isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.ENETDOWN)
