"""Random documents of the closed schema, nasty on purpose."""

from typing import Any

from hypothesis import strategies as st

from app.content.nodes import Block, Inline, Mark, PMDoc
from app.content.normalising import normalise

_NASTY = [
    *"#>*_-+=~`|\\[]()<>&!:.\"'^{}$%@,;/0179 aZ é ß “ ” — … · € 😀 \u0301\u200b\u200d\ufeff\u00a0\u2003\t",
    *(
        "1.",
        "1)",
        "12. ",
        "- ",
        "* ",
        "+ ",
        "# ",
        "### ",
        " ###",
        "---",
        "***",
        "___",
        "===",
        "```",
        "~~~",
        "> ",
    ),
    *("**", "__", "*a*", "_a_", "a_b", "snake_case", "&amp;", "&#35;", "&copy", "<script>", "</p>", "<!--"),
    *("<https://a.test>", "[x](y)", "![x](y)", "[x]: y", "](", "\\", "\\\\", "a\\", "  ", "مرحبا", "日本語"),
    *("word", "The TA sat ", "between, ", "5 of 12", "| a | b |", "|---|---|", "https://a.test/x_y_z"),
]
HREFS = [
    "https://example.org/",
    "http://example.org/a_(b)/c?d=1&copy=2&amp;x#_e_*f*",
    "https://example.org/[1]!'",
    "https://example.org/))((",
    "https://[2001:db8::1]:8080/x%20y",
    "mailto:office@school.example?subject=Hello%20you",
    "https://bücher.example/straße",
]

texts = st.lists(st.sampled_from(_NASTY), min_size=1, max_size=8).map("".join) | st.text(
    min_size=1, max_size=12
)
PICTURES = [
    "0b0e1a2c-3d4f-4a5b-8c6d-7e8f9a0b1c2d",
    "ffffffff-0000-4000-8000-000000000000",
    "12345678-1234-4234-9234-123456789abc",
]
pictures: st.SearchStrategy[Any] = st.builds(
    lambda file: {"type": "picture", "attrs": {"file": file}}, st.sampled_from(PICTURES)
)
calm_texts = st.lists(st.sampled_from(["a", "b ", " c", "é", "😀", "."]), min_size=1, max_size=3).map("".join)


def _marks(href: str | None, bold: bool, italic: bool) -> list[Mark]:
    marks: list[Mark] = []
    if href:
        marks.append({"type": "link", "attrs": {"href": href}})
    if bold:
        marks.append({"type": "bold"})
    if italic:
        marks.append({"type": "italic"})
    return marks


marks = st.builds(_marks, st.none() | st.sampled_from(HREFS), st.booleans(), st.booleans())


def _inline(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[Inline]]:
    text = st.builds(lambda text, marks: {"type": "text", "text": text, "marks": marks}, words, marks)
    plain = words.map(lambda text: {"type": "text", "text": text})
    node: st.SearchStrategy[Any] = text | plain | st.just({"type": "hardBreak"})
    return st.lists(node, max_size=5)


def _blocks(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[Block]]:
    inline = _inline(words)
    textblock: st.SearchStrategy[Any] = st.builds(
        lambda content, level: (
            {"type": "heading", "attrs": {"level": level}, "content": content}
            if level
            else {"type": "paragraph", "content": content}
        ),
        inline,
        st.sampled_from([0, 0, 0, 3, 4]),
    )

    def containers(block: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        content = st.lists(block, min_size=1, max_size=3)
        entries = st.lists(content.map(lambda c: {"type": "listItem", "content": c}), min_size=1, max_size=3)
        return (
            content.map(lambda c: {"type": "blockquote", "content": c})
            | entries.map(lambda c: {"type": "bulletList", "content": c})
            | st.builds(
                lambda c, start: {"type": "orderedList", "attrs": {"start": start}, "content": c},
                entries,
                st.sampled_from([1, 1, 0, 7, 9, 99, 999_999]),
            )
        )

    leaves = st.one_of(textblock, textblock, textblock, pictures)
    return st.lists(st.recursive(leaves, containers, max_leaves=6), min_size=1, max_size=3)


def _documents(words: st.SearchStrategy[str]) -> st.SearchStrategy[PMDoc]:
    return _blocks(words).map(lambda blocks: normalise({"type": "doc", "content": blocks}))


documents = _documents(texts)
"""Documents with everything that Markdown, HTML or a parser might trip over."""

calm_documents = _documents(calm_texts)
"""Documents of ordinary words, in every shape."""

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


def foreign_nodes() -> st.SearchStrategy[Any]:
    """JSON that looks like ProseMirror's but keeps to no schema."""
    kinds = st.sampled_from(
        [
            "doc",
            "paragraph",
            "heading",
            "bulletList",
            "orderedList",
            "listItem",
            "blockquote",
            "text",
            "hardBreak",
        ]
    ) | st.sampled_from(["picture", "image", "table", "codeBlock", "", "__proto__"])
    attrs = json_values | st.fixed_dictionaries(
        {
            "level": json_values,
            "start": json_values,
            "href": json_values,
            "file": st.sampled_from(PICTURES) | json_values,
        }
    )
    mark = st.fixed_dictionaries({"type": st.sampled_from(["bold", "link", "strike", ""]), "attrs": attrs})

    def node(content: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.fixed_dictionaries(
            {"type": kinds | json_values},
            optional={
                "attrs": attrs,
                "text": texts | json_values,
                "marks": st.lists(mark, max_size=3) | json_values,
                "content": st.lists(content, max_size=4) | json_values,
            },
        )

    return st.recursive(json_values, node, max_leaves=12)
