"""People write in one document at the same time, lose their connection, come back, and agree."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText, merge_updates
from sqlmodel import select

from app.db import Database
from app.models.documents import DocumentUpdate
from app.queries.documents import stored_document
from tests.realtime.conftest import Draft
from tests.realtime.peers import Peer, converge, sync, together
from tests.realtime.wire import Address


def test_two_writers_see_each_other(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    assert "It began on a Monday." in one.text()
    one.type("Ten minutes every morning.")
    two.type("Nobody asked why.")
    converge([one, two])
    assert "Ten minutes every morning." in two.text()
    assert "Nobody asked why." in one.text()


def test_typing_at_the_same_place_keeps_every_letter(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    mine, yours = one.line(), two.line()
    for letter in "before the bell":
        mine += letter
        yours += letter.upper()
        one.read(0)
        two.read(0)
    converge([one, two])
    assert "before the bell" in one.text()
    assert "BEFORE THE BELL" in one.text()


def test_what_another_sees_is_on_disk(draft: Draft, address: Address) -> None:
    """The very moment that a word arrives at somebody else, or is called saved, it can be read back."""
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    for number in range(30):
        word = f"word{number}."
        one.type(word)
        if number % 2:
            two.until(lambda word=word: word in two.text())  # type: ignore[misc]
        else:
            one.until(lambda: one.saved)
        assert word in stored_text(draft.database, draft)


def test_edits_made_offline_arrive_on_reconnecting(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    one.type("Together.")
    converge([one, two])
    one.disconnect()
    one.type("Written in a tunnel.")
    del one.section().children[0]
    two.type("Written meanwhile.")
    together([two], lambda: two.saved)
    one.join()
    converge([one, two])
    assert "Written in a tunnel." in two.text()
    assert "It began on a Monday." not in two.text()
    assert "Written meanwhile." in one.text()
    assert two.text() == stored_text(draft.database, draft)


def test_reconnecting_without_news_stores_nothing(draft: Draft, address: Address) -> None:
    """Every step 2 repeats all deletions; the log must not grow with each reconnection."""
    one = draft.peer(address, draft.author).join()
    del one.section().children[0]
    one.until(lambda: one.saved)
    rows = stored_rows(draft)
    for _ in range(3):
        one.disconnect()
        one.join()
        one.until(lambda: one.saved)
    assert stored_rows(draft) == rows


def test_an_edit_that_overtakes_older_ones_reaches_whoever_joins_between(
    draft: Draft, address: Address
) -> None:
    """The first keys after a reconnection can come before what was typed offline."""
    one = draft.peer(address, draft.author).join()
    line = one.line()
    one.until(lambda: one.saved)
    one.disconnect()
    line += "older "
    line += "newer"
    older, newer = one.updates[-2:]
    with address.connect(f"/ws/documents/{draft.document}", one.token) as early:
        early.send(sync(0, one.doc.get_state()))
        early.send(sync(2, newer))
        two = draft.peer(address, draft.colleague).join()
        two.until(lambda: two.doc.get_state() != b"\x00" and stored_rows(draft) > 2)
        three = draft.peer(address, draft.author).join()
        assert "newer" not in three.text()
        early.send(sync(1, older))
        together([two, three], lambda: "older newer" in two.text() and "older newer" in three.text())
    assert "older newer" in stored_text(draft.database, draft)


Doing = tuple[str, int, int, int]
DOINGS = st.lists(
    st.tuples(
        st.sampled_from(
            ["type", "type", "type", "emoji", "delete", "format", "drop", "join", "read", "repeat", "shuffle"]
        ),
        st.integers(0, 2),
        st.integers(0, 999),
        st.integers(0, 999),
    ),
    min_size=10,
    max_size=60,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(doings=DOINGS)
def test_everybody_agrees_in_the_end(draft: Draft, address: Address, doings: list[Doing]) -> None:
    """Whatever is typed, deleted and formatted, sent twice, out of order, or while the connection is away."""
    people = (draft.author, draft.colleague, draft.author)
    peers = [draft.peer(address, person).join() for person in people]
    for what, who, where, how in doings:
        DO[what](peers[who], where, how)
    for peer in peers:
        if peer.socket is None or peer.closed is not None:
            peer.disconnect()
            peer.join()
    converge(peers)
    assert peers[0].text() == stored_text(draft.database, draft)
    for peer in peers:
        peer.leave()


def _type(peer: Peer, where: int, how: int) -> None:
    children = peer.section().children
    if not len(children) or how % 5 == 0:
        peer.type(f"{how} ")
        return
    paragraph = children[where % len(children)]
    assert isinstance(paragraph, XmlElement)
    texts = [child for child in paragraph.children if isinstance(child, XmlText)]
    if texts:
        texts[0].insert(0, f"{how} ")


def _emoji(peer: Peer, where: int, how: int) -> None:
    peer.type("🧑‍🏫é" * (how % 4 + 1))


def _delete(peer: Peer, where: int, how: int) -> None:
    children = peer.section().children
    if len(children):
        del children[where % len(children)]


def _format(peer: Peer, where: int, how: int) -> None:
    with peer.doc.transaction():
        line = peer.line()
        line.insert(0, "a plain sentence")
        line.format(how % 8, 8 + how % 8, {"bold": {}})


def _drop(peer: Peer, where: int, how: int) -> None:
    peer.disconnect()


def _join(peer: Peer, where: int, how: int) -> None:
    if peer.socket is None:
        peer.connect()


def _read(peer: Peer, where: int, how: int) -> None:
    for _ in range(how % 10):
        peer.read(0.002)


def _repeat(peer: Peer, where: int, how: int) -> None:
    if peer.socket is not None and peer.updates:
        peer.send(sync(2, peer.updates[where % len(peer.updates)]))


def _shuffle(peer: Peer, where: int, how: int) -> None:
    if peer.socket is not None and len(peer.updates) > 2:
        at = where % (len(peer.updates) - 1)
        peer.send(sync(2, merge_updates(peer.updates[at + 1], peer.updates[at])))
        peer.send(sync(2, peer.updates[-1]))


DO: dict[str, Callable[[Peer, int, int], None]] = {
    "type": _type,
    "emoji": _emoji,
    "delete": _delete,
    "format": _format,
    "drop": _drop,
    "join": _join,
    "read": _read,
    "repeat": _repeat,
    "shuffle": _shuffle,
}


def stored_text(database: Database, draft: Draft, key: str = "context") -> str:
    """What is on disk, read from nothing else."""
    with database.read() as session:
        updates = stored_document(session, draft.document).updates
    doc: Doc[XmlFragment] = Doc()
    for update in updates:
        doc.apply_update(update)
    return str(doc.get(key, type=XmlFragment))


def stored_rows(draft: Draft) -> int:
    """How many single updates are on disk."""
    with draft.database.read() as session:
        return len(
            session.exec(select(DocumentUpdate.seq).where(DocumentUpdate.document_id == draft.document)).all()
        )
