"""What stands between us and a page: its certificate, the county's proxy, this machine's own settings."""

import errno
import selectors
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.actions.links import Looked, Page
from app.adapters.addresses import is_public
from app.adapters.pages import Limits
from tests.adapters.sites import HOME, PUBLIC, TITLED, http, pages, site

Contexts = tuple[ssl.SSLContext, ssl.SSLContext, list[str | None]]
"""A server's, a client's that trusts it, and the names that the server was asked for."""


@pytest.fixture
def certified(tmp_path: Path) -> Callable[[str], Contexts]:
    """By the name that stands in the certificate."""

    def make(name: str) -> Contexts:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        file = tmp_path / f"{name}.pem"
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        asked: list[str | None] = []
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(file)
        server.sni_callback = lambda _socket, host, _context: asked.append(host)
        return server, ssl.create_default_context(cafile=str(file)), asked

    return make


def test_the_certificate_is_of_the_name_and_the_connection_to_the_checked_address(
    certified: Callable[[str], Contexts],
) -> None:
    server, client, names = certified("public.test")
    with site(TITLED, server) as there:
        looking = pages(there.port, tls=client)
        assert looking.look("https://public.test/x", words=True).title == "Ten minutes"
    assert names == ["public.test"]
    assert f"Host: public.test:{there.port}".encode() in there.asked[0]


def test_who_has_no_certificate_of_that_name_is_not_asked(certified: Callable[[str], Contexts]) -> None:
    """Whoever takes over a name's address, or makes a name lead to somebody else's."""
    server, client, _ = certified("other.test")
    with site(TITLED, server) as there:
        assert pages(there.port, tls=client).look("https://public.test/", words=True) == Page(Looked.missing)
        assert pages(there.port).look("https://other.test/", words=True) == Page(Looked.missing)
    assert there.asked == []


def test_what_this_machine_says_of_proxies_and_passwords_counts_for_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    passwords = tmp_path / "netrc"
    passwords.write_text("machine public.test login me password secret\n")
    passwords.chmod(0o600)
    with site(http(b"<title>By a proxy</title>")) as trap, site(TITLED) as there:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            for one in (name, name.upper()):
                monkeypatch.setenv(one, f"http://127.0.0.1:{trap.port}")
        monkeypatch.setenv("NETRC", str(passwords))
        monkeypatch.setenv("no_proxy", "")
        assert pages(there.port).look("http://public.test/", words=True).title == "Ten minutes"
    assert trap.asked == []
    assert b"authorization" not in there.asked[0].lower()


def test_what_a_page_gives_us_to_keep_is_not_shown_to_anybody() -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET /in"):
            TITLED(connection, request)
        else:
            http(status="302 Found", location="/in", set_cookie="id=1; Path=/")(connection, request)

    with site(answer) as there:
        assert pages(there.port).look("http://public.test/", words=True).title == "Ten minutes"
    assert len(there.asked) == 2
    assert not any(word in one.lower() for one in there.asked for word in (b"cookie", b"referer"))


@pytest.mark.parametrize(
    "head",
    [
        b"x-a: " + b"a" * 200_000,
        b"x-a: b\r\n" * 50_000,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000,
        b"transfer-encoding: gzip, chunked\r\ncontent-length: 5",
        b"content-length: -1",
        b"\x00: \xff",
    ],
)
def test_heads_without_end_and_without_sense(head: bytes) -> None:
    def answer(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n" + head + b"\r\n\r\n<title>A")

    with site(answer) as there:
        assert pages(there.port).look("http://public.test/", words=True) == Page(Looked.missing)


def test_what_is_packed_is_not_unpacked() -> None:
    bomb = b"\x1f\x8b" + b"\x00" * 100_000
    for encoding in ("gzip", "GZIP", "br", "deflate, gzip", "zstd"):
        with site(http(bomb, content_encoding=encoding)) as there:
            assert pages(there.port).look("http://public.test/", words=True) == Page(Looked.there)


def test_an_address_that_swallows_everything_leaves_the_next_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As where IPv6 leads nowhere: without an answer, and without a no."""
    real, waited = socket.create_connection, []

    def connect(address: tuple[str, int], timeout: float, *rest: Any, **more: Any) -> socket.socket:
        if address[0] != HOME:
            waited.append(timeout)
            raise TimeoutError
        return real(address, timeout, *rest, **more)

    monkeypatch.setattr(socket, "create_connection", connect)
    with site(TITLED) as there:
        names = {"two.test": ["2606:4700::1111", HOME]}
        assert pages(there.port, names).look("http://two.test/", words=True).title == "Ten minutes"
    assert waited[0] < 2


def test_a_machine_without_a_way_out_says_nothing_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: Any, **__: Any) -> socket.socket:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket, "create_connection", connect)
    assert pages(80).look("http://public.test/", words=True) == Page(Looked.unknown)


def test_by_a_proxy_which_is_told_the_checked_address() -> None:
    def proxy(connection: socket.socket, request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 Connection established\r\nX-By: proxy\r\n\r\n")
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += connection.recv(4096)
        tunnelled.append(asked)
        TITLED(connection, asked)

    tunnelled: list[bytes] = []
    with site(proxy) as there:
        address = f"http://county:p%40ss@127.0.0.1:{there.port}"
        names = {"public.test": [PUBLIC], "private.test": ["10.0.0.1"]}
        looking = pages(80, names, proxy=address, allowed=is_public)
        assert looking.look("http://public.test/x", words=True).title == "Ten minutes"
        assert looking.look("http://private.test/", words=True) == Page(Looked.refused)
    (connect,) = there.asked
    assert connect.startswith(f"CONNECT {PUBLIC}:80 HTTP/1.1\r\n".encode())
    assert b"Proxy-Authorization: Basic Y291bnR5OnBAc3M=" in connect
    assert tunnelled[0].startswith(b"GET /x HTTP/1.1\r\n")
    assert b"Host: public.test\r\n" in tunnelled[0]


@pytest.mark.parametrize(
    ("status", "looked"),
    [
        # The county's rule: Squid, as it comes, lets nobody through to port 80.
        ("403 Forbidden", Looked.refused),
        ("405 Method Not Allowed", Looked.refused),
        ("407 Proxy Authentication Required", Looked.unknown),
        ("502 Bad Gateway", Looked.missing),
        ("503 Service Unavailable", Looked.missing),
        ("504 Gateway Timeout", Looked.missing),
        ("302 Found", Looked.refused),
    ],
)
def test_what_a_proxy_says_instead(status: str, looked: Looked) -> None:
    with site(http(status=status, location="http://127.0.0.1/")) as there:
        looking = pages(80, {"public.test": [PUBLIC]}, proxy=f"http://127.0.0.1:{there.port}")
        assert looking.look("http://public.test/", words=True) == Page(looked)
    assert all(one.startswith(b"CONNECT ") for one in there.asked)


def test_a_proxy_that_is_away_says_nothing_of_a_page() -> None:
    def hangs_up(_connection: socket.socket, _request: bytes) -> None:
        return

    with site(hangs_up) as there:
        looking = pages(80, proxy=f"http://127.0.0.1:{there.port}")
        assert looking.look("http://public.test/", words=True) == Page(Looked.unknown)
    assert looking.look("http://public.test/", words=True) == Page(Looked.unknown)


def test_a_proxy_that_waits_for_a_page_in_vain() -> None:
    def waits(connection: socket.socket, _request: bytes) -> None:
        connection.settimeout(5)
        connection.recv(1)

    with site(waits) as there:
        address = f"http://127.0.0.1:{there.port}"
        looking = pages(80, proxy=address, limits=Limits(seconds=0.5))
        assert looking.look("http://public.test/", words=True) == Page(Looked.missing)


def test_the_way_through_a_proxy_is_private_to_us_and_the_page(certified: Callable[[str], Contexts]) -> None:
    server, client, names = certified("public.test")
    with site(TITLED, server) as there:

        def proxy(connection: socket.socket, _request: bytes) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            with socket.create_connection((HOME, there.port)) as onward:
                _carry(connection, onward)

        with site(proxy) as between:
            looking = pages(
                443,
                {"public.test": [PUBLIC]},
                proxy=f"http://127.0.0.1:{between.port}",
                tls=client,
                allowed=is_public,
            )
            assert looking.look("https://public.test/", words=True).title == "Ten minutes"
    assert between.asked[0].startswith(f"CONNECT {PUBLIC}:443 ".encode())
    assert names == ["public.test"]


def _carry(one: socket.socket, other: socket.socket) -> None:
    """Both ways, until one side ends."""
    with selectors.DefaultSelector() as ready:
        ready.register(one, selectors.EVENT_READ, other)
        ready.register(other, selectors.EVENT_READ, one)
        while events := ready.select(5):
            for key, _ in events:
                source = key.fileobj
                assert isinstance(source, socket.socket)
                part = source.recv(65_536)
                if not part:
                    return
                key.data.sendall(part)
