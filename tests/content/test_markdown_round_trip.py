"""What is written as Markdown is what reading it gives back, whatever people type."""

import pytest
from hypothesis import example, given, settings

from app.content.prosemirror import PMDoc, from_markdown, normal_form, to_markdown, validate
from tests.content.documents import calm_documents, documents


@settings(max_examples=400, deadline=None)
@given(documents)
def test_markdown_says_all_that_the_normal_form_holds(doc: PMDoc) -> None:
    assert from_markdown(to_markdown(doc)) == normal_form(doc)


@settings(max_examples=300, deadline=None)
@given(calm_documents)
def test_and_so_in_every_shape_of_ordinary_words(doc: PMDoc) -> None:
    assert from_markdown(to_markdown(doc)) == normal_form(doc)


@settings(max_examples=200, deadline=None)
@given(documents)
def test_the_normal_form_is_of_the_schema_and_final(doc: PMDoc) -> None:
    normal = normal_form(doc)
    assert normal_form(normal) == normal
    assert validate(normal) == normal
    assert to_markdown(normal) == to_markdown(doc)
