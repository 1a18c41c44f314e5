"""Python and the browser read and write the same documents: every test asks Tiptap's and Yjs's own code."""

import subprocess
import sys
from typing import Any, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlFragment

from app.content.nodes import (
    HeadingAttrs,
    LinkAttrs,
    OrderedListAttrs,
    PictureAttrs,
    PMDoc,
    empty_document,
)
from app.content.prosemirror import from_markdown, to_plain_text
from app.content.yjs_codec import SCHEMA_VERSION, read_sections, seed_document
from tests.content.documents import calm_documents, documents
from tests.content.peer import Peer, decoded, encoded
from tests.examples import examples

asking = settings(
    max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
sections = st.dictionaries(
    st.sampled_from(["context", "what-did-not-work", "entry:1:tried"]), documents | calm_documents, min_size=1
)


def loaded(update: bytes) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc.apply_update(update)
    return doc


def shown(json: dict[str, Any]) -> dict[str, Any]:
    """Where the browser has a document without any block, a person sees one empty paragraph."""
    return json if json.get("content") else dict(empty_document())


def test_both_sides_have_the_same_schema(peer: Peer) -> None:
    schema = peer.ask("describe")
    assert schema["version"] == SCHEMA_VERSION
    attributes = {
        "heading": HeadingAttrs,
        "orderedList": OrderedListAttrs,
        "link": LinkAttrs,
        "picture": PictureAttrs,
    }
    expected = {
        name: sorted(get_type_hints(attributes[name])) if name in attributes else []
        for name in (
            *(
                "doc",
                "paragraph",
                "heading",
                "bulletList",
                "orderedList",
                "listItem",
                "blockquote",
                "picture",
            ),
            *("text", "hardBreak", "link", "bold", "italic"),
        )
    }
    assert {**schema["nodes"], **schema["marks"]} == expected
    assert list(schema["marks"]) == ["link", "bold", "italic"]


@asking
@given(documents | calm_documents)
def test_prosemirror_finds_every_document_whole_and_writes_it_alike(peer: Peer, doc: PMDoc) -> None:
    assert peer.ask("check", document=doc) == doc


@asking
@given(sections)
def test_what_python_seeds_the_browser_reads(peer: Peer, content: dict[str, PMDoc]) -> None:
    update = seed_document(content)
    assert peer.ask("read", update=encoded(update), keys=list(content)) == content
    assert read_sections(loaded(update), content) == content


@asking
@given(sections)
def test_what_the_browser_writes_python_reads(peer: Peer, content: dict[str, PMDoc]) -> None:
    update = decoded(peer.ask("write", sections=content)["update"])
    assert read_sections(loaded(update), content) == content


@asking
@given(calm_documents, st.integers(2, 4), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_people_who_wrote_apart_have_one_text_and_python_reads_it(
    peer: Peer, doc: PMDoc, people: int, edits: int, seed: int
) -> None:
    update = encoded(seed_document({"context": doc}))
    rounds = peer.ask("apart", update=update, people=people, edits=edits, seed=seed)["rounds"]
    for each in rounds:
        texts = [shown(json) for json in each["shown"]]
        for state in ("merged", "tidied"):
            read = [read_sections(loaded(decoded(replica["update"])), ["context"]) for replica in each[state]]
            assert [section["context"] for section in read] == texts
    assert all(text == texts[0] for text in texts)


def test_a_list_stays_when_two_people_each_delete_a_paragraph_above_it(peer: Peer) -> None:
    update = seed_document({"context": from_markdown("- one\n\n  two\n\n  - three")})
    one, other = loaded(update), loaded(update)
    del one.get("context", type=XmlFragment).children[0].children[0].children[0]
    del other.get("context", type=XmlFragment).children[0].children[0].children[1]
    one.apply_update(other.get_update())
    text = read_sections(one, ["context"])["context"]
    assert to_plain_text(text) == "three"
    assert peer.ask("read", update=encoded(one.get_update()), keys=["context"]) == {"context": text}


def test_a_section_that_nobody_wrote_in_is_an_empty_document() -> None:
    assert read_sections(Doc(), ["context"]) == {"context": empty_document()}


def test_reading_leaves_the_document_as_it_is() -> None:
    doc = loaded(seed_document({"context": empty_document()}))
    before = doc.get_update()
    heard: list[bytes] = []
    doc.observe(lambda event: heard.append(event.update))
    read_sections(doc, ["context", "advice"])
    assert (doc.get_update(), heard) == (before, [])


SEED = """
from app.content.prosemirror import from_markdown
from app.content.yjs_codec import seed_document
doc = from_markdown("A **_[link](https://example.org/)_** and **more**\\n\\n2. one\\n3. two")
seed = seed_document({"b": doc, "a": doc}).hex()
"""


def test_the_same_seed_is_the_same_bytes_in_every_process() -> None:
    seeds = set()
    for _ in range(5):
        here: dict[str, str] = {}
        exec(SEED, here)  # noqa: S102
        seeds.add(here["seed"])
    seeds.add(subprocess.check_output([sys.executable, "-c", f"{SEED}print(seed, end='')"], text=True))
    assert len(seeds) == 1


def test_other_words_are_seeded_under_another_client() -> None:
    one, other = (loaded(seed_document({"context": from_markdown(words)})) for words in ("One", "Two"))
    assert one.get_state() != other.get_state()
