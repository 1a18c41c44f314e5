"""Puts the demo's SQLite database aside, so that the next `make run` makes the county anew.

Nothing is deleted: the old file keeps what somebody may have written in it, under a name with the time.
Refuses while a server has the database open, and refuses PostgreSQL, which is no demo's.
"""

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from app.settings import Settings


def put_aside(path: Path, now: datetime) -> Path:
    """Moves the file and says where. Raises sqlite3.OperationalError while somebody has it open."""
    connection = sqlite3.connect(path, timeout=0.5, isolation_level=None)
    try:
        # Leaving WAL mode needs the file to itself, and folds the -wal file into it.
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
    return path.rename(path.with_name(f"{path.stem}-until-{now:%Y%m%d-%H%M%S}{path.suffix}"))


def main() -> int:
    url = make_url(Settings().database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        print(f"Not touched: {url.render_as_string()} is not an embedded database.", file=sys.stderr)
        return 1
    path = Path(url.database)
    if not path.exists():
        print("There is no database yet; the next start makes one.")
        return 0
    try:
        aside = put_aside(path, datetime.now(UTC))
    except sqlite3.OperationalError:
        print("Not touched: a server has the database open. Stop it first.", file=sys.stderr)
        return 1
    print(f"The next start makes the demo anew. The old database is {aside}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
