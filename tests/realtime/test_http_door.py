"""Where WebSockets are blocked: everything that is promised of a document's socket, by HTTP.

The tests are those of the socket. Here they meet an address that opens the HTTP door to whoever connects.
"""

import http.client
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col

from app.content.yjs_bytes import var_bytes
from app.db import Database
from app.deps.viewers import COOKIE
from app.models.documents import Document
from app.realtime.codes import MESSAGE_BYTES, Close
from app.settings import Settings
from tests.factories import County
from tests.realtime import test_bad_input, test_kill
from tests.realtime.conftest import HASTY, Draft
from tests.realtime.http_door import HttpAddress
from tests.realtime.peers import sync
from tests.realtime.servers import Process, serving, sockets_app
from tests.realtime.test_bad_input import BAD
from tests.realtime.test_doors import (  # noqa: F401
    test_a_draft_of_others_is_not_there,
    test_a_draft_whose_last_author_leaves_by_date_passes_to_its_school_lead,
    test_a_reader_cannot_write_in_any_way,
    test_a_reader_who_becomes_an_author_reconnects_and_writes,
    test_a_removed_author_goes_at_once_and_is_not_there_afterwards,
    test_another_generation_or_schema,
    test_no_such_document,
    test_origins,
    test_seats_and_sessions_that_end_by_date,
    test_signed_out,
    test_signing_out_closes_that_session_and_no_other,
    test_silence_is_broken_before_stock_clients_hang_up,
    test_the_current_generation_and_schema,
)
from tests.realtime.test_storing import (  # noqa: F401
    Impatient,
    in_a_hurry,
    test_a_damaged_document_is_refused_and_never_shown_empty,
    test_a_full_document_has_room_again_after_something_was_taken_out,
    test_a_full_document_says_so_and_keeps_what_it_has,
    test_nobody_comes_in_while_the_database_is_away,
    test_sizes_are_kept,
    test_waiting_until_something_is_stored,
    test_what_could_not_be_stored_was_seen_by_nobody,
)
from tests.realtime.test_writing_together import stored_text
from tests.realtime.wire import Address


@pytest.fixture(scope="module")
def address(shared_county: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """As for the sockets, by HTTP."""
    settings = Settings(frontend=tmp_path_factory.mktemp("no-screens"), document_bytes=200_000)
    with serving(sockets_app(shared_county.database, settings, tuning=HASTY)) as address:
        yield HttpAddress(address.port)


@pytest.fixture
def impatient(sqlite_database: Database, settings: Settings) -> Iterator[Impatient]:
    """As for the sockets, by HTTP."""
    with in_a_hurry(sqlite_database, settings) as (draft, address):
        yield draft, HttpAddress(address.port)


def post(
    draft: Draft, address: Address, body: bytes, query: str = "", token: str | None = None
) -> tuple[int, bytes]:
    """What the author is answered who posts ``body``."""
    cookie = f"{COOKIE}={token or draft.county.token(draft.author)}"
    with closing(http.client.HTTPConnection(address.host, timeout=15)) as connection:
        path = f"/api/documents/{draft.document}/updates{query}"
        connection.request("POST", path, body, {"Cookie": cookie})
        response = connection.getresponse()
        return response.status, response.read()


@pytest.mark.parametrize("what", [what for what in BAD if not what.startswith("awareness")])
def test_bad_bytes_are_refused_and_nothing_else_happens(draft: Draft, address: Address, what: str) -> None:
    author = draft.peer(address, draft.author).join()
    assert post(draft, address, var_bytes(BAD[what]))[0] == 422
    test_bad_input.still_works(draft, author, "afterwards")


@pytest.mark.parametrize(
    "body", [b"\xff" * 20, b"\x05abc", b"\x80", var_bytes(sync(2, b"\x00\x00")) + b"\x01"]
)
def test_bodies_that_are_no_messages(draft: Draft, address: Address, body: bytes) -> None:
    status, problem = post(draft, address, body)
    assert status == 422
    assert b"not what is spoken here" in problem


def test_nothing_to_say_is_nothing_to_answer(draft: Draft, address: Address) -> None:
    assert post(draft, address, b"") == (200, b"")


@pytest.mark.parametrize("state", ["%20", "a", "____", "A" * 3001, "\u00e9".encode().hex()])
def test_state_vectors_that_are_none(draft: Draft, address: Address, state: str) -> None:
    """Each is refused, in the answer or as the stream's last event."""
    author = draft.peer(address, draft.author).join()
    with closing(http.client.HTTPConnection(address.host, timeout=15)) as connection:
        cookie = f"{COOKIE}={draft.county.token(draft.author)}"
        path = f"/api/documents/{draft.document}/updates?state={state}"
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        assert response.status == 422 or b'"code": 1007' in response.read()
    test_bad_input.still_works(draft, author, "afterwards")


def test_a_message_of_more_than_a_mebibyte(draft: Draft, address: Address) -> None:
    author = draft.peer(address, draft.author).join()
    assert post(draft, address, var_bytes(sync(2, bytes(MESSAGE_BYTES + 1))))[0] == 413
    test_bad_input.still_works(draft, author, "afterwards")


def test_an_answer_comes_after_the_commit(draft: Draft, address: Address) -> None:
    """Whoever is answered can read it back from the disk at once."""
    writer = draft.peer(address, draft.author).join()
    for number in range(20):
        writer.type(f"word{number}.")
        assert writer.saved or writer.sent > writer.stored
        writer.until(lambda: writer.saved)
        assert f"word{number}." in stored_text(draft.database, draft)


def test_what_was_written_for_a_replaced_document_is_refused_as_such(draft: Draft, address: Address) -> None:
    """Each POST is let in anew, and says so itself; a socket hears of it by being closed."""
    author = draft.peer(address, draft.author).join("?generation=1")
    with draft.database.write() as session:
        session.exec(sa.update(Document).where(col(Document.id) == draft.document).values(generation=2))
    author.type("Into the old one.")
    author.until(lambda: author.closed is not None)
    assert author.closed == Close.changed
    assert "Into the old one." not in stored_text(draft.database, draft)


class ProcessByHttp(Process):
    """A service whose documents are reached by HTTP."""

    def __init__(self, database_url: str, folder: Path, **environment: str) -> None:
        super().__init__(database_url, folder, **environment)
        self.address = HttpAddress(self.address.port)


@pytest.mark.slow
def test_every_word_that_was_seen_or_saved_survives(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_kill, "Process", ProcessByHttp)
    monkeypatch.setattr(test_kill, "ROUNDS", 1)
    test_kill.test_every_word_that_was_seen_or_saved_survives(sqlite_template, tmp_path)
