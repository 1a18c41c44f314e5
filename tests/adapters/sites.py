"""Servers on this machine for looking at pages: a world in which this machine is the public internet."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from app.adapters.addresses import is_public
from app.adapters.pages import Limits, Pages

Answer = Callable[[socket.socket, bytes], None]


class Site:
    """A server on this machine that answers as a test wants, and remembers what it was asked."""

    def __init__(
        self, answer: Answer, tls: ssl.SSLContext | None = None, at: tuple[str, int] = ("127.0.0.1", 0)
    ) -> None:
        self._answer = answer
        self._tls = tls
        self._listening = socket.create_server(at)
        self.port: int = self._listening.getsockname()[1]
        self.asked: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
        with connection, suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request:
                part = connection.recv(4096)
                if not part:
                    return
                request += part
            self.asked.append(request)
            self._answer(connection, request)

    def close(self) -> None:
        self._listening.close()


@contextmanager
def site(
    answer: Answer, tls: ssl.SSLContext | None = None, at: tuple[str, int] = ("127.0.0.1", 0)
) -> Iterator[Site]:
    made = Site(answer, tls, at)
    yield made
    made.close()


def http(body: bytes = b"", status: str = "200 OK", **headers: str) -> Answer:
    """Answers with this, whatever is asked."""
    given = {"content-type": "text/html; charset=utf-8"} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())

    def answer(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(f"HTTP/1.1 {status}\r\n{head}connection: close\r\n\r\n".encode() + body)

    return answer


PUBLIC = "93.184.215.14"
HOME = "127.0.0.1"


def pages(port: int, names: dict[str, list[str]] | None = None, **fields: Any) -> Pages:
    """The real thing, in whose world ``public.test`` is on this machine and this machine is public.

    All else is as it is: a private address is refused, and so is what has one among its addresses.
    """
    known = {"public.test": [HOME]} | (names or {})

    def resolve(host: str, _port: int) -> list[str]:
        if host not in known:
            raise socket.gaierror("no such name")
        return known[host]

    given: dict[str, Any] = {
        "resolve": resolve,
        "allowed": lambda address: address == HOME or is_public(address),
        "ports": {"http": port, "https": port},
        "limits": Limits(seconds=3),
    }
    return Pages(**(given | fields))


TITLED = http(b"<title>Ten minutes</title><meta name=description content='Before the bell'>")
