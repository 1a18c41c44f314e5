"""The headers of every answer, and what a page may run."""

import base64
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.db import Database
from app.main import create_app
from app.settings import Settings
from tests.conftest import sqlite_copy
from tests.screens import HASHED, PAGE, SCRIPTS, make_build


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_build(tmp_path_factory.mktemp("screens") / "build")


@pytest.fixture(scope="module")
def client(
    build: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    database = Database(sqlite_copy(sqlite_template, tmp_path_factory.mktemp("web")))
    with TestClient(create_app(Settings(frontend=build), database)) as client:
        yield client
    database.close()


ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
}


def policy(answer: Any) -> dict[str, list[str]]:
    """The content security policy by directive; there is exactly one."""
    (sent,) = answer.headers.get_list("content-security-policy")
    return {name: rest for name, *rest in (part.split() for part in sent.split(";"))}


def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    answers = (
        client.get("/"),
        client.head("/"),
        client.get(HASHED),
        client.get("/", headers={"if-none-match": client.get("/").headers["etag"]}),
        client.get("/_app/nothing.js"),
        client.get("/healthz"),
        client.get("/api/session"),
        client.get("/api/nowhere"),
        client.get("/api/home"),
        client.put("/api/session"),
        client.post("/api/stories", content=b"{"),
        client.post("/api/session", headers={"origin": "https://elsewhere.example"}),
        client.post("/api/stories", content=b" " * 2_000_000),
        client.get("/%00"),
        client.get("/api/docs"),
        client.get("/api/openapi.json"),
    )
    assert {answer.status_code for answer in answers} >= {200, 304, 401, 403, 404, 405, 413}
    for answer in answers:
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, answer.url
        found = policy(answer)
        assert found["frame-ancestors"] == ["'none'"]
        assert found["default-src"] == ["'self'"]
        assert found["object-src"] == found["base-uri"] == ["'none'"]


def sources(*scripts: str) -> list[str]:
    """Where scripts may come from, if these are the inline ones."""
    hashed = (base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in scripts)
    return sorted(["'self'", *(f"'sha256-{one}'" for one in hashed)])


def test_only_the_pages_own_inline_scripts_run(client: TestClient) -> None:
    for address in ("/", "/stories/1"):
        assert sorted(policy(client.get(address))["script-src"]) == sources(*SCRIPTS)


def test_a_new_build_runs_its_own_scripts_at_once(sqlite_database: Database, tmp_path: Path) -> None:
    build = make_build(tmp_path / "build")
    page = build / "index.html"
    with TestClient(create_app(Settings(frontend=build), sqlite_database)) as client:
        assert sorted(policy(client.get("/"))["script-src"]) == sources(*SCRIPTS)
        before = page.stat().st_mtime_ns
        page.write_text(PAGE.replace(SCRIPTS[0], "begin()"))
        os.utime(page, ns=(before + 1, before + 1))
        assert sorted(policy(client.get("/"))["script-src"]) == sources("begin()", SCRIPTS[1])


def test_what_the_api_tells_one_person_is_not_kept_for_the_next(client: TestClient) -> None:
    for address in ("/api/session", "/api/home", "/api/nowhere", "/api/openapi.json"):
        assert client.get(address).headers["cache-control"] == "no-store", address


def test_the_api_can_be_read_about_without_leaving_the_county(client: TestClient) -> None:
    page = client.get("/api/docs")
    assert page.headers["content-type"].startswith("text/html")
    loaded = re.findall(r'(?:src|href|action)="([^"]*)"', page.text)
    assert len(loaded) == 3
    for address in loaded:
        assert re.match(r"/[^/]", address), address
        assert client.get(address).status_code == 200
    assert "://" not in page.text
    assert "<style" not in page.text
    assert not re.search(r"<script(?![^>]*src=)", page.text), "the policy runs no inline script here"
    start = client.get("/api/docs/start.js")
    assert "/api/openapi.json" in start.text
    assert "://" not in start.text
