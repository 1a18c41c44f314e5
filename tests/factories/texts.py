"""What stands in a document, as if it had been written there."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from pycrdt import XmlElement, XmlFragment, XmlText
from sqlmodel import Session, col, select

from app.actions.documents import create_document
from app.content.prosemirror import from_markdown
from app.content.yjs_codec import open_document
from app.models.documents import Document, DocumentProjection, DocumentSnapshot, DocumentUpdate
from app.models.items import Item


def write(session: Session, item: Item, text: str, section: str = "context") -> None:
    """Put ``text`` into a section, as if it had been there from the beginning."""
    document = session.exec(select(Document.id).where(Document.item_id == item.id)).one()
    for rows in (DocumentUpdate, DocumentSnapshot, DocumentProjection):
        session.exec(sa.delete(rows).where(col(rows.document_id) == document))
    session.exec(sa.delete(Document).where(col(Document.id) == document))
    create_document(session, item.id, {section: text})


def written_after(updates: Sequence[bytes], section: str, text: str) -> bytes:
    """What a browser that has ``updates`` sends once ``text`` (Markdown) stands in ``section`` instead of
    what was there."""
    doc = open_document(updates)
    before = doc.get_state()
    with doc.transaction():
        fragment = doc.get(section, type=XmlFragment)
        del fragment.children[:]
        for block in from_markdown(text)["content"]:
            paragraph = fragment.children.append(XmlElement("paragraph"))
            assert block["type"] == "paragraph", "tests write paragraphs"
            for piece in block.get("content", []):
                assert piece["type"] == "text"
                marks: dict[str, Any] = {mark["type"]: {} for mark in piece.get("marks", [])}
                paragraph.children.append(XmlText(piece["text"])).format(
                    0, len(piece["text"].encode()), marks
                )
    return doc.get_update(before)
