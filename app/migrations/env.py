"""Runs migrations on the connection it is given, or on the deployment's own database."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import app.models  # noqa: F401  registers the tables
from app.db import Database
from app.migrate import is_described
from app.models.base import TextEnum, UtcDateTime
from app.settings import Settings


def render_plain(kind: str, column_type: object, _context: object) -> str | Literal[False]:
    """Write our column types as what they are in the database, so that old migrations outlive their code."""
    if kind == "type":
        if isinstance(column_type, UtcDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(column_type, TextEnum):
            return "sa.String(32)"
        if isinstance(column_type, AutoString):
            return "sa.String()"
    return False


def migrate(connection: Connection) -> None:
    """Run on ``connection``; batch mode because SQLite cannot alter most things in place."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_plain,
        include_name=is_described,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database(Settings().database_url)
    with database.engine.begin() as connection:
        migrate(connection)
    database.close()
