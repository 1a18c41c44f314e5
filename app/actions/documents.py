"""Making documents, reading them out as text, and waiting until what somebody wrote is stored."""

import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app import clock
from app.content.journey_sections import sections_with
from app.content.prosemirror import PMDoc, empty_document, from_markdown, to_markdown, to_plain_text
from app.content.templates import load_template
from app.content.yjs_codec import (
    SCHEMA_VERSION,
    open_document,
    read_sections,
    seed_document,
    state_vector_covers,
)
from app.db import Database
from app.errors import Busy, Conflict, NotFound
from app.events import DocumentGrew, emit
from app.models.documents import Document, DocumentProjection, DocumentUpdate
from app.models.items import Item
from app.models.journeys import JourneyEntry
from app.queries.documents import StoredDocument, stored_document

PATIENCE = 8.0
"""Seconds to wait for writing that is still on its way."""
_LOOK = 0.05
_READ_OUT = ("seq", "state_vector", "sections", "projected_at")
_waiting = threading.BoundedSemaphore(12)
"""Each wait holds one of the server's threads; the others stay free for everything else."""


def create_document(session: Session, item_id: UUID, sections: Mapping[str, str | PMDoc | None]) -> Document:
    """The document of an item, seeded once and for all with ``sections`` by key: Markdown, or a document of
    the closed schema, or ``None`` for none.

    Empty sections get the empty paragraph to type in: made by two browsers at once, it would be there twice.
    """
    document = Document(item_id=item_id, schema_version=SCHEMA_VERSION, last_seq=1)
    seed = seed_document({key: _as_document(section) for key, section in sections.items()})
    document.size = len(seed)
    session.add(document)
    session.flush()
    session.add(DocumentUpdate(document_id=document.id, seq=1, update=seed, created_at=clock.now()))
    session.flush()
    project_document(session, document.id)
    return document


def add_sections(session: Session, item_id: UUID, sections: Mapping[str, str | PMDoc | None]) -> None:
    """Give the document of an item sections that it does not have yet, seeded as in ``create_document``.

    Done once for each: its keys belong to something that this transaction makes. Whoever has the document
    open is given them after the commit.
    """
    seed = seed_document({key: _as_document(section) for key, section in sections.items()})
    document_id, seq = session.exec(
        sa.update(Document)
        .where(col(Document.item_id) == item_id)
        .values(last_seq=Document.last_seq + 1, size=Document.size + len(seed))
        .returning(col(Document.id), col(Document.last_seq))
    ).one()
    session.add(DocumentUpdate(document_id=document_id, seq=seq, update=seed, created_at=clock.now()))
    session.flush()
    project_document(session, document_id)
    emit(session, DocumentGrew(document_id, seq))


def project_document(session: Session, document_id: UUID) -> DocumentProjection:
    """The document as text, as it is stored now, kept for its readers. Can be done again at any time.

    Where a newer reading is kept already, that one stays and is returned.
    """
    keys = section_keys(session, document_id)
    keep_projection(session, read_out(document_id, stored_document(session, document_id), keys))
    kept = select(DocumentProjection).where(DocumentProjection.document_id == document_id)
    return session.exec(kept.execution_options(populate_existing=True)).one()


def section_keys(session: Session, document_id: UUID) -> list[str]:
    """The sections that a document has: by its item's template, and for each entry of a journey."""
    found = session.exec(
        select(Item.id, Item.template_key)
        .join(Document, col(Document.item_id) == Item.id)
        .where(Document.id == document_id)
    ).first()
    if found is None:
        raise NotFound
    item_id, template = found
    entries = session.exec(
        select(JourneyEntry.id).where(JourneyEntry.item_id == item_id, col(JourneyEntry.removed_at).is_(None))
    ).all()
    return [key for key, _ in sections_with(load_template(template), entries)]


def read_out(document_id: UUID, stored: StoredDocument, keys: Iterable[str]) -> DocumentProjection:
    """A document as text; nothing is kept. Takes a tenth of a second for a megabyte."""
    document = open_document(stored.updates)
    sections = read_sections(document, keys)
    return DocumentProjection(
        document_id=document_id,
        seq=stored.seq,
        state_vector=document.get_state(),
        sections={key: _as_text(section) for key, section in sections.items()},
        projected_at=clock.now(),
    )


def keep_projection(session: Session, projection: DocumentProjection) -> None:
    """Put ``projection`` in the place of an older one. A newer one stays."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(DocumentProjection)
    session.exec(
        insert.on_conflict_do_update(
            index_elements=[col(DocumentProjection.document_id)],
            set_={name: insert.excluded[name] for name in _READ_OUT},
            where=col(DocumentProjection.seq) <= insert.excluded.seq,
        ),
        params=projection.model_dump(),
    )


def wait_until_stored(
    database: Database, document_id: UUID, state_vector: bytes, patience: float = PATIENCE
) -> None:
    """Return once everything that a browser in ``state_vector`` has inserted is stored.

    Outside any transaction: holding one would keep the writers out. Deletions do not show in a state vector,
    so a browser waits for its own "saved" before it asks. ``Conflict`` after ``patience`` seconds,
    ``Invalid`` for bytes that are no state vector.
    """
    if not _waiting.acquire(blocking=False):
        raise Busy("Many are sending something just now. Nothing is lost; please try again.")
    try:
        _wait(database, document_id, state_vector, time.monotonic() + patience)
    finally:
        _waiting.release()


def _wait(database: Database, document_id: UUID, state_vector: bytes, until: float) -> None:
    seq = -1
    while True:
        with database.read() as session:
            last = session.exec(select(Document.last_seq).where(Document.id == document_id)).first()
            if last is None:
                raise NotFound
            if last != seq:
                seq = last
                have = open_document(stored_document(session, document_id).updates).get_state()
                if state_vector_covers(have, state_vector):
                    return
        if time.monotonic() > until:
            raise Conflict(
                "Your last words have not been saved yet. Wait until the page says saved, then try again."
            )
        time.sleep(_LOOK)


def _as_document(section: str | PMDoc | None) -> PMDoc:
    if not section:
        return empty_document()
    return from_markdown(section) if isinstance(section, str) else section


def _as_text(section: PMDoc) -> dict[str, Any]:
    return {"prosemirror": section, "markdown": to_markdown(section), "text": to_plain_text(section)}
