"""Lists: pages that fit together whatever is added meanwhile, and cursors that nobody can make up."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from app import clock
from app.db import Database
from app.main import create_app
from app.models.items import Audience, Publication
from app.models.people import Role
from app.settings import Settings
from tests.conftest import problem, sqlite_copy
from tests.examples import examples
from tests.factories import County
from tests.routers.conftest import SignedIn


@pytest.fixture
def writer(county: County) -> tuple[UUID, int]:
    """A School Lead and their school."""
    school = county.school(county.cluster())
    return county.person(Role.school_lead, school), school


def published(county: County, writer: tuple[UUID, int], count: int) -> list[str]:
    """That many stories for the school, oldest first. Several share their moment, as imported ones do."""
    stories = [county.story(*writer, audience=Audience.school) for _ in range(count)]
    with county.database.write() as session:
        for at, story in enumerate(stories):
            publication = session.exec(select(Publication).where(Publication.item_id == story)).one()
            publication.published_at = clock.now() - timedelta(days=1) + timedelta(seconds=at // 3)
            session.add(publication)
    return [str(story) for story in stories]


def walk(client: TestClient, address: str) -> Iterator[list[str]]:
    """The ids on each page, going by the ``Link`` header alone."""
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        yield [one["id"] for one in body["items"]]
        link = answer.links.get("next", {}).get("url", "")
        assert bool(link) == bool(body["next"])
        if link:
            assert f"cursor={quote(body['next'])}" in link
        address = link


@pytest.mark.parametrize(
    "address", ["/api/stories", "/api/schools/{school}/stories", "/api/clusters/{cluster}/stories"]
)
def test_every_story_is_met_once_while_others_come(
    signed_in: SignedIn, county: County, writer: tuple[UUID, int], address: str
) -> None:
    lead, school = writer
    there = published(county, writer, 8)
    client = signed_in(lead)
    cluster = client.get(f"/api/schools/{school}").json()["cluster"]["slug"]
    met: list[str] = []
    for page in walk(client, address.format(school=school, cluster=cluster) + "?limit=3"):
        assert 0 < len(page) <= 3
        met += page
        county.story(*writer, audience=Audience.school)
    assert sorted(met) == sorted(there)
    assert [there.index(one) // 3 for one in met] == sorted((at // 3 for at in range(8)), reverse=True)


def test_the_stories_of_a_recommendation_come_in_pages_too(
    signed_in: SignedIn, county: County, writer: tuple[UUID, int]
) -> None:
    tag = county.recommendation(4)
    stories = {str(county.story(*writer, tags=[tag], audience=Audience.school)) for _ in range(3)}
    address = "/api/guidance/teaching-assistants/2015/recommendations/4/stories?limit=2"
    pages = list(walk(signed_in(writer[0]), address))
    assert [len(page) for page in pages] == [2, 1]
    assert {one for page in pages for one in page} == stories


def test_a_last_page_that_is_full_says_that_it_is_the_last(
    signed_in: SignedIn, county: County, writer: tuple[UUID, int]
) -> None:
    published(county, writer, 2)
    answer = signed_in(writer[0]).get("/api/stories?limit=2")
    assert len(answer.json()["items"]) == 2
    assert answer.json()["next"] is None
    assert "link" not in answer.headers


def test_the_link_keeps_what_was_asked_for_and_names_no_host(
    signed_in: SignedIn, county: County, writer: tuple[UUID, int]
) -> None:
    published(county, writer, 3)
    link = signed_in(writer[0]).get("/api/stories?limit=2").headers["link"]
    assert link.startswith("</api/stories?")
    assert "limit=2" in link
    assert link.endswith('>; rel="next"')


@pytest.fixture(scope="module")
def colleague(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Somebody with a seat, for addresses that are wrong."""
    folder = tmp_path_factory.mktemp("lists")
    database = Database(sqlite_copy(sqlite_template, folder))
    county = County(database)
    service: FastAPI = create_app(Settings(frontend=folder), database)
    with county.client(service, county.person(Role.school_lead, county.school())) as client:
        yield client
    database.close()


def made_up(value: object) -> str:
    """A cursor that holds ``value``, encoded as ours are."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


odd: st.SearchStrategy[Any] = st.sampled_from(["", "x", 1, None, [], {}, "0" * 32, "f" * 32, "0" * 33])
instants = odd | st.sampled_from(
    ["2026-01-01", "2026-01-01T00:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "now"]
)
cursors = (
    st.text(max_size=200)
    | st.binary(max_size=100).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
    | st.builds(made_up, st.lists(instants | odd, max_size=3) | st.tuples(instants, odd))
    | st.builds(made_up, st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4))
)


@settings(deadline=None, max_examples=examples(60))
@given(cursors.filter(lambda text: "\0" not in text))
def test_a_cursor_of_ones_own_making_is_told_apart(colleague: TestClient, cursor: str) -> None:
    answer = colleague.get("/api/stories", params={"cursor": cursor.encode("utf-8", "surrogatepass")})
    if answer.status_code != 200:
        assert problem(answer)["status"] == 422
    else:
        assert answer.json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "....",
        made_up([]),
        made_up(["2026-01-01T00:00:00", "0" * 32]),
        made_up(["0001-01-01T00:00:00+23:59", "0" * 32]),
        made_up(["9999-12-31T23:59:59-23:59", "0" * 32]),
        "a" * 201,
        "é",
        "[" * 200,
    ],
)
def test_a_wrong_cursor_is_not_the_first_page(colleague: TestClient, cursor: str) -> None:
    assert problem(colleague.get("/api/stories", params={"cursor": cursor}))["status"] == 422


@pytest.mark.parametrize("limit", ["0", "-1", "101", "x", "", "1e3", "9" * 5000])
def test_a_limit_has_limits(colleague: TestClient, limit: str) -> None:
    found = problem(colleague.get("/api/stories", params={"limit": limit}))
    assert [error["where"] for error in found["errors"]] == ["query.limit"]
