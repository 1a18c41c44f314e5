"""What belongs to one item is neither had nor changed by the address of another: every such address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel

from app import clock
from app.actions import journeys, links, measures
from app.actions.files import remove_file
from app.db import Database
from app.models.files import ItemFile
from app.models.items import Audience, Item, ItemKind
from app.models.people import Role
from app.queries.details import journey_phases
from app.queries.viewers import person_viewer
from tests.factories import County
from tests.routers.conftest import SignedIn
from tests.uploads import begun, stored


@dataclass(frozen=True)
class Whole:
    """A journey, published to its cluster, with one of everything; another of each was removed."""

    story: UUID
    author: UUID
    there: Mapping[str, UUID]
    removed: Mapping[str, UUID]
    upload: UUID


def whole(county: County, school: int) -> Whole:
    author = county.person(Role.contributor, school)
    story = county.story(author, school, kind=ItemKind.change_journey)
    entries = [county.entry(story, author, tried="We met.") for _ in range(2)]
    counted = [county.measure(story, author, "Minutes", 3, 4) for _ in range(2)]
    files = [stored(county, story, author) for _ in range(2)]
    with county.database.write() as session:
        viewer, item = person_viewer(session, author), session.get_one(Item, story)
        linked = [
            links.add_link(
                session, viewer, item, url=f"https://example.org/{n}", title="", description="", fetch=False
            )
            for n in range(2)
        ]
        phase = journey_phases(session, story)[0].id
        link_ids = [one.id for one in linked]
        journeys.remove_entry(session, viewer, item, entries[1], version=1)
        measures.remove_measure(session, viewer, item, counted[1], version=1)
        remove_file(session, viewer, session.get_one(ItemFile, files[1]))
        links.remove_link(session, viewer, item, linked[1])
    names = ("entry_id", "measure_id", "file_id", "link_id", "phase_id", "person_id")
    there = dict(zip(names, (entries[0], counted[0], files[0], link_ids[0], phase, author), strict=True))
    removed = dict(zip(names[:4], (entries[1], counted[1], files[1], link_ids[1]), strict=True))
    county.publish(story, author, Audience.cluster)
    return Whole(story, author, there, removed, begun(county, story, author))


@dataclass
class Two:
    """Two authors of one cluster, each with all of that, who read one another's."""

    mine: Whole
    theirs: Whole
    client: TestClient
    database: Database


@pytest.fixture
def two(county: County, signed_in: SignedIn) -> Two:
    cluster = county.cluster()
    mine, theirs = (whole(county, county.school(cluster)) for _ in range(2))
    return Two(mine, theirs, signed_in(mine.author), county.database)


TODAY = clock.today().isoformat()
BODIES: Mapping[str, Any] = {
    "PATCH entries": {"json": {"held_back": True}},
    "PUT points": {"json": {"value": 9}},
    "POST points": {"content": b"date,value\n3/11/2025,4\n", "headers": {"Content-Type": "text/csv"}},
    "PUT measures": {"json": {"name": "Hours", "better": "up"}},
    "PATCH files": {"json": {"description": "Mine now"}},
    "PATCH links": {"json": {"title": "Mine now"}},
    "PATCH authors": {"json": {"may_edit": False}},
}
"""By method and part of the address; the first that fits."""
KEPT = ("entry_id", "measure_id", "file_id", "link_id", "phase_id", "person_id")
"""What an item holds."""


def addresses(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and address at which something is asked for by its own id, under the id of its item."""
    found = []
    for context in iter_route_contexts(app.routes):
        path = context.path or ""
        if "{story_id}" in path and any(f"{{{name}}}" in path for name in KEPT):
            methods = getattr(context.route, "methods", None) or set()
            found += [(method, path) for method in methods - {"HEAD"}]
    return sorted(found)


def _is_about(name: str, method: str, path: str) -> bool:
    verb, part = name.split()
    return verb == method and f"/{part}" in path


def everything(session: Session, but: frozenset[str] = frozenset({"person_session"})) -> dict[str, list[Any]]:
    """All rows of all tables, but what asking itself moves."""
    return {
        table.name: sorted(map(repr, session.connection().execute(sa.select(table)).all()))
        for table in SQLModel.metadata.sorted_tables
        if table.name not in but
    }


def test_nothing_of_another_item_is_reached(two: Two, app: FastAPI) -> None:
    asked = addresses(app)
    assert len(asked) >= 20, "the walk has lost its way"
    with two.database.read() as session:
        before = everything(session)
    wrong = []
    for method, path in asked:
        for whose in (two.theirs.there, two.theirs.removed):
            ids = {name: whose.get(name, uuid4()) for name in KEPT}
            at = path.format(story_id=two.mine.story, measured_on=TODAY, **ids)
            given: Any = next((body for name, body in BODIES.items() if _is_about(name, method, path)), {})
            for version in ("1", "2"):
                headers = {"If-Match": f'"{version}"'} | given.get("headers", {})
                answer = two.client.request(method, at, **(given | {"headers": headers}))
                if answer.status_code != 404:
                    wrong.append((method, path, answer.status_code, answer.text))
    assert wrong == []
    with two.database.read() as session:
        assert everything(session) == before


NEW: Mapping[str, Callable[[Two], tuple[str, Any]]] = {
    "an entry by the id of another's": lambda two: (
        "entries",
        {"id": str(two.theirs.there["entry_id"]), "happened_on": TODAY},
    ),
    "an entry by the id of one that was removed": lambda two: (
        "entries",
        {"id": str(two.theirs.removed["entry_id"]), "happened_on": TODAY},
    ),
    "a measure by the id of another's": lambda two: (
        "measures",
        {"id": str(two.theirs.there["measure_id"]), "name": "Hours", "better": "up"},
    ),
    "a version of another's file": lambda two: (
        "uploads",
        {"name": "a.txt", "size": 1, "replaces": str(two.theirs.there["file_id"])},
    ),
    "a version of another's file that was removed": lambda two: (
        "uploads",
        {"name": "a.txt", "size": 1, "replaces": str(two.theirs.removed["file_id"])},
    ),
    "a file of another's entry": lambda two: (
        "uploads",
        {"name": "a.txt", "size": 1, "entry": str(two.theirs.there["entry_id"])},
    ),
    "an upload by the id of another's": lambda two: (
        "uploads",
        {"name": "Coming.txt", "size": 100, "id": str(two.theirs.upload)},
    ),
    "a file by the id of another's": lambda two: (
        "uploads",
        {"name": "a.txt", "size": 1, "id": str(two.theirs.there["file_id"])},
    ),
    "a file by the id of another's that was removed": lambda two: (
        "uploads",
        {"name": "a.txt", "size": 1, "id": str(two.theirs.removed["file_id"])},
    ),
    "a request that nobody made": lambda two: (
        "submissions",
        {"audience": "cluster", "revision": 77, "confirmed": True},
    ),
}


def test_nothing_is_made_of_what_is_anothers(two: Two) -> None:
    with two.database.read() as session:
        before = everything(session)
    for what, made in NEW.items():
        rest, body = made(two)
        answer = two.client.post(f"/api/stories/{two.mine.story}/{rest}", json=body)
        assert answer.status_code in (403, 404, 409, 422), (what, answer.text)
        assert not any(told in answer.text for told in ("We met.", "Rota", "Minutes", "Coming")), what
    with two.database.read() as session:
        assert everything(session) == before


def test_what_somebody_else_sends_is_neither_seen_nor_ended(two: Two) -> None:
    at = f"/api/uploads/{two.theirs.upload}"
    for answer in (
        two.client.get(at),
        two.client.patch(at, content=b"x" * 100, headers={"Upload-Offset": "0"}),
        two.client.delete(at),
    ):
        assert answer.status_code == 404
        assert "Coming" not in answer.text


def test_readers_find_no_way_around_the_revision_they_read(two: Two) -> None:
    """They read the other's journey, and nothing by which its draft could be told from it."""
    at = f"/api/stories/{two.theirs.story}"
    assert two.client.get(at).status_code == 200
    for rest in ("/draft", "/journey", "/attachments", "/authors"):
        assert two.client.get(at + rest).status_code == 403, rest
    for number in (2, 3, 2_147_483_647):
        assert two.client.get(f"{at}/revisions/{number}").status_code == 404
    points = f"{at}/measures/{two.theirs.there['measure_id']}/points.csv"
    assert two.client.get(points).status_code == 403
    removed = two.theirs.removed["file_id"]
    assert two.client.get(f"/api/files/{removed}/versions/1").status_code == 404
