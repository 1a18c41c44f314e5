"""Whatever a client puts into a shared document, reading it gives text of the schema and raises nothing."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from app.content.nodes import MAX_DEPTH, empty_document
from app.content.prosemirror import from_markdown, to_plain_text, validate
from app.content.yjs_codec import read_sections, seed_document
from tests.content.peer import Peer, decoded
from tests.examples import examples

asking = settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

SEEDED = seed_document(
    {"context": from_markdown("A **bold _word_** 😀\n\n3. one\n4. [two](https://example.org/)\n\n> ### so")}
)


def read_if_it_loads(update: bytes) -> None:
    doc: Doc[Any] = Doc()
    try:
        doc.apply_update(update)
    except (ValueError, IndexError, AssertionError, RuntimeError):
        return
    text = read_sections(doc, ["context"])["context"]
    assert validate(text) == text


@asking
@given(st.integers(0, 2**32 - 1))
def test_any_kind_of_shared_type_anywhere(peer: Peer, seed: int) -> None:
    read_if_it_loads(decoded(peer.ask("hostile", seed=seed)["update"]))


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SEEDED) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_bytes_changed_on_the_way(changes: list[tuple[int, int]]) -> None:
    update = bytearray(SEEDED)
    for place, byte in changes:
        update[place] = byte
    read_if_it_loads(bytes(update))


def test_ten_thousand_quotations_within_each_other_keep_their_text() -> None:
    doc: Doc[Any] = Doc()
    with doc.transaction():
        parent: XmlFragment | XmlElement = doc.get("context", type=XmlFragment)
        for _ in range(10_000):
            parent = parent.children.append(XmlElement("blockquote"))
        parent.children.append(XmlText("at the bottom"))
    text = read_sections(doc, ["context"])["context"]
    assert to_plain_text(text) == "at the bottom"
    assert str(text).count("blockquote") == MAX_DEPTH


def test_text_in_unknown_nodes_is_kept() -> None:
    doc: Doc[Any] = Doc()
    fragment = doc.get("context", type=XmlFragment)
    table = fragment.children.append(XmlElement("table"))
    for word in ("one", "two"):
        table.children.append(XmlElement("cell")).children.append(XmlText(word))
    fragment.children.append(XmlText("loose"))
    assert to_plain_text(read_sections(doc, ["context"])["context"]) == "one\ntwo\nloose"


def test_a_list_that_others_emptied_is_left_out_as_the_editor_leaves_it_out() -> None:
    doc: Doc[Any] = Doc()
    fragment = doc.get("context", type=XmlFragment)
    fragment.children.append(XmlElement("bulletList")).children.append(XmlElement("listItem"))
    assert read_sections(doc, ["context"]) == {"context": empty_document()}
