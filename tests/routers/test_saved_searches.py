"""Saved searches: one's own, each once, with what they find now."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from app.actions.saved_searches import MOST
from app.models.items import Audience
from app.models.people import Role
from tests.conftest import problem
from tests.factories import County
from tests.routers.conftest import SignedIn

SEARCHES = "/api/library/searches"


def keep(client: TestClient, name: str, query: str) -> dict[str, Any]:
    answer = client.post(SEARCHES, json={"name": name, "query": query})
    assert answer.status_code == 201, answer.text
    kept: dict[str, Any] = answer.json()
    return kept


@pytest.fixture
def school(county: County) -> int:
    return county.school(county.cluster())


@pytest.fixture
def author(county: County, school: int, signed_in: SignedIn) -> TestClient:
    person = county.person(Role.contributor, school)
    county.story(person, school, title="Toast before the bell", audience=Audience.school)
    return signed_in(person)


def test_a_saved_search_says_what_it_finds_now(author: TestClient, county: County, school: int) -> None:
    kept = keep(author, "Toast", "q=toast&phase=Primary")
    assert kept["total"] == 1
    county.story(
        county.person(Role.contributor, school), school, title="More toast", audience=Audience.school
    )
    (again,) = author.get(SEARCHES).json()
    assert again == kept | {"total": 2}
    library = author.get(f"/api/library?{again['query']}").json()
    assert library["total"] == again["total"]


def test_what_it_finds_is_what_its_owner_may_read(
    county: County, signed_in: SignedIn, author: TestClient
) -> None:
    elsewhere = signed_in(county.person(Role.school_lead, county.school(county.cluster())))
    assert keep(elsewhere, "Toast", "q=toast")["total"] == 0
    assert keep(author, "Toast", "q=toast")["total"] == 1


def test_the_same_search_is_kept_once_under_its_last_name(author: TestClient) -> None:
    first = keep(author, "Reading", "phase=Primary&q=reading&phase=Nursery&cursor=abc")
    again = keep(author, "Reading, primary", "q=reading&phase=Nursery&phase=Primary")
    assert again == first | {"name": "Reading, primary"}
    assert first["query"] == "q=reading&phase=Nursery&phase=Primary"
    assert author.get(SEARCHES).json() == [again]


def test_they_come_by_name_and_go_for_good(author: TestClient) -> None:
    kept = [keep(author, name, f"q={name}") for name in ("maths", "Art", "toast")]
    assert [one["name"] for one in author.get(SEARCHES).json()] == ["Art", "maths", "toast"]
    assert author.delete(f"{SEARCHES}/{kept[0]['id']}").status_code == 204
    assert [one["name"] for one in author.get(SEARCHES).json()] == ["Art", "toast"]
    assert problem(author.delete(f"{SEARCHES}/{kept[0]['id']}"))["status"] == 404
    assert problem(author.delete(f"{SEARCHES}/{uuid4()}"))["status"] == 404


def test_nobody_elses(author: TestClient, county: County, school: int, signed_in: SignedIn) -> None:
    kept = keep(author, "Mine", "q=mine")
    colleague = signed_in(county.person(Role.school_lead, school))
    assert colleague.get(SEARCHES).json() == []
    assert problem(colleague.delete(f"{SEARCHES}/{kept['id']}"))["status"] == 404
    assert author.get(SEARCHES).json() == [kept]


@pytest.mark.parametrize("query", ["", "sort=newest", "cursor=abc", "utm_source=mail", "q=+++"])
def test_a_search_that_asks_nothing_is_not_kept(author: TestClient, query: str) -> None:
    said = problem(author.post(SEARCHES, json={"name": "All", "query": query}))
    assert said["status"] == 422
    assert author.get(SEARCHES).json() == []


def test_there_is_room_for_so_many(author: TestClient) -> None:
    for number in range(MOST):
        keep(author, f"Search {number}", f"q=word{number}")
    said = problem(author.post(SEARCHES, json={"name": "One more", "query": "q=more"}))
    assert (said["status"], "Forget one first" in said["detail"]) == (409, True)
    # A new name for one of them needs no room.
    keep(author, "Renamed", "q=word7")
    assert len(author.get(SEARCHES).json()) == MOST
