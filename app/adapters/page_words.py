"""What a page says of itself in its head: title and description. Nothing else of it is looked at."""

import re
from html.parser import HTMLParser
from typing import Final

_HEAD_CHARACTERS: Final = 65_536
_TITLE_CHARACTERS: Final = 1_000
"""Of each: what is kept in the end is shorter."""

# By name, so that nothing is looked up for a stranger: Python's codecs also unpack and unescape.
_CHARSETS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    # As browsers do: what says it is Latin-1 or ASCII is mostly Windows.
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-2": "iso-8859-2",
    "iso-8859-15": "iso-8859-15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "koi8-r": "koi8-r",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5",
    "shift_jis": "shift_jis",
    "euc-jp": "euc-jp",
    "euc-kr": "euc-kr",
}
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NAMED: Final = r"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_-]{1,30})"
_IN_META: Final = re.compile(rf"<meta[^>]{{0,200}}{_NAMED}".encode(), re.IGNORECASE)
_IN_HEADER: Final = re.compile(_NAMED, re.IGNORECASE)


def words_of_page(body: bytes, content_type: str) -> tuple[str, str]:
    """Title and description of an HTML page, each perhaps empty. Never fails, whatever the bytes are."""
    parser = _Head()
    try:
        parser.feed(_text(body, content_type)[:_HEAD_CHARACTERS])
    except _HeadEnds:
        pass
    except (AssertionError, ValueError):
        # html.parser gives up on some markup; what it has found so far is kept.
        pass
    return parser.title, parser.description


def _text(body: bytes, content_type: str) -> str:
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    header = _IN_HEADER.search(content_type)
    name = header[1] if header else ""
    if not name and (meta := _IN_META.search(body[:1024])):
        name = meta[1].decode("ascii")
        # Who can be read so far is no UTF-16, whatever it says (the HTML standard has it so too).
        name = "utf-8" if name.lower().startswith("utf-16") else name
    return body.decode(_CHARSETS.get(name.lower(), "utf-8"), "replace")


class _HeadEnds(Exception):
    """Nothing more is wanted."""


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._title = ""
        self._in_title = False
        self._has_title = False
        self._meta: dict[str, str] = {}

    @property
    def title(self) -> str:
        return " ".join((self._title or self._meta.get("og:title", "")).split())

    @property
    def description(self) -> str:
        return " ".join((self._meta.get("description") or self._meta.get("og:description", "")).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            raise _HeadEnds
        if tag == "title":
            self._in_title = not self._has_title
            self._has_title = True
        if tag == "meta":
            given = {name: value or "" for name, value in attrs}
            name = (given.get("name") or given.get("property") or "").strip().lower()
            if name in ("description", "og:description", "og:title"):
                self._meta.setdefault(name, given.get("content", "")[:_TITLE_CHARACTERS])

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag == "head":
            raise _HeadEnds

    def handle_data(self, data: str) -> None:
        if self._in_title and len(self._title) < _TITLE_CHARACTERS:
            self._title += data[:_TITLE_CHARACTERS]
