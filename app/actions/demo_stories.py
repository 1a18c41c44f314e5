"""The demo county's stories as plain data, read from ``app/data/demo/stories/*.md``.

A file is a JSON object (title, home school, authors, tags, what happened when), an empty line, and the text,
each section under ``## its-key``. ``## its-key @2`` is how that section stood in the second revision, and
``@draft`` how it stands in the live document since; without these a section never changed.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from app.actions.demo_county import DEMO

_SECTION = re.compile(r"^## ([a-z-]+)(?: @(\d+|draft))?$", re.MULTILINE)
_LADDER = ("school", "cluster", "county", "public")
_ASKERS = {
    "school": "school lead",
    "cluster": "school lead",
    "county": "cluster lead",
    "public": "regional lead",
}
_APPROVERS = {"cluster": "cluster lead", "county": "regional lead", "public": "school lead"}


@dataclass(frozen=True)
class Step:
    """Something that happened ``day`` days from today (so: negative).

    ``do``: start, edit, submit, approve, needs changes, declined, say, withdraw, step down. ``audience`` is
    where the step leads, or what is stepped down from; empty for what is done to the request still open.
    ``by`` is a name, or "school lead", "cluster lead", "regional lead" of the home school.
    """

    day: int
    do: str
    by: str
    audience: str = ""
    note: str = ""


@dataclass(frozen=True)
class DemoStory:
    """A story with everything that has happened to it; ``tags`` are ``guidance/edition/number``."""

    slug: str
    title: str
    school: str
    authors: tuple[str, ...]
    invited: tuple[str, ...]
    tags: tuple[str, ...]
    history: tuple[Step, ...]
    texts: dict[tuple[str, str], str] = field(repr=False)

    def markdown(self, key: str, when: str) -> str:
        """A section's text at revision ``when`` ("1", "2" …) or in the "draft"; "" if nobody wrote it."""
        return self.texts.get((key, when), self.texts.get((key, ""), ""))


def read_stories() -> list[DemoStory]:
    """All stories, by file name."""
    found = sorted((DEMO / "stories").glob("*.md"))
    return [read_story(path.stem, path.read_text("utf-8")) for path in found]


def read_story(slug: str, text: str) -> DemoStory:
    """The story that a file tells."""
    head, end = json.JSONDecoder().raw_decode(text)
    found = list(_SECTION.finditer(text, end))
    ends = [following.start() for following in found[1:]] + [len(text)]
    return DemoStory(
        slug=slug,
        title=head["title"],
        school=head["school"],
        authors=tuple(head["authors"]),
        invited=tuple(head.get("invited", ())),
        tags=tuple(head["tags"]),
        history=tuple(_history(head)),
        texts={(m[1], m[2] or ""): text[m.end() : stop].strip() for m, stop in zip(found, ends, strict=True)},
    )


def _history(head: dict[str, Any]) -> list[Step]:
    """What the file tells step by step, or the usual way up to the audience in ``published``."""
    if "history" in head:
        return [
            Step(
                s["day"],
                s["do"],
                s.get("by", head["authors"][0]),
                s.get("to", s.get("from", "")),
                s.get("note", ""),
            )
            for s in head["history"]
        ]
    day = head["day"]
    steps = [Step(day - 30, "start", head["authors"][0]), Step(day - 8, "submit", "school lead", "school")]
    for above, audience in enumerate(_LADDER[1 : _LADDER.index(head["published"]) + 1]):
        steps.append(Step(day - 7 + 7 * above, "submit", _ASKERS[audience], audience))
        steps.append(Step(day + 7 * above, "approve", _APPROVERS[audience], audience))
    return steps
