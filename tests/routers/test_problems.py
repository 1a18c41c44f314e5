"""Every kind of error has one shape, says what to do, and lets nobody look inside."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from app.db import Database
from app.main import create_app
from app.models.items import Audience
from app.models.people import Role
from app.settings import Settings
from app.web import BODY_BYTES
from tests.conftest import problem, sqlite_copy
from tests.factories import County
from tests.routers.conftest import SignedIn
from tests.routers.desk import Desk


@pytest.fixture(scope="module")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("problems")
    database = Database(sqlite_copy(sqlite_template, folder))
    yield Desk(create_app(Settings(frontend=folder), database), database)
    database.close()


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])
def test_an_unknown_address_of_the_api_is_not_there(desk: Desk, method: str) -> None:
    answer = desk.client.request(method, "/api/nowhere")
    assert answer.status_code == 404
    if method != "HEAD":
        found = problem(answer)
        assert (found["type"], found["instance"]) == ("not-found", "/api/nowhere")


def test_a_known_address_says_what_it_can_do(desk: Desk) -> None:
    answer = desk.client.put("/api/session", json={})
    assert problem(answer)["type"] == "method-not-allowed"
    assert answer.headers["allow"]


def test_a_form_says_what_is_wrong_where(desk: Desk) -> None:
    found = problem(desk.client.post("/api/stories", json={"title": " ", "tags": ["x"], "subject": 1}))
    assert (found["status"], found["type"]) == (422, "invalid")
    assert [error["where"] for error in found["errors"]] == [
        "body.title",
        "body.home_school_urn",
        "body.tags.0",
        "body.subject",
    ]
    assert all(error["message"] for error in found["errors"])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
        (b"{", 422),
        (b'{"title": "\xff"}', 400),
        (b"[" * 50_000, 400),
        (b'{"title": "\\ud800"}', 422),
        (b'{"\\ud800": 1}', 422),
        (b'{"title": "a", "home_school_urn": NaN}', 422),
        (b'{"title": "a", "home_school_urn": ' + b"9" * 5_000 + b"}", 400),
    ],
    ids=[
        "nothing",
        "null",
        "a list",
        "half an object",
        "not UTF-8",
        "deep",
        "half a character",
        "half a character as a name",
        "not a number",
        "a long number",
    ],
)
def test_a_body_that_cannot_be_read_is_told(desk: Desk, body: bytes, status: int) -> None:
    answer = desk.client.post("/api/stories", content=body, headers={"content-type": "application/json"})
    assert problem(answer)["status"] == status


@pytest.mark.parametrize("how", ["at once", "in pieces"])
def test_a_body_beyond_all_measure_is_not_even_read(desk: Desk, how: str) -> None:
    piece = b"a" * 65_536
    pieces = [piece] * (BODY_BYTES // len(piece) + 1)
    answer = desk.client.post(
        "/api/stories", content=iter(pieces) if how == "in pieces" else b"".join(pieces)
    )
    assert problem(answer)["type"] == "too-large"
    assert answer.status_code == 413


def test_what_was_sent_as_something_else_is_not_json(desk: Desk) -> None:
    answer = desk.client.post("/api/stories", content=b"title=a", headers={"content-type": "text/plain"})
    assert problem(answer)["status"] == 422


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, -(2**63) - 1, 10**30])
def test_a_number_that_nothing_has_is_refused_and_not_asked_about(desk: Desk, number: int) -> None:
    new = {"title": "New", "home_school_urn": desk.school}
    story = f"/api/stories/{desk.story}"
    for answer in (
        desk.client.post("/api/stories", json=new | {"tags": [number]}),
        desk.client.post("/api/stories", json=new | {"home_school_urn": number}),
        desk.client.post(f"{story}/submissions", json={"audience": "school", "revision": number}),
    ):
        assert problem(answer)["status"] == 422
    for answer in (
        desk.client.get(f"/api/schools/{number}"),
        desk.client.get(f"{story}/revisions/{number}"),
        desk.client.get(f"/api/guidance/teaching-assistants/2015/recommendations/{number}"),
    ):
        assert problem(answer)["status"] == 404


def test_a_character_that_no_database_keeps_is_refused_on_both(
    signed_in: SignedIn, county: County, visitor: TestClient
) -> None:
    school = county.school(county.cluster())
    lead = county.person(Role.school_lead, school)
    story = county.story(lead, school)
    client = signed_in(lead)
    nul = "a\0b"
    for refused in (
        client.post("/api/stories", json={"title": nul, "home_school_urn": school}),
        client.post(f"/api/stories/{story}/submissions", json={"audience": "school", "message": nul}),
        client.post(f"/api/stories/{story}/step-down", json={"audience": "school", "reason": nul}),
        visitor.post("/api/session/demo", json={"persona": nul}),
    ):
        found = problem(refused)
        assert found["status"] == 422
        assert [error["message"] for error in found["errors"]] == [
            "There is a character in this that cannot be stored."
        ]
    for address in (
        "/api/clusters/%00",
        "/api/guidance/%00/2015",
        "/api/guidance/teaching-assistants/%00",
        "/api/people?search=%00%00",
        "/api/stories?cursor=%00",
    ):
        assert problem(client.get(address))["status"] == 404


def test_not_signed_in_not_allowed_and_not_there_are_three_things(
    signed_in: SignedIn, county: County, visitor: TestClient
) -> None:
    school = county.school(county.cluster())
    lead = county.person(Role.school_lead, school)
    contributor = county.person(Role.contributor, school)
    story = county.story(lead, school, audience=Audience.school)
    draft = f"/api/stories/{story}/draft"
    assert problem(visitor.get("/api/home"))["type"] == "signed-out"
    reader = signed_in(contributor)
    assert reader.get(f"/api/stories/{story}").status_code == 200
    forbidden = problem(reader.get(draft))
    assert (forbidden["status"], forbidden["type"]) == (403, "not-allowed")
    assert forbidden["detail"] == "Drafts are for their authors and their School Lead."
    stranger = signed_in(county.person(Role.school_lead, county.school()))
    unknown = problem(stranger.get(f"/api/stories/{uuid4()}/draft"))
    assert problem(stranger.get(draft)) == unknown | {"instance": draft}
    assert unknown["status"] == 404


def test_what_cannot_be_done_now_is_a_conflict(signed_in: SignedIn, county: County) -> None:
    school = county.school(county.cluster())
    lead = county.person(Role.school_lead, school)
    story = county.story(lead, school, audience=Audience.school)
    again = signed_in(lead).post(f"/api/stories/{story}/submissions", json={"audience": "school"})
    assert problem(again)["type"] == "conflict"


def test_our_own_mistakes_tell_nothing_and_carry_the_same_headers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("the secret recipe at /srv/recipes")

    monkeypatch.setattr("app.routers.home.home_view", broken)
    answer = desk.client.get("/api/home")
    found = problem(answer)
    assert (found["status"], found["instance"]) == (500, "/api/home")
    assert "recipe" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "the secret recipe" in caplog.text
    healthy = desk.client.get("/api/session")
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"):
        assert answer.headers[name] == healthy.headers[name]


@pytest.mark.parametrize("address", ["/api/stories/none", "/api/submissions/1", "/api/schools/none"])
def test_an_address_that_cannot_be_is_simply_not_there(
    signed_in: SignedIn, county: County, address: str
) -> None:
    """A mistyped link is answered in a teacher's words, not in those of the check that it failed."""
    answer = signed_in(county.person(Role.school_lead, county.school())).get(address)
    assert answer.status_code == 404
    assert problem(answer)["detail"] == "We cannot find that"
