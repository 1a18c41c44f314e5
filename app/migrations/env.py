"""Runs migrations on the connection it is given, or on the deployment's own database."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import app.models  # noqa: F401  registers the tables
from app.db import Database
from app.settings import Settings


def migrate(connection: Connection) -> None:
    """Run on ``connection``; batch mode because SQLite cannot alter most things in place."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
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
