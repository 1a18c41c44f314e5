"""Which addresses a link may have."""

import re
from typing import Final
from urllib.parse import quote, urlsplit

from app.content.characters import clean

MAX_HREF: Final = 2_000
SCHEMES: Final = frozenset({"http", "https", "mailto"})

_SCHEME: Final = re.compile(r"(https?)://(?=[^/?#])|(mailto):(?=[^@\s]+@[^@\s]+$)", re.IGNORECASE)
_UNSAFE: Final = re.compile(r'[\s"<>\\^`{|}]')


def safe_href(href: object) -> str | None:
    """The address in the form in which it is kept, or ``None`` if no link may have it.

    Only http, https (with a host and without user names, which make one address look like another) and
    mailto. Spaces and characters that would end an address in Markdown or HTML are percent-encoded; giving
    the result again gives the same.
    """
    if not isinstance(href, str) or len(href) > MAX_HREF:
        return None
    # Browsers ignore tabs and line ends inside an address, so "java\nscript:" is a scheme to them.
    address = re.sub(r"[\t\n\r\v\f\x85\u2028\u2029\ufeff]", "", clean(href)).strip()
    match = _SCHEME.match(address)
    if match is None:
        return None
    address = match[0].lower() + _UNSAFE.sub(lambda found: quote(found[0]), address[match.end() :])
    try:
        parts = urlsplit(address)
        usable = parts.scheme == "mailto" or (bool(parts.hostname) and "@" not in parts.netloc)
    except ValueError:
        return None
    return address if usable and len(address) <= MAX_HREF else None
