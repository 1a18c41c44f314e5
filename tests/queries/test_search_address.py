"""A search's address says the search, and says it one way only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queries.library import Search
from app.queries.search_address import KEYS, read_address, write_address

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
searches = st.builds(
    lambda text, choices, sort: Search(
        " ".join(text.split()), {key: tuple(sorted(choices[key])) for key in KEYS if choices.get(key)}, sort
    ),
    words,
    st.dictionaries(st.sampled_from(KEYS), st.sets(words.filter(bool), max_size=4)),
    st.sampled_from([None, "newest", "best"]),
)


@given(searches)
def test_what_was_written_is_read_again(search: Search) -> None:
    assert read_address(write_address(search)) == search


@given(st.text(st.characters(exclude_characters="\0"), max_size=300))
def test_any_text_stands_for_some_search(query: str) -> None:
    address = write_address(read_address(query))
    assert write_address(read_address(address)) == address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("phase=Primary&q=toast&phase=Nursery", "q=+toast+&phase=Nursery&phase=Primary&phase=Primary"),
        ("q=toast&cursor=abc&utm_source=mail&sort=loudest&phase=", "q=toast"),
        ("recommendation=feedback%2F2021%2F3", "recommendation=feedback/2021/3"),
    ],
)
def test_the_same_search_has_one_address(one: str, other: str) -> None:
    assert write_address(read_address(one)) == write_address(read_address(other))
