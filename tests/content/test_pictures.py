"""Pictures in texts: named by their file alone, shown from our own addresses alone."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.inspection import pictures as inspection
from app.content.markdown import render_markdown
from app.content.nodes import MAX_PICTURES, PMDoc
from app.content.pictures import PREVIEW_SIDE, Pictures, Shown, at_home, for_readers, keep_pictures, placed
from app.content.prosemirror import from_markdown, is_empty, normalise, to_markdown, to_plain_text, validate
from tests.content.documents import PICTURES, documents
from tests.examples import examples

FILE = PICTURES[0]
URL = f"/api/files/{FILE}/versions/2"


def shown(
    description: str = "Two tables by the window", url: str = URL, preview: str | None = None
) -> Pictures:
    return {FILE: Shown(url, preview, 3000, 1500, "wall.jpg", description)}


def files_in(node: Any) -> list[str]:
    if node["type"] == "picture":
        return [node["attrs"]["file"]]
    return [file for child in node.get("content", []) for file in files_in(child)]


def test_a_picture_is_a_figure_with_what_it_shows() -> None:
    html = render_markdown(f"Before\n\n![](picture:{FILE})\n\nAfter", shown(preview=f"{URL}/preview"))
    assert html == (
        f'<p>Before</p>\n<figure><a href="{URL}" target="_blank" rel="nofollow noopener noreferrer ugc">'
        f'<img src="{URL}/preview" srcset="{URL}/preview 640w, {URL} 3000w" '
        'sizes="(max-width: 46rem) 100vw, 44rem" alt="Two tables by the window" width="3000" '
        'height="1500" loading="lazy"></a>'
        '<figcaption aria-hidden="true">Two tables by the window</figcaption></figure>\n<p>After</p>\n'
    )


def test_a_small_one_is_shown_as_large_as_it_is() -> None:
    small = {FILE: Shown(URL, f"{URL}/preview", 300, 200, "wall.jpg", "A wall")}
    html = render_markdown(f"![](picture:{FILE})", small)
    assert f'<img src="{URL}" alt="A wall" width="300" height="200" loading="lazy">' in html


def test_one_that_nobody_has_described_says_so_and_has_no_caption() -> None:
    html = render_markdown(f"![](picture:{FILE})", shown(""))
    assert 'alt="A picture, “wall.jpg”, that nobody has described yet"' in html
    assert "figcaption" not in html


def test_one_that_is_not_there_is_left_out() -> None:
    assert render_markdown(f"a\n\n![](picture:{FILE})\n\nb") == "<p>a</p>\n<p>b</p>\n"
    assert render_markdown(f"![](picture:{PICTURES[1]})", shown()) == ""


def test_no_picture_comes_from_anywhere_else() -> None:
    for url in (
        "https://elsewhere.example/x.png",
        "//elsewhere.example/x",
        "javascript:alert(1)",
        "/api/session",
    ):
        html = render_markdown(f"![](picture:{FILE})", shown(url=url))
        assert "src=" not in html, html
    html = render_markdown("![a](https://elsewhere.example/x.png) [b](/api/session)", shown())
    assert "<img" not in html
    assert "href" not in html


def test_a_description_cannot_be_markup() -> None:
    words = '"><script>alert(1)</script> [x](https://a.test) ![y](z) \\'
    html = render_markdown(f"![](picture:{FILE})", shown(words))
    assert "<script" not in html.replace("&lt;script", "")
    markdown = for_readers(f"![](picture:{FILE})\n", shown(words))
    assert "<script" not in render_markdown(markdown)
    assert "<a" not in render_markdown(markdown)


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=40))
def test_a_description_in_markdown_is_one_picture_and_its_words(words: str) -> None:
    markdown = for_readers(f"![](picture:{FILE})\n", shown(words))
    assert markdown.count("\n") == 1
    html = render_markdown(at_home(markdown, "https://county.example"))
    assert "<a" not in html
    assert "![" not in html


@settings(max_examples=examples(60), deadline=None)
@given(documents, st.sets(st.sampled_from(PICTURES)))
def test_only_the_pictures_that_may_be_there_are_kept(doc: PMDoc, files: set[str]) -> None:
    kept = keep_pictures(doc, files)
    assert validate(kept) == kept
    assert files_in(kept) == [file for file in files_in(doc) if file in files]
    assert to_plain_text(kept) == to_plain_text(doc)
    assert placed(to_markdown(kept)) == files_in(kept)


def test_a_section_has_so_many_pictures_at_most() -> None:
    doc = normalise(
        {"type": "doc", "content": [{"type": "picture", "attrs": {"file": FILE}}] * (MAX_PICTURES + 5)}
    )
    assert len(files_in(keep_pictures(doc, {FILE}))) == MAX_PICTURES


def test_words_that_look_like_a_picture_are_words() -> None:
    typed = normalise(
        {
            "type": "doc",
            "content": [
                {"type": "paragraph", "content": [{"type": "text", "text": f"![](picture:{FILE})"}]},
                {"type": "paragraph", "content": [{"type": "text", "text": "Here: ![](picture:x)"}]},
            ],
        }
    )
    markdown = to_markdown(typed)
    assert from_markdown(markdown) == typed
    assert placed(markdown) == []
    assert "<img" not in render_markdown(markdown, shown())


def test_a_picture_within_a_line_is_no_picture() -> None:
    assert files_in(from_markdown(f"Look: ![](picture:{FILE})")) == []
    assert files_in(from_markdown(f"### ![](picture:{FILE})")) == []


def test_a_section_with_nothing_but_a_picture_is_not_empty() -> None:
    assert not is_empty(from_markdown(f"![](picture:{FILE})"))


def test_both_know_how_large_a_small_picture_is() -> None:
    assert PREVIEW_SIDE == inspection.PREVIEW_SIDE


def test_an_address_of_ours_is_taken_as_it_is_written() -> None:
    assert at_home(f"![]({URL})", r"http://a\1b") == rf"![](http://a\1b{URL})"
