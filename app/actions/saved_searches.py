"""Searches that somebody keeps for themselves."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.errors import Conflict, Invalid, NotFound
from app.models.library import SavedSearch
from app.policies.viewers import PersonViewer
from app.queries.search_address import read_address, write_address

MOST = 50


def save_search(session: Session, viewer: PersonViewer, name: str, query: str) -> SavedSearch:
    """Keep a search under a name. One that is kept already gets the new name, and is not kept twice.

    ``Invalid`` for a search that asks nothing, ``Conflict`` where there are ``MOST`` already.
    """
    search = read_address(query)
    if not search.text and not search.choices:
        raise Invalid("This search asks for nothing in particular. Search or choose something first.")
    kept = write_address(search)
    mine = SavedSearch.person_id == viewer.person_id
    found = session.exec(select(SavedSearch).where(mine, SavedSearch.query == kept)).first()
    if found is None:
        number = session.exec(select(sa.func.count()).select_from(SavedSearch).where(mine)).one()
        if number >= MOST:
            raise Conflict(
                f"You keep {MOST} searches, and that is as many as there is room for. Forget one first."
            )
        found = SavedSearch(person_id=viewer.person_id, name=name, query=kept, created_at=clock.now())
    found.name = name
    session.add(found)
    session.flush()
    record(session, viewer.person_id, "search.saved", "saved_search", found.id)
    return found


def forget_search(session: Session, viewer: PersonViewer, search_id: UUID) -> None:
    """Forget one of one's own; ``NotFound`` for anybody else's."""
    found = session.exec(
        select(SavedSearch).where(col(SavedSearch.id) == search_id, SavedSearch.person_id == viewer.person_id)
    ).first()
    if found is None:
        raise NotFound("There is no such saved search.")
    record(session, viewer.person_id, "search.forgotten", "saved_search", found.id)
    session.delete(found)
