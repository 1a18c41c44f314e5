"""Serves on a free port and prints its number: ``python -m tests.realtime.serve``."""

import os
import socket

import uvicorn

from app.db import Database
from app.realtime.documents.compaction import Thresholds
from app.realtime.hub import Tuning
from app.realtime.protocol import SERVER_OPTIONS
from app.settings import Settings
from tests.realtime.servers import sockets_app


def main() -> None:
    """Run until killed."""
    settings = Settings()
    tuning = Tuning(thresholds=Thresholds(updates=int(os.environ.get("COMPACT_EVERY", "500"))))
    app = sockets_app(Database(settings.database_url), settings, tuning=tuning)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        print(listening.getsockname()[1], flush=True)  # noqa: T201
        config = uvicorn.Config(app, log_level="warning", **SERVER_OPTIONS)
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
