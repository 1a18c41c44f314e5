"""Databases made by the migrations, on SQLite and on PostgreSQL, and the service in front of them."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import hypothesis
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app import migrate
from app.actions.board_templates import load_board_templates
from app.actions.demo import seed_demo
from app.actions.evidence import load_guidance
from app.actions.rubric import load_rubric
from app.db import Database
from app.main import create_app, serve_from
from app.models.people import Role
from app.settings import Settings
from tests.examples import THOROUGH
from tests.factories import County
from tests.once import made_once
from tests.services.postgres import PostgresServer

TEMPLATE = "mobilise_template"
DEMO_DAY = date(2026, 11, 21)

hypothesis.settings.register_profile(THOROUGH)


def _prepare(url: str) -> None:
    database = Database(url)
    migrate.upgrade(database)
    with database.write() as session:
        load_guidance(session)
        load_rubric(session)
        load_board_templates(session)
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with the guidance in it, to be copied."""
    file = tmp_path_factory.mktemp("template") / "mobilise.db"
    _prepare(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county as it was on ``DEMO_DAY``, to be copied: making it takes seconds."""

    def fill(folder: Path) -> None:
        database = Database(sqlite_copy(sqlite_template, folder))
        with database.write() as session:
            seed_demo(session, today=DEMO_DAY)
        database.close()

    return made_once(tmp_path_factory, "demo-of-that-day", fill) / "mobilise.db"


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> PostgresServer:
    """A server with a migrated database to be copied."""
    _prepare(postgres_server.create_database(TEMPLATE))
    return postgres_server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database of one's own, once on each kind."""
    if request.param == "sqlite":
        yield sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_template")
    name = f"test_{uuid4().hex}"
    yield server.create_database(name, template=TEMPLATE)
    server.drop_database(name)


def sqlite_copy(template: Path, folder: Path) -> str:
    """A copy of the migrated SQLite file, by its address."""
    file = folder / "mobilise.db"
    shutil.copy(template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, open."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database, for what does not depend on which database it is."""
    database = Database(sqlite_copy(sqlite_template, tmp_path))
    yield database
    database.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of the fictional county, with no screens built."""
    return Settings(
        demo=True, county="Testshire", frontend=tmp_path / "no-screens", files=str(tmp_path / "files")
    )


@pytest.fixture(scope="session")
def any_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The service without a county: putting its routes together takes longer than most tests."""
    folder = tmp_path_factory.mktemp("no-county")
    return create_app(Settings(demo=True, frontend=folder), Database(f"sqlite:///{folder}/none.db"))


@pytest.fixture
def app(any_app: FastAPI, database: Database, settings: Settings) -> FastAPI:
    """The service on a fresh database."""
    serve_from(any_app, settings, database)
    return any_app


@pytest.fixture
def county(database: Database) -> County:
    """Makes schools, people and stories as a test needs them."""
    return County(database)


@pytest.fixture
def school(county: County) -> int:
    """A school in a cluster; its URN."""
    return county.school(county.cluster())


@pytest.fixture
def author(county: County, school: int) -> UUID:
    """Somebody who writes at that school."""
    return county.person(Role.contributor, school)


@pytest.fixture
def story(county: County, school: int, author: UUID) -> UUID:
    """Their draft."""
    return county.story(author, school)


@pytest.fixture
def visitor(app: FastAPI) -> Iterator[TestClient]:
    """Somebody who has not signed in."""
    with TestClient(app, base_url="http://testserver") as client:
        yield client


def problem(response: Any) -> dict[str, Any]:
    """The problem details of an error, after checking that it has their shape."""
    body: dict[str, Any] = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert body["status"] == response.status_code
    assert body["title"]
    assert body["detail"]
    return body
