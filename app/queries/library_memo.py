"""Answers of the library that were worked out before, kept while they hold.

An answer depends on the library's version, on the viewer's scope and on what was asked, and on nothing else.
The version is read in the same transaction as everything else, so what has been taken away is gone with the
very next request; nothing here can outlive it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from app.queries.library_catalogue import Catalogues

BYTES = 32 * 1024 * 1024


class LibraryMemo:
    """The newest version's answers, those asked for last, up to ``BYTES``; and the catalogues they are made
    from. Threads may share it.
    """

    def __init__(self, limit: int = BYTES) -> None:
        self.catalogues = Catalogues()
        self._limit = limit
        self._lock = Lock()
        self._version = -1
        self._bytes = 0
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()

    def answer(self, version: int, key: Hashable, work_out: Callable[[], bytes]) -> bytes:
        """The answer to ``key`` at ``version``, worked out if it is not known."""
        with self._lock:
            if version == self._version and (known := self._answers.get(key)) is not None:
                self._answers.move_to_end(key)
                return known
        found = work_out()
        with self._lock:
            self._keep(version, key, found)
        return found

    def _keep(self, version: int, key: Hashable, found: bytes) -> None:
        if version < self._version or len(found) > self._limit // 8:
            return
        if version > self._version:
            self._version, self._bytes = version, 0
            self._answers.clear()
        if key in self._answers:
            return
        self._answers[key] = found
        self._bytes += len(found)
        while self._bytes > self._limit:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= len(oldest)
