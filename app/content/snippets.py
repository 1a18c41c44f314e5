"""Shows where a text matches a search: pieces of plain text, never markup."""

from collections.abc import Iterable, Sequence

from app.content.search_text import Asked, Beginning, Part
from app.content.words import Word, beginning, stem, words

Pieces = list[tuple[str, bool]]
"""Stretches of a text in order; true where it matches."""

WINDOW = 240
"""Characters of a snippet, about."""


def marked(text: str, asked: Asked) -> Pieces:
    """``text`` in pieces, with what matches told apart."""
    return _cut(text, 0, len(text), [(w.start, w.end) for w in _hits(words(text), asked)])


def best_window(texts: Iterable[tuple[str, str]], asked: Asked) -> tuple[str, Pieces] | None:
    """From (title, text) pairs: the title and the stretch where most of what is asked stands close together.

    The earliest of equals; nothing where no text matches.
    """
    best: tuple[int, int, str, str, list[Word]] | None = None
    for title, text in texts:
        hits = _hits(words(text), asked)
        last = 0
        for first, hit in enumerate(hits):
            last = max(last, first)
            while last + 1 < len(hits) and hits[last + 1].end - hit.start <= WINDOW - 40:
                last += 1
            near = hits[first : last + 1]
            worth = 10 * len({stem(one.word) for one in near}) + min(len(near), 9)
            if best is None or worth > best[0]:
                best = (worth, hit.start, title, text, hits)
    if best is None:
        return None
    _, at, title, text, hits = best
    start, end = _window(text, at)
    inside = [(hit.start, hit.end) for hit in hits if start <= hit.start and hit.end <= end]
    pieces = _cut(text, start, end, inside)
    return title, [
        *([("… ", False)] if start else []),
        *pieces,
        *([(" …", False)] if end < len(text) else []),
    ]


def _window(text: str, at: int) -> tuple[int, int]:
    """A stretch around ``at`` that ends between words, and begins with its sentence if that is near."""
    start = max(0, at - 80)
    if start:
        sentence = max(text.rfind(mark, start, at) for mark in (". ", "! ", "? ", "\n"))
        space = text.find(" ", start, at)
        start = sentence + 1 if sentence >= 0 else (space if space >= 0 else at)
        start += len(text[start:at]) - len(text[start:at].lstrip())
    end = min(len(text), start + WINDOW)
    if end < len(text):
        space = text.rfind(" ", at, end)
        end = space if space > at else end
    return start, end


def _hits(found: Sequence[Word], asked: Asked) -> list[Word]:
    """The words that are part of what is wanted; of a phrase, where all of it stands together."""
    tokens = [stem(word.word) for word in found]
    hits: set[int] = set()
    for part in asked.wanted:
        for at in range(len(tokens)):
            hits.update(_matched(part, found, tokens, at))
    return [found[at] for at in sorted(hits)]


def _matched(part: Part, found: Sequence[Word], tokens: Sequence[str], at: int) -> range:
    if isinstance(part, Beginning):
        begins = tokens[at].startswith(part.token) or beginning(found[at].word).startswith(part.token)
        return range(at, at + 1) if begins or tokens[at] in part.tokens else range(0)
    end = at + len(part.tokens)
    return range(at, end) if tuple(tokens[at:end]) == part.tokens else range(0)


def _cut(text: str, start: int, end: int, hits: Iterable[tuple[int, int]]) -> Pieces:
    pieces: Pieces = []
    at = start
    for begin, stop in hits:
        if begin < at:
            continue
        if begin > at:
            pieces.append((text[at:begin], False))
        pieces.append((text[begin:stop], True))
        at = stop
    if at < end:
        pieces.append((text[at:end], False))
    return pieces
