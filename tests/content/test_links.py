"""Which addresses a link may have, the same on the server and in the browser."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.content.links import MAX_HREF, safe_href
from tests.content.peer import Peer

CASES: list[tuple[str, str | None]] = json.loads((Path(__file__).parent / "links.json").read_text("utf-8"))

pieces = st.sampled_from(
    [
        *"aé/:@?#[]()\\\"'<> \t\n\0",
        "http://",
        "https://",
        "mailto:",
        "javascript:",
        "example.org",
        "%20",
        "\u202e",
    ]
)
addresses = st.lists(pieces, max_size=8).map("".join)


@pytest.mark.parametrize(("given", "kept"), CASES, ids=[case[0] for case in CASES])
def test_what_a_link_may_be(given: str, kept: str | None) -> None:
    assert safe_href(given) == kept


def test_the_browser_says_the_same(peer: Peer) -> None:
    assert peer.ask("links", hrefs=[case[0] for case in CASES]) == [case[1] for case in CASES]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(addresses, min_size=20, max_size=40))
def test_what_the_browser_keeps_the_server_keeps_alike(peer: Peer, hrefs: list[str]) -> None:
    for href, kept in zip(hrefs, peer.ask("links", hrefs=hrefs), strict=True):
        if kept is not None:
            assert safe_href(href) == kept


@given(addresses)
@example("https://example.org/a b\u00a0c")
def test_keeping_it_again_changes_nothing(href: str) -> None:
    kept = safe_href(href)
    assert kept is None or safe_href(kept) == kept


def test_an_endless_address_is_none() -> None:
    assert safe_href("https://example.org/" + "a" * MAX_HREF) is None
    assert safe_href("https://example.org/" + " " * 1_000 + "a") is None


@pytest.mark.parametrize(
    "value", [None, 1, {"href": "https://example.org"}, ["https://example.org"], b"https://x.y"]
)
def test_only_text_is_an_address(value: object) -> None:
    assert safe_href(value) is None
