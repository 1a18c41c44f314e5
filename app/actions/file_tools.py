"""What handling files needs of the outside world, as protocols; ``main`` and ``cli`` fill them in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


class ObjectMissing(Exception):
    """The store answers, and has no such object."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store says of one object."""

    key: str
    size: int
    modified_at: datetime


class FileStore(Protocol):
    """Keeps bytes under keys. Every method may raise ``Busy`` when the store does not answer."""

    def put(self, key: str, content: bytes | Path) -> None:
        """Keep ``content``, all of it or nothing; once this returns it is safe from a loss of power."""

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes from ``start`` up to before ``end``, in pieces of at most 1 MiB.

        ``ObjectMissing`` before the first piece, when there is nothing under ``key``.
        """

    def delete(self, keys: Sequence[str]) -> None:
        """Forget these objects; those that are not there are no error."""

    def objects(self) -> Iterator[Sequence[StoredObject]]:
        """All there are, a batch at a time."""

    def tidy(self, before: datetime) -> int:
        """Remove what puts that were cut off before then have left; how many."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a file turned out to be.

    ``content`` is what is to be given out: the file itself, or what was made of it. ``preview``: a small
    picture, image/webp. ``width``, ``height``: of a picture; ``pages``: of a PDF; ``text``: to be searched,
    and ``read_whole``: all words in it are there. ``note``: what was changed, for whoever sent it.
    """

    media_type: str
    content: Path
    preview: Path | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    text: str = ""
    read_whole: bool = False
    note: str = ""


class Unwanted(Exception):
    """A file that is not taken; the message tells a person why and what would help."""


class Inspector(Protocol):
    """Finds out what a file is by its content, and makes what can be given out of it."""

    def inspect(self, file: Path, name: str) -> Made:
        """``Unwanted`` for what we do not take; ``Busy`` when there is no room or no time for it now.

        ``name`` decides only between kinds of plain text. New files are put beside ``file``, which itself may
        be changed.
        """


class Scanner(Protocol):
    """Looks for viruses."""

    def scan(self, file: Path) -> str | None:
        """The name of what was found, or nothing; ``Busy`` when it could not be looked at.

        ``Unwanted`` for one that is too large for it.
        """


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much is taken, in bytes: of one file, of all versions of an item's files, of a person in a day."""

    file_bytes: int
    item_bytes: int
    person_day_bytes: int
    item_files: int = 30


@dataclass(frozen=True, slots=True)
class FileTools:
    """All that receiving and giving out files needs."""

    store: FileStore
    inspector: Inspector
    scanner: Scanner | None
    limits: FileLimits
