""" "We tried this too" over HTTP: said, changed with its version, taken back; for the public in numbers."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.models.items import Audience
from app.models.people import Role
from tests.conftest import problem as problem_of
from tests.curation import Curation
from tests.factories import County
from tests.routers.conftest import SignedIn

SECRET = "Our hall is shared with the nursery"
SAID: dict[str, Any] = {"stance": "adapted", "context": SECRET, "result": "Calmer mornings."}


@pytest.fixture
def curation(county: County) -> Curation:
    return Curation(county)


def problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    found = problem_of(response)
    assert (response.status_code, found["type"]) == (status, kind)
    return found


def address(story: UUID, school: int) -> str:
    return f"/api/stories/{story}/adoptions/{school}"


def test_said_changed_and_taken_back(curation: Curation, signed_in: SignedIn) -> None:
    story = curation.story()
    school = curation.county.school(curation.county.cluster())
    one, two = (signed_in(curation.county.person(Role.contributor, school)) for _ in range(2))
    assert [own["said"] for own in one.get(f"/api/stories/{story}/adoptions").json()["mine"]] == [False]
    said = one.put(address(story, school), json=SAID)
    assert (said.status_code, said.headers["etag"]) == (200, '"1"')
    assert said.json()["mine"][0]["said"]
    assert one.put(address(story, school), json=SAID).headers["etag"] == '"1"', "a repetition"
    other = SAID | {"stance": "stopped"}
    problem(two.put(address(story, school), json=other), 428, "needs-if-match")
    changed = two.put(address(story, school), json=other, headers={"If-Match": '"1"'})
    assert (changed.json()["stopped"], changed.headers["etag"]) == (1, '"2"')
    problem(one.put(address(story, school), json=SAID, headers={"If-Match": '"1"'}), 412, "changed")
    problem(one.put(address(story, school), json=SAID, headers={"If-Match": "new"}), 412, "changed")
    for _ in range(2):
        assert one.delete(address(story, school)).status_code == 204
    picture = two.get(f"/api/stories/{story}/adoptions").json()
    assert (picture["words"], picture["schools"]) == ("", [])


def test_what_is_wrong_is_said_of_its_field(curation: Curation, signed_in: SignedIn) -> None:
    story = curation.story()
    (school,) = curation.county.viewer(curation.reader).schools
    client = signed_in(curation.reader)
    for field, value in (
        ("context", "Ring 01522 555123"),
        ("result", "Ask jo@example.org"),
        ("journey", str(story)),
    ):
        refused = problem(client.put(address(story, school), json=SAID | {field: value}), 422, "invalid")
        assert [one["where"] for one in refused["errors"]] == [field]
    for wrong in (
        {"stance": "liked"},
        {"stance": "adopted", "more": 1},
        {"stance": "adopted", "result": "x" * 2_001},
    ):
        problem(client.put(address(story, school), json=wrong), 422, "invalid")
    assert client.get(f"/api/stories/{story}/adoptions").json()["schools"] == []


def test_the_public_reads_numbers_and_nothing_else_anywhere(
    curation: Curation, signed_in: SignedIn, visitor: TestClient
) -> None:
    story = curation.story(Audience.public)
    (school,) = curation.county.viewer(curation.reader).schools
    client = signed_in(curation.reader)
    named = client.put(address(story, school), json=SAID).json()["schools"][0]["school"]["name"]
    everywhere = (
        f"/api/stories/{story}",
        f"/api/stories/{story}/adoptions",
        f"/api/stories/{story}/text.md",
        "/api/library",
        "/api/library?adoption=adapted",
        "/api/library?adoption=ours",
        "/api/guidance/teaching-assistants/2015/recommendations/4/picture",
    )
    for path in everywhere:
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert SECRET not in answer.text, path
        assert named not in answer.text, path
    figure = visitor.get(f"/api/stories/{story}").json()["tried"]
    assert figure["words"] == "Tried by 1 other school, which adapted it"
    assert visitor.get("/api/library?adoption=adapted").json()["total"] == 1
    assert visitor.get("/api/library?adoption=ours").json()["total"] == 0
    for path in (f"/api/stories/{story}", f"/api/stories/{story}/adoptions", "/api/library?adoption=adapted"):
        assert visitor.get(path).json() == visitor.get(path).json()


def test_what_waits_for_its_readers_tells_nobody_else(curation: Curation, signed_in: SignedIn) -> None:
    story = curation.story(Audience.cluster)
    near = curation.county.school(curation.cluster)
    nearby = signed_in(curation.county.person(Role.contributor, near))
    assert nearby.put(address(story, near), json=SAID).status_code == 200
    elsewhere = signed_in(curation.reader)
    problem(elsewhere.get(f"/api/stories/{story}/adoptions"), 404, "not-found")
    problem(elsewhere.delete(address(story, near)), 404, "not-found")
    library = elsewhere.get("/api/library").json()
    assert (library["total"], [one["key"] for one in library["facets"]]) == (0, [])
    assert elsewhere.get("/api/library?adoption=adapted").json()["total"] == 0
    curation.take_back(story, Audience.cluster)
    problem(nearby.get(f"/api/stories/{story}/adoptions"), 404, "not-found")
    assert nearby.delete(address(story, near)).status_code == 204, (
        "what they said is still theirs to take back"
    )
