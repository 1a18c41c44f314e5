"""Public pages that were made before, kept while they hold, and the built page around them."""

import gzip
import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

BYTES = 32 * 1024 * 1024
SMALL = 400
"""Bytes below which packing is not worth it."""

_REPLACED = re.compile(
    r'<meta name="description"[^>]*>|<title>[^<]*</title>|<noscript>.*?</noscript>', re.DOTALL
)

Version = tuple[object, ...]
"""Of all that an answer was made of; only an equal one will do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer in full and packed, each with its ETag, as it was at ``version``."""

    version: Version
    body: bytes
    etag: str
    packed: bytes | None
    packed_etag: str

    @property
    def size(self) -> int:
        """Bytes in memory, roughly."""
        return len(self.body) + len(self.packed or b"") + 500


class PublicMemo:
    """Those asked for last, up to ``limit`` bytes. Threads may share it."""

    def __init__(self, limit: int = BYTES) -> None:
        self._limit = limit
        self._lock = Lock()
        self._bytes = 0
        self._kept: OrderedDict[tuple[str, str], Kept] = OrderedDict()

    def get(self, key: tuple[str, str], version: Version) -> Kept | None:
        """What is kept of ``key``, if it is of this very version."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.version != version:
                return None
            self._kept.move_to_end(key)
            return kept

    def keep(self, key: tuple[str, str], version: Version, text: str) -> Kept:
        """Keep ``text``, in place of what was kept of another version."""
        body = text.encode()
        etag = hashlib.sha256(body).hexdigest()[:32]
        packed = gzip.compress(body, 6, mtime=0) if len(body) >= SMALL else None
        kept = Kept(version, body, f'"{etag}"', packed, f'"{etag}-gzip"')
        with self._lock:
            old = self._kept.pop(key, None)
            self._kept[key] = kept
            self._bytes += kept.size - (old.size if old else 0)
            while self._bytes > self._limit:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= oldest.size
        return kept


class Template:
    """The built page, into which a public page's head and text are put; read again once it was built anew."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._built = -1
        self._parts = ("", "", "")

    def built(self) -> int:
        """When it was built; this is part of what its pages are made of."""
        built = self._file.stat().st_mtime_ns
        if built != self._built:
            text = _REPLACED.sub("", self._file.read_text("utf-8"))
            before, _, after = text.partition("</head>")
            between, _, end = after.rpartition("</body>")
            self._parts, self._built = (before, between, end), built
        return built

    def around(self, head: str, body: str) -> str:
        """The whole page."""
        before, between, end = self._parts
        return f"{before}{head}</head>{between}{body}</body>{end}"
