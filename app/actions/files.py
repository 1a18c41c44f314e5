"""Files of an item: new versions, their order and descriptions, taken away and put back; and its licence."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.stories import changed_draft
from app.content.file_names import name_as
from app.errors import Conflict
from app.models.files import FileVersion, ItemFile, Licence, Resource, Upload
from app.models.items import Item, ItemKind
from app.policies.viewers import PersonViewer


def add_version(session: Session, upload: Upload, version: FileVersion) -> tuple[ItemFile, int]:
    """Write down what an upload has become, as a new file or as the next version of one; which it is.

    A new file has the id of its upload.
    """
    now = clock.now()
    if upload.file_id is None:
        file = ItemFile(
            id=upload.id,
            item_id=upload.item_id,
            entry_id=upload.entry_id,
            description=upload.description,
            position=_last_position(session, upload.item_id) + 1,
            newest=0,
            created_at=now,
        )
        session.add(file)
        session.flush()
    else:
        file = session.get_one(ItemFile, upload.file_id)
    number: int = session.exec(
        sa.update(ItemFile)
        .where(col(ItemFile.id) == file.id)
        .values(newest=ItemFile.newest + 1)
        .returning(col(ItemFile.newest))
    ).scalar_one()
    session.refresh(file)
    version.file_id, version.number = file.id, number
    version.name = name_as(version.name, version.media_type)
    if upload.file_id is not None and upload.description:
        file.description = upload.description
        session.add(file)
    if file.removed_at is not None:
        # Somebody took it out while this was on its way: what was sent is not lost where nobody sees it.
        file.removed_at = None
        session.add(file)
    session.add(version)
    session.flush()
    record(
        session,
        upload.person_id,
        "file.added",
        "item",
        upload.item_id,
        file=str(file.id),
        version=number,
        media_type=version.media_type,
        size=version.size,
    )
    return file, number


def change_file(
    session: Session, viewer: PersonViewer, file: ItemFile, *, description: str | None, position: int | None
) -> None:
    """Another description; another place among the files of its entry, or else of the item, from 0."""
    if description is not None:
        file.description = " ".join(description.split())
        session.add(file)
    if position is not None:
        beside = [one for one in _there(session, file.item_id) if one.entry_id == file.entry_id]
        others = [one for one in beside if one.id != file.id]
        others.insert(position, file)
        for place, one in enumerate(others):
            one.position = place
            session.add(one)
    session.flush()
    _changed(session, viewer, file, "file.changed")


def remove_file(session: Session, viewer: PersonViewer, file: ItemFile) -> None:
    """Take a file out of the draft. Revisions that hold it keep it; it can be put back."""
    file.removed_at = clock.now()
    session.add(file)
    _changed(session, viewer, file, "file.removed")


def restore_file(session: Session, viewer: PersonViewer, file: ItemFile, *, most: int) -> None:
    """Put back what was removed, where it was. ``Conflict`` when there are ``most`` files meanwhile."""
    if len(_there(session, file.item_id)) >= most:
        raise Conflict(f"There are {most} files here already. Take one away first.")
    file.removed_at = None
    session.add(file)
    _changed(session, viewer, file, "file.restored")


def choose_licence(session: Session, viewer: PersonViewer, item: Item, licence: Licence) -> None:
    """The terms on which a resource may be used, from its next revision on."""
    if item.kind is not ItemKind.resource:
        raise Conflict("Terms are chosen for resources; a story is there to be read.")
    resource = session.get_one(Resource, item.id)
    before = resource.licence
    resource.licence = licence
    session.add(resource)
    record(
        session,
        viewer.person_id,
        "resource.licence_chosen",
        "item",
        item.id,
        licence=licence.value,
        before=before.value if before else None,
    )
    changed_draft(session, item.id)


def _changed(session: Session, viewer: PersonViewer, file: ItemFile, what: str) -> None:
    record(session, viewer.person_id, what, "item", file.item_id, file=str(file.id))
    changed_draft(session, file.item_id)


def _there(session: Session, item_id: UUID) -> list[ItemFile]:
    return list(
        session.exec(
            select(ItemFile)
            .where(ItemFile.item_id == item_id, col(ItemFile.removed_at).is_(None))
            .order_by(col(ItemFile.position), col(ItemFile.created_at))
        ).all()
    )


def _last_position(session: Session, item_id: UUID) -> int:
    last: int = session.exec(
        select(sa.func.coalesce(sa.func.max(ItemFile.position), -1)).where(ItemFile.item_id == item_id)
    ).one()
    return last
