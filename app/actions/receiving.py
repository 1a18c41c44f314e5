"""Takes files in: parts into the store, and a whole file through its checks to where it is given out from.

Nothing here holds a transaction while it waits for somebody's connection, the store or a check. In the store
comes first and the row after, so no row is ever without its object; an object without a row is swept.
"""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col

from app import clock
from app.actions.audit import record
from app.actions.file_tools import FileTools, Made, ObjectMissing, Unwanted
from app.actions.files import add_version
from app.actions.stories import changed_draft
from app.actions.uploads import LASTS, end_upload, expect_part, forget_parts, keep_part, parts_of
from app.content.file_kinds import KINDS
from app.db import Database
from app.errors import AppError, Busy, Conflict, Invalid, TooLarge
from app.models.files import FileVersion, Upload
from app.policies.viewers import PersonViewer
from app.queries.files import PART_BYTES, get_upload, upload_view
from app.queries.privacy_files import look_into
from app.schemas.files import UploadView

log = logging.getLogger(__name__)

PREVIEW: Final = "-preview"
_LOST: Final = "A part of this file was lost on our side, which should not happen. Please send it again."
_INFECTED: Final = (
    "The virus scanner found something in this file ({found}), so we did not keep it. Have your device "
    "checked, or ask whoever looks after it."
)
_UNKNOWN: Final = "We do not take files of this sort. Save it as a PDF, and send that."
_NO_ROOM: Final = (
    "There is no room to look at files just now. What you sent is kept; please try again in a few minutes."
)
_CRUMBS: Final = (
    "This file comes in far smaller pieces than it needs. Please begin again, and send as much at once as we "
    "say that you may."
)
_FOLDER: Final = "mobilise-look-"
_HIDDEN: Final = dict.fromkeys(range(32), " ") | {0x7F: " ", 9: "\t", 10: "\n", 13: "\n"}

AsWhom = Callable[[Session], PersonViewer]
"""Whoever asks, looked up anew in each transaction: much may change while a file comes in."""


class Receiving:
    """Takes in the uploads of one person."""

    def __init__(self, database: Database, tools: FileTools, as_whom: AsWhom) -> None:
        self._database = database
        self._tools = tools
        self._as_whom = as_whom

    def expect(self, upload_id: UUID, offset: int) -> int:
        """How many bytes may come now; the errors of ``expect_part`` before any of them is read."""
        with self._database.read() as session:
            upload = expect_part(session, self._as_whom(session), upload_id, offset)
            return 0 if upload.version is not None else min(PART_BYTES, upload.size - upload.received)

    def take(self, upload_id: UUID, offset: int, content: bytes) -> UploadView | None:
        """Keep a part; how far the upload is, or nothing where it is whole and waits for ``finish``."""
        if content:
            self._keep(upload_id, offset, content)
        with self._database.read() as session:
            upload = get_upload(session, self._as_whom(session), upload_id)
            return None if _is_whole(upload) else upload_view(session, upload)

    def finish(self, upload_id: UUID) -> UploadView:
        """Check what is whole, and make a file of it; ``Invalid`` says why one is not taken.

        Takes some seconds. Where somebody else, or an earlier try, has finished it meanwhile, that counts.
        """
        with self._database.read() as session:
            upload = get_upload(session, self._as_whom(session), upload_id)
            session.expunge(upload)
        if _is_whole(upload):
            self._look_at(upload)
        with self._database.read() as session:
            upload = get_upload(session, self._as_whom(session), upload_id)
            if upload.refused:
                raise Invalid(upload.refused)
            return upload_view(session, upload)

    def give_up(self, upload_id: UUID) -> None:
        """End an upload and forget what came of it so far; a file that it has become stays."""
        with self._database.write() as session:
            keys = end_upload(session, self._as_whom(session), upload_id)
        self._drop(keys)

    def _keep(self, upload_id: UUID, offset: int, content: bytes) -> None:
        key = f"parts/{uuid4().hex}"
        with self._database.read() as session:
            upload = expect_part(session, self._as_whom(session), upload_id, offset)
            if upload.version is not None:
                return
            if len(content) > upload.size - upload.received:
                raise TooLarge("That is more than this file was said to have.")
            if upload.parts >= 64 + 4 * upload.size // PART_BYTES:
                raise Conflict(_CRUMBS)
        try:
            self._tools.store.put(key, content)
            with self._database.write() as session:
                upload = expect_part(session, self._as_whom(session), upload_id, offset)
                keep_part(session, upload, offset, key, len(content))
        except AppError:
            self._drop([key])
            raise

    def _look_at(self, upload: Upload) -> None:
        try:
            with tempfile.TemporaryDirectory(prefix=_FOLDER) as folder:
                file = Path(folder) / "file"
                try:
                    self._assemble(upload, file)
                    if self._tools.scanner is not None and (found := self._tools.scanner.scan(file)):
                        raise Unwanted(_INFECTED.format(found=found[:80]))
                    made = self._tools.inspector.inspect(file, upload.name)
                    if made.media_type not in KINDS:
                        raise Unwanted(_UNKNOWN)
                except Unwanted as unwanted:
                    self._refuse(upload, str(unwanted))
                else:
                    self._accept(upload, made)
        except OSError as error:
            log.error("a file could not be looked at: %s", error)
            raise Busy(_NO_ROOM) from error

    def _assemble(self, upload: Upload, file: Path) -> None:
        with self._database.read() as session:
            parts = [(part.key, part.size) for part in parts_of(session, upload.id)]
        with file.open("wb") as stream:
            for key, size in parts:
                try:
                    for piece in self._tools.store.read(key, 0, size):
                        stream.write(piece)
                except ObjectMissing as error:
                    log.error("part %s of upload %s is not in the store", key, upload.id)
                    raise Unwanted(_LOST) from error
        if file.stat().st_size != upload.size:
            raise Unwanted(_LOST)

    def _refuse(self, upload: Upload, why: str) -> None:
        keys = []
        with self._database.write() as session:
            # Where another try was faster, its parts are gone and so this one failed: that says nothing.
            if session.exec(_ends(upload).values(refused=why, expires_at=clock.now() + LASTS)).rowcount:
                keys = forget_parts(session, [upload.id])
                about = str(upload.id)
                record(session, upload.person_id, "upload.refused", "item", upload.item_id, upload=about)
        self._drop(keys)

    def _accept(self, upload: Upload, made: Made) -> None:
        key = f"files/{uuid4().hex}"
        stored = [key, f"{key}{PREVIEW}"] if made.preview else [key]
        version = FileVersion(
            # Which file and which number it is, is known once it is written down.
            file_id=upload.file_id or uuid4(),
            number=0,
            name=upload.name,
            media_type=made.media_type,
            size=made.content.stat().st_size,
            sha256=_digest(made.content),
            key=key,
            width=made.width,
            height=made.height,
            pages=made.pages,
            has_preview=made.preview is not None,
            text=made.text.translate(_HIDDEN).encode("utf-8", "ignore").decode(),
            read_whole=made.read_whole,
            note=made.note,
            uploaded_by=upload.person_id,
            uploaded_at=clock.now(),
        )
        kept: tuple[UUID, int, str] | None = None
        try:
            self._tools.store.put(key, made.content)
            if made.preview:
                self._tools.store.put(stored[1], made.preview)
            with self._database.write() as session:
                # Whether they may still write is asked once more, now that it counts.
                get_upload(session, self._as_whom(session), upload.id)
                if session.exec(_ends(upload).values(refused="-")).rowcount:
                    file, number = add_version(session, upload, version)
                    session.exec(
                        sa.update(Upload)
                        .where(col(Upload.id) == upload.id)
                        .values(refused="", version=number, file_id=file.id, expires_at=clock.now() + LASTS)
                    )
                    stored = forget_parts(session, [upload.id])
                    changed_draft(session, upload.item_id)
                    kept = (file.id, number, version.text)
        except AppError:
            self._drop(stored)
            raise
        # What is for nothing now: the parts, or what was made here while somebody else was faster.
        self._drop(stored)
        if kept is not None:
            # Looked through here, where nobody's transaction waits for it.
            look_into(*kept)

    def _drop(self, keys: Sequence[str]) -> None:
        """What cannot be deleted now is swept later."""
        try:
            self._tools.store.delete(keys)
        except AppError:
            log.warning("%s objects wait for the sweep", len(keys))


def forget_left_folders(before: datetime) -> int:
    """Throw away what a service that was killed while it looked at files has left here; how many."""
    found = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        try:
            if datetime.fromtimestamp(folder.lstat().st_mtime, UTC) < before:
                shutil.rmtree(folder)
                found += 1
        except OSError:
            continue  # another one's, or gone meanwhile
    return found


def _is_whole(upload: Upload) -> bool:
    return upload.version is None and not upload.refused and upload.received == upload.size


def _ends(upload: Upload) -> sa.Update:
    """An update of the upload, if nothing has come of it yet."""
    return sa.update(Upload).where(
        col(Upload.id) == upload.id, col(Upload.version).is_(None), col(Upload.refused) == ""
    )


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
