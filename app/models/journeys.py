"""Change journeys: the phases a change goes through, dated entries, and what is measured along the way.

The words of an entry stand in its item's document, in a section for each part of it (see
``content.journey_sections``); what is here is everything about it that is not prose. Readers outside the
draft see what a revision froze of all this in its ``details``.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime


class Phase(StrEnum):
    """Where a change is, as the EEF's guide to implementation (2024) has it. Moving back is normal."""

    explore = "explore"
    prepare = "prepare"
    deliver = "deliver"
    sustain = "sustain"


class Going(StrEnum):
    """How it is going, from worst to best."""

    stuck = "stuck"
    hard = "hard"
    steady = "steady"
    well = "well"


class Better(StrEnum):
    """In which direction a measure gets better."""

    up = "up"
    down = "down"
    neither = "neither"


class EntryPrompt(StrEnum):
    """Why an entry was written now."""

    half_term = "half_term"
    year_on = "year_on"


class JourneyPhase(SQLModel, table=True):
    """From ``since`` on, the journey is in ``phase``, until the next one's day."""

    __tablename__ = "journey_phase"
    __table_args__ = (sa.UniqueConstraint("item_id", "since"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id", index=True)
    phase: Phase = Field(sa_type=TextEnum(Phase))
    since: date
    note: str = Field(default="", description="Why it moved, in a sentence")
    set_by: UUID = Field(foreign_key="person.id")
    set_at: datetime = Field(sa_type=UtcDateTime)


class JourneyEntry(SQLModel, table=True):
    """A dated entry. ``held_back``: it waits in the draft while the rest is shared.

    ``version`` grows with each change of what is here, and is its ETag.
    """

    __tablename__ = "journey_entry"
    __table_args__ = (sa.Index("ix_journey_entry_item", "item_id", "happened_on"),)

    id: UUID = Field(primary_key=True, description="Made by the client, so that a repetition makes no other")
    item_id: UUID = Field(foreign_key="item.id")
    happened_on: date
    going: Going | None = Field(default=None, sa_type=TextEnum(Going))
    prompt: EntryPrompt | None = Field(default=None, sa_type=TextEnum(EntryPrompt))
    held_back: bool = False
    author_id: UUID = Field(foreign_key="person.id")
    version: int = 1
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JourneyEntryTag(SQLModel, table=True):
    """A recommendation that an entry is about."""

    __tablename__ = "journey_entry_tag"

    entry_id: UUID = Field(foreign_key="journey_entry.id", primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", primary_key=True, index=True)


class Measure(SQLModel, table=True):
    """Something that is counted, watched or asked, again and again. ``position`` is its place among them."""

    __table_args__ = (sa.Index("ix_measure_item", "item_id", "position"),)

    id: UUID = Field(primary_key=True, description="Made by the client")
    item_id: UUID = Field(foreign_key="item.id")
    name: str
    unit: str = Field(default="", description='In words: "minutes", "of 10"; "%" for shares')
    better: Better = Field(sa_type=TextEnum(Better))
    source: str = Field(default="", description="Where the numbers come from: what was counted, by whom")
    baseline: float | None = None
    target: float | None = None
    position: int = 0
    version: int = 1
    created_by: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MeasurePoint(SQLModel, table=True):
    """One measurement. ``people``: of how many pupils or staff it tells; fewer than 10 are marked."""

    __tablename__ = "measure_point"

    measure_id: UUID = Field(foreign_key="measure.id", primary_key=True)
    measured_on: date = Field(primary_key=True)
    value: float
    people: int | None = None
    note: str = ""
