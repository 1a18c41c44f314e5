"""Knowing that everything somebody had written has arrived."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text

from app.content.errors import ContentError
from app.content.yjs_codec import state_vector_covers
from tests.content.peer import Peer, decoded


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30)), max_size=25))
def test_a_document_covers_another_when_it_has_heard_all_of_it(edits: list[tuple[int, int]]) -> None:
    docs = [Doc[Text](client_id=2**31 + number) for number in range(3)]
    for number, place in edits:
        text = docs[number].get("text", type=Text)
        text.insert(place % (len(text) + 1), "abc")
    full: Doc[Text] = Doc()
    for doc in docs:
        full.apply_update(doc.get_update())
    for doc in docs:
        assert state_vector_covers(full.get_state(), doc.get_state())
        others_wrote = any(other.get_state() != b"\0" for other in docs if other is not doc)
        assert state_vector_covers(doc.get_state(), full.get_state()) is not others_wrote


def test_vectors_of_the_browser_are_read(peer: Peer) -> None:
    section = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "one"}]}],
    }
    update = peer.ask("write", sections={"context": section})["update"]
    rounds = peer.ask("apart", update=update, people=3, edits=8, seed=7)["rounds"]
    for replica in rounds[-1]["tidied"]:
        store: Doc[Text] = Doc()
        store.apply_update(decoded(update))
        assert not state_vector_covers(store.get_state(), decoded(replica["stateVector"]))
        store.apply_update(decoded(replica["update"]))
        assert state_vector_covers(store.get_state(), decoded(replica["stateVector"]))


@pytest.mark.parametrize("bad", [b"", b"\x01", b"\x01\x05", b"\x80", b"\xff" * 12, b"\x05\x01\x01"])
def test_other_bytes_are_refused(bad: bytes) -> None:
    with pytest.raises(ContentError):
        state_vector_covers(b"\0", bad)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_no_bytes_make_anything_else_happen(have: bytes, want: bytes) -> None:
    with suppress(ContentError):
        assert state_vector_covers(have, want) in {True, False}
