"""A page as it is served to whoever runs no scripts: what goes into its head, and its text.

Everything that comes in as plain text is escaped here; ``html`` is what ``render_markdown`` made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from app.content.characters import clean

SITE = "Mobilise"
DESCRIPTION_CHARACTERS = 200
COVER = "/cover.png"
COVER_SIZE = (1200, 630)

_NO_SCRIPTS = '<noscript><link rel="stylesheet" href="/public.css"></noscript>'


@dataclass(frozen=True, slots=True)
class Served:
    """A public page. ``body`` is HTML, everything else plain text; ``path`` begins with a slash."""

    path: str
    title: str
    description: str
    body: str
    published_at: datetime | None = None
    tags: Sequence[str] = field(default=())
    is_article: bool = False


def plain(text: str) -> str:
    """``text`` as HTML says it."""
    return escape(clean(text))


def shortened(text: str) -> str:
    """On one line, cut between two words where it is longer than previews show."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_CHARACTERS:
        return line
    return line[:DESCRIPTION_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"


def instant(at: datetime) -> str:
    """As RFC 3339 writes it, in UTC to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def day(at: datetime) -> str:
    """A date in words, in a ``time`` element."""
    return f'<time datetime="{instant(at)}">{at.day} {at.strftime("%B %Y")}</time>'


def link(path: str, text: str) -> str:
    """A link within the site."""
    return f'<a href="{plain(path)}">{plain(text)}</a>'


def head(page: Served, base: str) -> str:
    """Title, description, canonical address, Open Graph and the feed, for the site at ``base``.

    What speaks of this one address carries ``data-served``: it goes when the app shows another.
    """
    address, title = plain(base + page.path), plain(page.title)
    about = plain(shortened(page.description))
    properties = [
        ("og:title", title),
        ("og:description", about),
        ("og:type", "article" if page.is_article else "website"),
        ("og:url", address),
        ("og:site_name", SITE),
        ("og:locale", "en_GB"),
        ("og:image", plain(base + COVER)),
        ("og:image:width", str(COVER_SIZE[0])),
        ("og:image:height", str(COVER_SIZE[1])),
        ("og:image:alt", "A book open on a table, with a path leading out of it"),
    ]
    if page.is_article and page.published_at is not None:
        properties.append(("article:published_time", instant(page.published_at)))
    properties += [("article:tag", plain(tag)) for tag in page.tags if page.is_article]
    return "\n".join(
        [
            f"<title>{title} · {SITE}</title>",
            f'<meta name="description" content="{about}" data-served>',
            '<meta name="twitter:card" content="summary_large_image" data-served>',
            f'<link rel="canonical" href="{address}" data-served>',
            '<link rel="alternate" type="application/atom+xml" href="/feed.xml" '
            f'title="{SITE}: public stories">',
            *(f'<meta property="{name}" content="{value}" data-served>' for name, value in properties),
            _NO_SCRIPTS,
        ]
    )


def body(page: Served) -> str:
    """The text of the page under the name of the site. Browsers with scripts do not show it."""
    return (
        f'<div class="served"><header><p class="site">{link("/", SITE)}</p><nav>'
        f"{link('/library', 'Library')} {link('/exemplars', 'Exemplars')}</nav></header>"
        f"<main>{page.body}</main></div>"
    )
