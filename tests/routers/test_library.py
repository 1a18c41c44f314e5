"""The library over HTTP: nothing stale, nothing that is not one's own, no question that breaks it."""

from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions import publishing
from app.actions.library import index_schools
from app.models.items import Audience, Item
from app.models.people import Role
from app.models.places import School
from app.queries.viewers import person_viewer
from tests.conftest import problem
from tests.examples import examples
from tests.factories import County


@pytest.fixture
def shared(county: County) -> tuple[int, UUID, UUID]:
    """A school, its lead, and their story that the cluster reads."""
    school = county.school(county.cluster(), name="Fenside Primary")
    lead = county.person(Role.school_lead, school)
    story = county.story(
        lead,
        school,
        title="Handover cards",
        text="Every morning the TAs read the card.",
        tags=[county.recommendation(4)],
        audience=Audience.cluster,
    )
    return school, lead, story


def found(client: TestClient, query: str = "") -> list[str]:
    answer = client.get(f"/api/library?{query}")
    assert answer.status_code == 200, answer.text
    return [hit["story"]["title"] for hit in answer.json()["items"]]


def test_a_step_down_is_seen_by_the_very_next_request(
    app: FastAPI, county: County, shared: tuple[int, UUID, UUID]
) -> None:
    _, lead, story = shared
    client = county.client(app, lead)
    for _ in range(2):
        assert found(client, "q=handover") == ["Handover cards"]
    with county.database.write() as session:
        item = session.get_one(Item, story)
        publishing.step_down(session, person_viewer(session, lead), item, Audience.school, "A name is in it")
    answer = client.get("/api/library?q=handover").json()
    assert (answer["total"], answer["items"], answer["facets"], answer["did_you_mean"]) == (0, [], [], None)


def test_others_are_not_answered_from_what_one_may_read(
    app: FastAPI, county: County, visitor: TestClient, shared: tuple[int, UUID, UUID]
) -> None:
    assert found(county.client(app, shared[1])) == ["Handover cards"]
    elsewhere = county.person(Role.school_lead, county.school(county.cluster()))
    for client in (county.client(app, elsewhere), visitor):
        assert found(client) == []
        assert client.get("/api/library?q=handovr").json()["did_you_mean"] is None


@pytest.mark.parametrize("edition", ["2015/4", "2025/1"])
def test_a_story_is_found_under_either_edition(
    app: FastAPI, county: County, shared: tuple[int, UUID, UUID], edition: str
) -> None:
    client = county.client(app, shared[1])
    facets = client.get("/api/library").json()["facets"]
    offered = {
        value["value"] for facet in facets if facet["key"] == "recommendation" for value in facet["values"]
    }
    value = f"teaching-assistants/{edition}"
    assert found(client, f"recommendation={value}") == (["Handover cards"] if value in offered else [])
    assert any(one.startswith("teaching-assistants/2025/") for one in offered)


def test_what_is_meant_is_offered(app: FastAPI, county: County, shared: tuple[int, UUID, UUID]) -> None:
    answer = county.client(app, shared[1]).get("/api/library?q=evry+mornig").json()
    assert answer["did_you_mean"] == "every morning"


def test_a_snippet_is_text_and_its_hits(app: FastAPI, county: County, shared: tuple[int, UUID, UUID]) -> None:
    hit = county.client(app, shared[1]).get("/api/library?q=reading+ta").json()["items"][0]
    assert [piece["text"] for piece in hit["snippet"] if piece["hit"]] == ["TAs", "read"]


def test_a_school_that_changes_its_name_is_found_by_the_new_one(
    app: FastAPI, county: County, shared: tuple[int, UUID, UUID]
) -> None:
    client = county.client(app, shared[1])
    assert found(client, "q=saltmarsh") == []
    with county.database.write() as session:
        session.get_one(School, shared[0]).name = "Saltmarsh Academy"
        index_schools(session, [shared[0]])
    assert found(client, "q=saltmarsh") == ["Handover cards"]
    # As it was called when the story was written, it stays on the byline.
    assert found(client, "q=fenside") == ["Handover cards"]


def test_a_cursor_of_ones_own_making_is_refused(app: FastAPI, visitor: TestClient) -> None:
    answer = visitor.get("/api/library?cursor=x")
    assert answer.status_code == 422
    problem(answer)


@given(
    q=st.text(max_size=60),
    value=st.text(max_size=20),
    key=st.sampled_from(
        ["recommendation", "kind", "cluster", "audience", "year", "like", "phase", "exemplar"]
    ),
)
@settings(
    max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_question_breaks_it(visitor: TestClient, q: str, key: str, value: str) -> None:
    answer = visitor.get("/api/library", params={"q": q.replace("\0", ""), key: value.replace("\0", "")})
    assert answer.status_code == 200, answer.text
