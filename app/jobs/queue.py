"""huey's queue: in a SQLite file beside the database, or in Redis where the settings name one."""

import hashlib
import json
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey  # type: ignore[import-untyped]
from huey.registry import Message  # type: ignore[import-untyped]
from huey.serializer import Serializer  # type: ignore[import-untyped]
from sqlalchemy.engine import make_url

from app.settings import ROOT, Settings


class Plain(Serializer):  # type: ignore[misc]
    """Tasks as JSON. huey's own way is pickle, by which whoever can write to Redis could run code here."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(bytes(data)))


def queue_file(settings: Settings) -> Path:
    """Where the queue is kept without Redis: beside a SQLite database, else under ``var/``."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).with_suffix(".jobs")
    return ROOT / "var" / "mobilise.jobs"


def queue(settings: Settings) -> Huey:
    """The queue of this deployment. It has the database in its name: two may share a Redis."""
    name = f"mobilise-{hashlib.sha256(settings.database_url.encode()).hexdigest()[:12]}"
    if settings.redis_url:
        return RedisHuey(name, results=False, serializer=Plain(), url=settings.redis_url, blocking=False)
    file = queue_file(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    # A lost queue costs time and no work, so the disk need not be waited for.
    return SqliteHuey(name, results=False, serializer=Plain(), filename=str(file), fsync=False)
