"""Links of items, as their authors and their readers see them, and which of them are to be looked at."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.content.revision_details import Details
from app.errors import NotFound
from app.models.files import ItemLink, LinkState
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


def links_to_check(session: Session, now: datetime, most: int) -> list[tuple[UUID, str]]:
    """Links whose turn it is, longest overdue first: a week after the last look, sooner while one fails.

    What nobody could look at when it was added comes first. One link of a site at a time.
    """
    since = sa.func.coalesce(ItemLink.checked_at, ItemLink.created_at)
    failing = sa.and_(col(ItemLink.failures) > 0, col(ItemLink.state) != LinkState.dead)
    rows = session.exec(
        select(ItemLink.id, ItemLink.url)
        .where(
            col(ItemLink.removed_at).is_(None),
            sa.or_(
                since <= now - CHECKED_AGAIN,
                sa.and_(failing, since <= now - SOONER),
                sa.and_(col(ItemLink.checked_at).is_(None), since <= now - _SETTLED),
            ),
        )
        .order_by(col(ItemLink.checked_at).is_not(None), since, col(ItemLink.id))
        .limit(most * 4)
    ).all()
    by_site: dict[str, tuple[UUID, str]] = {}
    for link_id, url in rows:
        by_site.setdefault(site_of(url), (link_id, url))
    return list(by_site.values())[:most]
