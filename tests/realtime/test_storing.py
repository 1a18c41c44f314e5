"""When storing does not work nobody has seen anything; and what a document may hold."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.actions.documents import wait_until_stored
from app.db import Database
from app.errors import Conflict, Invalid, NotFound
from app.models.documents import Document, DocumentUpdate
from app.queries.documents import stored_document
from app.realtime.codes import Close
from app.settings import Settings
from tests.factories import County
from tests.realtime.conftest import HASTY, Draft, make_draft
from tests.realtime.peers import Peer, converge, together
from tests.realtime.servers import serving, sockets_app
from tests.realtime.test_writing_together import stored_rows, stored_text
from tests.realtime.wire import Address

Impatient = tuple[Draft, Address]


@pytest.fixture
def impatient(sqlite_database: Database, settings: Settings) -> Iterator[Impatient]:
    """A draft on a service that waits a quarter of a second for a locked database."""
    with in_a_hurry(sqlite_database, settings) as served:
        yield served


@contextmanager
def in_a_hurry(sqlite_database: Database, settings: Settings) -> Iterator[Impatient]:
    """The same, for others to use."""
    draft = make_draft(County(sqlite_database))
    served = Database(str(sqlite_database.engine.url))

    @sa.event.listens_for(served.engine, "connect")
    def _hurry(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("PRAGMA busy_timeout=250")

    with serving(sockets_app(served, settings, tuning=HASTY)) as address:
        yield draft, address
    served.close()


def run(database: Database, sql: str) -> None:
    """One statement of SQL, committed."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql(sql)


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Somebody else writes to the SQLite file, and takes their time."""
    with database.engine.begin():
        yield


@contextmanager
def refusing(database: Database) -> Iterator[None]:
    """The database takes no update, as when its disk is full."""
    run(
        database,
        "CREATE TRIGGER no_room BEFORE INSERT ON document_update"
        " BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END",
    )
    yield
    run(database, "DROP TRIGGER no_room")


@pytest.mark.parametrize("trouble", [locked, refusing])
def test_what_could_not_be_stored_was_seen_by_nobody(
    impatient: Impatient, trouble: Callable[[Database], AbstractContextManager[None]]
) -> None:
    draft, address = impatient
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    one.type("Before.")
    converge([one, two])
    with trouble(draft.database):
        one.type("Meanwhile.")
        assert not one.saved
        together([one, two], lambda: one.closed is not None)
        assert one.closed == Close.later
        while two.read(0.1):
            pass
        assert two.closed is None
        assert "Meanwhile." not in two.text()
        assert "Meanwhile." not in stored_text(draft.database, draft)
    one.disconnect()
    one.join()
    two.type("Afterwards.")
    converge([one, two])
    assert "Meanwhile." in two.text()
    assert one.text() == stored_text(draft.database, draft)


def test_nobody_comes_in_while_the_database_is_away(impatient: Impatient) -> None:
    draft, address = impatient
    token = draft.county.token(draft.author)
    run(draft.database, "ALTER TABLE person_session RENAME TO elsewhere")
    with address.connect(f"/ws/documents/{draft.document}", token) as socket:
        assert socket.close_code() == Close.later
    run(draft.database, "ALTER TABLE elsewhere RENAME TO person_session")
    draft.peer(address, draft.author).join()


def come_in(draft: Draft, address: Address) -> Peer:
    """The author, as soon as they have read something or have been turned away."""
    peer = draft.peer(address, draft.author).connect()
    peer.until(lambda: peer.closed is not None or peer.text() != "")
    return peer


@pytest.mark.parametrize("damage", ["bytes", "a missing update"])
def test_a_damaged_document_is_refused_and_never_shown_empty(impatient: Impatient, damage: str) -> None:
    draft, address = impatient
    one = draft.peer(address, draft.author).join()
    for word in "abc":
        one.type(word)
        one.until(lambda: one.saved)
    one.leave()
    with draft.database.write() as session:
        kept = session.get_one(DocumentUpdate, (draft.document, 2))
        whole, written = kept.update, kept.created_at
        if damage == "bytes":
            kept.update = b"\x01\x07\x00"
            session.add(kept)
        else:
            session.delete(kept)
    one = come_in(draft, address)
    while one.closed is None:  # the room had not been put away yet, and still knew every word
        one.leave()
        one = come_in(draft, address)
    assert one.closed == Close.unreadable
    assert one.text() == ""
    with draft.database.write() as session:
        session.merge(DocumentUpdate(document_id=draft.document, seq=2, update=whole, created_at=written))
    assert "a" in draft.peer(address, draft.author).join().text()


def test_a_full_document_says_so_and_keeps_what_it_has(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    one.type("x" * 120_000)
    converge([one, two])
    one.type("y" * 120_000)
    one.until(lambda: bool(one.refusals))
    assert "too long to save" in one.refusals[0]
    assert one.standing[-1]["reason"] == "full"
    one.type("small, but after what is lost")
    two.type("Others go on.")
    together([two], lambda: two.saved)
    assert not one.saved
    assert "y" * 100 not in two.text()
    assert "small, but" not in stored_text(draft.database, draft)


def test_a_full_document_has_room_again_after_something_was_taken_out(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    one.type("x" * 190_000)
    one.until(lambda: one.saved)
    two = draft.peer(address, draft.colleague).join()
    two.type("y" * 20_000)
    two.until(lambda: bool(two.refusals))
    del one.section().children[len(one.section().children) - 1]
    one.until(lambda: one.saved)
    for _ in range(200):
        three = draft.peer(address, draft.colleague).join()
        three.type("z" * 20_000)
        three.until(lambda: three.saved or bool(three.refusals))  # noqa: B023
        three.leave()
        if three.stored == three.sent:
            break
    assert "z" * 100 in stored_text(draft.database, draft)


def test_waiting_until_something_is_stored(draft: Draft, address: Address) -> None:
    """A submission waits for what its author's browser has shown."""
    one = draft.peer(address, draft.author).join()
    one.disconnect()
    one.type("Submitted.")
    wanted = one.doc.get_state()
    with pytest.raises(Conflict, match="not been saved yet"):
        wait_until_stored(draft.database, draft.document, wanted, patience=0.2)
    done = threading.Event()

    def wait() -> None:
        wait_until_stored(draft.database, draft.document, wanted)
        assert "Submitted." in stored_text(draft.database, draft)
        done.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    one.join()
    one.until(done.is_set)
    waiting.join()
    with pytest.raises(Invalid):
        wait_until_stored(draft.database, draft.document, b"\xff")
    with pytest.raises(NotFound):
        wait_until_stored(draft.database, uuid4(), wanted)


def test_sizes_are_kept(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    for number in range(10):
        one.type(f"{number}" * 100)
        one.until(lambda: one.saved)
    with draft.database.read() as session:
        row = session.get_one(Document, draft.document)
        updates = stored_document(session, draft.document).updates
    assert row.size == sum(map(len, updates))
    assert row.last_seq == stored_rows(draft)
