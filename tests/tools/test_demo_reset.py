"""Starting the demo over loses nothing, and does not pull the file from under a running server."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.demo_reset import put_aside

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "mobilise.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE story AS SELECT 'what we tried' AS text")
    connection.close()
    return path


def test_what_was_written_is_in_the_file_put_aside(database: Path) -> None:
    aside = put_aside(database, NOW)
    assert not database.exists()
    connection = sqlite3.connect(aside)
    assert connection.execute("SELECT text FROM story").fetchone() == ("what we tried",)
    connection.close()


def test_a_database_that_a_server_has_open_stays(database: Path) -> None:
    server = sqlite3.connect(database)
    server.execute("SELECT text FROM story").fetchone()
    with pytest.raises(sqlite3.OperationalError):
        put_aside(database, NOW)
    assert database.exists()
    server.close()
