"""Who comes in, who only reads, and who has to go."""

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app import clock
from app.actions import sessions, stories
from app.content.yjs_codec import SCHEMA_VERSION
from app.models.documents import Document, DocumentUpdate
from app.models.people import PersonSession, Role
from app.queries.items import get_item, item_facts
from app.queries.viewers import person_viewer
from app.realtime.codes import Close
from tests.realtime.conftest import Draft
from tests.realtime.peers import sync, together
from tests.realtime.wire import PATIENCE, Address


def knock(draft: Draft, address: Address, token: str | None, rest: str = "", **headers: str) -> int:
    """The code with which the door is closed."""
    with address.connect(f"/ws/documents/{draft.document}{rest}", token, **headers) as socket:
        return socket.close_code()


def test_signed_out(draft: Draft, address: Address) -> None:
    assert knock(draft, address, None) == Close.signed_out
    assert knock(draft, address, "no such token") == Close.signed_out


@pytest.mark.parametrize("who", ["stranger", "colleague_of_the_school", "cluster_lead", "administrator"])
def test_a_draft_of_others_is_not_there(draft: Draft, address: Address, who: str) -> None:
    county = draft.county
    person = {
        "stranger": lambda: draft.stranger,
        "colleague_of_the_school": lambda: county.person(Role.contributor, draft.school),
        "cluster_lead": lambda: county.person(Role.cluster_lead, draft.cluster),
        "administrator": lambda: county.person(Role.administrator),
    }[who]()
    assert knock(draft, address, county.token(person)) == Close.not_there


@pytest.mark.parametrize("document", ["00000000-0000-4000-8000-000000000000", "no-uuid", "%00"])
def test_no_such_document(draft: Draft, address: Address, document: str) -> None:
    with address.connect(f"/ws/documents/{document}", draft.county.token(draft.author)) as socket:
        assert socket.close_code() == Close.not_there


@pytest.mark.parametrize(
    "query",
    ["?generation=2", "?schema=99", "?schema=1", "?generation=1&schema=0", "?generation=one", "?generation="],
)
def test_another_generation_or_schema(draft: Draft, address: Address, query: str) -> None:
    assert knock(draft, address, draft.county.token(draft.author), query) == Close.changed


def test_the_current_generation_and_schema(draft: Draft, address: Address) -> None:
    draft.peer(address, draft.author).join(f"?generation=1&schema={SCHEMA_VERSION}")


def test_origins(draft: Draft, address: Address) -> None:
    token = draft.county.token(draft.author)
    assert knock(draft, address, token, Origin="https://elsewhere.example") == Close.not_allowed
    assert knock(draft, address, token, Origin="null") == Close.not_allowed
    with address.connect(f"/ws/documents/{draft.document}", token, Origin=f"http://{address.host}") as socket:
        socket.send(sync(0, b"\x00"))
        assert isinstance(socket.recv(), bytes)


def test_a_reader_cannot_write_in_any_way(draft: Draft, address: Address) -> None:
    author = draft.peer(address, draft.author).join()
    reader = draft.peer(address, draft.lead).join()
    assert reader.standing[0]["writes"] is False
    assert reader.standing[0]["reason"] == "reader"
    assert author.standing[0] == {"writes": True, "reason": None, "detail": ""}
    assert not reader.refusals
    with draft.database.read() as session:
        before = session.get_one(Document, draft.document).last_seq
    reader.type("I only wanted to add")
    update = reader.updates[-1]
    reader.send(sync(1, update))
    reader.send(sync(1, reader.doc.get_update()))
    reader.until(lambda: bool(reader.refusals))
    assert "ask its authors to invite you" in reader.refusals[0]
    author.type("Only authors write.")
    together([author, reader], lambda: "Only authors write." in reader.text() and author.saved)
    assert "I only wanted to add" not in author.text()
    assert not reader.saved
    with draft.database.read() as session:
        stored = session.exec(
            select(DocumentUpdate.update).where(
                DocumentUpdate.document_id == draft.document, DocumentUpdate.seq > before
            )
        ).all()
    assert stored
    assert not any(b"I only wanted" in one for one in stored)


def test_a_removed_author_goes_at_once_and_is_not_there_afterwards(draft: Draft, address: Address) -> None:
    author = draft.peer(address, draft.author).join()
    colleague = draft.peer(address, draft.colleague).join()
    with draft.database.write() as session:
        item = get_item(session, draft.story)
        stories.change_author(
            session,
            person_viewer(session, draft.author),
            item_facts(session, item),
            draft.colleague,
            may_write=False,
            on_byline=None,
        )
    colleague.until(lambda: colleague.closed is not None)
    assert colleague.closed == Close.decide_again
    assert knock(draft, address, colleague.token) == Close.not_there
    author.until(lambda: author.news > 0)
    author.type("I am still here.")
    author.until(lambda: author.saved)


def test_a_reader_who_becomes_an_author_reconnects_and_writes(draft: Draft, address: Address) -> None:
    lead = draft.peer(address, draft.lead).join()
    draft.county.join(draft.story, draft.author, draft.lead)
    lead.until(lambda: lead.closed is not None)
    assert lead.closed == Close.decide_again
    lead.join()
    lead.type("Now I may.")
    lead.until(lambda: lead.saved)


def test_signing_out_closes_that_session_and_no_other(draft: Draft, address: Address) -> None:
    here = draft.peer(address, draft.author).join()
    there = draft.peer(address, draft.author).join()
    with draft.database.write() as session:
        sessions.sign_out(session, here.token)
    here.until(lambda: here.closed is not None)
    assert here.closed == Close.decide_again
    assert knock(draft, address, here.token) == Close.signed_out
    there.type("Another browser.")
    there.until(lambda: there.saved)


def test_seats_and_sessions_that_end_by_date(draft: Draft, address: Address) -> None:
    """Nothing happens when a date passes, so somebody has to look."""
    author = draft.peer(address, draft.author).join()
    colleague = draft.peer(address, draft.colleague).join()
    draft.county.end_seats(draft.colleague)
    colleague.until(lambda: colleague.closed is not None)
    assert colleague.closed == Close.decide_again
    assert knock(draft, address, colleague.token) == Close.not_there
    with draft.database.write() as session:
        session.exec(
            sa.update(PersonSession)
            .where(col(PersonSession.person_id) == draft.author)
            .values(expires_at=clock.now() - timedelta(seconds=1))
        )
    author.until(lambda: author.closed is not None)
    assert author.closed == Close.decide_again
    assert knock(draft, address, author.token) == Close.signed_out


def test_a_draft_whose_last_author_leaves_by_date_passes_to_its_school_lead(
    draft: Draft, address: Address
) -> None:
    lead = draft.peer(address, draft.lead).join()
    assert lead.standing[-1]["writes"] is False
    draft.county.end_seats(draft.author)
    draft.county.end_seats(draft.colleague)
    lead.until(lambda: lead.closed is not None)
    assert lead.closed == Close.decide_again
    lead.join()
    lead.type("I take it from here.")
    lead.until(lambda: lead.saved)


def test_a_replaced_document_is_loaded_again(draft: Draft, address: Address) -> None:
    author = draft.peer(address, draft.author).join("?generation=1")
    with draft.database.write() as session:
        session.exec(sa.update(Document).where(col(Document.id) == draft.document).values(generation=2))
    author.type("Into the old one.")
    author.until(lambda: author.closed is not None)
    assert author.closed == Close.decide_again
    assert knock(draft, address, author.token, "?generation=1") == Close.changed


def test_silence_is_broken_before_stock_clients_hang_up(draft: Draft, address: Address) -> None:
    alone = draft.peer(address, draft.author).join()
    heard = len(alone.received)
    began = time.monotonic()
    alone.until(lambda: len(alone.received) >= heard + 2)
    assert time.monotonic() - began < PATIENCE
