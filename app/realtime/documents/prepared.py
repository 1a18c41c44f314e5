"""Small statements for many rows, twenty times a second: compiled once, given to the driver as they are.

SQLAlchemy's own way (a connection from the pool, ``begin``, ``execute``, back to the pool) costs more than
the database itself does for these. Here a writer keeps one connection of the pool while all goes well.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Engine, Executable, PoolProxiedConnection
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.compiler import SQLCompiler


class Prepared:
    """An insert or update, for one engine.

    Its rows are tuples of values in the order of ``names``, each of which has been through ``convert``.
    """

    def __init__(self, statement: Executable, engine: Engine, names: Sequence[str]) -> None:
        compiled = statement.compile(engine)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        assert set(names) == set(compiled.binds)
        dialect = engine.dialect
        self._sql = compiled.string
        self._names = tuple(names)
        self._order = [self._names.index(name) for name in compiled.positiontup or ()]
        self._converters = {
            name: parameter.type.dialect_impl(dialect).bind_processor(dialect)
            for name, parameter in compiled.binds.items()
        }

    def convert(self, name: str, value: Any) -> Any:
        """A value as the driver takes it."""
        converter = self._converters[name]
        return converter(value) if converter else value

    def run(self, cursor: DBAPICursor, rows: Sequence[tuple[Any, ...]]) -> int:
        """Run it for every row. How many rows of the table that changed."""
        order, names = self._order, self._names
        given: list[Any] = (
            [[row[at] for at in order] for row in rows]
            if order
            else [dict(zip(names, row, strict=True)) for row in rows]
        )
        cursor.executemany(self._sql, given)
        return cursor.rowcount


class Writer:
    """Transactions on one connection. For one thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._begin = "BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else None
        self._connection: PoolProxiedConnection | None = None
        assert engine.dialect.dbapi is not None
        self.errors: type[Exception] = engine.dialect.dbapi.Error
        """What the driver raises."""

    @contextmanager
    def transaction(self) -> Iterator[DBAPICursor]:
        """Committed at the end of the block, rolled back if it raises. After an error of the driver's, the
        next one begins on another connection."""
        if self._connection is None:
            self._connection = self._engine.raw_connection()
        connection = self._connection
        cursor = connection.cursor()
        try:
            if self._begin:
                cursor.execute(self._begin)
            yield cursor
            connection.commit()
        except BaseException as error:
            # In this order: SQLite keeps its lock for as long as a statement is open on a closed connection.
            with suppress(self.errors):
                cursor.close()
                connection.rollback()
            if isinstance(error, self.errors):
                self._connection = None
                connection.invalidate(error)
            raise
        cursor.close()

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
