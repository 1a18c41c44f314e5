"""Workers with jobs of the tests' own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from app.db import Database
from app.jobs.table import Doing
from app.jobs.worker import Worker
from app.models.notices import Job
from app.settings import Settings

Hire = Callable[..., Worker]


@pytest.fixture
def hire(database: Database, tmp_path: Path) -> Hire:
    """Makes workers of one deployment: they share its database and its queue."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'queue-is-beside.db'}")

    def make(**jobs: Doing) -> Worker:
        table: Mapping[Job, Doing] = {Job[name]: doing for name, doing in jobs.items()}
        return Worker(database, settings, jobs=table)

    return make
