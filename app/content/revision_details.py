"""What a revision freezes beside its prose, as JSON: the shapes of ``Revision.details``.

Dates are ISO texts. Who wrote an entry is a name as it was then, if they are on the byline.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

from app.content.days import day_words


class PhaseDetail(TypedDict):
    phase: str
    since: str
    note: str


class FileDetail(TypedDict):
    """A version of a file; ``entry``: the entry that it belongs to."""

    id: str
    version: int
    name: str
    description: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    pages: int | None
    has_preview: bool
    entry: str | None


class LinkDetail(TypedDict):
    id: str
    url: str
    title: str
    description: str


class EntryDetail(TypedDict):
    """Its words are in ``Revision.sections``, each with this ``id`` as its ``"entry"``."""

    id: str
    happened_on: str
    going: str | None
    prompt: str | None
    by: str | None
    tags: list[int]


class PointDetail(TypedDict):
    measured_on: str
    value: float
    people: int | None
    note: str


class MeasureDetail(TypedDict):
    id: str
    name: str
    unit: str
    better: str
    source: str
    baseline: float | None
    target: float | None
    points: list[PointDetail]


class JourneyDetails(TypedDict):
    """In order of their days."""

    phases: list[PhaseDetail]
    entries: list[EntryDetail]
    measures: list[MeasureDetail]


class Details(TypedDict, total=False):
    """``journey``: of a change journey. ``licence``: of a resource. ``files`` and ``links``: of any item."""

    journey: JourneyDetails
    licence: str
    files: list[FileDetail]
    links: list[LinkDetail]


@dataclass(frozen=True, slots=True)
class Words:
    """Something that somebody wrote outside the document: ``where`` it stands, as a key and as people say it.

    ``is_link``: it is an address rather than words.
    """

    key: str
    where: str
    text: str
    is_link: bool = False


BESIDE: Final = ("phase-", "measure-", "file-", "link-")
"""How the keys of ``Words`` begin, which no section's does; what they are called says itself what it is."""


def entry_details(details: Details | None) -> list[EntryDetail]:
    """The entries that a revision froze; of what is no journey, none."""
    return details["journey"]["entries"] if details and "journey" in details else []


def words_of(details: Details) -> Iterator[Words]:
    """All words that a revision froze beside its prose, in reading order: none may be read by anybody without
    being checked and found like the prose itself."""
    if "journey" in details:
        yield from _words_of_journey(details["journey"])
    for file in details.get("files", []):
        where = f"The file “{file['name']}”"
        yield Words(f"file-{file['id']}", where, file["name"])
        yield Words(f"file-{file['id']}", where, file["description"])
    for link in details.get("links", []):
        where = f"The link “{link['title'] or link['url']}”"
        yield Words(f"link-{link['id']}", where, link["title"])
        yield Words(f"link-{link['id']}", where, link["description"])
        yield Words(f"link-{link['id']}", where, link["url"], is_link=True)


def _words_of_journey(journey: JourneyDetails) -> Iterator[Words]:
    for phase in journey["phases"]:
        yield Words(f"phase-{phase['since']}", f"The phase since {day_of(phase['since'])}", phase["note"])
    for measure in journey["measures"]:
        key, where = f"measure-{measure['id']}", f"The measure “{measure['name']}”"
        for text in (measure["name"], measure["unit"], measure["source"]):
            yield Words(key, where, text)
        for point in measure["points"]:
            day = point["measured_on"]
            yield Words(f"{key}-{day}", f"{where}, {day_of(day)}", point["note"])


def day_of(iso: str) -> str:
    """A day as people write it: "5 March 2026"."""
    return day_words(date.fromisoformat(iso))
