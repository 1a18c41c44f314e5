"""Guidance over HTTP: open to everyone, with the counts of what each may read."""

from typing import Any

from fastapi.testclient import TestClient

from app.models.items import Audience
from app.models.people import Role
from tests.conftest import problem
from tests.factories import County
from tests.routers.conftest import SignedIn

TAS = "/api/guidance/teaching-assistants"


def counts(client: TestClient, edition: str) -> dict[int, int]:
    """Stories by recommendation, where there are any; the page of the fourth says the same."""
    view = client.get(f"{TAS}/{edition}").json()
    found = {one["number"]: one["stories"] for one in view["recommendations"]}
    fourth = f"{TAS}/{edition}/recommendations/4"
    assert client.get(fourth).json()["stories"] == found[4]
    assert len(client.get(f"{fourth}/stories").json()["items"]) == found[4]
    return {number: stories for number, stories in found.items() if stories}


def test_guidance_is_for_everyone_and_named_in_short(visitor: TestClient) -> None:
    lines = {line["slug"]: line for line in visitor.get("/api/guidance").json()}
    editions = [(one["short_title"], one["edition"]) for one in lines["teaching-assistants"]["editions"]]
    assert editions == [("Teaching assistants", "2025"), ("Teaching assistants", "2015")]
    view = visitor.get(f"{TAS}/2015").json()
    assert (view["title"], view["short_title"]) == (
        "Making Best Use of Teaching Assistants",
        "Teaching assistants",
    )
    named = {
        one["number"]: (one["edition_short_title"], one["short_title"]) for one in view["recommendations"]
    }
    assert named[2] == ("Teaching assistants", "Add value, not replace")
    assert named[4] == ("Teaching assistants", "Fully prepared")


def test_every_address_that_guidance_gives_is_there(visitor: TestClient) -> None:
    for line in visitor.get("/api/guidance").json():
        for edition in line["editions"]:
            address = f"/api/guidance/{edition['guidance']}/{edition['edition']}"
            view = visitor.get(address)
            assert view.status_code == 200
            first = view.json()["recommendations"][0]
            page = visitor.get(f"{address}/recommendations/{first['number']}")
            assert page.json()["title"] == first["title"]


def test_each_counts_what_they_may_read(county: County, signed_in: SignedIn, visitor: TestClient) -> None:
    cluster = county.cluster()
    school, near, far = county.school(cluster), county.school(cluster), county.school(county.cluster())
    author = county.person(Role.school_lead, school)
    tag = [county.recommendation(4)]
    for audience in (Audience.draft, Audience.school, Audience.cluster):
        county.story(author, school, tags=tag, audience=audience)
    people: dict[str, Any] = {
        "author": author,
        "colleague": county.person(Role.contributor, school),
        "neighbour": county.person(Role.contributor, near),
        "cluster lead": county.person(Role.cluster_lead, cluster),
        "stranger": county.person(Role.school_lead, far),
        "administrator": county.person(Role.administrator),
    }
    browsers = {name: signed_in(person) for name, person in people.items()} | {"visitor": visitor}
    expected = {"author": 2, "colleague": 2, "neighbour": 1, "cluster lead": 1}
    for name, client in browsers.items():
        stories = expected.get(name, 0)
        assert counts(client, "2015") == ({4: stories} if stories else {}), name
        assert counts(client, "2025") == ({4: stories} if stories else {}), name


def test_a_story_counts_once_however_many_ways_lead_to_it(county: County, signed_in: SignedIn) -> None:
    school = county.school(county.cluster())
    lead = county.person(Role.school_lead, school)
    tags = [county.recommendation(number) for number in (1, 2)]
    story = county.story(lead, school, tags=tags, audience=Audience.school)
    client = signed_in(lead)
    view = client.get(f"{TAS}/2025").json()["recommendations"][0]
    assert (view["stories"], view["through_other_editions"]) == (1, 1)
    items = client.get(f"{TAS}/2025/recommendations/1/stories").json()["items"]
    assert [(one["id"], one["match"]) for one in items] == [(str(story), "close")]
    chips = [(tag["number"], tag["short_title"]) for tag in items[0]["tags"]]
    assert chips == [(1, "Not an informal teacher"), (2, "Add value, not replace")]


NOT_THERE = (
    "/x",
    "/teaching-assistants",
    "/teaching-assistants/1999",
    "/teaching-assistants/2015/recommendations/8",
)


def test_what_is_not_published_is_not_there(visitor: TestClient) -> None:
    for address in NOT_THERE:
        assert problem(visitor.get(f"/api/guidance{address}"))["status"] == 404, address
        assert problem(visitor.get(f"/api/guidance{address}/stories"))["status"] == 404, address


def test_a_recommendation_has_a_number(visitor: TestClient) -> None:
    for number in ("0", "-1", "four", "1001", "9" * 5000):
        answer = visitor.get(f"{TAS}/2015/recommendations/{number}")
        assert problem(answer)["type"] == "not-found", number


def test_guidance_is_not_for_changing(visitor: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert problem(visitor.request(method, f"{TAS}/2015"))["type"] == "method-not-allowed"
