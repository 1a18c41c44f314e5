"""Exemplars over HTTP: shown with their reason to those who read what was awarded, and to nobody else."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.models.items import Audience
from app.models.people import Role
from tests.conftest import problem
from tests.curation import HONEST, Curation
from tests.factories import County
from tests.routers.conftest import SignedIn


@pytest.fixture
def curation(county: County) -> Curation:
    return Curation(county)


def shown(client: TestClient, query: str = "") -> list[str]:
    """The titles of the exemplars on the page."""
    return [one["story"]["title"] for one in client.get(f"/api/exemplars{query}").json()["items"]]


def on_story(client: TestClient, story: UUID) -> dict[str, Any] | None:
    found: dict[str, Any] | None = client.get(f"/api/stories/{story}").json()["exemplar"]
    return found


def test_the_reason_the_criteria_and_the_awarder_stand_with_the_story(
    curation: Curation, signed_in: SignedIn, visitor: TestClient
) -> None:
    story = curation.story(Audience.public)
    curator = signed_in(curation.curator)
    assert curator.get(f"/api/stories/{story}").json()["can"]["award"]
    rubric = visitor.get("/api/rubric").json()
    made = curator.post(
        f"/api/stories/{story}/exemplar",
        json={
            "revision": 1,
            "rubric": rubric["version"],
            "criteria": ["travels", "honest"],
            "reason": HONEST,
            "review_by": "2099-06-01",
        },
    )
    assert made.status_code == 201
    assert not curator.get(f"/api/stories/{story}").json()["can"]["award"]
    for client in (visitor, signed_in(curation.reader)):
        award = on_story(client, story)
        assert award is not None
        assert (award["reason"], award["revision"], award["superseded"]) == (HONEST, 1, False)
        assert [one["key"] for one in award["criteria"]] == ["honest", "travels"], "in the rubric's order"
        assert award["awarder_post"].startswith("Regional Lead, Region")
        assert award["can"] == {"keep": False, "retire": False}
        assert client.get("/api/exemplars").json()["items"][0]["exemplar"] == award
    assert curator.get("/api/stories").json()["items"][0]["exemplar"] is True


def test_criteria_stay_as_they_were_when_the_award_was_given(
    curation: Curation, county: County, signed_in: SignedIn, visitor: TestClient
) -> None:
    story = curation.story(Audience.public)
    curation.award(story)
    before = on_story(visitor, story)
    administrator = signed_in(county.person(Role.administrator))
    changed = administrator.put(
        "/api/rubric",
        json={"criteria": [{"title": "Short", "description": "One page."}], "note": "Less is more."},
        headers={"If-Match": '"1"'},
    )
    assert changed.status_code == 200
    assert changed.headers["etag"] == '"2"'
    assert on_story(visitor, story) == before
    versions = administrator.get("/api/rubric/versions").json()
    assert (versions[0]["version"], versions[0]["note"]) == (2, "Less is more.")
    assert versions[0]["made_by"]["name"]
    assert versions[1]["made_by"] is None
    late = signed_in(curation.curator).post(
        f"/api/stories/{curation.story(title='Another')}/exemplar",
        json={"revision": 1, "rubric": 1, "criteria": ["honest"], "reason": "It is."},
    )
    assert (late.status_code, "rubric" in problem(late)["detail"]) == (409, True)


def test_the_public_finds_only_what_is_public(
    curation: Curation, signed_in: SignedIn, visitor: TestClient
) -> None:
    curation.award(curation.story(Audience.public, "Open to all"))
    curation.award(curation.story(Audience.county, "For the county"), reason="A secret reason.")
    assert shown(visitor) == ["Open to all"]
    assert sorted(shown(signed_in(curation.reader))) == ["For the county", "Open to all"]
    everything = visitor.get("/api/exemplars").text
    assert "For the county" not in everything
    assert "secret" not in everything


def test_who_reads_an_older_revision_is_not_told_of_the_newer_ones_award(
    curation: Curation, county: County, signed_in: SignedIn, visitor: TestClient
) -> None:
    story = curation.story(Audience.public)
    county.rewrite(story, "What we found later.")
    curator = signed_in(curation.curator)
    # The county approves its update; the public goes on reading the first revision.
    county.approve(county.submit(story, curation.author, Audience.county), curation.curator)
    assert curator.get(f"/api/stories/{story}").json()["revision"] == 2
    curation.award(story, revision=2, reason="For what they found later.")
    assert visitor.get(f"/api/stories/{story}").json()["revision"] == 1
    assert on_story(visitor, story) is None
    assert shown(visitor) == []
    assert on_story(curator, story) is not None


def test_a_newer_revision_says_that_an_older_one_was_awarded(
    curation: Curation, county: County, signed_in: SignedIn
) -> None:
    story = curation.story(Audience.county)
    curation.award(story)
    county.rewrite(story, "What we found later.")
    asked = county.submit(story, curation.author, Audience.county)
    county.approve(asked, curation.curator)
    award = on_story(signed_in(curation.reader), story)
    assert award is not None
    assert (award["revision"], award["superseded"]) == (1, True)
    assert award["revision_made_at"]


def test_a_retired_award_is_seen_by_curators_alone(
    curation: Curation, signed_in: SignedIn, visitor: TestClient
) -> None:
    story = curation.story(Audience.public)
    award = curation.award(story)
    curator, reader = signed_in(curation.curator), signed_in(curation.reader)
    said = curator.post(f"/api/exemplars/{award}/retirement", json={"reason": "We know more now."})
    assert said.status_code == 204
    for client in (visitor, reader):
        assert on_story(client, story) is None
        assert shown(client) == []
    assert reader.post(f"/api/exemplars/{award}/retirement", json={"reason": "Mine"}).status_code == 404
    ended = curator.get("/api/exemplars/ended").json()["items"]
    assert [(one["title"], one["ended_reason"]) for one in ended] == [
        ("Least help first", "We know more now.")
    ]
    curation.take_back(story, Audience.school)
    assert curator.get("/api/exemplars/ended").json()["items"] == []


def test_they_can_be_narrowed_down_to_a_recommendation_of_either_edition(
    curation: Curation, county: County, signed_in: SignedIn
) -> None:
    tagged = county.story(
        curation.author,
        curation.school,
        title="Tagged",
        tags=[county.recommendation(4)],
        audience=Audience.county,
    )
    curation.award(tagged)
    curation.award(curation.story(title="Plain"))
    reader = signed_in(curation.reader)
    first = reader.get("/api/exemplars?limit=1").json()
    (choice,) = first["recommendations"]
    assert (choice["recommendation"]["number"], choice["exemplars"]) == (4, 1)
    assert (
        reader.get(f"/api/exemplars?cursor={first['next']}").json()["items"][0]["story"]["title"] == "Tagged"
    )
    assert shown(reader, "?recommendation=teaching-assistants/2015/4") == ["Tagged"]
    mapped = [
        number
        for number in range(1, 6)
        if shown(reader, f"?recommendation=teaching-assistants/2025/{number}") == ["Tagged"]
    ]
    assert mapped, "the crosswalk leads from the other edition"
    assert reader.get("/api/exemplars?recommendation=no/such/9").status_code == 404
    assert reader.get("/api/exemplars?recommendation=nonsense").status_code == 422
