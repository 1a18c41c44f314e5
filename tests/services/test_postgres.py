"""The throwaway server: real databases, copies of templates, a restart that loses nothing."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.services.postgres import PostgresServer

pytestmark = pytest.mark.postgres


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True)


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


def test_a_copy_of_a_template_has_its_rows_and_then_goes_its_own_way(postgres_server: PostgresServer) -> None:
    template = postgres_server.create_database("copied_from")
    with connect(template) as connection:
        connection.execute("CREATE TABLE word AS SELECT 'kept' AS text")
    copy = postgres_server.create_database("copy", template="copied_from")
    with connect(copy) as connection:
        connection.execute("UPDATE word SET text = 'changed'")
    with connect(template) as connection:
        assert connection.execute("SELECT text FROM word").fetchone() == ("kept",)


def test_a_database_made_again_is_empty_though_somebody_is_connected(
    postgres_server: PostgresServer,
) -> None:
    with connect(postgres_server.create_database("again")) as connection:
        connection.execute("CREATE TABLE word (text text)")
        with connect(postgres_server.create_database("again")) as fresh:
            assert fresh.execute("SELECT to_regclass('word')").fetchone() == (None,)


def test_a_restart_cuts_connections_and_keeps_what_was_committed(own_server: PostgresServer) -> None:
    url = own_server.create_database("kept")
    with connect(url) as before:
        before.execute("CREATE TABLE word AS SELECT 'kept' AS text")
        own_server.restart()
        with pytest.raises(psycopg.OperationalError):
            before.execute("SELECT 1")
    with connect(url) as after:
        assert after.execute("SELECT text FROM word").fetchone() == ("kept",)
