"""Words as people write and search them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.search_text import LONGEST_SEARCH, MOST_PARTS, Beginning, Phrase, understand
from app.content.snippets import WINDOW, best_window, marked
from app.content.words import GAP, beginning, completions, indexed, stem, stems, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("children’s", "children"),
        ("schools'", "school"),
        ("TAs", "TA"),
        ("HLTAs", "hlta"),
        ("Łódź", "lodz"),
        ("Café", "CAFE\N{COMBINING ACUTE ACCENT}"),
        ("Straße", "strasse"),
        ("teaching", "teaches"),
        ("don’t", "dont"),
        ("ﬁne", "fine"),
        ("١٢", "١٢"),
    ],
)
def test_the_same_word_in_other_clothes(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_a_word_keeps_its_place_in_the_text() -> None:
    text = "The TAs’ “pre-teaching” at half-term"
    assert [text[w.start : w.end] for w in words(text)] == [
        "The",
        "TAs’",
        "pre",
        "teaching",
        "at",
        "half",
        "term",
    ]


@given(st.text())
def test_tokens_are_what_both_databases_keep_whole(text: str) -> None:
    for token in stems(text):
        assert re.fullmatch("[a-z0-9]+", token)
        assert token != GAP


@given(st.text(min_size=1, max_size=15), st.text(max_size=5))
def test_what_begins_alike_has_tokens_that_begin_alike(begin: str, rest: str) -> None:
    whole = words(begin + rest)
    first = words(begin)
    if len(first) == 1 and len(whole) == 1 and whole[0].word.startswith(first[0].word):
        ascii_alike = first[0].word.isascii() == whole[0].word.isascii()
        assert not ascii_alike or beginning(whole[0].word).startswith(beginning(first[0].word))


@pytest.mark.parametrize("length", range(5, 9))
def test_a_word_is_found_at_every_letter_while_it_is_typed(length: int) -> None:
    typed = "teaching"[:length]
    assert stem("teaching") in completions(typed)


def test_very_long_texts_keep_to_what_postgresql_can_hold() -> None:
    long = indexed("A title", [], [" ".join(f"word{n}" for n in range(20_000)), "again " * 300])
    assert len(long.title) + len(long.names) + len(long.body) < 16_383
    assert "word19999" in long.rest
    assert "again" in long.rest
    assert indexed("t", [], ["again " * 300]).body.count("again") < 256


def test_a_search_is_understood() -> None:
    asked = understand("the “pre teaching” -phonics of TAs hando")
    assert asked.wanted == (
        Phrase(("pre", "teach")),
        Phrase(("ta",)),
        Beginning("hando", tuple(completions("hando"))),
    )
    assert asked.unwanted == (Phrase(("phonic",)),)
    assert understand("the of").wanted == (Phrase(("the",)), Beginning("of", ("of",)))


@given(st.text(max_size=500))
def test_nothing_that_can_be_typed_is_an_error(text: str) -> None:
    asked = understand(text)
    assert len(asked.wanted) <= MOST_PARTS + 1
    assert understand(text[:LONGEST_SEARCH]) == asked


def test_a_snippet_shows_where_it_matches_and_is_the_text_itself() -> None:
    text = (
        "It began badly. " * 20
        + "On Mondays we met before the bell, teachers and TAs. "
        + "Then we went in. " * 20
    )
    found = best_window([("Context", "Nothing here."), ("What we did", text)], understand("ta mondays"))
    assert found is not None
    title, pieces = found
    assert title == "What we did"
    assert [piece for piece, hit in pieces if hit] == ["Mondays", "TAs"]
    shown = "".join(piece for piece, _ in pieces).removeprefix("… ").removesuffix(" …")
    assert shown in text
    assert len(shown) <= WINDOW


@given(st.text(max_size=80), st.text(max_size=10))
def test_marking_takes_nothing_away_and_adds_nothing(text: str, search: str) -> None:
    assert "".join(piece for piece, _ in marked(text, understand(search))) == text
