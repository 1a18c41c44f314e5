"""The demo's journeys: long and honest, in states and audiences that show what there is."""

import pytest
from sqlmodel import Session, col, select

from app.actions.demo_journeys import DemoJourney, read_journeys
from app.actions.demo_places import demo_id
from app.content.templates import load_template
from app.models.items import Audience, Item
from app.policies.viewers import Public
from app.queries.items import item_facts
from app.queries.journey_drafts import journey_draft
from app.queries.privacy import findings
from app.queries.stories import story_view
from app.queries.viewers import person_viewer
from app.schemas.journeys import JourneyDraft, JourneyView

JOURNEYS = {one.slug: one for one in read_journeys()}


def item(session: Session, slug: str) -> Item:
    return session.get_one(Item, demo_id("story", slug))


def draft(session: Session, slug: str) -> JourneyDraft:
    found = item(session, slug)
    return journey_draft(session, found, item_facts(session, found))


def read(session: Session, slug: str) -> JourneyView:
    """As its author reads what is shared."""
    found = item(session, slug)
    story = story_view(session, person_viewer(session, found.created_by), found, item_facts(session, found))
    assert story.journey
    return story.journey


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=lambda one: one.slug)
def test_each_is_told_in_full(journey: DemoJourney) -> None:
    template = load_template("change-journey")
    assert journey.plan.keys() == {section.key for section in template.sections}
    assert journey.entries.keys() == set(range(1, len(journey.told["entries"]) + 1))
    parts = {part.key for part in template.entry}
    assert all(entry.keys() <= parts and "tried" in entry for entry in journey.entries.values())
    assert any("wrong" in entry for entry in journey.entries.values())
    assert journey.told["measures"]


def test_they_have_come_to_every_audience(session: Session) -> None:
    reach = {slug: item_facts(session, item(session, slug)).audience for slug in JOURNEYS}
    assert reach == {
        "asking-before-telling": Audience.cluster,
        "mondays-kept-up": Audience.public,
        "reading-groups-no-change": Audience.county,
        "talk-before-writing": Audience.school,
    }


def test_one_moved_back_and_holds_an_entry_back(session: Session) -> None:
    found = draft(session, "asking-before-telling")
    assert [phase.phase for phase in found.phases] == ["explore", "prepare", "deliver", "prepare", "deliver"]
    assert [phase.back for phase in found.phases] == [False, False, False, True, False]
    assert [(entry.held_back, entry.shared) for entry in found.entries[:2]] == [(True, False), (False, True)]
    assert len(read(session, "asking-before-telling").entries) == len(found.entries) - 1
    assert len({entry.term for entry in found.entries}) >= 6, "over three terms and more"


def test_one_found_no_measurable_change_and_says_so_first_and_last(session: Session) -> None:
    found = read(session, "reading-groups-no-change")
    assert found.phase == "explore"
    groups, others = (measure.points for measure in found.measures[:2])
    assert [point.value for point in groups] == [0, 4, 8]
    assert [point.value for point in others] == [0, 4, 9]
    assert found.measures[3].points[0].small
    assert any("no measurable change" in part.markdown for one in found.entries for part in one.sections)


def test_one_is_kept_up_and_looks_back_after_a_year(session: Session) -> None:
    found = draft(session, "mondays-kept-up")
    assert found.phase == "sustain"
    assert found.entries[0].prompt == "year_on"
    assert found.wanted is None
    public = item(session, "mondays-kept-up")
    story = story_view(session, Public(), public, item_facts(session, public))
    assert story.journey
    assert "year_on" not in [entry.prompt for entry in story.journey.entries], "it waits for an answer"


def test_nothing_in_them_could_tell_who_a_pupil_is(session: Session) -> None:
    for slug in JOURNEYS:
        assert findings(session, item(session, slug), None) == []


def test_they_are_the_same_every_time(session: Session) -> None:
    titles = {one.told["title"] for one in JOURNEYS.values()}
    found = session.exec(select(Item.title).where(col(Item.title).in_(titles))).all()
    assert set(found) == titles
    assert draft(session, "talk-before-writing").entries[0].id == demo_id("entry", "talk-before-writing 2")
