"""Titles and descriptions of pages, however badly these are written."""

import time

import pytest

from app.adapters.page_words import words_of_page

HTML = "text/html"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<title>Ten minutes</title>", ("Ten minutes", "")),
        ("<TITLE>\n Ten \t minutes &amp; more\n</TITLE>", ("Ten minutes & more", "")),
        (
            "<head><title>A</title><meta name=description content='What it is'></head><title>B</title>",
            ("A", "What it is"),
        ),
        (
            '<meta property="og:title" content="Shared"><meta property="og:description" content="So">',
            ("Shared", "So"),
        ),
        ("<!-- <title>Hidden</title> --><title>Shown</title>", ("Shown", "")),
        ("<script>'<title>No</title>'</script><title>Yes</title>", ("Yes", "")),
        ("<body><title>Too late</title>", ("", "")),
        ("<svg><title>Unclosed", ("Unclosed", "")),
        (
            "<title>Script &lt;script&gt;alert(1)&lt;/script&gt;</title>",
            ("Script <script>alert(1)</script>", ""),
        ),
        ("no markup at all", ("", "")),
        ("", ("", "")),
    ],
)
def test_words_of_a_page(page: str, words: tuple[str, str]) -> None:
    assert words_of_page(page.encode(), HTML) == words


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        ("<title>Café</title>".encode("cp1252"), "text/html; charset=ISO-8859-1", "Café"),
        ("<title>Café</title>".encode("cp1252"), 'text/html; charset="windows-1252"', "Café"),
        (b'<meta charset="windows-1252"><title>Caf\xe9</title>', HTML, "Café"),
        ("<title>Café</title>".encode("utf-8-sig"), "text/html; charset=windows-1252", "Café"),
        (b"\xff\xfe" + "<title>Café</title>".encode("utf-16-le"), HTML, "Café"),
        (b"<title>Caf\xe9</title>", HTML, "Caf\ufffd"),
        # Who can read this in it is not reading UTF-16.
        (b"<meta charset=utf-16><title>Plain</title>", HTML, "Plain"),
        # Python knows codecs that unpack, unescape and look things up; a stranger's page names none of them.
        (b"<title>\\x41</title>", "text/html; charset=unicode_escape", "\\x41"),
        (b"<title>uryyb</title>", "text/html; charset=rot13", "uryyb"),
        (b"<title>+ADw-</title>", "text/html; charset=utf-7", "+ADw-"),
        (b"<title>xn--a</title>", "text/html; charset=idna", "xn--a"),
        (b"<title>zip</title>", "text/html; charset=zip", "zip"),
        (b"<title>none</title>", "text/html; charset=" + "x" * 10_000, "none"),
    ],
)
def test_character_sets(body: bytes, content_type: str, title: str) -> None:
    assert words_of_page(body, content_type)[0] == title


@pytest.mark.parametrize(
    "hostile",
    [
        "<!--" * 65_000,
        "<![CDATA[" * 29_000,
        "<!" * 130_000,
        "<?" * 130_000,
        "<a" * 130_000,
        "<a " * 87_000,
        "<a b='" * 43_000,
        "</" * 130_000,
        "</a " * 65_000,
        "&" * 262_000,
        "&#" * 131_000,
        "<title>" * 37_000,
        "<title>" + "</titl" * 43_000,
        "<script>" + "</scrip" * 37_000,
        "<meta content=" * 18_000,
        "<![" * 87_000,
        "<meta" * 52_000 + " charset",
    ],
)
def test_hostile_markup_takes_no_time(hostile: str) -> None:
    began = time.process_time()
    words_of_page(hostile.encode(), HTML)
    assert time.process_time() - began < 2
