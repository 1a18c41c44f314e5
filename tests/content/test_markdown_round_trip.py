"""What is written as Markdown is what reading it gives back, whatever people type."""

import pytest
from hypothesis import given, settings

from app.content.prosemirror import PMDoc, empty_document, from_markdown, normal_form, to_markdown, validate
from tests.content.documents import calm_documents, documents
from tests.examples import examples


@settings(max_examples=examples(80), deadline=None)
@given(documents)
def test_markdown_says_all_that_the_normal_form_holds(doc: PMDoc) -> None:
    assert from_markdown(to_markdown(doc)) == normal_form(doc)


@settings(max_examples=examples(60), deadline=None)
@given(calm_documents)
def test_and_so_in_every_shape_of_ordinary_words(doc: PMDoc) -> None:
    assert from_markdown(to_markdown(doc)) == normal_form(doc)


@settings(max_examples=examples(60), deadline=None)
@given(documents)
def test_the_normal_form_is_of_the_schema_and_final(doc: PMDoc) -> None:
    normal = normal_form(doc)
    assert normal_form(normal) == normal
    assert validate(normal) == normal
    assert to_markdown(normal) == to_markdown(doc)


PLAIN = [
    "# not a heading",
    "1. not a list",
    "12) nor this",
    "- nor this",
    "+ nor this",
    "> not a quotation",
    "--- not a rule",
    "===",
    "* * *",
    "~~~ not a fence",
    "``` nor this",
    "*not italic* __not bold__ ***",
    "snake_case_name and _this_",
    "\\ \\* C:\\new\\",
    "<script>alert(1)</script> <https://example.org> <!-- -->",
    "a < b && c > d &amp; &copy; &#35;",
    "| a | b |",
    "[a](b) ![c](d) [e]: f [^1] [ ]",
    "`code` ``",
    "What now?! (see [1])",
    "99999999999. and 1.5 and 2.",
    "tab\there and  two spaces",
    "“quoted”—dashed… 5 × 3 = 15 · 😀",
]


@pytest.mark.parametrize("words", PLAIN)
def test_what_people_type_is_not_mistaken_for_markdown(words: str) -> None:
    for before in ([], [{"type": "text", "text": "Before"}, {"type": "hardBreak"}]):
        paragraph = {"type": "paragraph", "content": [*before, {"type": "text", "text": words}]}
        heading = {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": words}]}
        doc = validate({"type": "doc", "content": [paragraph, heading]})
        assert from_markdown(to_markdown(doc)) == doc


def marked(*runs: tuple[str, str]) -> PMDoc:
    """A paragraph of texts and the initials of their marks."""
    kinds = {"b": {"type": "bold"}, "i": {"type": "italic"}}
    link = {"type": "link", "attrs": {"href": "https://example.org/a_(b)"}}
    content = [
        {"type": "text", "text": words, "marks": [link if mark == "l" else kinds[mark] for mark in marks]}
        for words, marks in runs
    ]
    return validate({"type": "doc", "content": [{"type": "paragraph", "content": content}]})


@pytest.mark.parametrize(
    ("doc", "markdown"),
    [
        (marked(("We ", ""), ("stopped", "b"), (" it.", "")), "We **stopped** it."),
        (marked(("a", ""), ("b", "b"), ("c", "")), "a**b**c"),
        (marked(("un", ""), ("believ", "i"), ("able", "")), "u&#110;_believ_&#97;ble"),
        (marked(("so", ""), ("“quoted”", "b"), ("then", "")), "s&#111;**“quoted”**&#116;hen"),
        (marked(("one ", "b"), ("two", "bi"), (" three", "b")), "**one _two_ three**"),
        (marked(("one ", "b"), ("two", "bi"), (" three", "i")), "**one _two_** _three_"),
        (marked((" spaces ", "b"), ("outside", "")), "**spaces** outside"),
        (marked(("see ", "l"), ("this", "bl"), ("!", "")), "[see **this**](https://example.org/a_\\(b\\))!"),
        (marked(("look!", ""), ("here", "l")), "look\\![here](https://example.org/a_\\(b\\))"),
        (marked(("f(x) = ", ""), ("y", "i"), ("_1", "")), "f(x) = _y_\\_1"),
    ],
)
def test_marks_are_written_as_a_person_would(doc: PMDoc, markdown: str) -> None:
    assert to_markdown(doc) == f"{markdown}\n"
    assert from_markdown(markdown) == normal_form(doc)


def test_a_whole_section_reads_well_as_markdown() -> None:
    markdown = """### What we did

We tried **one thing**, then _another_:

- least help first
  - and then least help
- scripts\\
  on cards

7. seven

8. eight

   with a second paragraph

- a list

* another list

> I could do it myself.
>
> #### So could I
"""
    assert to_markdown(from_markdown(markdown)) == markdown


def test_other_markdown_is_understood_as_far_as_the_schema_goes() -> None:
    doc = from_markdown(
        "Title\n=====\n\nSub\n---\n\n* a\n* b\n\n***bold italic*** `code` soft\nbreak  \nhard\n\n"
        "<div>html</div>\n\n[ref][1] <https://example.org/> ![a picture](https://example.org/x.png)\n\n"
        "[1]: https://example.org/ref 'title'\n\n- - -\n\n-\n"
    )
    assert to_markdown(doc) == (
        "### Title\n\n### Sub\n\n- a\n- b\n\n**_bold italic_** \\`code\\` soft break\\\nhard\n\n"
        "\\<div>html\\</div>\n\n[ref](https://example.org/ref) [https://example.org/](https://example.org/) "
        "a picture\n"
    )


def test_nothing_is_nothing() -> None:
    assert to_markdown(from_markdown("")) == ""
    assert from_markdown(" \n\n&nbsp;\n\n***\n\n-\n\n>\n\n###\n") == empty_document()
