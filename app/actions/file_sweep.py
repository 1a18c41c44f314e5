"""Throws away what the file store holds for nothing: given up, cut off, taken out long ago.

Rows go first and objects after, so that no row is ever without its object. An object without a row is thrown
away once it is older than anything that could still be on its way to one.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.file_tools import FileStore, StoredObject
from app.actions.receiving import PREVIEW, forget_left_folders
from app.actions.uploads import end_expired
from app.db import Database
from app.models.files import FileVersion, ItemFile, Upload, UploadPart
from app.models.items import Revision

log = logging.getLogger(__name__)

KEPT: Final = timedelta(days=30)
"""How long a file that was taken out, and was never published, can be put back."""
_ON_ITS_WAY: Final = timedelta(days=1)
_LOOKED_AT: Final = timedelta(hours=1)
"""No file is looked at for so long."""
_ODD: Final = 50


def sweep_files(database: Database, store: FileStore) -> int:
    """Do all of it; how many objects went. Holds no transaction while the store is asked."""
    forget_left_folders(clock.now() - _LOOKED_AT)
    with database.write() as session:
        keys = [*end_expired(session), *forget_removed(session)]
    store.delete(keys)
    before = clock.now() - _ON_ITS_WAY
    orphans: list[str] = []
    known = 0
    for batch in store.objects():
        with database.read() as session:
            rows = _known(session, batch)
        known += len(rows)
        orphans += [one.key for one in batch if one.modified_at < before and _key(one) not in rows]
    if orphans and not known and len(orphans) > _ODD:
        # Rather the files of another county, by a wrong address, than so many without a single row.
        log.error("none of %s files in the store is known here: nothing was thrown away", len(orphans))
        return len(keys)
    store.delete(orphans)
    return len(keys) + len(orphans) + store.tidy(before)


def forget_removed(session: Session) -> list[str]:
    """Forget files taken out long ago that no revision holds; the keys of their objects."""
    removed = session.exec(
        select(ItemFile).where(
            col(ItemFile.removed_at) < clock.now() - KEPT,
            ~sa.exists(select(Upload.id).where(col(Upload.file_id) == ItemFile.id)),
        )
    ).all()
    keys: list[str] = []
    for file in removed:
        held = session.exec(
            select(Revision.id)
            .where(
                Revision.item_id == file.item_id,
                sa.cast(col(Revision.details), sa.Text).contains(str(file.id)),
            )
            .limit(1)
        ).first()
        if held is not None:
            continue
        for version in session.exec(select(FileVersion).where(FileVersion.file_id == file.id)).all():
            keys += [version.key, f"{version.key}{PREVIEW}"] if version.has_preview else [version.key]
            session.delete(version)
        session.flush()
        session.delete(file)
        record(session, None, "file.forgotten", "item", file.item_id, file=str(file.id))
    return keys


def _key(one: StoredObject) -> str:
    return one.key.removesuffix(PREVIEW)


def _known(session: Session, batch: Sequence[StoredObject]) -> set[str]:
    keys = {_key(one) for one in batch}
    files = session.exec(select(FileVersion.key).where(col(FileVersion.key).in_(keys))).all()
    parts = session.exec(select(UploadPart.key).where(col(UploadPart.key).in_(keys))).all()
    return {*files, *parts}
