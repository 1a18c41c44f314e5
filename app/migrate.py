"""Brings a database to the newest migration, and says where models and migrations differ."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import app.models  # noqa: F401  registers the tables
from app.db import Database

_INI = Path(__file__).resolve().parent.parent / "alembic.ini"


def upgrade(database: Database) -> None:
    """Apply every migration that is missing, in one transaction."""
    config = Config(str(_INI))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_up_to_date(database: Database) -> bool:
    """Whether every migration that this code knows has been applied."""
    newest = ScriptDirectory.from_config(Config(str(_INI))).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


def drop(database: Database) -> None:
    """Take every table away, with all that is in them."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS library_text")
        SQLModel.metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """Whether the models describe it; ``library_text`` they do not: each database has its own kind."""
    return kind != "table" or name is None or not name.startswith("library_text")


def drift(database: Database) -> list[Any]:
    """Differences between the tables of a migrated database and the models; empty when there are none."""
    with database.engine.connect() as connection:
        return list(
            compare_metadata(
                MigrationContext.configure(
                    connection, opts={"compare_type": True, "include_name": is_described}
                ),
                SQLModel.metadata,
            )
        )
