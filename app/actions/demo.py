"""Fills an empty database with the fictional county, as if people had been at work in it for two years."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from app import clock
from app.actions.audit import record
from app.actions.board_templates import load_board_templates
from app.actions.demo_adoptions import try_things
from app.actions.demo_county import read_county
from app.actions.demo_curation import curate
from app.actions.demo_history import tell
from app.actions.demo_journeys import tell_journeys
from app.actions.demo_meetings import hold_meetings
from app.actions.demo_places import index_of_guidance, school_year, seed_people, seed_places
from app.actions.demo_requests import ask_for_stories, put_old_news_away
from app.actions.demo_resources import tell_resources
from app.actions.demo_stories import read_stories
from app.actions.evidence import load_guidance
from app.actions.library import indexed_at_the_end
from app.actions.rubric import load_rubric
from app.actions.submissions import raise_old
from app.errors import Conflict
from app.queries.demo import is_empty

Progress = Callable[[int, int], None]
"""Called now and then with the stories told so far and the stories there are."""


@dataclass(frozen=True, slots=True)
class DemoSeeded:
    """How much there is now."""

    schools: int
    clusters: int
    people: int
    stories: int
    journeys: int
    resources: int


def seed_demo(session: Session, *, today: date | None = None, progress: Progress | None = None) -> DemoSeeded:
    """Put the whole demo county into an empty database; ``Conflict`` if there is any school or person in it.

    Names, numbers, words and the ids in addresses are the same every time; dates count back from ``today``.
    The bytes of its files are put into the store beforehand, by ``demo_resources.keep_files``.
    """
    if not is_empty(session):
        raise Conflict("The demo county goes into an empty database only.")
    today = today or clock.today()
    load_guidance(session)
    load_rubric(session)
    load_board_templates(session)
    county = read_county()
    index = index_of_guidance(session)
    begun = school_year(today, back=2)
    seed_places(session, county, index, begun)
    seed_people(session, county.people, index, begun, handed_over=school_year(today, back=1))
    stories = read_stories()
    with indexed_at_the_end(session):
        for number, story in enumerate(stories, 1):
            tell(session, index, story, today)
            if progress:
                progress(number, len(stories))
        journeys = tell_journeys(session, index, today)
        resources = tell_resources(session, index, today)
    curate(session, index, today, begun)
    ask_for_stories(session, index, today)
    hold_meetings(session, index, today)
    with indexed_at_the_end(session):
        try_things(session, index, today)
    put_old_news_away(session, today)
    _raise_what_waited(session, today)
    record(session, None, "demo.seeded", "county", county.name)
    session.flush()
    return DemoSeeded(
        len(index.schools), len(index.clusters), len(county.people), len(stories), journeys, resources
    )


def _raise_what_waited(session: Session, today: date) -> None:
    """Raise, as the worker would have on the last working day, what has waited too long."""
    day = today - timedelta(days=1)
    day -= timedelta(days=max(0, day.weekday() - 4))
    with clock.at(datetime.combine(day, time(18), clock.LONDON)):
        raise_old(session, clock.now())
