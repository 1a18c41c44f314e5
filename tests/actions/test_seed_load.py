"""Many stories at once: the same every time, in the library, and never in a real county."""

import pytest
import sqlalchemy as sa
from sqlmodel import select
from typer.testing import CliRunner

from app.actions.demo import seed_demo
from app.actions.library import is_built, rebuild_library
from app.actions.seed_load import seed_load
from app.cli import app as cli
from app.db import Database
from app.models.items import Audience, Item, Publication, Revision
from app.models.library import LibraryEntry, LibraryVersion
from app.models.people import Role
from app.policies.viewers import System
from app.queries.library import Search, library_view
from tests.factories import County


def test_they_are_in_the_library_as_if_published_one_by_one(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        seed_demo(session)
    seen: list[tuple[int, int]] = []
    seed_load(sqlite_database, 60, lambda done, of: seen.append((done, of)))
    assert seen[-1] == (60, 60)
    with sqlite_database.write() as session:
        audiences = set(session.exec(select(Publication.audience)).all())
        assert audiences == set(Audience) - {Audience.draft}
        assert session.exec(select(sa.func.count()).select_from(Revision).where(Revision.number == 2)).one()
        before = library_view(session, System(), Search("teaching"))
        assert before.total > 0
        rebuild_library(session)
        assert library_view(session, System(), Search("teaching")) == before


def test_a_real_county_is_refused(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    county = County(sqlite_database)
    county.person(Role.school_lead, county.school())
    monkeypatch.setenv("MOBILISE_DATABASE_URL", str(sqlite_database.engine.url))
    result = CliRunner().invoke(cli, ["seed-load", "5"])
    assert result.exit_code == 1
    with sqlite_database.read() as session:
        assert session.exec(select(sa.func.count()).select_from(Item)).one() == 0


def test_a_library_of_older_rules_is_built_anew_at_the_start(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after an upgrade from tables that knew no library: publications are there, their entries are not."""
    county = County(sqlite_database)
    school = county.school(county.cluster())
    county.story(county.person(Role.school_lead, school), school, audience=Audience.cluster)
    with sqlite_database.write() as session:
        session.exec(sa.delete(LibraryEntry))
        session.exec(sa.update(LibraryVersion).values(rules=0))
    monkeypatch.setenv("MOBILISE_DATABASE_URL", str(sqlite_database.engine.url))
    result = CliRunner().invoke(cli, ["migrate"])
    assert result.exit_code == 0, result.output
    with sqlite_database.read() as session:
        assert is_built(session)
        assert library_view(session, System(), Search("bell")).total == 1
