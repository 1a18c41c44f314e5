"""What the check before a story leaves its school finds inside files, and in which it cannot look.

Files are long and never change, so what was found in one is kept in memory for the day. What is not there
is looked through before a story is sent (``texts_to_look_into``), not inside the transaction that sends it.
"""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from threading import Lock
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.content.privacy import Finding, Passage, scan
from app.content.revision_details import Details
from app.models.files import FileVersion

_KEPT: Final = 20_000
"""Findings in memory: some 10 MB at the most."""
_Key = tuple[UUID, int, date]


class _Memory:
    """By version and day: who is of an age to be at school changes with the days."""

    def __init__(self) -> None:
        self._found: OrderedDict[_Key, tuple[Finding, ...]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: _Key) -> tuple[Finding, ...] | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: _Key, found: tuple[Finding, ...]) -> None:
        with self._lock:
            if key in self._found:
                return
            self._found[key] = found
            self._size += len(found) + 1
            while self._size > _KEPT and len(self._found) > 1:
                _, oldest = self._found.popitem(last=False)
                self._size -= len(oldest) + 1


_memory = _Memory()


def look_into(version: UUID, number: int, text: str) -> tuple[Finding, ...]:
    """What is found in a file's text: each thing once, where it stands first."""
    key = (version, number, clock.today())
    known = _memory.get(key)
    if known is None:
        first: dict[tuple[str, str], Finding] = {}
        for finding in scan([Passage(f"file-{version}", text)], key[2]):
            first.setdefault((finding.kind, finding.same), finding)
        known = tuple(first.values())
        _memory.put(key, known)
    return known


def found_in_files(session: Session, details: Details) -> Iterable[tuple[str, tuple[Finding, ...]]]:
    """For each file that a revision holds: what it is called, and what is found in its text."""
    today = clock.today()
    for file in details.get("files", []):
        key = (UUID(file["id"]), file["version"], today)
        found = _memory.get(key)
        if found is None:
            text = session.exec(
                select(FileVersion.text).where(
                    FileVersion.file_id == key[0], FileVersion.number == file["version"]
                )
            ).one()
            found = look_into(key[0], key[1], text)
        yield f"The file “{file['name']}”", found


def texts_to_look_into(session: Session, details: Details) -> list[tuple[UUID, int, str]]:
    """What ``look_into`` has not seen today of the files that a revision holds."""
    today = clock.today()
    held = [(UUID(file["id"]), file["version"]) for file in details.get("files", [])]
    wanted = [one for one in held if _memory.get((*one, today)) is None]
    if not wanted:
        return []
    return list(
        session.exec(
            select(FileVersion.file_id, FileVersion.number, FileVersion.text).where(
                sa.tuple_(col(FileVersion.file_id), col(FileVersion.number)).in_(wanted)
            )
        ).all()
    )


def unread_files(session: Session, details: Details) -> list[str]:
    """The names of those that only a person can look through: pictures, films, scans, very long ones."""
    held = {(UUID(file["id"]), file["version"]): file["name"] for file in details.get("files", [])}
    if not held:
        return []
    read = set(
        session.exec(
            select(FileVersion.file_id, FileVersion.number).where(
                sa.tuple_(col(FileVersion.file_id), col(FileVersion.number)).in_(held),
                col(FileVersion.read_whole),
            )
        ).all()
    )
    return [name for version, name in held.items() if version not in read]
