"""What the file store holds for nothing goes, and nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app import clock
from app.actions.file_sweep import sweep_files
from app.actions.files import remove_file
from app.actions.uploads import keep_part
from app.adapters.file_tools import file_tools
from app.adapters.files import ObjectFiles
from app.jobs.table import JOBS, RECURRING, outside
from app.models.files import FileVersion, ItemFile, Upload, UploadPart
from app.models.notices import Job
from app.models.people import Role
from app.queries.viewers import person_viewer
from app.settings import Settings
from tests.conftest import sqlite_copy
from tests.factories import County
from tests.uploads import begun, stored


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    return sqlite_copy(sqlite_template, tmp_path)


@pytest.fixture
def store(county: County) -> ObjectFiles:
    tools = file_tools(Settings(), county.database)
    assert isinstance(tools.store, ObjectFiles)
    return tools.store


def keys(store: ObjectFiles) -> set[str]:
    return {one.key for batch in store.objects() for one in batch}


def later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    now = datetime.now(UTC) + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: now)


def test_what_is_used_stays(
    county: County, store: ObjectFiles, story: UUID, author: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(county, story, author)
    stored(county, story, author)
    before = keys(store)
    later(monkeypatch, days=400)
    assert sweep_files(county.database, store) == 0
    assert keys(store) == before


def test_an_object_without_a_row_goes_once_nothing_can_be_coming_of_it(
    county: County, store: ObjectFiles, story: UUID, author: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(county, story, author)
    kept = keys(store)
    store.put(f"files/{uuid4().hex}", b"made, and then the power went")
    store.put(f"parts/{uuid4().hex}", b"a part that did not count")
    assert sweep_files(county.database, store) == 0, "it may be on its way to a row"
    later(monkeypatch, hours=25)
    assert sweep_files(county.database, store) == 2
    assert keys(store) == kept


def test_the_files_of_another_county_are_left_alone(
    county: County, store: ObjectFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(60):
        store.put(f"files/{uuid4().hex}", b"theirs")
    later(monkeypatch, hours=25)
    assert sweep_files(county.database, store) == 0
    assert len(keys(store)) == 60


def test_an_upload_that_nobody_goes_on_with_is_forgotten_with_its_parts(
    county: County, store: ObjectFiles, story: UUID, author: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begun(county, story, author)
    store.put("parts/one", b"x" * 40)
    with county.database.write() as session:
        keep_part(session, session.get_one(Upload, upload), 0, "parts/one", 40)
    later(monkeypatch, hours=23)
    assert sweep_files(county.database, store) == 0
    later(monkeypatch, hours=25)
    assert sweep_files(county.database, store) == 1
    assert keys(store) == set()
    with county.database.read() as session:
        assert session.exec(select(Upload)).all() == []
        assert session.exec(select(UploadPart)).all() == []


def test_what_was_taken_out_goes_after_a_month_unless_it_was_published(
    county: County,
    store: ObjectFiles,
    story: UUID,
    author: UUID,
    school: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    county.person(Role.school_lead, school)
    published = stored(county, story, author, name="Published.txt")
    county.publish(story, author)
    never = stored(county, story, author, name="Never.txt")
    with county.database.write() as session:
        for file in (published, never):
            remove_file(session, person_viewer(session, author), session.get_one(ItemFile, file))
    later(monkeypatch, days=29)
    assert sweep_files(county.database, store) == 0
    later(monkeypatch, days=31)
    assert sweep_files(county.database, store) == 1
    with county.database.read() as session:
        assert session.exec(select(FileVersion.file_id)).all() == [published]
        assert keys(store) == set(session.exec(select(FileVersion.key)).all())


def test_the_worker_does_it(county: County, store: ObjectFiles) -> None:
    assert Job.sweep_files in RECURRING
    found = outside(None, store)[Job.sweep_files](county.database, {})
    assert found == {"swept": 0}
    with county.database.write() as session:
        assert JOBS[Job.sweep_files](session, found) == 0
