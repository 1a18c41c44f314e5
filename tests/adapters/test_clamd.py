"""The virus scanner's protocol, against a small stand-in for its daemon that speaks it."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.actions.file_tools import Unwanted
from app.adapters.clamd import Clamd
from app.errors import Busy

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Daemon(socketserver.StreamRequestHandler):
    most = 25 << 20
    silent = False

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
            if len(content) > self.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        if not self.silent:
            found = b"Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"OK"
            self.wfile.write(b"stream: " + found + b"\0")


@contextlib.contextmanager
def daemon(socket: Path | None = None, **ways: object) -> Iterator[str]:
    """Serve on a free port, or on ``socket``; where."""
    handler = type("Handler", (_Daemon,), ways)
    if socket is None:
        server: socketserver.TCPServer = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        where = f"127.0.0.1:{server.socket.getsockname()[1]}"
    else:
        server, where = socketserver.ThreadingUnixStreamServer(str(socket), handler), str(socket)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield where
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose path leaves room for a socket's name: the system takes 107 characters in all."""
    with TemporaryDirectory(prefix="c", dir="/tmp") as folder:
        yield Path(folder)


def test_what_it_finds_by_port_and_by_socket(file: Path, short: Path) -> None:
    for socket in (None, short / "clamd.ctl"):
        with daemon(socket) as where:
            scanner = Clamd(where)
            file.write_bytes(b"x" * 200_000)
            assert scanner.scan(file) is None
            file.write_bytes(b"x" * 100_000 + EICAR)
            assert scanner.scan(file) == "Win.Test.EICAR_HDB-1"


def test_nothing_is_let_through_that_it_did_not_look_at(file: Path) -> None:
    file.write_bytes(b"x" * 300_000)
    with daemon(silent=True) as where, pytest.raises(Busy):
        Clamd(where).scan(file)
    with pytest.raises(Busy):
        Clamd(where).scan(file)
    with pytest.raises(Busy):
        Clamd("/nowhere/clamd.ctl").scan(file)


def test_a_file_that_is_too_large_for_it_is_said_to_be_so(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its own limit is 25 MB where nobody set it; to try again would be of no use."""
    file.write_bytes(bytes(30_500_000))
    with daemon() as where, pytest.raises(Unwanted, match=r"30\.5 MB, which is more than the virus scanner"):
        Clamd(where).scan(file)
    assert "StreamMaxLength" in caplog.text


def test_where_it_is_has_to_make_sense() -> None:
    for where in ("clamd", "clamd:", ":3310", "clamd:port"):
        with pytest.raises(ValueError, match="MOBILISE_CLAMD"):
            Clamd(where)
