"""When an entry is asked for, on the page and by a notice: once, of those who write, while it is alive."""

from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from uuid import UUID, uuid4

import pytest

from app import clock
from app.actions import journeys, stories
from app.actions.journey_prompts import ask_for_entries
from app.content.school_days import is_school_day
from app.models.items import Item, ItemKind
from app.models.journeys import EntryPrompt, Phase
from app.models.people import Role
from app.queries.items import item_facts
from app.queries.journey_drafts import asked_for, journey_draft, wanted
from app.queries.notices import notices
from app.queries.viewers import person_viewer
from app.schemas.journeys import PhaseView
from tests.factories import County
from tests.statements import counted

BEGAN = date(2025, 9, 8)


def noon(day: date) -> datetime:
    return datetime.combine(day, time_of_day(12), clock.LONDON)


class Told:
    """A journey that began on ``BEGAN``, its two authors, and what they are asked."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.school = county.school(county.cluster())
        self.author = county.person(Role.contributor, self.school)
        self.other = county.person(Role.contributor, self.school)
        with county.database.write() as session, clock.at(noon(BEGAN)):
            viewer = person_viewer(session, self.author)
            kind = ItemKind.change_journey
            self.item = stories.start_story(
                session, viewer, title="Ten minutes", school_urn=self.school, tags=[], kind=kind
            ).id
        county.join(self.item, self.author, self.other)

    def asked_on(self, day: date) -> int:
        with self.county.database.write() as session, clock.at(noon(day)):
            return ask_for_entries(session, day)

    def entry(self, day: date, prompt: EntryPrompt | None = None) -> UUID:
        with self.county.database.write() as session, clock.at(noon(day)):
            viewer, item = person_viewer(session, self.author), session.get_one(Item, self.item)
            return journeys.add_entry(
                session, viewer, item, entry_id=uuid4(), happened_on=day, prompt=prompt
            ).id

    def phase(self, phase: Phase, day: date, note: str = "") -> None:
        with self.county.database.write() as session, clock.at(noon(day)):
            viewer, item = person_viewer(session, self.author), session.get_one(Item, self.item)
            journeys.set_phase(session, viewer, item, phase=phase, since=day, note=note)

    def wanted_on(self, day: date) -> tuple[EntryPrompt, str] | None:
        with self.county.database.read() as session, clock.at(noon(day)):
            item = session.get_one(Item, self.item)
            found = journey_draft(session, item, item_facts(session, item)).wanted
        return (found.prompt, found.words) if found else None

    def words(self, person: UUID) -> list[str]:
        with self.county.database.read() as session:
            return [one.words for one in notices(session, person_viewer(session, person)).items]


@pytest.fixture
def told(county: County) -> Told:
    return Told(county)


def test_the_page_asks_once_a_half_term_until_something_is_written(told: Told) -> None:
    assert told.wanted_on(BEGAN + timedelta(days=3)) is None, "there is nothing to tell yet"
    prompt = told.wanted_on(date(2025, 10, 3))
    assert prompt == (
        EntryPrompt.half_term,
        "Nothing has been written about Autumn 1 yet. What happened, in five minutes?",
    )
    entry = told.entry(date(2025, 10, 3))
    assert told.wanted_on(date(2025, 10, 20)) is None
    assert told.wanted_on(date(2025, 11, 4)) is not None, "a new half-term has begun"
    with told.county.database.write() as session:
        viewer, item = person_viewer(session, told.author), session.get_one(Item, told.item)
        journeys.remove_entry(session, viewer, item, entry, version=1)
    assert told.wanted_on(date(2025, 10, 20)) is not None


def test_a_year_on_is_asked_for_a_year_after_it_began(told: Told) -> None:
    told.entry(date(2026, 9, 4))
    assert told.wanted_on(date(2026, 9, 7)) is None
    prompt = told.wanted_on(date(2026, 9, 8))
    assert prompt == (
        EntryPrompt.year_on,
        "A year on: this began on 8 September 2025. What is different now?",
    )
    told.entry(date(2026, 9, 9), EntryPrompt.year_on)
    assert told.wanted_on(date(2026, 9, 10)) is None


def test_of_what_is_kept_up_it_is_asked_a_year_after_that(told: Told) -> None:
    told.phase(Phase.sustain, date(2026, 3, 2))
    told.entry(date(2026, 9, 4))
    assert told.wanted_on(date(2026, 9, 8)) is None
    told.phase(Phase.sustain, date(2026, 10, 5), "A new TA has taken it on.")
    told.entry(date(2027, 3, 1))
    prompt = told.wanted_on(date(2027, 3, 2))
    assert prompt is not None
    assert prompt[0] is EntryPrompt.year_on
    assert "2 March 2026" in prompt[1]


def test_each_author_is_reminded_once_a_half_term(told: Told) -> None:
    assert told.asked_on(date(2025, 9, 23)) == 2
    assert told.asked_on(date(2025, 9, 24)) == 0
    assert told.asked_on(date(2025, 11, 10)) == 0, "two weeks are given"
    assert told.asked_on(date(2025, 11, 15)) == 0, "not at weekends"
    told.entry(date(2025, 11, 14))
    assert told.asked_on(date(2025, 11, 18)) == 0, "it has been written"
    assert told.asked_on(date(2026, 1, 20)) == 2
    assert (
        told.words(told.other)
        == ["What happened this half-term in “Ten minutes”? Five minutes are enough for an entry."] * 2
    )


def test_nobody_is_asked_who_does_not_write(told: Told) -> None:
    told.county.end_seats(told.other)
    later = next(
        day for day in (clock.today() + timedelta(ahead) for ahead in range(30)) if is_school_day(day)
    )
    assert told.asked_on(later) == 1
    assert told.words(told.other) == []


def test_a_journey_without_authors_asks_the_school_lead_it_has_passed_to(told: Told) -> None:
    lead = told.county.person(Role.school_lead, told.school)
    told.county.person(Role.school_lead, told.county.school(told.county.cluster()))
    later = [day for day in (clock.today() + timedelta(ahead) for ahead in range(30)) if is_school_day(day)]
    told.county.end_seats(told.author)
    assert told.asked_on(later[0]) == 1, "its other author writes on"
    assert told.words(lead) == []
    told.county.end_seats(told.other)
    assert told.asked_on(later[0]) == 1
    assert "Ten minutes" in told.words(lead)[0]
    assert told.asked_on(later[0]) == 0


def test_a_year_on_of_a_leap_day_names_the_day() -> None:
    phases = [PhaseView(phase=Phase.explore, since=date(2024, 2, 29), term="", note="", back=False)]
    with clock.at(noon(date(2025, 3, 1))):
        assert wanted(phases, [], date(2025, 2, 28)) != (EntryPrompt.year_on, date(2025, 3, 1))
        found = asked_for(phases, [])
    assert found is not None
    assert found.words == "A year on: this began on 29 February 2024. What is different now?"


def test_a_notice_says_nothing_to_whom_it_is_no_longer_for(told: Told) -> None:
    told.asked_on(date(2025, 9, 23))
    with told.county.database.write() as session:
        item = session.get_one(Item, told.item)
        viewer = person_viewer(session, told.author)
        stories.remove_author(session, viewer, item_facts(session, item), told.other)
    assert told.words(told.other) == ["An entry was wanted for a journey that is no longer yours to write."]


def test_nobody_is_asked_about_what_has_been_quiet_for_two_school_years(told: Told) -> None:
    # Seats begin today, so the journey is told of in the past as far as it goes.
    days = [date(2028, 7, 3) + timedelta(days=ahead) for ahead in range(90)]
    asked = {day: told.asked_on(day) for day in days if is_school_day(day)}
    assert sum(count for day, count in asked.items() if day < date(2028, 9, 1)) == 2
    assert sum(count for day, count in asked.items() if day >= date(2028, 9, 1)) == 0


def test_many_journeys_take_no_more_statements_than_one(county: County) -> None:
    """It is done beside everybody's writing: nobody waits for a question about each journey."""
    Told(county)
    later = (BEGAN + timedelta(ahead) for ahead in range(60, 90))
    day = next(day for day in later if is_school_day(day))

    def statements() -> int:
        with county.database.write() as session, clock.at(noon(day)):
            ask_for_entries(session, day)
            session.flush()
            with counted(session) as sent:
                assert ask_for_entries(session, day) == 0
            session.rollback()
        return len(sent)

    one = statements()
    for _ in range(3):
        Told(county)
    assert statements() == one
