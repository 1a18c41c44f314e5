"""When the database keeps somebody waiting: patience first, then a clear word, and nothing half done."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

import app.db
from app import clock
from app.db import Database
from app.main import create_app
from app.models.items import AuthorState, ItemAuthor
from app.models.people import Role
from app.settings import Settings
from tests.conftest import problem
from tests.routers.desk import Desk


@pytest.fixture
def desk(sqlite_database: Database, settings: Settings) -> Desk:
    return Desk(create_app(settings, sqlite_database), sqlite_database)


@pytest.fixture
def writer(sqlite_database: Database) -> Iterator[sqlite3.Connection]:
    """Somebody else who writes to the same database and does not come to an end."""
    file = sqlite_database.engine.url.database
    assert file is not None
    connection = sqlite3.connect(Path(file), isolation_level=None, check_same_thread=False)
    yield connection
    connection.close()


def test_a_locked_database_says_so_and_nothing_is_half_done(
    monkeypatch: pytest.MonkeyPatch, sqlite_database: Database, settings: Settings, writer: sqlite3.Connection
) -> None:
    monkeypatch.setattr(app.db, "SQLITE_BUSY_MS", 100)
    hasty = Database(str(sqlite_database.engine.url))
    desk = Desk(create_app(settings, hasty), hasty)
    new = {"title": "While another one writes", "home_school_urn": desk.school}
    writer.execute("BEGIN IMMEDIATE")
    answer = desk.client.post("/api/stories", json=new)
    found = problem(answer)
    assert (found["status"], found["type"]) == (503, "busy")
    assert answer.headers["retry-after"] == "1"
    assert len(desk.client.get("/api/drafts").json()) == 1
    writer.execute("ROLLBACK")
    assert desk.client.post("/api/stories", json=new).status_code == 201
    assert len(desk.client.get("/api/drafts").json()) == 2
    hasty.close()


def test_who_comes_a_little_later_waits_and_hears_nothing_of_it(
    desk: Desk, sqlite_database: Database, writer: sqlite3.Connection
) -> None:
    writer.execute("BEGIN IMMEDIATE")
    waited: list[Thread] = []

    @sa.event.listens_for(sqlite_database.engine, "before_cursor_execute")
    def _other_one_ends(_: sa.Connection, __: Any, statement: str, *___: Any) -> None:
        if statement == "BEGIN IMMEDIATE" and not waited:
            waited.append(Thread(target=writer.execute, args=("ROLLBACK",)))
            waited[0].start()

    new = {"title": "Just behind another one", "home_school_urn": desk.school}
    assert desk.client.post("/api/stories", json=new).status_code == 201
    waited[0].join()


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_who_does_what_another_one_does_just_now_is_told_so(database: Database, app: FastAPI) -> None:
    """The second waits for the first at the database, and hears of it instead of "our fault"."""
    desk = Desk(app, database)
    colleague = desk.county.person(Role.contributor, desk.school)
    answers: list[Any] = []

    def invite() -> None:
        body = {"person_id": str(colleague)}
        answers.append(desk.client.post(f"/api/stories/{desk.story}/authors", json=body))

    second = Thread(target=invite)
    with database.engine.begin() as first:
        first.execute(_invitation(desk.story, colleague, desk.author))
        second.start()
        while not _somebody_waits(database):
            assert second.is_alive()
    second.join()
    assert problem(answers[0])["type"] == "conflict"


def _somebody_waits(database: Database) -> bool:
    """Whether a connection waits for another one's lock."""
    asked = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with database.engine.connect() as connection:
        return connection.exec_driver_sql(asked).first() is not None


def _invitation(story: UUID, person: UUID, by: UUID) -> sa.Insert:
    return sa.insert(ItemAuthor).values(
        item_id=story,
        person_id=person,
        state=AuthorState.invited,
        may_edit=True,
        on_byline=True,
        position=1,
        invited_by=by,
        invited_at=clock.now(),
    )
