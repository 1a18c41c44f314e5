"""The queue in Redis: the same work, done once, and nothing lost when Redis is away."""

from collections.abc import Iterator

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from app import clock
from app.actions.outbox import later, wait_after
from app.db import Database
from app.jobs.queue import queue
from app.jobs.worker import Worker
from app.models.notices import Job
from app.settings import Settings
from tests.jobs.desk import entries, note, noted, work_off
from tests.services.redis import RedisServer

pytestmark = pytest.mark.redis


@pytest.fixture
def worker(sqlite_database: Database, redis_server: RedisServer) -> Iterator[Worker]:
    settings = Settings(
        database_url=str(sqlite_database.engine.url), redis_url=redis_server.url, holidays=None
    )
    made = Worker(sqlite_database, settings, jobs={Job.sweep: note}, recurring={})
    yield made
    made.queue.storage.close()


def test_work_goes_through_redis_and_is_done_once(worker: Worker, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        later(session, Job.sweep)
    assert worker.dispatch() == 1
    (waiting,) = worker.queue.storage.enqueued_items()
    assert waiting.startswith(b"["), "tasks travel as JSON"
    assert work_off(worker) == 1
    assert work_off(worker) == 0
    assert noted(sqlite_database) == 1


def test_two_counties_share_a_redis_without_meeting(redis_server: RedisServer) -> None:
    names = {
        queue(Settings(database_url=f"sqlite:///{one}.db", redis_url=redis_server.url)).name for one in "ab"
    }
    assert len(names) == 2


def test_work_waits_while_redis_is_away(
    worker: Worker, sqlite_database: Database, redis_server: RedisServer
) -> None:
    with sqlite_database.write() as session:
        later(session, Job.sweep)
    redis_server.stop()
    try:
        with pytest.raises(RedisConnectionError):
            worker.dispatch()
    finally:
        redis_server.start()
    assert entries(sqlite_database)[0].done_at is None
    with clock.at(clock.now() + worker.pace.patience + wait_after(1)):
        assert work_off(worker) == 1
    assert noted(sqlite_database) == 1
