"""Documents as text: soon after the last key, when the last one leaves, never older than what is there."""

import time

import pytest

from app.actions.documents import (
    create_document,
    keep_projection,
    project_document,
    read_out,
    section_keys,
)
from app.db import Database
from app.models.documents import Document, DocumentProjection
from app.queries.documents import stored_document
from tests.factories import County
from tests.realtime.conftest import Draft, make_draft
from tests.realtime.wire import PATIENCE, Address


def projected(draft: Draft) -> DocumentProjection:
    """What readers get."""
    with draft.database.read() as session:
        return session.get_one(DocumentProjection, draft.document)


def until_projected(draft: Draft, text: str) -> DocumentProjection:
    """Wait until ``text`` can be read without a socket."""
    until = time.monotonic() + PATIENCE
    while text not in projected(draft).sections["context"]["markdown"]:
        assert time.monotonic() < until, f"{text!r} was not read out"
        time.sleep(0.01)
    return projected(draft)


def test_what_was_written_can_be_read_soon_after(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    line = one.line()
    line.insert(0, "a bold word")
    line.format(2, 6, {"bold": {}})
    one.type("Second section.", "problem")
    found = until_projected(draft, "a **bold** word")
    assert "a bold word" in found.sections["context"]["text"]
    assert found.sections["problem"]["markdown"] == "Second section.\n"
    assert set(found.sections) >= {"context", "problem", "advice"}


def test_somebody_who_never_stops_is_read_out_meanwhile(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    line = one.line()
    began = projected(draft).seq
    until = time.monotonic() + PATIENCE
    while projected(draft).seq == began:
        assert time.monotonic() < until, "it was never read out"
        line += "on "
        one.read(0.02)
    assert "on on" in projected(draft).sections["context"]["markdown"]


def test_leaving_does_not_wait(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    one.type("Goodbye.")
    one.until(lambda: one.saved)
    one.leave()
    until_projected(draft, "Goodbye.")


@pytest.fixture
def anywhere(database: Database) -> Draft:
    """A draft on either database, without a server."""
    return make_draft(County(database))


def test_a_new_document_can_be_read_at_once(anywhere: Draft) -> None:
    found = projected(anywhere)
    assert found.sections["context"]["markdown"] == "It began on a Monday.\n"
    assert found.sections["advice"] == {
        "prosemirror": {"type": "doc", "content": [{"type": "paragraph"}]},
        "markdown": "",
        "text": "",
    }


def test_an_older_reading_never_replaces_a_newer_one(anywhere: Draft) -> None:
    with anywhere.database.read() as session:
        keys = section_keys(session, anywhere.document)
        older = read_out(anywhere.document, stored_document(session, anywhere.document), keys)
    with anywhere.database.write() as session:
        kept = session.get_one(DocumentProjection, anywhere.document)
        kept.seq, kept.sections = older.seq + 1, {"context": "newer"}
        session.add(kept)
    with anywhere.database.write() as session:
        keep_projection(session, older)
    assert projected(anywhere).sections == {"context": "newer"}


def test_it_can_be_made_again_from_nothing(anywhere: Draft) -> None:
    before = projected(anywhere)
    with anywhere.database.write() as session:
        session.delete(session.get_one(DocumentProjection, anywhere.document))
    with anywhere.database.write() as session:
        again = project_document(session, anywhere.document)
        assert (again.seq, again.sections, again.state_vector) == (
            before.seq,
            before.sections,
            before.state_vector,
        )


def test_a_document_is_seeded_with_its_row_or_not_at_all(anywhere: Draft) -> None:
    with anywhere.database.read() as session:
        document = session.get_one(Document, anywhere.document)
        stored = stored_document(session, anywhere.document)
    assert (document.last_seq, stored.seq, len(stored.updates)) == (1, 1, 1)
    assert document.size == len(stored.updates[0])
    with pytest.raises(Exception, match=r"(?i)unique"), anywhere.database.write() as session:
        create_document(session, anywhere.story, {"context": "a second time"})
    with anywhere.database.read() as session:
        assert stored_document(session, anywhere.document) == stored
