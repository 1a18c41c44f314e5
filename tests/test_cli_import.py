"""``mobilise import-schools`` as an administrator meets it: what it prints, where, and how it ends."""

from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from app import cli, db
from app.db import Database
from app.models.places import School
from tests.registers import cluster_list, register, school


class Shell:
    """A terminal-less shell in which the database is at ``url``."""

    def __init__(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MOBILISE_DATABASE_URL", url)
        monkeypatch.delenv("MOBILISE_LOCAL_AUTHORITY", raising=False)
        self.url = url

    def run(self, *arguments: object) -> Result:
        return CliRunner().invoke(cli.app, ["import-schools", *map(str, arguments)])

    def schools(self) -> list[str]:
        database = Database(self.url)
        with database.read() as session:
            names = sorted(session.exec(select(School.name)).all())
        database.close()
        return names


@pytest.fixture
def shell(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(database_url, monkeypatch)


def test_the_diff_of_a_first_a_second_and_a_third_import(shell: Shell, tmp_path: Path) -> None:
    listed = cluster_list(tmp_path, (100001, "Fen 1", "South"), (100002, "Wolds", "North"))
    first = shell.run(register(tmp_path, [school(100001), school(100002)]), "--clusters", listed)
    assert (first.exit_code, first.stderr) == (0, "")
    assert "local authority 925: 2 schools, 2 clusters, 2 regions\n" in first.stdout
    assert "  new            2\n" in first.stdout
    assert "Imported." in first.stdout

    second = shell.run(tmp_path / "register.csv", "--clusters", listed)
    assert "2 schools, 2 clusters, 2 regions\n" in second.stdout
    assert "  unchanged      2\n" in second.stdout
    assert "Nothing is different: nothing was written." in second.stdout

    rows = [school(100001, name="École", status="Closed", closed_on="31-08-2026"), school(100003)]
    third = shell.run(register(tmp_path, rows, name="newer.csv"))
    assert "100001 École, closed on 31-08-2026\n    name: School 100001 → École\n" in third.stdout
    assert "    status: open → closed\n" in third.stdout
    assert "Absent: known here but not in this file" in third.stdout
    assert "  100002 School 100002\n" in third.stdout
    assert shell.schools() == ["School 100002", "School 100003", "École"]


def test_a_refused_file_says_where_and_why_and_imports_nothing(shell: Shell, tmp_path: Path) -> None:
    path = register(tmp_path, [school(100001), school(100002)])
    path.write_bytes(path.read_bytes()[:-10])
    refused = shell.run(path)
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("Refused: register.csv, row 3: The file ends in the middle of this row")
    assert "Nothing was imported." in refused.stderr
    assert shell.schools() == []


def test_a_good_register_with_a_bad_list_imports_nothing(shell: Shell, tmp_path: Path) -> None:
    good = register(tmp_path, [school(100001)])
    for rows in ([(100001, "Fen 1", "")], [(100009, "Fen 1", "South")]):
        refused = shell.run(good, "--clusters", cluster_list(tmp_path, *rows))
        assert refused.exit_code == 1
        assert "clusters.csv, row 2: " in refused.stderr
        assert shell.schools() == []


def test_a_dry_run_shows_the_diff_and_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    path = register(tmp_path, [school(100001)])
    assert "A dry run: nothing was written." in shell.run(path, "--dry-run").stdout
    assert shell.schools() == []


def test_another_local_authority_can_be_asked_for(shell: Shell, tmp_path: Path) -> None:
    path = register(tmp_path, [school(100001), school(100002, la=926)])
    assert shell.run(path, "--la", 926).exit_code == 0
    assert shell.schools() == ["School 100002"]


def test_a_database_without_tables_gets_them_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell(f"sqlite:///{tmp_path / 'new.db'}", monkeypatch)
    assert shell.run(register(tmp_path, [school(100001)])).exit_code == 0
    assert shell.schools() == ["School 100001"]


def test_a_database_that_somebody_else_is_writing_to_is_told_plainly(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "SQLITE_BUSY_MS", 20)
    shell = Shell(sqlite_database.engine.url.render_as_string(), monkeypatch)
    with sqlite_database.write() as session:
        session.connection()
        busy = shell.run(register(tmp_path, [school(100001)]))
    assert busy.exit_code == 1
    assert "The database did not answer: database is locked\nNothing was imported." in busy.stderr
    assert shell.schools() == []
