"""The demo county, for the tests of what stands in it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from app import clock
from app.db import Database
from tests.conftest import DEMO_DAY, sqlite_copy


@pytest.fixture(scope="session")
def demo(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demo county on SQLite, to be read only."""
    database = Database(sqlite_copy(demo_template, tmp_path_factory.mktemp("demo")))
    yield database
    database.close()


@pytest.fixture
def session(demo: Database) -> Iterator[Session]:
    """Reads the demo county at noon on ``DEMO_DAY``."""
    noon = datetime(DEMO_DAY.year, DEMO_DAY.month, DEMO_DAY.day, 12, tzinfo=clock.LONDON)
    with demo.read() as session, clock.at(noon):
        yield session
