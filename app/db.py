"""The database: one engine, and sessions that read or write in one transaction.

SQLite runs in WAL mode with ``synchronous=FULL``: a commit is on disk before anybody hears of it. Writers
begin with ``BEGIN IMMEDIATE``, because a transaction that reads first and writes later would otherwise lose
somebody else's update or fail at the upgrade of its lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app import events

SQLITE_BUSY_MS = 5_000
_SQLITE_READER = {"sqlite_begin": "DEFERRED"}
_POSTGRESQL_READER = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}

# What people write, and what they were promised nobody would see, must not stand in the text of an error.
# The connection used last comes first: with SQLite, another one's page cache is stale after each commit.
_POOL: dict[str, Any] = {"pool_size": 20, "max_overflow": 40, "pool_use_lifo": True, "hide_parameters": True}


class Database:
    """The county's database. Threads may share it; sessions they may not."""

    def __init__(self, url: str, publisher: events.Events | None = None) -> None:
        self.events = publisher or events.Events()
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if parsed.database:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine: Engine = sa.create_engine(parsed, connect_args={"check_same_thread": False}, **_POOL)
            _sqlite(self.engine)
        else:
            if parsed.drivername == "postgresql":
                parsed = parsed.set(drivername="postgresql+psycopg")
            self.engine = sa.create_engine(parsed, pool_pre_ping=True, **_POOL)
        self._reader = self.engine.execution_options(
            **(_SQLITE_READER if self.is_sqlite else _POSTGRESQL_READER)
        )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on one consistent view. It cannot write on PostgreSQL, and must not on SQLite."""
        with Session(self._reader) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back if the block raises; then its events go out."""
        with Session(self.engine) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise
            happened = events.take(session)
        self.events.publish(happened)

    def glance(self, sql: str) -> tuple[Any, ...] | None:
        """The one row of a ``SELECT`` without parameters, by the driver alone.

        It costs a tenth of what a session does: for what is asked at every request, to know whether anything
        has changed.
        """
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(sql)
            row: tuple[Any, ...] | None = cursor.fetchone()
            cursor.close()
        except self.engine.dialect.loaded_dbapi.Error as error:
            raise OperationalError(sql, None, error) from error
        finally:
            connection.close()
        return row

    def ready(self) -> None:
        """Raise unless the database answers and is at the newest migration this code knows."""
        with self._reader.connect() as connection:
            connection.execute(sa.text("SELECT version_num FROM alembic_version")).one()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


def _sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        # The driver's own implicit BEGIN comes too late and is always deferred: we say BEGIN ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={SQLITE_BUSY_MS}",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        # SQLite's own knows A to Z alone: nobody would find "Łukasz" by "łuk".
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {mode}")
