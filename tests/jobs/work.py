"""A worker in a process of its own, whose job waits in its middle: ``python -m tests.jobs.work FOLDER``.

In FOLDER, ``began`` has a line for each time that the job was begun; it ends once there is a file ``go``.
"""

import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.db import Database
from app.jobs.worker import Pace, Worker, end_with
from app.models.notices import Job
from app.settings import Settings
from tests.jobs.desk import note


def main() -> None:
    """Work until told to stop."""
    folder = Path(sys.argv[1])

    def slowly(session: Session, payload: dict[str, Any]) -> int:
        found = note(session, payload)
        session.flush()
        with (folder / "began").open("a") as file:
            file.write("once more\n")
        while not (folder / "go").exists():
            time.sleep(0.01)
        return found

    settings = Settings()
    pace = Pace(look=0.05, patience=timedelta(seconds=0.5))
    worker = Worker(
        Database(settings.database_url), settings, jobs={Job.sweep: slowly}, recurring={}, pace=pace
    )
    if "--beside-server" in sys.argv:
        end_with(sys.stdin.fileno())
    worker.run()


if __name__ == "__main__":
    main()
