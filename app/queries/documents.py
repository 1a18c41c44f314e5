"""Reads of documents: who may open one, and what is stored of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.content.yjs_codec import SCHEMA_VERSION
from app.models.documents import Document, DocumentSnapshot, DocumentUpdate
from app.models.items import Item
from app.policies.items import may_edit, may_see_draft
from app.policies.viewers import Viewer
from app.queries.items import item_facts
from app.queries.visibility import has_current_author


@dataclass(frozen=True, slots=True)
class DocumentAccess:
    """A document that a viewer may open, and whether they may change it.

    ``schema_version`` is the newest, whichever the document was made with: what stands in it may have been
    written since by a browser that knows more, and one that knows less would delete that.
    """

    document_id: UUID
    item_id: UUID
    generation: int
    schema_version: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """Everything stored of a document up to ``seq``, as Yjs v1 updates to be applied in order.

    Where ``snapshot_seq`` is not 0, the first of them is the snapshot up to there.
    """

    seq: int
    updates: Sequence[bytes]
    snapshot_seq: int


def document_access(session: Session, viewer: Viewer, document_id: UUID) -> DocumentAccess | None:
    """What ``viewer`` may do with the live document; ``None`` where it is not theirs to know."""
    document = session.get(Document, document_id)
    item = session.get(Item, document.item_id) if document else None
    if document is None or item is None:
        return None
    facts = item_facts(session, item)
    if not may_see_draft(viewer, facts):
        return None
    return DocumentAccess(
        document_id=document.id,
        item_id=item.id,
        generation=document.generation,
        schema_version=SCHEMA_VERSION,
        may_edit=bool(may_edit(viewer, facts)),
    )


def without_authors(session: Session, item_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these items whose last author's last seat has ended: they pass to their School Leads."""
    wanted = list(set(item_ids))
    if not wanted:
        return set()
    return set(
        session.exec(select(Item.id).where(col(Item.id).in_(wanted), sa.not_(has_current_author()))).all()
    )


def document_to_wait_for(session: Session, viewer: Viewer, item_id: UUID) -> UUID | None:
    """The document of an item whose draft ``viewer`` may see; nothing of any other."""
    item = session.get(Item, item_id)
    if item is None or not may_see_draft(viewer, item_facts(session, item)):
        return None
    return session.exec(select(Document.id).where(Document.item_id == item_id)).first()


def stored_document(session: Session, document_id: UUID) -> StoredDocument:
    """The newest snapshot and every update after it."""
    snapshot = session.exec(
        select(DocumentSnapshot)
        .where(DocumentSnapshot.document_id == document_id)
        .order_by(col(DocumentSnapshot.seq).desc())
        .limit(1)
    ).first()
    from_seq = snapshot.seq if snapshot else 0
    rows = session.exec(
        select(DocumentUpdate.seq, DocumentUpdate.update)
        .where(DocumentUpdate.document_id == document_id, col(DocumentUpdate.seq) > from_seq)
        .order_by(col(DocumentUpdate.seq))
    ).all()
    updates = ([snapshot.update] if snapshot else []) + [update for _, update in rows]
    return StoredDocument(rows[-1][0] if rows else from_seq, updates, from_seq)
