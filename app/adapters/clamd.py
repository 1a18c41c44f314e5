"""Looks for viruses with ClamAV's daemon, over its own protocol (clamd(8), ``INSTREAM``)."""

import logging
import select
import socket
from pathlib import Path
from typing import Final

from app.actions.file_tools import Unwanted
from app.errors import Busy

log = logging.getLogger(__name__)

_PIECE: Final = 1 << 16
_ANSWER_BYTES: Final = 4_096
_AWAY: Final = (
    "Files cannot be checked for viruses just now, so we do not let any through. Yours is kept; please try "
    "again in a few minutes."
)
_TOO_LARGE: Final = (
    "This file has {megabytes} MB, which is more than the virus scanner here looks at, and we let nothing "
    "through that it has not seen. Send it in smaller parts, or ask whoever runs this service: they can let "
    "the scanner look at larger files."
)


class Clamd:
    """``actions.file_tools.Scanner``."""

    def __init__(self, where: str, *, seconds: float = 60) -> None:
        """``where``: ``host:port``, or the path of its socket. ``ValueError`` for anything else."""
        self._where: str | tuple[str, int] = where
        if not where.startswith("/"):
            host, _, port = where.rpartition(":")
            if not host or not port.isdecimal():
                raise ValueError("MOBILISE_CLAMD: host:port, or the path of a socket")
            self._where = (host.strip("[]"), int(port))
        self._seconds = seconds

    def scan(self, file: Path) -> str | None:
        """The name of what was found, or nothing. ``Busy`` when it cannot be asked or does not say.

        ``Unwanted`` for what is larger than its ``StreamMaxLength``: to try again would change nothing.
        """
        try:
            answer = self._ask(file)
        except OSError as error:
            log.error("clamd cannot be asked: %s", error)
            raise Busy(_AWAY) from error
        words = answer.removeprefix("stream:").strip()
        if words == "OK":
            return None
        if words.endswith(" FOUND"):
            return words.removesuffix(" FOUND")
        if "size limit exceeded" in words:
            size = file.stat().st_size
            log.error("clamd takes no file of %s bytes: set its StreamMaxLength to more than that", size)
            raise Unwanted(_TOO_LARGE.format(megabytes=f"{size / 1_000_000:.1f}".removesuffix(".0")))
        log.error("clamd did not check a file of %s bytes: %r", file.stat().st_size, answer)
        raise Busy(_AWAY)

    def _ask(self, file: Path) -> str:
        with self._connect() as connection, file.open("rb") as stream:
            connection.settimeout(self._seconds)
            try:
                connection.sendall(b"zINSTREAM\0")
                # Where it says something before it has all, that is why it wants no more.
                while not _has_answered(connection) and (piece := stream.read(_PIECE)):
                    connection.sendall(len(piece).to_bytes(4, "big") + piece)
                connection.sendall(bytes(4))
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has said why, and hung up
            answer = b""
            while not answer.endswith(b"\0") and len(answer) < _ANSWER_BYTES:
                more = connection.recv(_ANSWER_BYTES)
                if not more:
                    break
                answer += more
        return answer.rstrip(b"\0").decode("utf-8", "replace")

    def _connect(self) -> socket.socket:
        if isinstance(self._where, tuple):
            return socket.create_connection(self._where, timeout=5)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(5)
        try:
            connection.connect(self._where)
        except OSError:
            connection.close()
            raise
        return connection


def _has_answered(connection: socket.socket) -> bool:
    return bool(select.select([connection], [], [], 0)[0])
