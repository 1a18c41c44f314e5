"""Links of items, as their authors and their readers see them, and which of them are to be looked at."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app.content.revision_details import Details
from app.errors import NotFound
from app.models.files import ItemLink, LinkState
from app.models.items import Revision
from app.models.library import LibraryEntry
from app.schemas.files import LinkView

CHECKED_AGAIN = timedelta(days=7)
SOONER = timedelta(days=2)
"""After a page was not found, so that an evening on which a server was down kills no link."""
_SETTLED = timedelta(hours=1)
"""By then a new link has been looked at, unless nothing could be looked at that day."""


def links_of(session: Session, item_id: UUID) -> Sequence[ItemLink]:
    """The links that an item has now, in their order."""
    return session.exec(
        select(ItemLink)
        .where(ItemLink.item_id == item_id, col(ItemLink.removed_at).is_(None))
        .order_by(col(ItemLink.position), col(ItemLink.created_at))
    ).all()


def get_link(session: Session, item_id: UUID, link_id: UUID, *, removed: bool = False) -> ItemLink:
    """A link of this item, there or ``removed``; else ``NotFound``."""
    link = session.get(ItemLink, link_id)
    if link is None or link.item_id != item_id or (link.removed_at is not None) != removed:
        raise NotFound("There is no such link here.")
    return link


def link_view(link: ItemLink) -> LinkView:
    """A link as those see it who see the draft."""
    return LinkView(
        id=link.id,
        url=link.url,
        site=site_of(link.url),
        title=link.title,
        description=link.description,
        state=link.state,
        checked_at=link.checked_at,
    )


def links_of_draft(session: Session, item_id: UUID) -> list[LinkView]:
    """The links that an item has now, for those who see its draft."""
    return [link_view(one) for one in links_of(session, item_id)]


def links_to_read(session: Session, details: Details) -> list[LinkView]:
    """The links that a revision holds. Of what was found out since, readers are told which are dead."""
    held = details.get("links", [])
    if not held:
        return []
    dead = {
        link_id: (url, checked_at)
        for link_id, url, checked_at in session.exec(
            select(ItemLink.id, ItemLink.url, ItemLink.checked_at).where(
                col(ItemLink.id).in_([UUID(one["id"]) for one in held]), ItemLink.state == LinkState.dead
            )
        ).all()
    }
    found = []
    for one in held:
        url, checked_at = dead.get(UUID(one["id"]), (None, None))
        is_dead = url == one["url"]
        found.append(
            LinkView(
                id=UUID(one["id"]),
                url=one["url"],
                site=site_of(one["url"]),
                title=one["title"],
                description=one["description"],
                state=LinkState.dead if is_dead else LinkState.unchecked,
                checked_at=checked_at if is_dead else None,
            )
        )
    return found


def site_of(url: str) -> str:
    """The host that an address leads to, as people read it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def links_to_check(session: Session, now: datetime, most: int) -> list[tuple[str, list[UUID]]]:
    """Addresses whose turn it is, each with all its links of which that is true, longest overdue first: a
    week after the last look, sooner while one fails.

    What nobody could look at when it was added comes first. One address of a site at a time. A link that was
    removed is looked at while a published revision still shows it.
    """
    since = sa.func.coalesce(ItemLink.checked_at, ItemLink.created_at)
    looked_at = sa.case((col(ItemLink.checked_at).is_(None), 0), else_=1)
    failing = sa.and_(col(ItemLink.failures) > 0, col(ItemLink.state) != LinkState.dead)
    due = sa.and_(
        sa.or_(
            since <= now - CHECKED_AGAIN,
            sa.and_(failing, since <= now - SOONER),
            sa.and_(col(ItemLink.checked_at).is_(None), since <= now - _SETTLED),
        ),
        sa.or_(col(ItemLink.removed_at).is_(None), _removed_since_published()),
    )
    rows = session.exec(
        select(ItemLink.url, sa.func.min(since))
        .where(due)
        .group_by(col(ItemLink.url))
        .order_by(sa.func.min(looked_at), sa.func.min(since), ItemLink.url)
    )
    by_site: dict[str, str] = {}
    for url, _ in rows:
        by_site.setdefault(site_of(url), url)
        if len(by_site) == most:
            break
    found: dict[str, list[UUID]] = {url: [] for url in by_site.values()}
    for link_id, url in session.exec(
        select(ItemLink.id, ItemLink.url).where(due, col(ItemLink.url).in_(found)).order_by(col(ItemLink.id))
    ).all():
        found[url].append(link_id)
    return list(found.items())


def _removed_since_published() -> ColumnElement[bool]:
    """The condition that a removed link was there when a revision was made that somebody reads now.

    One that was away just then and came back in between meets it too: ``published_with`` is exact.
    """
    return sa.exists(
        select(LibraryEntry.id)
        .join(
            Revision,
            sa.and_(
                col(Revision.item_id) == LibraryEntry.item_id,
                col(Revision.number) == LibraryEntry.revision_number,
            ),
        )
        .where(
            col(LibraryEntry.item_id) == ItemLink.item_id,
            col(Revision.made_at) >= ItemLink.created_at,
            col(Revision.made_at) <= ItemLink.removed_at,
        )
    )


def published_with(session: Session, links: Sequence[ItemLink]) -> dict[UUID, list[int]]:
    """Those of these links that a revision shows to somebody beyond the draft: by link, the numbers of these
    revisions."""
    if not links:
        return {}
    rows = session.exec(
        select(Revision.item_id, Revision.number, Revision.details)
        .join(
            LibraryEntry,
            sa.and_(
                col(LibraryEntry.item_id) == Revision.item_id,
                col(LibraryEntry.revision_number) == Revision.number,
            ),
        )
        .where(col(LibraryEntry.item_id).in_({link.item_id for link in links}))
        .order_by(col(Revision.number))
    ).all()
    found: dict[UUID, list[int]] = {}
    for link in links:
        for item_id, number, details in rows:
            held = (details or {}).get("links", []) if item_id == link.item_id else []
            if any(one["id"] == str(link.id) and one["url"] == link.url for one in held):
                found.setdefault(link.id, []).append(number)
    return found
