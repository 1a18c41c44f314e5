"""Links of items: adding, changing and removing them, and what is found out about where they lead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.notices import tell
from app.actions.outbox import later
from app.actions.stories import changed_draft, touch
from app.content.characters import clean
from app.content.links import safe_href
from app.errors import Conflict, Invalid
from app.models.files import ItemLink, LinkState
from app.models.items import Item
from app.models.notices import Job, NoticeKind
from app.policies.viewers import PersonViewer
from app.queries.exemplars import school_leads
from app.queries.items import facts_of
from app.queries.links import links_of, published_with

MOST_LINKS = 50
TITLE_CHARACTERS = 200
DESCRIPTION_CHARACTERS = 500
DEAD_AFTER = 3
"""Times in a row that a page was not found until its link counts as dead."""

_WITHOUT_SCHEME = re.compile(r"[\w-]+(\.[\w-]+)*\.[a-z]{2,24}(?=[/?#:]|$)(?!:(?!\d))", re.IGNORECASE)


class Looked(StrEnum):
    """What came of looking for a page. ``refused``: its address is none that we go to. ``unknown``: we could
    not look, which says nothing of it."""

    there = "there"
    missing = "missing"
    refused = "refused"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was found, with what it says of itself if that was asked for."""

    looked: Looked
    title: str = ""
    description: str = ""


class Pages(Protocol):
    """Looks at pages out there (``adapters.pages``)."""

    def look(self, url: str, *, words: bool) -> Page:
        """The page at ``url``; with ``words`` also its title and description. Takes seconds at most."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at the address that a link had."""

    link: UUID
    url: str
    page: Page


def add_link(
    session: Session, viewer: PersonViewer, item: Item, *, url: str, title: str, description: str, fetch: bool
) -> ItemLink:
    """Add a link at the end; ``fetch``: have its page looked at, as this deployment may."""
    address = _address(url)
    there = links_of(session, item.id)
    if any(one.url == address for one in there):
        raise Conflict("This link is among them already.")
    if len(there) >= MOST_LINKS:
        raise Conflict(f"There can be {MOST_LINKS} links at most. Remove one first.")
    link = ItemLink(
        item_id=item.id,
        url=address,
        title=_words(title, TITLE_CHARACTERS),
        description=_words(description, DESCRIPTION_CHARACTERS),
        state=LinkState.waiting if fetch else LinkState.unchecked,
        position=max((one.position for one in there), default=-1) + 1,
        created_by=viewer.person_id,
        created_at=clock.now(),
    )
    session.add(link)
    session.flush()
    if fetch:
        later(session, Job.fetch_link, link=str(link.id))
    _changed(session, viewer, item, link, "link.added")
    return link


def change_link(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    link: ItemLink,
    *,
    title: str | None,
    description: str | None,
    position: int | None,
) -> None:
    """Another title, description or place among the links."""
    if title is not None:
        link.title = _words(title, TITLE_CHARACTERS)
    if description is not None:
        link.description = _words(description, DESCRIPTION_CHARACTERS)
    if position is not None:
        others = [one for one in links_of(session, item.id) if one.id != link.id]
        others.insert(position, link)
        for number, one in enumerate(others):
            one.position = number
            session.add(one)
    session.add(link)
    _changed(session, viewer, item, link, "link.changed")


def remove_link(session: Session, viewer: PersonViewer, item: Item, link: ItemLink) -> None:
    """Take it away; it can be put back."""
    link.removed_at = clock.now()
    session.add(link)
    _changed(session, viewer, item, link, "link.removed")


def restore_link(session: Session, viewer: PersonViewer, item: Item, link: ItemLink) -> None:
    """Put back what was removed."""
    there = links_of(session, item.id)
    if any(one.url == link.url and one.id != link.id for one in there):
        raise Conflict("This link has been added again meanwhile.")
    if len(there) >= MOST_LINKS:
        raise Conflict(f"There can be {MOST_LINKS} links at most. Remove one first.")
    link.removed_at = None
    session.add(link)
    _changed(session, viewer, item, link, "link.restored")


def take_in(session: Session, findings: Sequence[Finding]) -> int:
    """Write down what was found, and tell the owners of links that are found dead, once; how many it was.

    Of a link that was removed this is done while a published revision still shows it.
    """
    links = {
        link.id: link
        for link in session.exec(
            select(ItemLink).where(col(ItemLink.id).in_([one.link for one in findings])).with_for_update()
        ).all()
    }
    shown = published_with(session, [link for link in links.values() if link.removed_at is not None])
    changed, dead = set(), []
    for one in findings:
        link = links.get(one.link)
        if link is None or link.url != one.url or (link.removed_at is not None and link.id not in shown):
            continue
        if _note(link, one.page):
            changed.add(link.item_id)
        if link.state is LinkState.dead and link.told_at is None:
            link.told_at = clock.now()
            dead.append(link)
        session.add(link)
    session.flush()
    _tell_owners(session, dead)
    for item_id in changed:
        changed_draft(session, item_id)
    return len(findings)


def not_looked_up(session: Session, link_id: UUID) -> int:
    """Nobody here looks at pages: nobody is told any longer that somebody will."""
    link = session.get(ItemLink, link_id)
    if link is None or link.state is not LinkState.waiting:
        return 0
    link.state = LinkState.unchecked
    session.add(link)
    changed_draft(session, link.item_id)
    return 1


def _note(link: ItemLink, page: Page) -> bool:
    """Whether those who see the link see anything else of it now."""
    before = (link.state, link.title, link.description, link.checked_at is None)
    first = link.checked_at is None
    if page.looked is not Looked.unknown:
        link.checked_at = clock.now()
    match page.looked:
        case Looked.unknown:
            link.state = LinkState.unchecked if link.state is LinkState.waiting else link.state
        case Looked.refused:
            link.state, link.failures = LinkState.unchecked, 0
        case Looked.missing:
            link.failures += 1
            if link.failures >= DEAD_AFTER:
                link.state = LinkState.dead
        case Looked.there:
            link.state, link.failures, link.told_at = LinkState.there, 0, None
            if first:
                link.title = link.title or _words(page.title, TITLE_CHARACTERS)
                link.description = link.description or _words(page.description, DESCRIPTION_CHARACTERS)
    return before != (link.state, link.title, link.description, link.checked_at is None)


def _tell_owners(session: Session, dead: Sequence[ItemLink]) -> None:
    """Its authors, or the School Lead to whom a draft without authors has passed; once for each item."""
    items = session.exec(select(Item).where(col(Item.id).in_({link.item_id for link in dead}))).all()
    for item_id, facts in facts_of(session, items).items() if items else ():
        tell(session, NoticeKind.link_dead, facts.authors or school_leads(session, facts), item=item_id)
        record(
            session,
            None,
            "link.found_dead",
            "item",
            item_id,
            links=[str(link.id) for link in dead if link.item_id == item_id],
        )


def _address(url: str) -> str:
    given = clean(url).strip()
    if _WITHOUT_SCHEME.match(given):
        given = f"https://{given}"
    if "@" in _netloc(given):
        words = "Leave out what stands before the @: it may be somebody's password."
        raise Invalid(words, errors=[{"where": "url", "message": words}])
    address = safe_href(given)
    if address is None or not address.startswith(("http://", "https://")):
        words = "This is not the address of a page. It begins with https://, as your browser shows it."
        raise Invalid(words, errors=[{"where": "url", "message": words}])
    return address


def _netloc(url: str) -> str:
    """Host and port of an address with what stands before them; empty where it is none."""
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _words(text: str, most: int) -> str:
    tidy = " ".join(clean(text).split())
    return tidy if len(tidy) <= most else f"{tidy[: most - 1].rstrip()}…"


def _changed(session: Session, viewer: PersonViewer, item: Item, link: ItemLink, action: str) -> None:
    record(session, viewer.person_id, action, "item", item.id, link=str(link.id))
    touch(session, item)
