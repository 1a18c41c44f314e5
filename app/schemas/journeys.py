"""Change journeys over the wire: phases, entries and measures, as authors and as readers see them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.models.journeys import Better, EntryPrompt, Going, Phase
from app.schemas.base import Body, Number, View
from app.schemas.evidence import RecommendationRef
from app.schemas.files import FileView
from app.schemas.people import PersonRef
from app.schemas.sections import SectionView, TemplateSection

Value = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
SMALL = 10
"""Of fewer people than this, a number says little: such points are marked."""


class PhaseView(View):
    """From ``since`` on the journey is in this phase. ``id`` is null for readers."""

    id: UUID | None = None
    phase: Phase
    since: date
    term: str = Field(description='The half-term in which it began, such as "Autumn 1, 2026/27"')
    note: str
    back: bool = Field(description="Whether it is an earlier phase than the one before: that is normal")


class SetPhase(Body):
    """Say since when the journey has been in a phase; the same day again replaces it."""

    phase: Phase
    since: date
    note: str = Field(default="", max_length=300)


class EntryDraft(View):
    """An entry as those who write it see it; its words are in the document, under ``section_keys``."""

    id: UUID
    happened_on: date
    term: str = Field(description='The half-term it falls into, such as "Autumn 1, 2026/27"')
    phase: Phase
    going: Going | None
    prompt: EntryPrompt | None
    held_back: bool
    shared: bool = Field(description="Whether anybody beyond the draft reads it")
    author: PersonRef
    tags: list[RecommendationRef]
    files: list[FileView]
    section_keys: dict[str, str] = Field(description="By the key of the template's part")
    begins: str = Field(description="Its first words, for the list")
    version: int


class AddEntry(Body):
    """Begin an entry. The id is the client's own, so that a repeated request makes no second one."""

    id: UUID
    happened_on: date
    going: Going | None = None
    prompt: EntryPrompt | None = None


class ChangeEntry(Body):
    """Change what is not prose. Send ``If-Match`` with the entry's version."""

    happened_on: date | None = None
    going: Going | None = None
    clear_going: bool = False
    held_back: bool | None = None
    tags: list[Number] | None = Field(default=None, max_length=20)


class PointView(View):
    """One measurement. ``small``: it is of fewer than ten people, so it says little."""

    measured_on: date
    value: float
    people: int | None
    small: bool
    note: str


class MeasureView(View):
    """A measure with its points, in order of their days."""

    id: UUID
    name: str
    unit: str
    better: Better
    source: str
    baseline: float | None
    target: float | None
    points: list[PointView]
    version: int | None = Field(default=None, description="Null for readers")


class AddMeasure(Body):
    """Begin to measure something. The id is the client's own."""

    id: UUID
    name: str = Field(min_length=1, max_length=120)
    unit: str = Field(default="", max_length=40)
    better: Better = Better.up
    source: str = Field(default="", max_length=300)
    baseline: Value | None = None
    target: Value | None = None


class ChangeMeasure(Body):
    """All of it anew, but its points. Send ``If-Match`` with the measure's version."""

    name: str = Field(min_length=1, max_length=120)
    unit: str = Field(default="", max_length=40)
    better: Better
    source: str = Field(default="", max_length=300)
    baseline: Value | None = None
    target: Value | None = None


class SetPoint(Body):
    """A measurement; the same day again replaces it."""

    value: Value
    people: int | None = Field(default=None, ge=1, le=1_000_000)
    note: str = Field(default="", max_length=300)


class RowProblem(View):
    """A row of a CSV file that cannot be used; ``row`` counts as a spreadsheet does: the header is 1."""

    row: int | None
    message: str


class PointsPreview(View):
    """What a CSV file would change: nothing has been changed. ``problems``: rows that cannot be used."""

    added: list[PointView]
    replaced: list[PointView]
    unchanged: int
    problems: list[RowProblem]


class EntryWanted(View):
    """An entry that it is time for, with the words to ask in."""

    prompt: EntryPrompt
    words: str


class JourneyDraft(View):
    """Everything about a journey's draft that is not prose."""

    phases: list[PhaseView]
    phase: Phase
    entries: list[EntryDraft] = Field(description="Newest first")
    parts: list[TemplateSection] = Field(description="What each entry is asked")
    measures: list[MeasureView]
    wanted: EntryWanted | None
    started_on: date
    updated_at: datetime


class RemovedEntry(View):
    """An entry that was taken out of the draft; it can be restored."""

    id: UUID
    happened_on: date
    begins: str = Field(description="Its first words, for the list")
    removed_at: datetime
    removed_by: str | None = Field(description="The name of who removed it, where that is known")


class RemovedMeasure(View):
    """A measure that was taken out of the draft, with its points; it can be restored."""

    id: UUID
    name: str
    points: int = Field(description="How many it has")
    removed_at: datetime
    removed_by: str | None = Field(description="The name of who removed it, where that is known")


class RemovedParts(View):
    """What was taken out of a journey, each the last one first."""

    entries: list[RemovedEntry]
    measures: list[RemovedMeasure]


class EntryView(View):
    """An entry to read. ``setback``: it says what went wrong, or that it is stuck."""

    id: UUID
    happened_on: date
    term: str
    phase: Phase
    going: Going | None
    prompt: EntryPrompt | None
    by: str | None
    tags: list[RecommendationRef]
    files: list[FileView]
    sections: list[SectionView]
    setback: bool


class JourneyView(View):
    """A journey to read, as its revision froze it. Entries oldest first: it is a story."""

    phase: Phase
    phases: list[PhaseView]
    entries: list[EntryView]
    measures: list[MeasureView]
