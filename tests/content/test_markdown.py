"""Nothing that people write can run, lead somewhere unsafe or stop the server."""

import gc
import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.errors import ContentTooLarge
from app.content.links import safe_href
from app.content.markdown import MAX_MARKDOWN, REL, render_markdown
from app.content.nodes import PMDoc
from app.content.prosemirror import from_markdown, to_markdown
from tests.content.documents import documents, texts
from tests.examples import examples

TAGS = {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br", "hr"}
FORBIDDEN_CHARACTERS = {*map(chr, [*range(9), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])}


class Reader(HTMLParser):
    """Fails at anything in HTML that should not be there; remembers the words."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        given = dict(attrs)
        if tag == "a":
            assert given.pop("rel") == REL
            assert safe_href(given.pop("href")) is not None
        if tag == "ol" and "start" in given:
            assert (given.pop("start") or "").isdecimal()
        assert given == {}
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert not FORBIDDEN_CHARACTERS.intersection(data)
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<style>@import 'https://evil.example'</style>",
    "<form action=/api/session method=post><button>ok</button></form>",
    "<p style='position:fixed' onclick=alert(1) id=main class=x>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><x/>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:x) [y](file:///etc/passwd) [z](//evil.example)",
    "[x](https://good.example@evil.example/)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)> <data:text/html,x>",
    "[x](https://a.test '\"onmouseover=alert(1) x=\"')",
    '[x](https://a.test/"onmouseover="alert(1))',
    '[x](<https://a.test/" onmouseover="alert(1)>)',
    "![<img src=x onerror=alert(1)>](https://a.test/x.png)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    '![x](https://a.test/x.png "\\"><script>alert(1)</script>")',
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;",
    "\\<script\\>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "# <script>alert(1)</script>\n\n> <b>x",
    "a\x00b <scr\x00ipt>alert(1)</scr\x00ipt>",
    "abc \u202edcba\u202c \u2066x\u2069 &#x202E;dcba &#0; &#xD800; &#x110000;",
    '<a href="https://a.test" rel="opener" target="_blank" ping="https://evil.example">x</a>',
    "1. x\n2. <ol start='javascript:1'>",
    "99999999999999999999. x\n\n000000007. y",
    "[]() [x]() [**y** [z](https://a.test)]()",
]


@pytest.mark.parametrize("markdown", HOSTILE)
def test_hostile_text_is_text(markdown: str) -> None:
    Reader(render_markdown(markdown))


pieces = (
    st.sampled_from(HOSTILE)
    | texts
    | st.sampled_from(["\n", "\n\n", "> ", "- ", "[", "](", ")", "<", '">', "&"])
)


@settings(max_examples=examples(80), deadline=None)
@given(st.lists(pieces, max_size=8).map("".join))
def test_no_mixture_of_it_makes_more_than_was_promised(markdown: str) -> None:
    Reader(render_markdown(markdown))
    Reader(render_markdown(to_markdown(from_markdown(markdown))))


@settings(max_examples=examples(50), deadline=None)
@given(documents)
def test_readers_see_all_the_words_of_a_document(document: PMDoc) -> None:
    def words(node: object) -> str:
        if isinstance(node, dict):
            own = node.get("text", "")
            return (
                own
                if isinstance(own, str) and own
                else "".join(words(below) for below in node.get("content", []))
            )
        return ""

    shown = Reader(render_markdown(to_markdown(document))).words
    assert "".join(shown.split()) == "".join(words(document).split())


def test_headings_stand_below_those_of_the_section() -> None:
    html = render_markdown("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\nf\n=")
    assert html.split() == [
        *("<h3>a</h3>", "<h3>b</h3>", "<h3>c</h3>", "<h4>d</h4>", "<h4>e</h4>", "<h3>f</h3>"),
    ]


def test_a_story_is_set_as_it_was_written() -> None:
    html = render_markdown(
        "We **did** [this](https://example.org/?a=1&b=2 'title') _once_.\\\nThen\n\n"
        "3. three\n4. four\n\n> so\n\n---\n\n"
        "![two children and a TA](https://example.org/x.jpg)\n"
    )
    assert html == (
        '<p>We <strong>did</strong> <a href="https://example.org/?a=1&amp;b=2" '
        'rel="nofollow noopener noreferrer ugc">'
        "this</a> <em>once</em>.<br>\nThen</p>\n"
        '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n'
        "<blockquote>\n<p>so</p>\n</blockquote>\n<hr>\n<p>two children and a TA</p>\n"
    )


BOMBS: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "pictures": lambda n: "![" * (n // 2),
    "links within links": lambda n: "[" * (n // 8) + "](https://a.test)" * (n // 20),
    "unfinished links": lambda n: "[a](" * (n // 4),
    "quotations": lambda n: ">" * n,
    "quotations and lists": lambda n: "> - " * (n // 4),
    "deeper and deeper lists": lambda n: "".join("  " * depth + "- a\n" for depth in range(int(n**0.5))),
    "stars": lambda n: "*a **b " * (n // 7),
    "stars and underscores": lambda n: "*_" * (n // 2),
    "backslashes": lambda n: "\\" * n,
    "backticks": lambda n: "".join("`" * k + " " for k in range(int((2 * n) ** 0.5))),
    "angle brackets": lambda n: "<" * n,
    "unfinished addresses": lambda n: "<https://" * (n // 9),
    "references": lambda n: "&#97;" * (n // 5),
    "definitions": lambda n: "".join(f"[{k}]: https://a.test/{k}\n" for k in range(n // 24)) + "[1]" * 99,
    "tabs": lambda n: "\t" * n,
    "empty lines": lambda n: "\n" * n,
    "one line": lambda n: "a" * n,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_no_text_takes_more_than_in_proportion_to_its_length(bomb: Callable[[int], str]) -> None:
    def seconds(markdown: str) -> float:
        # The collector would look through all that the tests before this one have left.
        gc.disable()
        try:
            begin = time.process_time()
            from_markdown(markdown)
            Reader(render_markdown(markdown))
            return time.process_time() - begin
        finally:
            gc.enable()

    quick, slow = seconds(bomb(5_000)), seconds(bomb(40_000))
    # Eight times as much, and room for a busy machine; growing with the square would be 64 times.
    assert slow < 24 * quick + 1


def test_too_much_is_refused_at_once() -> None:
    with pytest.raises(ContentTooLarge):
        render_markdown("a" * (MAX_MARKDOWN + 1))
    with pytest.raises(ContentTooLarge):
        from_markdown("a" * (MAX_MARKDOWN + 1))
