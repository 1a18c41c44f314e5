"""What a page of another site may do with a signed-in person's browser: nothing."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.db import Database
from app.main import create_app, serve_from
from app.models.people import Role
from app.settings import Settings
from tests.conftest import problem
from tests.factories import County

ALLOWED = "https://mobilise.example"


@pytest.fixture(scope="module")
def allowing_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Put together once, without a county."""
    folder = tmp_path_factory.mktemp("origins")
    settings = Settings(demo=True, frontend=folder, origins=(ALLOWED,))
    return create_app(settings, Database(f"sqlite:///{folder}/none.db"))


@pytest.fixture
def app(allowing_app: FastAPI, sqlite_database: Database) -> FastAPI:
    serve_from(allowing_app, allowing_app.state.settings, sqlite_database)
    return allowing_app


@pytest.fixture
def me(app: FastAPI, sqlite_database: Database) -> TestClient:
    county = County(sqlite_database)
    return county.client(app, county.person(Role.contributor, county.school()))


@pytest.mark.parametrize(
    "origin",
    [
        "https://elsewhere.example",
        "http://testserver.elsewhere.example",
        "http://elsewhere.example/testserver",
        "http://testserver:8080",
        "http://testserver@elsewhere.example",
        "https://mobilise.example.elsewhere.example",
        "https://mobilise.example:8443",
        "null",
        "file://",
        "http://[",
        "testserver",
        "é",
    ],
)
def test_a_request_from_another_site_does_nothing(me: TestClient, origin: str) -> None:
    for method, address in (
        ("DELETE", "/api/sessions"),
        ("POST", "/api/session/demo"),
        ("PATCH", "/api/stories/x"),
        ("POST", "/api/nowhere"),
    ):
        refused = me.request(method, address, headers={b"origin": origin.encode()})
        assert problem(refused)["type"] == "cross-origin"
    assert me.get("/api/session").json()["person"] is not None


@pytest.mark.parametrize("origin", [None, "http://testserver", "https://testserver", ALLOWED])
def test_a_request_from_our_own_pages_is_done(me: TestClient, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin}
    assert me.delete("/api/sessions", headers=headers).status_code == 204
    assert me.get("/api/session").json()["person"] is None


def test_another_site_may_not_read_what_a_browser_gets(me: TestClient) -> None:
    """Reading is refused by the browser itself, as long as no answer says otherwise."""
    answer = me.get("/api/session", headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = me.options(
        "/api/session",
        headers={"origin": "https://elsewhere.example", "access-control-request-method": "DELETE"},
    )
    assert not [name for name in asked.headers if name.startswith("access-control")]
