"""Knowing that everything somebody had has arrived."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Snapshot, Text

from app.content.errors import ContentError
from app.content.yjs_codec import snapshot_covers, state_vector_covers
from tests.content.peer import Peer, decoded


def snapshot(doc: Doc[Any]) -> bytes:
    return Snapshot.from_doc(doc).encode()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.integers(0, 30)), max_size=25))
def test_a_replica_covers_another_when_it_has_heard_all_of_it(edits: list[tuple[int, bool, int]]) -> None:
    docs = [Doc[Text](client_id=2**31 + number) for number in range(3)]
    for number, deletes, place in edits:
        text = docs[number].get("text", type=Text)
        if deletes and len(text) > 2:
            at = place % (len(text) - 2)
            del text[at : at + 2]
        else:
            text.insert(place % (len(text) + 1), "abc")
    full: Doc[Text] = Doc()
    for doc in docs:
        full.apply_update(doc.get_update())
    for doc in docs:
        assert state_vector_covers(full.get_state(), doc.get_state())
        assert snapshot_covers(snapshot(full), snapshot(doc))
        others_wrote = any(other.get_state() != b"\0" for other in docs if other is not doc)
        assert state_vector_covers(doc.get_state(), full.get_state()) is not others_wrote


def test_a_deletion_that_has_not_arrived_shows_in_snapshots_only() -> None:
    writer, store = Doc[Text](), Doc[Text]()
    text = writer.get("text", type=Text)
    text += "Name of a child"
    store.apply_update(writer.get_update())
    del text[8:15]
    assert state_vector_covers(store.get_state(), writer.get_state())
    assert not snapshot_covers(snapshot(store), snapshot(writer))
    store.apply_update(writer.get_update())
    assert snapshot_covers(snapshot(store), snapshot(writer))


def test_yjs_own_vectors_and_snapshots_are_read(peer: Peer) -> None:
    section = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "one"}]}],
    }
    first = peer.ask("write", sections={"context": section})
    rounds = peer.ask("apart", update=first["update"], people=3, edits=8, seed=7)["rounds"]
    for replica in rounds[-1]["tidied"]:
        store: Doc[Any] = Doc()
        assert not state_vector_covers(store.get_state(), decoded(replica["stateVector"]))
        store.apply_update(decoded(replica["update"]))
        assert state_vector_covers(store.get_state(), decoded(replica["stateVector"]))
        assert snapshot_covers(snapshot(store), decoded(replica["snapshot"]))
        assert snapshot_covers(snapshot(store), decoded(first["snapshot"]))


@pytest.mark.parametrize("covers", [state_vector_covers, snapshot_covers])
@pytest.mark.parametrize(
    "bad", [b"", b"\x01", b"\x01\x05", b"\x80", b"\x00\x00\x00\x00", b"\xff" * 12, b"\x05\x01\x01"]
)
def test_other_bytes_are_refused(covers: Callable[[bytes, bytes], bool], bad: bytes) -> None:
    with pytest.raises(ContentError):
        covers(b"\0" if covers is state_vector_covers else b"\0\0", bad)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_no_bytes_make_anything_else_happen(have: bytes, want: bytes) -> None:
    for covers in (state_vector_covers, snapshot_covers):
        with suppress(ContentError):
            assert covers(have, want) in {True, False}
