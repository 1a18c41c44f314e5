"""Lines of marked text as trees, as Markdown and HTML need them: every mark begins and ends within another.

ProseMirror keeps a set of marks on each run of text. Markdown nests them, and cannot let emphasis begin or
end at a space. Both follow here, in one place, so that what is written as Markdown is what reading it gives
back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from app.content.nodes import MARK_ORDER, Inline, Mark, Text

MarkKey = tuple[str, str]
"""Name of a mark, and the address if it is a link."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Text and further marks within one mark."""

    mark: MarkKey
    inside: tuple["Tree", ...]


Tree = str | Marked


@dataclass(slots=True)
class _Span:
    text: str
    marks: frozenset[MarkKey]
    blank: bool


def lines(nodes: Iterable[Inline]) -> list[tuple[Tree, ...]]:
    """A textblock's lines (between hard breaks), without space at their ends; none if it holds no text.

    Blank lines at the beginning and end are left out. A mark that covers a space only, or only a space beyond
    a word, does not cover it here.
    """
    result: list[tuple[Tree, ...]] = []
    line: list[_Span] = []
    for node in nodes:
        if node["type"] == "text":
            line.append(_Span(node["text"], frozenset(map(_key, node.get("marks", []))), blank=False))
        else:
            result.append(_line(line))
            line = []
    result.append(_line(line))
    written = [number for number, trees in enumerate(result) if trees]
    return result[written[0] : written[-1] + 1] if written else []


def flat(trees: Iterable[Tree]) -> list[Inline]:
    """Trees as ProseMirror's text nodes again."""
    nodes: list[Inline] = []
    for marks, group in groupby(_runs(trees, frozenset()), key=lambda run: run[1]):
        text: Text = {"type": "text", "text": "".join(run[0] for run in group)}
        if marks:
            text["marks"] = _marks(marks)
        nodes.append(text)
    return nodes


def _line(spans: list[_Span]) -> tuple[Tree, ...]:
    if len(spans) == 1 and not spans[0].marks:
        text = spans[0].text.strip()
        return (text,) if text else ()
    return _nested(_settled(_divided(spans)), frozenset())


def _divided(spans: Iterable[_Span]) -> list[_Span]:
    """Space at the ends of each span as spans of their own."""
    divided = []
    for span in spans:
        core = span.text.strip()
        if not core:
            divided.append(_Span(span.text, span.marks, blank=True))
            continue
        begin = span.text.index(core)
        for text, blank in (
            (span.text[:begin], True),
            (core, False),
            (span.text[begin + len(core) :], True),
        ):
            if text:
                divided.append(_Span(text, span.marks, blank=blank))
    return divided


def _settled(spans: list[_Span]) -> list[_Span]:
    """Space keeps only the marks of both its neighbours; at the ends of the line there is none."""
    while spans and spans[0].blank:
        spans.pop(0)
    while spans and spans[-1].blank:
        spans.pop()
    position = 0
    for blank, group in groupby(spans, key=lambda span: span.blank):
        run = list(group)
        if blank:
            marks = spans[position - 1].marks & spans[position + len(run)].marks
            for span in run:
                marks &= span.marks
            for span in run:
                span.marks = marks
        position += len(run)
    return spans


def _nested(spans: list[_Span], within: frozenset[MarkKey]) -> tuple[Tree, ...]:
    """The mark that reaches furthest goes outside. ``spans`` neither begin nor end with a blank one."""
    trees: list[Tree] = []
    position = 0
    while position < len(spans):
        span = spans[position]
        inner = span.marks - within
        if span.blank or not inner:
            trees.append(span.text)
            position += 1
            continue
        ends = {mark: _reach(spans, position, mark) for mark in inner}
        outermost = min(inner, key=lambda mark: (-ends[mark], MARK_ORDER.index(mark[0])))
        end = ends[outermost]
        trees.append(Marked(outermost, _nested(spans[position:end], within | {outermost})))
        position = end
    return tuple(trees)


def _reach(spans: list[_Span], begin: int, mark: MarkKey) -> int:
    end = begin
    while end < len(spans) and mark in spans[end].marks:
        end += 1
    while spans[end - 1].blank:
        end -= 1
    return end


def _runs(trees: Iterable[Tree], marks: frozenset[MarkKey]) -> Iterable[tuple[str, frozenset[MarkKey]]]:
    for tree in trees:
        if isinstance(tree, str):
            yield tree, marks
        else:
            yield from _runs(tree.inside, marks | {tree.mark})


def _key(mark: Mark) -> MarkKey:
    return (mark["type"], mark["attrs"]["href"] if mark["type"] == "link" else "")


def _marks(keys: frozenset[MarkKey]) -> list[Mark]:
    marks: list[Mark] = []
    for kind, href in sorted(keys, key=lambda key: MARK_ORDER.index(key[0])):
        if kind == "link":
            marks.append({"type": "link", "attrs": {"href": href}})
        else:
            marks.append({"type": "bold"} if kind == "bold" else {"type": "italic"})
    return marks
