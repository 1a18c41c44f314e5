"""Fails when the tables that the migrations make are not the tables that the models describe."""

import sys
import tempfile
from pathlib import Path

from app import migrate
from app.db import Database


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="mobilise-drift-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'fresh.db'}")
        try:
            migrate.upgrade(database)
            differences = migrate.drift(database)
        finally:
            database.close()
    for difference in differences:
        print(f"models and migrations differ: {difference}")
    if not differences:
        print("Migrations: make what the models describe.")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
