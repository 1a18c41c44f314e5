"""Documents that were made before pictures could stand in them are opened and carried on."""

import base64
import json
from pathlib import Path

import sqlalchemy as sa
from pycrdt import XmlElement
from sqlmodel import col, select

from app import clock
from app.content.yjs_codec import SCHEMA_VERSION
from app.models.documents import Document, DocumentProjection, DocumentUpdate
from app.models.files import FileVersion
from app.models.items import Revision
from app.realtime.codes import Close
from tests.realtime.conftest import Draft
from tests.realtime.wire import Address
from tests.uploads import stored

BEFORE = json.loads((Path(__file__).parent.parent / "data" / "document-schema-1.json").read_text())
"""As version 1 of the schema seeded it."""


def made_before(draft: Draft) -> None:
    """What the database held then, byte for byte."""
    update = base64.b64decode(BEFORE["update"])
    with draft.database.write() as session:
        for rows in (DocumentUpdate, DocumentProjection):
            session.exec(sa.delete(rows).where(col(rows.document_id) == draft.document))
        session.add(DocumentUpdate(document_id=draft.document, seq=1, update=update, created_at=clock.now()))
        session.exec(
            sa.update(Document)
            .where(col(Document.id) == draft.document)
            .values(schema_version=1, last_seq=1, size=len(update))
        )


def test_a_browser_of_today_puts_a_picture_into_it(draft: Draft, address: Address) -> None:
    made_before(draft)
    file = stored(draft.county, draft.story, draft.author, name="wall.png")
    with draft.database.write() as session:
        session.exec(
            sa.update(FileVersion).where(col(FileVersion.file_id) == file).values(media_type="image/png")
        )
    author = draft.peer(address, draft.author).join(f"?generation=1&schema={SCHEMA_VERSION}")
    picture = author.section().children.append(XmlElement("picture"))
    picture.attributes["file"] = str(file)
    author.type("And now with a picture.")
    author.until(lambda: author.saved)
    draft.county.submit(draft.story, draft.author)
    with draft.database.read() as session:
        sections = session.exec(select(Revision.sections).where(Revision.item_id == draft.story)).one()
    markdown = {section["key"]: section["markdown"] for section in sections}
    assert markdown["what-we-did"] == BEFORE["markdown"]["what-we-did"]
    assert markdown["context"].startswith(BEFORE["markdown"]["context"])
    assert f"![](picture:{file})" in markdown["context"]


def test_a_browser_of_then_is_told_before_it_can_delete_anything(draft: Draft, address: Address) -> None:
    token = draft.county.token(draft.author)
    at = f"/ws/documents/{draft.document}?generation=1&schema=1"
    with address.connect(at, token) as socket:
        assert socket.close_code() == Close.changed
    made_before(draft)
    with address.connect(at, token) as socket:
        assert socket.close_code() == Close.changed
