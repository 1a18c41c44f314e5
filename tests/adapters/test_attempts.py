"""Attempts are counted: for each address by itself, and in Redis for all processes together."""

import time

import pytest

from app.actions.guests import Limit
from app.adapters.attempts import CountedAttempts
from tests.services.redis import RedisServer

LIMIT = Limit("wrong-codes", 3, 600)


def exhaust(attempts: CountedAttempts, whose: str) -> None:
    for _ in range(LIMIT.amount):
        assert attempts.wait(LIMIT, whose) == 0
        attempts.count(LIMIT, whose)


def test_who_has_used_up_their_attempts_is_told_how_long_to_wait() -> None:
    attempts = CountedAttempts(None)
    exhaust(attempts, "192.0.2.1")
    assert 590 < attempts.wait(LIMIT, "192.0.2.1") <= 601
    assert attempts.wait(LIMIT, "192.0.2.2") == 0
    assert attempts.wait(Limit("guests", 3, 600), "192.0.2.1") == 0


def test_there_is_room_again_when_the_time_has_passed() -> None:
    attempts, brief = CountedAttempts(None), Limit("brief", 1, 1)
    attempts.count(brief, "")
    while wait := attempts.wait(brief, ""):
        assert wait <= 2
        time.sleep(0.02)


@pytest.mark.redis
def test_processes_count_together_and_counties_apart(redis_server: RedisServer) -> None:
    exhaust(CountedAttempts(redis_server.url, "Here"), "192.0.2.1")
    assert CountedAttempts(redis_server.url, "Here").wait(LIMIT, "192.0.2.1") > 0
    assert CountedAttempts(redis_server.url, "There").wait(LIMIT, "192.0.2.1") == 0


@pytest.mark.redis
def test_each_counts_for_itself_while_redis_is_away(redis_server: RedisServer) -> None:
    attempts = CountedAttempts(redis_server.url, "Away")
    redis_server.stop()
    try:
        exhaust(attempts, "192.0.2.1")
        assert attempts.wait(LIMIT, "192.0.2.1") > 0
    finally:
        redis_server.start()
    assert attempts.wait(LIMIT, "192.0.2.1") == 0
