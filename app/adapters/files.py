"""Where files are kept: in a folder, or in a bucket of S3 by its address."""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from app.actions.file_tools import ObjectMissing, StoredObject
from app.errors import Busy

if TYPE_CHECKING:
    from obstore.store import ClientConfig

log = logging.getLogger(__name__)

PIECE: Final = 1 << 20
_CHUNK: Final = 5 << 20
"""Bytes of one part of what is sent to S3: the least that it takes."""
_AWAY = "Files cannot be reached just now. Nothing is lost; please try again in a minute."


class ObjectFiles:
    """``actions.file_tools.FileStore`` by obstore. Threads may share it.

    Nothing is made or connected to before it is first used, so a store that is away keeps nobody from
    starting the service.
    """

    def __init__(self, where: str | Path, *, patience: timedelta = timedelta(seconds=30)) -> None:
        """``where``: a folder, or ``s3://bucket/prefix`` (credentials as usual, from ``AWS_…``).
        ``patience``: how long a bucket that answers with errors is asked again.

        ``ValueError`` for any other address.
        """
        self._folder: Path | None = None
        self._url = str(where)
        scheme = urlsplit(self._url).scheme if "://" in self._url else ""
        if scheme in ("", "file"):
            self._folder = Path(self._url.removeprefix("file://")).absolute()
        elif scheme != "s3":
            raise ValueError(f"MOBILISE_FILES: a folder or s3://bucket/prefix, not {scheme}://")
        self._patience = patience
        self._opening = Lock()
        self._opened: LocalStore | S3Store | None = None

    def put(self, key: str, content: bytes | Path) -> None:
        """Keep ``content``; files go in parts, one after the other."""
        with _answering():
            obstore.put(self._store, key, content, chunk_size=_CHUNK, max_concurrency=1)
            if self._folder is not None:
                _to_disk(self._folder / key)

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """Each piece is asked for when it is wanted: whoever reads slowly holds no connection."""
        first = self._piece(key, start, min(start + PIECE, end)) if start < end else b""

        def pieces() -> Iterator[bytes]:
            at, piece = start, first
            while piece:
                yield piece
                at += len(piece)
                # A short piece was the last one there is.
                more = at < end and len(piece) == PIECE
                piece = self._piece(key, at, min(at + PIECE, end)) if more else b""

        return pieces()

    def delete(self, keys: Sequence[str]) -> None:
        """Forget them."""
        for key in keys:
            with _answering():
                try:
                    obstore.delete(self._store, key)
                except FileNotFoundError:
                    continue

    def objects(self) -> Iterator[Sequence[StoredObject]]:
        """By five hundred."""
        with _answering():
            for batch in obstore.list(self._store, chunk_size=500):
                yield [StoredObject(one["path"], one["size"], one["last_modified"]) for one in batch]

    def tidy(self, before: datetime) -> int:
        """A put into a folder writes ``name#1`` first; when it is killed that stays, and no list has it."""
        if self._folder is None:
            return 0
        found = 0
        for staged in self._folder.rglob("*#*"):
            if datetime.fromtimestamp(staged.stat().st_mtime, UTC) < before:
                staged.unlink(missing_ok=True)
                found += 1
        return found

    def _piece(self, key: str, start: int, end: int) -> bytes:
        with _answering():
            try:
                return bytes(obstore.get_range(self._store, key, start=start, end=end))
            except FileNotFoundError as error:
                raise ObjectMissing(key) from error

    @property
    def _store(self) -> LocalStore | S3Store:
        with self._opening:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> LocalStore | S3Store:
        if self._folder is not None:
            return LocalStore(self._folder, mkdir=True)
        options: ClientConfig = {"timeout": "60s", "connect_timeout": "5s"}
        if os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://"):
            options["allow_http"] = True
        return S3Store.from_url(
            self._url,
            client_options=options,
            retry_config={"max_retries": 3, "retry_timeout": self._patience},
        )


@contextmanager
def _answering() -> Iterator[None]:
    """Whatever goes wrong in the store itself is said as ``Busy``, and why in the log."""
    try:
        yield
    except (BaseError, OSError) as error:
        log.error("the file store: %s", error)
        raise Busy(_AWAY) from error


def _to_disk(file: Path) -> None:
    """See to it that the file and its name are on disk."""
    for path in (file, file.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
