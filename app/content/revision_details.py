"""What a revision freezes beside its prose, as JSON: the shapes of ``Revision.details``.

Dates are ISO texts. Who wrote an entry is a name as it was then, if they are on the byline.
"""

from typing import TypedDict


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
