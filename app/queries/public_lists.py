"""What machines read of the public stories: a map of the site, and a feed of what is new."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.content.served import SITE, instant, plain
from app.models.collections import Collection
from app.models.items import Audience
from app.models.library import LibraryEntry
from app.queries.public_pages import PUBLIC
from app.queries.story_lists import list_stories
from app.queries.visibility import entry_is_mine
from app.schemas.stories import StorySummary

MOST = 50_000
"""Addresses that one file of a site map may have (sitemaps.org)."""

FEED = 50
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEVER = "1970-01-01T00:00:00Z"


def sitemap(session: Session, base: str, most: int = MOST) -> str:
    """The map of the site at ``base``; where it is longer than ``most`` addresses, the list of its parts."""
    stories = session.exec(
        select(sa.func.count()).select_from(LibraryEntry).where(entry_is_mine(PUBLIC))
    ).one()
    parts = -(-stories // most)
    if parts < 2:
        return _urls([*_first(session, base), *_stories(session, base, 1, most)])
    rows = "".join(
        f"<sitemap><loc>{plain(base)}/sitemap-{part}.xml</loc></sitemap>" for part in range(parts + 1)
    )
    return f"{_XML}<sitemapindex {_SITEMAP}>{rows}</sitemapindex>"


def sitemap_part(session: Session, base: str, part: int, most: int = MOST) -> str | None:
    """One part: 0 is everything but stories, 1 and on the stories. None where there is no such part."""
    rows = _first(session, base) if part == 0 else list(_stories(session, base, part, most))
    return _urls(rows) if rows else None


def robots(base: str) -> str:
    """What search engines should leave alone, and where the map is."""
    leave = ("/sign-in", "/write", "/reviews", "/*/write")
    return "\n".join(
        ["User-agent: *", *(f"Disallow: {one}" for one in leave), f"Sitemap: {base}/sitemap.xml", ""]
    )


def feed(session: Session, base: str) -> str:
    """The newest public stories in Atom (RFC 4287), with their bylines as published."""
    stories = list_stories(session, PUBLIC, limit=FEED).items
    updated = instant(stories[0].published_at) if stories else _NEVER
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">'
        f"<title>{SITE}: public stories</title>"
        f"<id>{plain(base)}/feed.xml</id><updated>{updated}</updated><author><name>{SITE}</name></author>"
        f'<link rel="self" type="application/atom+xml" href="{plain(base)}/feed.xml"/>'
        f'<link rel="alternate" type="text/html" href="{plain(base)}/library"/>'
        f"{''.join(_entry(story, base) for story in stories)}</feed>"
    )


def _entry(story: StorySummary, base: str) -> str:
    at = instant(story.published_at)
    authors = [one.name for one in story.byline] or [story.home.name]
    return (
        f"<entry><id>urn:uuid:{story.id}</id><title>{plain(story.title)}</title>"
        f"<published>{at}</published><updated>{at}</updated>"
        f"{''.join(f'<author><name>{plain(name)}</name></author>' for name in authors)}"
        f'<link rel="alternate" type="text/html" href="{plain(base)}/stories/{story.id}"/>'
        f"<summary>{plain(story.summary)}</summary></entry>"
    )


def _first(session: Session, base: str) -> list[str]:
    rows = [_url(f"{base}{path}", None) for path in ("/", "/exemplars", "/library")]
    rows += [
        _url(f"{base}/collections/{one.id}", instant(one.updated_at))
        for one in session.exec(
            select(Collection)
            .where(Collection.audience == Audience.public)
            .order_by(col(Collection.published_at), col(Collection.id))
        )
    ]
    return rows


def _stories(session: Session, base: str, part: int, most: int) -> Iterable[str]:
    rows = session.exec(
        select(LibraryEntry.item_id, LibraryEntry.published_at)
        .where(entry_is_mine(PUBLIC))
        .order_by(col(LibraryEntry.id))
        .offset((part - 1) * most)
        .limit(most)
    )
    return [_url(f"{base}/stories/{item}", instant(at)) for item, at in rows]


def _url(address: str, modified: str | None) -> str:
    changed = f"<lastmod>{modified}</lastmod>" if modified else ""
    return f"<url><loc>{plain(address)}</loc>{changed}</url>"


def _urls(rows: Iterable[str]) -> str:
    return f"{_XML}<urlset {_SITEMAP}>{''.join(rows)}</urlset>"
