"""Default deny, proved: every route × every kind of person × every stage of a story."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient

from app.db import Database
from app.deps.guests import GUEST_COOKIE
from app.deps.viewers import COOKIE
from app.main import create_app
from app.settings import Settings
from tests.conftest import sqlite_copy
from tests.matrix.all_rows import ALL_ROWS, EVERY_ROUTE
from tests.matrix.world import KINDS, STAGES, TAKEN_OFF, NothingLasts, World, build
from tests.screens import make_build


@pytest.fixture(scope="module")
def world_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return sqlite_copy(sqlite_template, tmp_path_factory.mktemp("matrix"))


@pytest.fixture(scope="module")
def world(world_url: str) -> World:
    database = Database(world_url)
    made = build(database)
    database.close()
    return made


@pytest.fixture(scope="module")
def service(world_url: str, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    database = NothingLasts(world_url)
    screens = make_build(tmp_path_factory.mktemp("screens") / "build")
    service = create_app(Settings(demo=True, frontend=screens), database)
    with start_blocking_portal() as portal:
        service.state.loop = portal
        yield service
    database.close()


def client_of(service: FastAPI, world: World, kind: str, stage: str = "live") -> TestClient:
    client = TestClient(service, base_url="http://testserver")
    client.portal = service.state.loop  # otherwise each request begins a thread and a loop of its own
    if kind == "guest":
        client.cookies.set(GUEST_COOKIE, world.guest_of_ended if stage == "ended" else world.guest)
    elif kind != "signed_out":
        client.cookies.set(COOKIE, world.tokens[kind])
    return client


def routes_of(service: FastAPI) -> set[str]:
    found = set()
    for context in iter_route_contexts(service.routes):
        route = context.route
        methods = getattr(route, "methods", None) or set()
        for method in methods - {"HEAD"}:
            found.add(f"{method} {context.path}")
    return found


def test_every_route_has_its_row(service: FastAPI) -> None:
    routes = routes_of(service)
    assert routes == EVERY_ROUTE
    assert any(isinstance(context.route, APIRoute) for context in iter_route_contexts(service.routes))


@pytest.mark.parametrize("name", ALL_ROWS)
def test_row(service: FastAPI, world: World, name: str) -> None:
    row, method = ALL_ROWS[name], name.split(maxsplit=1)[0]
    wrong = []
    for kind in KINDS:
        for stage, expected in row.expected.items():
            client = client_of(service, world, kind, stage)
            at = stage if stage != "any" else "draft"
            answer = client.request(
                method, row.at(world, at), json=row.json(world, at), headers=dict(row.headers)
            )
            if answer.status_code != expected[kind]:
                wrong.append(f"{kind} at {stage}: {answer.status_code}, not {expected[kind]}: {answer.text}")
    assert not wrong, "\n".join(wrong)


def test_who_may_ask_about_a_file_is_who_may_have_it(service: FastAPI, world: World) -> None:
    row = ALL_ROWS["GET /api/files/{file_id}/versions/{number}"]
    for kind in KINDS:
        for stage, expected in row.expected.items():
            answer = client_of(service, world, kind, stage).head(row.at(world, stage))
            assert answer.status_code == expected[kind], (kind, stage)


def test_who_was_taken_off_is_a_colleague_like_any_other(service: FastAPI, world: World) -> None:
    """At every address and stage, with the pages still open on which they wrote."""
    client, wrong = client_of(service, world, TAKEN_OFF), []
    for name, row in ALL_ROWS.items():
        method = name.split(maxsplit=1)[0]
        for stage, expected in row.expected.items():
            at = stage if stage != "any" else "draft"
            answer = client.request(
                method, row.at(world, at), json=row.json(world, at), headers=dict(row.headers)
            )
            # Their own invitation, which they can no longer answer.
            allowed = {409} if name.endswith("/authors/me") else {expected["contributor"]}
            if answer.status_code not in allowed:
                wrong.append(f"{name} at {stage}: {answer.status_code}, not {allowed}: {answer.text}")
    assert not wrong, "\n".join(wrong)


def test_lists_agree_with_what_each_may_read(service: FastAPI, world: World) -> None:
    journeys = [one.story for one in world.journeys.values()]
    everything = set(map(str, [*world.stories.values(), world.curated.story, *journeys]))
    lists = (
        "/api/stories?limit=100",
        f"/api/clusters/{world.cluster}/stories?limit=100",
        f"/api/schools/{world.school}/stories?limit=100",
        "/api/guidance/teaching-assistants/2015/recommendations/4/stories?limit=100",
        "/api/guidance/teaching-assistants/2025/recommendations/4/stories?limit=100",
    )
    for kind in KINDS:
        client = client_of(service, world, kind)
        readable = {one for one in everything if client.get(f"/api/stories/{one}").status_code == 200}
        for address in lists:
            answer = client.get(address)
            if answer.status_code == 200:
                listed = {found["id"] for found in answer.json()["items"]}
                assert listed == readable, (kind, address)
        counted = client.get("/api/guidance/teaching-assistants/2015/recommendations/4").json()
        assert counted["stories"] == len(readable), kind


def test_nobody_hears_of_what_is_not_there_and_not_theirs(service: FastAPI, world: World) -> None:
    """The answers to "not yours" and "not there" are the same, so that neither can be told from the other."""
    for kind in KINDS:
        client = client_of(service, world, kind)
        real = client.get(f"/api/stories/{world.stories['draft']}")
        other = client.get("/api/stories/00000000-0000-4000-8000-000000000000")
        if kind not in ("author", "school_lead"):
            assert real.status_code == other.status_code == 404
            strip = "instance"
            assert {k: v for k, v in real.json().items() if k != strip} == {
                k: v for k, v in other.json().items() if k != strip
            }


def test_stages_are_all_there(world: World) -> None:
    assert set(world.stories) == set(STAGES)
