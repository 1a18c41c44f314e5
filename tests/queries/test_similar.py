"""Schools like ours from the database: open ones, with reasons, and how like a viewer's own."""

import pytest
from sqlmodel import Session

from app.db import Database
from app.errors import NotFound
from app.models.people import Role
from app.models.places import School, SchoolStatus
from app.queries.similar import like_mine, nearest_schools, similar_schools
from tests.factories import County


def describe(session: Session, urn: int, **facts: object) -> None:
    school = session.get_one(School, urn)
    for name, value in facts.items():
        setattr(school, name, value)


def test_the_nearest_come_first_and_closed_ones_not_at_all(database: Database, county: County) -> None:
    ours, alike, bigger, closed, secondary = (county.school() for _ in range(5))
    with database.write() as session:
        describe(session, ours, pupils=200, district="Fen")
        describe(session, alike, pupils=210, district="Fen", fsm_percent=12.5)
        describe(session, bigger, pupils=600, district="Wold")
        describe(session, closed, pupils=200, district="Fen", status=SchoolStatus.closed)
        describe(session, secondary, phase="Secondary")
    with database.read() as session:
        assert nearest_schools(session, ours) == [alike, bigger]
        assert nearest_schools(session, ours, 1) == [alike]
        assert nearest_schools(session, closed)[0] == ours
        assert nearest_schools(session, 999_999) == []


def test_yours_is_said_to_those_of_the_school_only(database: Database, county: County) -> None:
    ours, other = county.school(), county.school()
    mine, neighbour = (county.viewer(county.person(Role.school_lead, school)) for school in (ours, other))
    with database.write() as session:
        describe(session, ours, pupils=200)
        describe(session, other, pupils=100, fsm_percent=8.0)
    with database.read() as session:
        page = similar_schools(session, mine, ours)
        words = [each.words for each in page.schools[0].compared]
        assert words[:3] == [
            "primary like yours",
            "100 pupils, yours has 200",
            "free school meals not known for yours",
        ]
        assert page.unknown == ["its free school meals", "whether it is in a town or the country"]
        assert (
            similar_schools(session, neighbour, ours).schools[0].compared[1].words == "100 pupils, here 200"
        )
        with pytest.raises(NotFound):
            similar_schools(session, mine, 999_999)


def test_a_school_beside_ones_own(database: Database, county: County) -> None:
    primary, special, theirs = (county.school() for _ in range(3))
    person = county.person(Role.school_lead, primary)
    county.seat(person, Role.contributor, special)
    with database.write() as session:
        describe(session, special, phase="Not applicable")
    viewer = county.viewer(person)
    with database.read() as session:
        found = like_mine(session, viewer, theirs)
        assert [one.mine.urn for one in found] == [primary]
        assert found[0].likeness.school.urn == theirs
        assert [one.mine.urn for one in like_mine(session, viewer, primary)] == []
        with pytest.raises(NotFound):
            like_mine(session, viewer, 999_999)
