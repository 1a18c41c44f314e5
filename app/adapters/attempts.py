"""Counts attempts: in memory, or in Redis where several processes share it."""

import logging
import math
import time

from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from app.actions.guests import Limit

log = logging.getLogger(__name__)


class CountedAttempts:
    """``actions.guests.Attempts``. While Redis does not answer, each process counts for itself."""

    def __init__(self, redis_url: str | None, county: str = "") -> None:
        """``county``: whose attempts, where several share one Redis."""
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = self._own
        if redis_url:
            shared = RedisStorage(redis_url, key_prefix=f"mobilise:{county}", wrap_exceptions=True)
            self._shared = MovingWindowRateLimiter(shared)

    def wait(self, limit: Limit, whose: str) -> int:
        """Seconds until there is room for one more; 0 if there is now."""
        item, name = _item(limit), (limit.name, whose)
        for counter in self._counters():
            try:
                if not counter.test(item, *name):
                    stats = counter.get_window_stats(item, *name)
                    return max(1, math.ceil(stats.reset_time - time.time()))
                return 0
            except StorageError as error:
                log.warning("Redis does not count attempts: %s", error)
        return 0

    def count(self, limit: Limit, whose: str) -> None:
        """One more."""
        for counter in self._counters():
            try:
                counter.hit(_item(limit), limit.name, whose)
                return
            except StorageError as error:
                log.warning("Redis does not count attempts: %s", error)

    def _counters(self) -> tuple[MovingWindowRateLimiter, ...]:
        return (self._shared,) if self._shared is self._own else (self._shared, self._own)


def _item(limit: Limit) -> RateLimitItemPerSecond:
    return RateLimitItemPerSecond(limit.amount, limit.seconds)
