"""Foreign JSON becomes a document of the schema, and no words are lost on the way."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from app.content.errors import ContentError, ContentTooLarge
from app.content.nodes import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES, PMDoc, empty_document
from app.content.prosemirror import is_empty, normal_form, normalise, to_markdown, to_plain_text, validate
from tests.content.documents import documents, foreign_nodes
from tests.examples import examples


def doc(*content: Any) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def text(words: str, *marks: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, "marks": list(marks)} if marks else {"type": "text", "text": words}


def paragraph(*content: Any) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(content)} if content else {"type": "paragraph"}


@settings(max_examples=examples(50), deadline=None)
@given(documents)
def test_what_is_of_the_schema_stays_as_it_is(document: PMDoc) -> None:
    assert validate(json.loads(json.dumps(document))) == document


@settings(max_examples=examples(80), deadline=None)
@given(foreign_nodes())
def test_anything_becomes_a_document_that_can_be_used(node: Any) -> None:
    document = normalise(doc(node))
    assert validate(document) == document
    assert normal_form(document)
    json.dumps([document, to_markdown(document), to_plain_text(document)]).encode()


@pytest.mark.parametrize("not_a_document", [None, [], "doc", 7, {}, {"type": "paragraph"}, {"content": []}])
def test_what_is_not_a_document_is_refused(not_a_document: object) -> None:
    with pytest.raises(ContentError):
        validate(not_a_document)


def test_too_much_is_refused() -> None:
    with pytest.raises(ContentTooLarge):
        validate(doc(paragraph(text("a" * (MAX_CHARACTERS + 1)))))
    with pytest.raises(ContentTooLarge):
        validate(doc(*[paragraph()] * (MAX_NODES + 1)))
    link = {"type": "link", "attrs": {"href": "https://example.org/" + "a" * 1_900}}
    with pytest.raises(ContentTooLarge):
        validate(doc(paragraph(*[text("a", link), text("b")] * 200)))


def test_unknown_blocks_become_paragraphs_and_unknown_inline_nodes_their_text() -> None:
    table = {
        "type": "table",
        "content": [{"type": "row", "content": [{"type": "cell", "content": [text("one")]}]}],
    }
    code = {"type": "codeBlock", "attrs": {"language": "js"}, "content": [text("two\nthree")]}
    person = {"type": "mention", "content": [text("Ms Field")]}
    assert normalise(doc(table, code, paragraph(text("by "), person, {"type": "image"}))) == doc(
        paragraph(text("one")),
        paragraph(text("two"), {"type": "hardBreak"}, text("three")),
        paragraph(text("by Ms Field")),
    )


def test_blocks_within_a_paragraph_follow_it() -> None:
    quote = {"type": "blockquote", "content": [paragraph(text("two"))]}
    assert normalise(doc(paragraph(text("one"), quote, text("three")))) == doc(
        paragraph(text("one")), quote, paragraph(text("three"))
    )


def test_marks_are_known_once_and_in_order_and_links_are_safe() -> None:
    bold, italic = {"type": "bold"}, {"type": "italic"}
    link = {"type": "link", "attrs": {"href": "HTTPS://example.org/", "target": "_top", "class": "button"}}
    bad = {"type": "link", "attrs": {"href": "javascript:alert(1)"}}
    given = doc(
        paragraph(
            text("a", italic, {"type": "strike"}, bold, bold, link),
            text("b", bad),
            text("c", {"type": "link"}),
        )
    )
    kept = {"type": "link", "attrs": {"href": "https://example.org/"}}
    assert normalise(given) == doc(paragraph(text("a", kept, bold, italic), text("bc")))


def test_attributes_are_those_of_the_schema() -> None:
    entries = [{"type": "listItem", "content": [paragraph(text("x"))]}]
    for start, kept in [
        (4, 4),
        (4.0, 4),
        (0, 0),
        (-1, 1),
        ("2", 1),
        (10**9, 1),
        (float("inf"), 1),
        (None, 1),
    ]:
        given = doc({"type": "orderedList", "attrs": {"start": start, "type": "a"}, "content": entries})
        assert normalise(given) == doc({"type": "orderedList", "attrs": {"start": kept}, "content": entries})
    for level, kept in [(1, 3), (2, 3), (3, 3), (4, 4), (6, 4), ("4", 3), (float("nan"), 3)]:
        given = doc({"type": "heading", "attrs": {"level": level, "id": "x"}})
        assert normalise(given) == doc({"type": "heading", "attrs": {"level": kept}})


def test_characters_that_mislead_or_cannot_be_stored_go() -> None:
    given = doc(paragraph(text("a\u0000b\u202ec\u2066d\ud800e\ufffff\r\ng\u2028h")))
    line_end = {"type": "hardBreak"}
    assert normalise(given) == doc(paragraph(text("abcdef"), line_end, text("g"), line_end, text("h")))


def test_lists_take_entries_only_and_drop_empty_ones() -> None:
    entry = {"type": "listItem", "content": [paragraph(text("one"))]}
    given = doc(
        {
            "type": "bulletList",
            "content": [entry, {"type": "listItem"}, paragraph(text("two")), text("three")],
        }
    )
    entries = [{"type": "listItem", "content": [paragraph(text(words))]} for words in ("one", "two", "three")]
    assert normalise(given) == doc({"type": "bulletList", "content": entries})
    assert normalise(doc({"type": "orderedList", "content": [{"type": "listItem"}]})) == empty_document()


def test_nesting_without_end_keeps_its_words() -> None:
    node: Any = paragraph(text("at the bottom"))
    for kind in ["blockquote", "listItem", "unknown", "paragraph"] * 2_000:
        node = {"type": kind, "content": [text("x"), node]}
    document = validate(doc(node))
    assert to_plain_text(document).replace("\n", "") == "x" * 8_000 + "at the bottom"
    assert json.dumps(document).count("blockquote") <= MAX_DEPTH


def test_plain_text_is_the_words_line_by_line() -> None:
    quote = {"type": "blockquote", "content": [paragraph(text("  quoted "))]}
    entry = {"type": "listItem", "content": [paragraph(text("one")), quote]}
    heading = {"type": "heading", "attrs": {"level": 3}, "content": [text("Head")]}
    given = normalise(
        doc(
            heading,
            paragraph(),
            {"type": "bulletList", "content": [entry]},
            paragraph(text("a\nb", {"type": "bold"})),
        )
    )
    assert to_plain_text(given) == "Head\none\nquoted\na\nb"


def test_a_section_is_empty_until_there_are_words() -> None:
    assert is_empty(empty_document())
    assert is_empty(
        normalise(doc(paragraph(text(" \u00a0")), {"type": "heading"}, paragraph({"type": "hardBreak"})))
    )
    assert not is_empty(normalise(doc(paragraph(), paragraph(text("a")))))
