"""Looking at pages: what is found there, and where nothing ever goes."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

import pytest

from app.actions.links import Looked, Page
from app.adapters.addresses import is_public
from app.adapters.pages import Limits
from tests.adapters.sites import HOME, PUBLIC, TITLED, http, pages, site


def test_a_page_is_found_with_what_it_says_of_itself() -> None:
    with site(TITLED) as there:
        found = pages(there.port, agent="Mobilise (test)").look(
            "http://public.test/a b?c=d".replace(" ", "%20"), words=True
        )
    assert found == Page(Looked.there, "Ten minutes", "Before the bell")
    (request,) = there.asked
    assert request.startswith(b"GET /a%20b?c=d HTTP/1.1\r\n")
    assert f"Host: public.test:{there.port}".encode() in request
    assert b"User-Agent: Mobilise (test)" in request
    assert b"cookie" not in request.lower()


@pytest.mark.parametrize(
    ("status", "looked"),
    [
        ("404 Not Found", Looked.missing),
        ("410 Gone", Looked.missing),
        ("500 Oh", Looked.missing),
        ("503 Busy", Looked.missing),
        # Not for us, but there.
        ("401 Who", Looked.there),
        ("403 No", Looked.there),
        ("405 No", Looked.there),
        ("429 Slowly", Looked.there),
    ],
)
def test_what_a_status_means(status: str, looked: Looked) -> None:
    with site(http(b"<title>Not here</title>", status)) as there:
        assert pages(there.port).look("http://public.test/", words=True) == Page(looked)


def test_what_is_no_page_of_html_is_there_without_words() -> None:
    for kind in ("application/pdf", "text/plain", "image/svg+xml", "", "text/html-ish"):
        with site(http(b"<title>No</title>", content_type=kind)) as there:
            assert pages(there.port).look("http://public.test/", words=True) == Page(Looked.there)
    with site(http(b"\x1f\x8b\x08garbage", content_encoding="gzip")) as there:
        assert pages(there.port).look("http://public.test/", words=True) == Page(Looked.there)


REFUSED = [
    "http://127.0.0.1/",
    "http://127.0.0.1:{port}/",
    "http://localhost/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://10.0.0.1/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://１２７.0.0.1/",
    "http://0/",
    "http://public.test:22/",
    "http://public.test:8000/",
    "http://me:secret@public.test/",
    "http://public.test@127.0.0.1/",
    "http://public.test\\@127.0.0.1/",
    "http://public.test\t/",
    "http://public.test/\r\nHost: other",
    "ftp://public.test/",
    "file:///etc/passwd",
    "gopher://public.test/",
    "javascript:alert(1)",
    "//public.test/",
    "http:///",
    "http://[::1",
    "http://public.test:99999/",
    "http://half-private.test/",
    "http://mapped.test/",
    "",
]
NAMES = {
    "localhost": ["127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    # One address of several is enough.
    "half-private.test": [PUBLIC, "10.0.0.5"],
    "mapped.test": ["::ffff:169.254.169.254"],
}


def resolve(host: str, _port: int) -> list[str]:
    """Numbers are themselves, as the system's resolver has it."""
    return NAMES.get(host) or [host]


@pytest.mark.parametrize("url", REFUSED)
def test_nothing_goes_to_what_is_not_public(url: str) -> None:
    with site(TITLED) as there:
        looking = pages(there.port, resolve=resolve, allowed=is_public)
        assert looking.look(url.format(port=there.port), words=True) == Page(Looked.refused)
    assert there.asked == []


@pytest.mark.parametrize("url", [*REFUSED[:-1], "/next/../../x:y@z", "http:127.0.0.1"])
def test_nor_does_a_redirect_lead_there(url: str) -> None:
    if url.startswith("//") or "\t" in url or "\r" in url:
        return  # from a page these are addresses of pages, or no header
    target = url.encode("utf-8").decode("latin-1")
    with site(TITLED) as inside:
        with site(http(status="302 Found", location=target.format(port=inside.port))) as there:
            names = NAMES | {"public.test": [HOME]}
            looking = pages(
                there.port,
                resolve=lambda host, _port: names.get(host) or [host],
                allowed=lambda address: (address == HOME and not there.asked) or is_public(address),
            )
            found = looking.look("http://public.test/", words=True)
        assert found.looked in (Looked.refused, Looked.missing)
        assert found.title == ""
        assert len(there.asked) == 1
    assert inside.asked == []


def test_redirects_to_pages_are_followed_each_checked() -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET /new"):
            TITLED(connection, request)
        else:
            http(status="301 Moved", location="/new?a=1#part")(connection, request)

    with site(answer) as there:
        assert pages(there.port).look("http://public.test/old", words=True).title == "Ten minutes"
    assert [request.split(b"\r\n")[0] for request in there.asked] == [
        b"GET /old HTTP/1.1",
        b"GET /new?a=1 HTTP/1.1",
    ]


def test_endless_redirects_end() -> None:
    with site(http(status="302 Found", location="/again")) as there:
        # Many do so with who keeps no cookies: that is no dead page.
        assert pages(there.port).look("http://public.test/", words=True) == Page(Looked.refused)
    assert len(there.asked) == 6


def test_an_address_to_go_to_is_read_as_browsers_do() -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET /caf%C3%A9 "):
            TITLED(connection, request)
        else:
            http(status="301 Moved", location="/caf\u00e9")(connection, request)

    with site(answer) as there:
        assert pages(there.port).look("http://public.test/old", words=True).title == "Ten minutes"


def test_half_a_character_in_an_address_is_no_trouble() -> None:
    with site(TITLED) as there:
        assert pages(there.port).look("http://public.test/\ud800", words=True).looked is Looked.there
    assert there.asked[0].startswith(b"GET /%3F HTTP/1.1")


def test_a_name_that_answers_otherwise_a_moment_later_changes_nothing() -> None:
    """The first answer is public, each later one is this machine: nothing asks twice for one connection."""
    answers: list[list[str]] = []

    def rebinding(_host: str, _port: int) -> list[str]:
        answers.append([PUBLIC] if not answers else [HOME])
        return answers[-1]

    with site(TITLED) as there:
        connected: list[str] = []
        looking = pages(there.port, resolve=rebinding, allowed=is_public, limits=Limits(seconds=0.5))
        real = socket.create_connection

        def connect(address: tuple[str, int], *args: Any, **more: Any) -> socket.socket:
            connected.append(address[0])
            raise TimeoutError("nothing leaves this machine in a test")

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(socket, "create_connection", connect)
            assert looking.look("http://rebinding.test/", words=True) == Page(Looked.missing)
        assert socket.create_connection is real
        assert connected == [PUBLIC]
        assert answers == [[PUBLIC]]
        # And once it has changed, it is refused.
        assert looking.look("http://rebinding.test/", words=True) == Page(Looked.refused)
    assert there.asked == []


def test_of_a_huge_page_only_the_beginning_is_read() -> None:
    sent = 0

    def answer(connection: socket.socket, _request: bytes) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>Long</title>")
        connection.settimeout(2)
        with suppress(OSError):
            for _ in range(1000):
                connection.sendall(b"x" * 100_000)
                sent += 100_000

    with site(answer) as there:
        assert pages(there.port).look("http://public.test/", words=True).title == "Long"
    assert sent < 20_000_000  # what fits into buffers on the way


@pytest.mark.parametrize("where", ["at once", "in the head", "in the body"])
def test_slow_pages_end_in_time(where: str) -> None:
    stop = threading.Event()

    def answer(connection: socket.socket, _request: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"
        if where == "in the head":
            connection.sendall(head + b"x-drip: ")
        if where == "in the body":
            connection.sendall(head + b"\r\n<title>")
        # A byte now and then, so that no single wait is long.
        while not stop.wait(0.05):
            if where != "at once":
                connection.sendall(b"x")

    with site(answer) as there:
        began = time.monotonic()
        found = pages(there.port, limits=Limits(seconds=0.5)).look("http://public.test/", words=True)
        assert time.monotonic() - began < 3
        assert found == Page(Looked.missing)
        stop.set()


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    hanging = threading.Event()

    def resolve(_host: str, _port: int) -> list[str]:
        hanging.wait(30)
        return []

    began = time.monotonic()
    found = pages(80, resolve=resolve, limits=Limits(seconds=0.3)).look("http://public.test/", words=True)
    assert found == Page(Looked.missing)
    assert time.monotonic() - began < 3
    hanging.set()


def test_what_is_no_http_and_what_does_not_answer_is_missing() -> None:
    def noise(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"\x00\x01SSH-2.0-nothing\r\n\r\n" * 100)

    with site(noise) as there:
        looking = pages(there.port)
        assert looking.look("http://public.test/", words=True) == Page(Looked.missing)
        # TLS with somebody who does not speak it, and a certificate that nobody signed, are no pages either.
        assert looking.look("https://public.test/", words=True) == Page(Looked.missing)
    assert looking.look("http://public.test/", words=True) == Page(Looked.missing)
    assert looking.look("http://unknown.test/", words=True) == Page(Looked.missing)
