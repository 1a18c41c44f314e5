"""Signing in and out over HTTP: the demo's door, the cookie, and what is kept of it."""

from datetime import timedelta
from hashlib import sha256
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import func, select

from app import clock
from app.db import Database
from app.deps.viewers import COOKIE
from app.main import create_app, serve_from
from app.models.people import PersonSession, Role
from app.settings import Settings
from tests.conftest import problem
from tests.factories import County
from tests.routers.conftest import SignedIn

DOOR = "/api/session/demo"


def cookie_of(response: Any) -> "Morsel[str]":
    """The session cookie that a response sets."""
    cookie: SimpleCookie = SimpleCookie(response.headers["set-cookie"])
    return cookie[COOKIE]


def with_token(client: TestClient, token: str) -> Any:
    """What ``/api/session`` says to whoever holds ``token``."""
    return client.get("/api/session", headers={"cookie": f"{COOKIE}={token}"}).json()["person"]


def test_the_demo_door_does_not_exist_unless_demo_mode_is_on(
    sqlite_database: Database, settings: Settings
) -> None:
    County(sqlite_database).person(persona="school-lead")
    service = create_app(settings.model_copy(update={"demo": False}), sqlite_database)
    with TestClient(service) as client:
        refused = client.post(DOOR, json={"persona": "school-lead"})
        assert problem(refused)["status"] == 404
        assert "set-cookie" not in refused.headers
        session = client.get("/api/session").json()
        assert (session["demo"], session["personas"]) == (False, [])
        assert DOOR not in client.get("/api/openapi.json").json()["paths"]


def test_the_demo_door_lets_in_and_names_its_personas(visitor: TestClient, county: County) -> None:
    school = county.school(name="Thornholme Primary")
    lead = county.person(Role.school_lead, school, name="R. Bell", persona="school-lead")
    before = visitor.get("/api/session").json()
    assert before["person"] is None
    assert before["personas"] == [
        {"persona": "school-lead", "name": "R. Bell", "seats": ["School Lead, Thornholme Primary"]}
    ]
    opened = visitor.post(DOOR, json={"persona": "school-lead"})
    assert opened.status_code == 200
    assert opened.json()["person"] == {"id": str(lead), "name": "R. Bell", "initials": "RB"}
    assert [seat["place"] for seat in visitor.get("/api/session").json()["seats"]] == [str(school)]
    problem(visitor.post(DOOR, json={"persona": "nobody"}))


@pytest.mark.parametrize("secure", [False, True])
def test_no_script_and_no_other_site_gets_the_cookie(
    any_app: FastAPI, sqlite_database: Database, settings: Settings, secure: bool
) -> None:
    County(sqlite_database).person(persona="school-lead")
    update = {"secure_cookie": secure, "session_days": 12}
    serve_from(any_app, settings.model_copy(update=update), sqlite_database)
    with TestClient(any_app) as client:
        cookie = cookie_of(client.post(DOOR, json={"persona": "school-lead"}))
    assert cookie["httponly"]
    assert cookie["samesite"].lower() == "lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == str(12 * 86_400)
    assert not cookie["domain"]
    assert bool(cookie["secure"]) is secure


def test_the_token_is_nowhere_in_the_database(
    any_app: FastAPI, sqlite_database: Database, settings: Settings, tmp_path: Path
) -> None:
    County(sqlite_database).person(persona="school-lead")
    serve_from(any_app, settings, sqlite_database)
    with TestClient(any_app) as client:
        token = cookie_of(client.post(DOOR, json={"persona": "school-lead"})).value
        assert with_token(client, token) is not None
        kept = b"".join(file.read_bytes() for file in tmp_path.glob("mobilise.db*"))
    assert sha256(token.encode()).digest() in kept
    assert token.encode() not in kept


def test_signing_out_ends_the_session_and_not_only_the_cookie(
    visitor: TestClient, signed_in: SignedIn, county: County
) -> None:
    me = signed_in(county.person(Role.contributor, county.school()))
    token = me.cookies[COOKIE]
    assert with_token(visitor, token) is not None
    left = me.delete("/api/session")
    assert left.status_code == 204
    assert cookie_of(left)["max-age"] == "0"
    assert with_token(visitor, token) is None
    assert me.delete("/api/session").status_code == 204


def test_signing_out_everywhere_ends_the_other_browsers_too(
    visitor: TestClient, signed_in: SignedIn, county: County
) -> None:
    school = county.school()
    me, colleague = county.person(Role.contributor, school), county.person(Role.contributor, school)
    laptop, phone, theirs = signed_in(me), signed_in(me), signed_in(colleague)
    assert laptop.delete("/api/sessions").status_code == 204
    for one in (laptop, phone):
        assert one.get("/api/session").json()["person"] is None
        assert problem(one.get("/api/home"))["type"] == "signed-out"
    assert theirs.get("/api/session").json()["person"]["id"] == str(colleague)


def test_a_session_ends_by_itself_and_leaves_nothing(
    visitor: TestClient, county: County, database: Database
) -> None:
    person = county.person(Role.contributor, county.school())
    with clock.at(clock.now() - timedelta(days=1, seconds=1)):
        over = county.token(person)
    with clock.at(clock.now() - timedelta(hours=23)):
        alive = county.token(person)
    assert with_token(visitor, over) is None
    assert with_token(visitor, alive) is not None
    county.token(person)
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(PersonSession)).one() == 2


def test_a_former_lead_is_somebody_without_a_seat(signed_in: SignedIn, county: County) -> None:
    cluster = county.cluster()
    school = county.school(cluster)
    lead = county.person(Role.school_lead, school)
    county.story(lead, school)
    client = signed_in(lead)
    assert [seat["role"] for seat in client.get("/api/session").json()["seats"]] == ["school_lead"]
    assert client.get("/api/drafts").json() != []
    county.end_seats(lead)
    session = client.get("/api/session").json()
    assert (session["person"]["id"], session["seats"]) == (str(lead), [])
    assert client.get("/api/drafts").json() == []
    home = client.get("/api/home").json()
    assert home.pop("can") == {"start_story": False}
    assert home.pop("unread") == 0
    assert set(map(str, home.values())) == {"[]"}
    assert problem(client.get("/api/stories"))["status"] == 404


def test_a_cookie_that_is_not_ours_is_nobodys(visitor: TestClient) -> None:
    for cookie in ("", "x", '"', "é", "a" * 100_000, "\u2028"):
        answer = visitor.get("/api/session", headers={b"cookie": f"{COOKIE}={cookie}".encode()})
        assert answer.json()["person"] is None
        refused = visitor.get("/api/home", headers={b"cookie": f"{COOKIE}={cookie}".encode()})
        assert problem(refused)["status"] == 401
