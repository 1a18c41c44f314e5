"""What the pages of guidance show, and whose stories they count."""

import pytest
from sqlmodel import select

from app.db import Database
from app.errors import NotFound
from app.models.evidence import Edition, Strength
from app.models.items import Audience
from app.models.people import Role
from app.policies.viewers import Public, Viewer
from app.queries.evidence import (
    edition_view,
    list_guidance,
    recommendation_stories,
    recommendation_view,
    resolve,
)
from app.schemas.evidence import RecommendationCount
from app.schemas.stories import StorySummary
from tests.factories import County

TAS = "teaching-assistants"


def counted(database: Database, viewer: Viewer, edition: str) -> dict[int, RecommendationCount]:
    with database.read() as session:
        view = edition_view(session, viewer, TAS, edition)
    return {one.number: one for one in view.recommendations}


def listed(database: Database, viewer: Viewer, edition: str, number: int) -> list[StorySummary]:
    with database.read() as session:
        one = resolve(session, TAS, edition, number)
        return recommendation_stories(session, viewer, one, None).items


def test_guidance_is_listed_with_its_newest_edition_first(database: Database) -> None:
    with database.read() as session:
        lines = list_guidance(session)
        editions = len(session.exec(select(Edition)).all())
    assert [line.editions[0].title for line in lines] == sorted(line.editions[0].title for line in lines)
    assert sum(len(line.editions) for line in lines) == editions
    tas = next(line for line in lines if line.slug == TAS)
    assert [edition.edition for edition in tas.editions] == ["2025", "2015"]


def test_an_edition_has_its_groups_numbers_and_other_editions(database: Database) -> None:
    with database.read() as session:
        view = edition_view(session, Public(), TAS, "2015")
    assert [one.number for one in view.recommendations] == [1, 2, 3, 4, 5, 6, 7]
    assert [group.key for group in view.groups] == ["everyday", "interventions", "connections"]
    assert {one.group for one in view.recommendations} == {group.key for group in view.groups}
    assert [edition.edition for edition in view.other_editions] == ["2025"]
    assert all(one.stories == 0 for one in view.recommendations)


def test_a_recommendation_has_neighbours_and_what_says_the_same_elsewhere(database: Database) -> None:
    with database.read() as session:
        first = recommendation_view(session, Public(), TAS, "2015", 1)
        last = recommendation_view(session, Public(), TAS, "2015", 7)
        back = recommendation_view(session, Public(), TAS, "2025", 1)
    assert (first.previous, first.next and first.next.number) == (None, 2)
    assert (last.previous and last.previous.number, last.next) == (6, None)
    assert [(one.edition, one.number, one.strength) for one in last.related] == [
        ("2025", 3, Strength.partial),
        ("2025", 4, Strength.partial),
    ]
    assert [(one.edition, one.number) for one in back.related] == [("2015", 1), ("2015", 2)]


@pytest.mark.parametrize(
    ("guidance", "edition", "number"), [("x", "2015", 1), (TAS, "1999", 1), (TAS, "2015", 99)]
)
def test_what_is_not_there_is_not_found(database: Database, guidance: str, edition: str, number: int) -> None:
    with database.read() as session:
        with pytest.raises(NotFound):
            resolve(session, guidance, edition, number)
        with pytest.raises(NotFound):
            recommendation_view(session, Public(), guidance, edition, number)


def test_stories_count_for_those_who_may_read_them_also_in_the_other_edition(
    database: Database, county: County
) -> None:
    cluster = county.cluster()
    school, other = county.school(cluster), county.school(county.cluster())
    lead = county.person(Role.school_lead, school)
    colleague = county.viewer(county.person(Role.contributor, school))
    stranger = county.viewer(county.person(Role.school_lead, other))
    two_ways = [county.recommendation(1), county.recommendation(2), county.recommendation(7)]
    story = county.story(lead, school, tags=two_ways, audience=Audience.school)
    county.story(lead, school, tags=two_ways)

    assert {
        number: one.stories for number, one in counted(database, colleague, "2015").items() if one.stories
    } == {
        1: 1,
        2: 1,
        7: 1,
    }
    newer = counted(database, colleague, "2025")
    assert {n: (one.stories, one.through_other_editions) for n, one in newer.items() if one.stories} == {
        1: (1, 1),
        3: (1, 1),
        4: (1, 1),
    }
    assert [(one.id, one.match) for one in listed(database, colleague, "2015", 7)] == [(story, None)]
    assert [(one.id, one.match) for one in listed(database, colleague, "2025", 1)] == [
        (story, Strength.close)
    ]
    assert [(one.id, one.match) for one in listed(database, colleague, "2025", 3)] == [
        (story, Strength.partial)
    ]
    for viewer in (stranger, Public()):
        assert all(one.stories == 0 for one in counted(database, viewer, "2025").values())
        assert listed(database, viewer, "2025", 1) == []


def test_the_stories_of_a_recommendation_come_in_pages(database: Database, county: County) -> None:
    school = county.school(county.cluster())
    lead = county.person(Role.school_lead, school)
    tag = county.recommendation(4)
    told = [county.story(lead, school, tags=[tag], audience=Audience.school) for _ in range(5)]
    viewer = county.viewer(lead)
    found, cursor, pages = [], None, 0
    while pages == 0 or cursor:
        with database.read() as session:
            one = resolve(session, TAS, "2025", 4)
            page = recommendation_stories(session, viewer, one, cursor, limit=2)
        found += [story.id for story in page.items]
        cursor, pages = page.next, pages + 1
    assert pages == 3
    assert found == told[::-1]
