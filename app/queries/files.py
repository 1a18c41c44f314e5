"""Files of drafts, uploads on their way, and what a policy needs to know before a file is given out."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app import clock
from app.content.licences import LICENCES
from app.errors import NotFound
from app.models.files import FileVersion, ItemFile, Resource, Upload
from app.models.items import Item, ItemKind, Revision
from app.policies.answers import require
from app.policies.files import may_go_on, may_have_file
from app.policies.items import may_see_draft, readable_revision
from app.policies.viewers import PersonViewer, Viewer
from app.queries.attachments import details_of_revision, file_view, licence_view
from app.queries.details import WITHOUT_TEXT, file_detail, newest_files
from app.queries.items import get_item, item_facts
from app.queries.links import links_of_draft
from app.queries.timeline import part_in
from app.schemas.files import Attachments, FileView, UploadView

PART_BYTES: Final = 1 << 19
"""The most that is sent at once: what an unlucky moment costs, and what the server holds of a file."""
NO_SUCH_FILE: Final = "There is no such file, or it is not shared with you."
NO_SUCH_UPLOAD: Final = "This upload has ended, or it is not yours. Please send the file again."


def going_on() -> ColumnElement[bool]:
    """The condition that an ``Upload`` can go on."""
    return sa.and_(
        col(Upload.version).is_(None), col(Upload.refused) == "", col(Upload.expires_at) > clock.now()
    )


def files_of_draft(session: Session, item_id: UUID) -> list[FileView]:
    """The newest versions of an item's files, in their order."""
    return [draft_file(file, version) for file, version in newest_files(session, item_id)]


def draft_file(file: ItemFile, version: FileVersion) -> FileView:
    """A version of a file as those on the draft see it."""
    seen = {"uploaded_at": version.uploaded_at, "versions": file.newest, "note": version.note}
    return file_view(file_detail(file, version)).model_copy(update=seen)


def get_file(session: Session, item_id: UUID, file_id: UUID, *, removed: bool = False) -> ItemFile:
    """A file of this item that is there, or that was removed; ``NotFound``."""
    file = session.get(ItemFile, file_id)
    if file is None or file.item_id != item_id or (file.removed_at is not None) != removed:
        raise NotFound("There is no such file here.")
    return file


def newest_version(session: Session, file: ItemFile) -> FileVersion:
    """What the draft has of a file."""
    return session.get_one(FileVersion, (file.id, file.newest))


def attachments(
    session: Session, viewer: PersonViewer, item: Item, *, file_bytes: int, item_bytes: int, item_files: int
) -> Attachments:
    """The files and links of a draft, and one's own uploads that can go on."""
    is_resource = item.kind is ItemKind.resource
    licence = session.get_one(Resource, item.id).licence if is_resource else None
    mine = session.exec(
        select(Upload)
        .where(Upload.item_id == item.id, Upload.person_id == viewer.person_id, going_on())
        .order_by(col(Upload.started_at))
    ).all()
    files, size = used(session, item.id)
    return Attachments(
        files=files_of_draft(session, item.id),
        links=links_of_draft(session, item.id),
        uploads=[upload_view(session, one) for one in mine],
        licence=licence_view(licence) if licence else None,
        licences=[licence_view(one) for one in LICENCES] if is_resource else [],
        file_bytes=file_bytes,
        files_left=max(0, item_files - files),
        bytes_left=max(0, item_bytes - size),
    )


def used(session: Session, item_id: UUID) -> tuple[int, int]:
    """How many files an item has or will have, and the bytes of all their versions."""
    files = session.exec(
        select(sa.func.count())
        .select_from(ItemFile)
        .where(ItemFile.item_id == item_id, col(ItemFile.removed_at).is_(None))
    ).one()
    stored = session.exec(
        select(sa.func.coalesce(sa.func.sum(FileVersion.size), 0))
        .join(ItemFile, col(ItemFile.id) == FileVersion.file_id)
        .where(ItemFile.item_id == item_id)
    ).one()
    waiting, coming = session.exec(
        select(
            sa.func.count(sa.case((col(Upload.file_id).is_(None), 1))),
            sa.func.coalesce(sa.func.sum(Upload.size), 0),
        ).where(Upload.item_id == item_id, going_on())
    ).one()
    return files + waiting, int(stored) + int(coming)


def sent_today(session: Session, person_id: UUID) -> int:
    """Bytes that somebody has sent in the last 24 hours, or is sending."""
    stored = session.exec(
        select(sa.func.coalesce(sa.func.sum(FileVersion.size), 0)).where(
            FileVersion.uploaded_by == person_id,
            FileVersion.uploaded_at > clock.now() - timedelta(days=1),
        )
    ).one()
    coming = session.exec(
        select(sa.func.coalesce(sa.func.sum(Upload.size), 0)).where(Upload.person_id == person_id, going_on())
    ).one()
    return int(stored) + int(coming)


def get_upload(session: Session, viewer: Viewer, upload_id: UUID) -> Upload:
    """One's own, while one may still write; ``NotFound``, or ``NotAllowed`` for who may not any more."""
    upload = session.get(Upload, upload_id)
    if upload is None or upload.expires_at <= clock.now():
        raise NotFound(NO_SUCH_UPLOAD)
    if not isinstance(viewer, PersonViewer) or viewer.person_id != upload.person_id:
        raise NotFound(NO_SUCH_UPLOAD)
    facts = item_facts(session, get_item(session, upload.item_id))
    answer = may_go_on(viewer, facts, upload.person_id)
    if not answer and readable_revision(viewer, facts) is None and not may_see_draft(viewer, facts):
        raise NotFound(NO_SUCH_UPLOAD)
    require(answer)
    return upload


def upload_view(session: Session, upload: Upload) -> UploadView:
    """How far it is, and what came of it."""
    file = None
    if upload.version is not None and upload.file_id is not None:
        stored = session.get_one(ItemFile, upload.file_id)
        file = draft_file(stored, session.get_one(FileVersion, (upload.file_id, upload.version)))
    return UploadView(
        id=upload.id,
        name=upload.name,
        size=upload.size,
        received=upload.received,
        part_bytes=PART_BYTES,
        expires_at=upload.expires_at,
        entry=upload.entry_id,
        file=file,
        refused=upload.refused,
    )


def get_version(session: Session, viewer: Viewer, file_id: UUID, number: int) -> FileVersion:
    """A version that the viewer may have now. ``NotFound`` for all else, so that nothing is told apart."""
    file, version = (
        session.get(ItemFile, file_id),
        session.get(FileVersion, (file_id, number), options=[WITHOUT_TEXT]),
    )
    if file is None or version is None:
        raise NotFound(NO_SUCH_FILE)
    facts = item_facts(session, get_item(session, file.item_id))
    reviewed: set[int] = set()
    if isinstance(viewer, PersonViewer) and not may_see_draft(viewer, facts):
        reviewed = {one.revision_number for one in part_in(session, viewer, facts).submissions}
    read = readable_revision(viewer, facts)
    held = _holding(session, file.item_id, version, reviewed | ({read} if read is not None else set()))
    if not may_have_file(viewer, facts, held=held, reviewed=reviewed):
        raise NotFound(NO_SUCH_FILE)
    return version


def _holding(session: Session, item_id: UUID, version: FileVersion, numbers: set[int]) -> set[int]:
    """Which of these revisions of an item hold this version of a file."""
    if not numbers:
        return set()
    wanted = (str(version.file_id), version.number)
    revisions = session.exec(
        select(Revision).where(Revision.item_id == item_id, col(Revision.number).in_(numbers))
    ).all()
    return {
        one.number
        for one in revisions
        if any((f["id"], f["version"]) == wanted for f in details_of_revision(one).get("files", []))
    }
