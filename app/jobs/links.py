"""What the jobs about links do out there, before their transaction: look at pages."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from app import clock
from app.actions.links import Finding, Pages
from app.db import Database
from app.models.files import ItemLink
from app.queries.links import links_to_check

MOST_AT_ONCE = 40
SECONDS = 35.0
"""For one round; less than the worker's patience, by as much as one page may take."""


def fetch(pages: Pages) -> Callable[[Database, dict[str, Any]], dict[str, Any]]:
    """Look at the page of a link that was added, with what it says of itself."""

    def look(database: Database, payload: dict[str, Any]) -> dict[str, Any]:
        with database.read() as session:
            link = session.get(ItemLink, UUID(payload["link"]))
            wanted = None if link is None or link.removed_at is not None else (link.id, link.url)
        if wanted is None:
            return {"findings": []}
        return {"findings": [Finding(*wanted, pages.look(wanted[1], words=True))]}

    return look


def check(pages: Pages) -> Callable[[Database, dict[str, Any]], dict[str, Any]]:
    """Look at the pages of links whose turn it is: one of a site, and as many as there is time for. A page to
    which many links lead is asked for once."""

    def look(database: Database, _payload: dict[str, Any]) -> dict[str, Any]:
        with database.read() as session:
            turn = links_to_check(session, clock.now(), MOST_AT_ONCE)
        until = time.monotonic() + SECONDS
        findings = []
        for url, links in turn:
            if time.monotonic() > until:
                break
            page = pages.look(url, words=True)
            findings += [Finding(link, url, page) for link in links]
        return {"findings": findings}

    return look
