"""What in a text could tell who a pupil, or anybody else, is: the check before a story leaves its school.

It finds what has a form: e-mail addresses, telephone numbers, pupil numbers (UPN) and dates of birth. Names
and circumstances have none; of those the author is asked. It rather asks once too often than lets one
through, and whoever writes may say that it may stay.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.content.folding import Folded, fold
from app.content.nodes import PMDoc
from app.content.plain_text import textblocks, to_plain_text
from app.content.privacy_addresses import emails
from app.content.privacy_dates import births
from app.content.privacy_numbers import phones, pupil_numbers
from app.models.privacy import FindingKind

RULES: Final = 2
"""The version of these rules. Goes up when they find more: what was confirmed is then asked again."""

TITLE: Final = "title"
"""The passage that is a story's title rather than one of its sections."""

AROUND: Final = 70
"""How many characters before and after a match are shown with it, at most."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a story to look through: its title, a section, or the address behind a link in a section."""

    section: str
    text: str
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found, where it stands: ``text[start:end]`` of its passage, counted in characters.

    ``same`` is what it comes to however it is written: two findings with the same are one thing.
    """

    kind: FindingKind
    section: str
    start: int
    end: int
    match: str
    before: str
    after: str
    same: str
    is_link: bool = False


def passages(section: str, document: PMDoc) -> Iterator[Passage]:
    """A section's plain text, and the addresses that its links hide."""
    yield Passage(section, to_plain_text(document))
    seen = set()
    for block in textblocks(document["content"]):
        for inline in block.get("content", []):
            for mark in inline.get("marks", []) if inline["type"] == "text" else []:
                if mark["type"] == "link" and mark["attrs"]["href"] not in seen:
                    seen.add(mark["attrs"]["href"])
                    yield Passage(section, mark["attrs"]["href"], is_link=True)


def scan(texts: Iterable[Passage], today: date) -> list[Finding]:
    """Everything found in ``texts``, in the order in which it is read.

    A date counts as one of birth for who could be at school ``today``, and whenever it says so itself.
    """
    return [finding for passage in texts for finding in _scan(passage, today)]


def _scan(passage: Passage, today: date) -> Iterator[Finding]:
    folded = fold(passage.text)
    found = [
        *((FindingKind.upn, *one) for one in pupil_numbers(folded.text)),
        *((FindingKind.email, *one) for one in emails(folded.text)),
        *((FindingKind.date_of_birth, *one) for one in births(folded.text, today)),
        *((FindingKind.phone, *one) for one in phones(folded.text)),
    ]
    taken = bytearray(len(folded.text))
    kept = []
    for kind, start, end, same in found:
        # The digits of a pupil number are no telephone number as well.
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end, kind, same))
    for start, end, kind, same in sorted(kept):
        yield _finding(passage, folded, kind, start, end, same)


def _finding(passage: Passage, folded: Folded, kind: FindingKind, start: int, end: int, same: str) -> Finding:
    since, until = folded.span(start, end)
    return Finding(
        kind=kind,
        section=passage.section,
        start=since,
        end=until,
        match=passage.text[since:until],
        # One character more than is shown tells whether there is more.
        before=_before(passage.text[max(0, since - AROUND - 1) : since]),
        after=_after(passage.text[until : until + AROUND + 1]),
        same=same,
        is_link=passage.is_link,
    )


def _before(text: str) -> str:
    """The words just before a match, in its own paragraph; cut at a word."""
    line = text.rsplit("\n", 1)[-1]
    if len(line) <= AROUND:
        return line
    return "… " + line[-AROUND:].partition(" ")[2]


def _after(text: str) -> str:
    line = text.split("\n", 1)[0]
    if len(line) <= AROUND:
        return line
    return line[:AROUND].rpartition(" ")[0] + " …"
