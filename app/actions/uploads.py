"""Files on their way in: begun, sent in parts, and ended. What comes of one that is whole: ``receiving``."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.file_tools import FileLimits
from app.content.file_names import clean_name
from app.errors import Conflict, Invalid, NotFound, WrongOffset
from app.models.files import ItemFile, Upload, UploadPart
from app.models.items import Item
from app.models.journeys import JourneyEntry
from app.policies.viewers import PersonViewer
from app.queries.files import get_file, get_upload, sent_today, used

LASTS: Final = timedelta(days=1)
"""How long an upload waits for its next part."""


def begin_upload(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    limits: FileLimits,
    *,
    name: str,
    size: int,
    description: str = "",
    replaces: UUID | None = None,
    entry: UUID | None = None,
    upload_id: UUID | None = None,
) -> Upload:
    """Make room for a file of ``size`` bytes. ``Invalid`` or ``Conflict`` where there is none.

    Asked again with the id of one's own upload that goes on, it is that one; ``Conflict`` where anything else
    has that id already.
    """
    if upload_id is not None and (begun := _begun(session, viewer, item, upload_id, name, size)):
        return begun
    if size == 0:
        raise Invalid("This file is empty. It may not have been saved yet: look at it on your device.")
    if size > limits.file_bytes:
        raise Invalid(
            f"This file has {megabytes(size)}; one may have {megabytes(limits.file_bytes)} at most. "
            "A film can be put where your school keeps its films, and linked to from here."
        )
    if replaces is not None:
        get_file(session, item.id, replaces)
    if entry is not None:
        written = session.get(JourneyEntry, entry)
        if written is None or written.item_id != item.id or written.removed_at is not None:
            raise NotFound("There is no such entry here.")
    _make_room(session, viewer, item, limits, size, is_new=replaces is None)
    now = clock.now()
    upload = Upload(
        id=upload_id or uuid4(),
        item_id=item.id,
        file_id=replaces,
        entry_id=entry,
        person_id=viewer.person_id,
        name=clean_name(name),
        description=" ".join(description.split()),
        size=size,
        started_at=now,
        expires_at=now + LASTS,
    )
    session.add(upload)
    session.flush()
    record(session, viewer.person_id, "upload.begun", "item", item.id, upload=str(upload.id), size=size)
    return upload


def _begun(
    session: Session, viewer: PersonViewer, item: Item, upload_id: UUID, name: str, size: int
) -> Upload | None:
    """The viewer's own upload of that id, if it is this file and was not refused; nothing if it is unused.

    One of theirs of which nothing came makes room for another try.
    """
    found = session.get(Upload, upload_id)
    if found is not None and (found.person_id, found.item_id) == (viewer.person_id, item.id):
        over = bool(found.refused) or found.expires_at <= clock.now()
        if not over and (found.name, found.size) == (clean_name(name), size):
            return found
        if over and found.version is None:
            # What is left of it in the store is swept.
            forget_parts(session, [found.id])
            session.delete(found)
            session.flush()
            found = None
    if found is not None or session.get(ItemFile, upload_id) is not None:
        raise Conflict("Something else has come in under this id. Please add the file again.")
    return None


def _make_room(
    session: Session, viewer: PersonViewer, item: Item, limits: FileLimits, size: int, *, is_new: bool
) -> None:
    files, stored = used(session, item.id)
    if is_new and files >= limits.item_files:
        raise Conflict(f"There are {limits.item_files} files here already. Take one away first.")
    if stored + size > limits.item_bytes:
        raise Conflict(
            f"The files here would have {megabytes(stored + size)} with this one, all versions together; "
            f"there is room for {megabytes(limits.item_bytes)}. Please send a smaller one."
        )
    today = sent_today(session, viewer.person_id)
    if today + size > limits.person_day_bytes:
        raise Conflict(
            f"You have sent {megabytes(today)} since yesterday; {megabytes(limits.person_day_bytes)} a day "
            "is the most. Please send this one tomorrow."
        )


def megabytes(size: int) -> str:
    """In words: "50 MB", "3.5 MB", "less than 0.1 MB"."""
    tenths = round(size / 100_000)
    if tenths == 0:
        return "less than 0.1 MB"
    return f"{tenths / 10:g} MB" if tenths < 100 else f"{round(tenths / 10):,} MB"


def expect_part(session: Session, viewer: PersonViewer, upload_id: UUID, offset: int) -> Upload:
    """The upload, if its next part begins at ``offset``; ``WrongOffset`` with the true one."""
    upload = get_upload(session, viewer, upload_id)
    if upload.refused:
        raise Invalid(upload.refused)
    if upload.version is None and upload.received != offset:
        raise WrongOffset(upload.received)
    return upload


def keep_part(session: Session, upload: Upload, offset: int, key: str, size: int) -> None:
    """Count a part that is in the store under ``key``; ``WrongOffset`` if another one was first."""
    counted = session.exec(
        sa.update(Upload)
        .where(col(Upload.id) == upload.id, col(Upload.received) == offset, col(Upload.version).is_(None))
        .values(received=offset + size, parts=Upload.parts + 1, expires_at=clock.now() + LASTS)
        .returning(col(Upload.parts))
    ).scalar_one_or_none()
    if counted is None:
        session.refresh(upload)
        raise WrongOffset(upload.received)
    session.add(UploadPart(upload_id=upload.id, number=counted, key=key, size=size))


def parts_of(session: Session, upload_id: UUID) -> Sequence[UploadPart]:
    """What has been received, in order."""
    return session.exec(
        select(UploadPart).where(UploadPart.upload_id == upload_id).order_by(col(UploadPart.number))
    ).all()


def forget_parts(session: Session, upload_ids: Sequence[UUID]) -> list[str]:
    """Forget the parts of these uploads; the keys of what is in the store for nothing now."""
    keys = session.exec(select(UploadPart.key).where(col(UploadPart.upload_id).in_(upload_ids))).all()
    session.exec(sa.delete(UploadPart).where(col(UploadPart.upload_id).in_(upload_ids)))
    return list(keys)


def end_upload(session: Session, viewer: PersonViewer, upload_id: UUID) -> list[str]:
    """Give an upload up, or forget one that has ended; the keys of what is in the store for nothing now."""
    upload = get_upload(session, viewer, upload_id)
    keys = forget_parts(session, [upload.id])
    session.delete(upload)
    record(session, viewer.person_id, "upload.ended", "item", upload.item_id, upload=str(upload.id))
    return keys


def end_expired(session: Session) -> list[str]:
    """Forget uploads that nobody went on with; the keys of what is in the store for nothing now."""
    expired = session.exec(select(Upload.id).where(Upload.expires_at <= clock.now())).all()
    keys = forget_parts(session, expired)
    session.exec(sa.delete(Upload).where(col(Upload.id).in_(expired)))
    return keys
