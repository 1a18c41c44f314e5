"""Finding a colleague to invite."""

from collections.abc import Mapping

import pytest
from fastapi.testclient import TestClient

from app.models.people import Role
from tests.conftest import problem
from tests.factories import County
from tests.routers.conftest import SignedIn


@pytest.fixture
def me(county: County, signed_in: SignedIn) -> TestClient:
    """Somebody at St Botolph, among colleagues of whom some names are awkward."""
    botolph = county.school(name="St Botolph's Primary")
    county.person(Role.contributor, botolph, name="Zoë Ålund")
    county.person(Role.school_lead, botolph, name="100% Sure_Thing")
    county.person(Role.contributor, county.school(name="Marsh Academy"), name="O'Brien-Ng")
    county.person(name="Nora Noseat")
    county.former(Role.school_lead, botolph)
    county.person(Role.administrator, name="Ada Ministrator")
    return signed_in(county.person(Role.contributor, botolph, name="Me Myself"))


def found(client: TestClient, search: str) -> list[str]:
    answer = client.get("/api/people", params={"search": search})
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json()]


WORDS: Mapping[str, list[str]] = {
    "brien": ["O'Brien-Ng"],
    "BRIEN": ["O'Brien-Ng"],
    "o'brien-ng": ["O'Brien-Ng"],
    "marsh": ["O'Brien-Ng"],
    "marsh brien": ["O'Brien-Ng"],
    "botolph brien": [],
    "  botolph  ": ["100% Sure_Thing", "Me Myself", "Zoë Ålund"],
    "zoë": ["Zoë Ålund"],
    "ZOË åLUND": ["Zoë Ålund"],
    "nobody at all": [],
}
SIGNS = ("%%", "__", "0%", "_T", "\\\\", "%_", "';--", "[a-z]", "* *")
SHORT = ("", "a", "  a  ", "   ", "a" * 81)


def test_by_any_words_of_a_name_or_a_school(me: TestClient) -> None:
    for search, names in WORDS.items():
        assert sorted(found(me, search)) == names, search


def test_signs_stand_for_themselves(me: TestClient) -> None:
    for search in SIGNS:
        assert found(me, search) == (["100% Sure_Thing"] if search in ("0%", "_T") else []), search


def test_people_without_a_seat_at_a_school_are_not_found(me: TestClient) -> None:
    assert [found(me, name) for name in ("Nora", "Noseat", "Ministrator")] == [[], [], []]


def test_a_search_has_at_least_two_letters(me: TestClient) -> None:
    for search in SHORT:
        answer = problem(me.get("/api/people", params={"search": search}))
        assert [error["where"] for error in answer["errors"]] == ["query.search"], search
    assert problem(me.get("/api/people"))["status"] == 422


def test_no_more_than_ten_and_once_each(county: County, signed_in: SignedIn) -> None:
    school = county.school(name="Big School")
    for number in range(12):
        person = county.person(Role.contributor, school, name=f"Many {number:02}")
        county.seat(person, Role.school_lead, school)
    client = signed_in(county.person(Role.contributor, school, name="One"))
    assert found(client, "many") == [f"Many {number:02}" for number in range(10)]


def test_they_are_told_apart_by_their_seats(me: TestClient) -> None:
    person = me.get("/api/people", params={"search": "zoë"}).json()[0]
    assert person["seats"] == ["Contributor, St Botolph's Primary"]
    assert person["initials"] == "ZÅ"
