"""The searches that somebody keeps, each with what it finds now."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.content.search_text import understand
from app.models.library import LibraryEntry, SavedSearch
from app.policies.viewers import PersonViewer, Viewer
from app.queries.full_text import matching
from app.queries.library import Search, library_version, scope
from app.queries.library_choices import condition, read_names
from app.queries.library_memo import LibraryMemo
from app.queries.search_address import read_address
from app.queries.visibility import entry_is_mine
from app.schemas.library import SavedSearchView


def saved_searches(session: Session, viewer: PersonViewer, memo: LibraryMemo) -> list[SavedSearchView]:
    """One's own, by name; ``total`` is what a search finds for this viewer now."""
    found = session.exec(
        select(SavedSearch)
        .where(SavedSearch.person_id == viewer.person_id)
        .order_by(sa.func.lower(col(SavedSearch.name)), col(SavedSearch.created_at))
    ).all()
    return [saved_search_view(session, viewer, memo, one) for one in found]


def saved_search_view(
    session: Session, viewer: PersonViewer, memo: LibraryMemo, saved: SavedSearch
) -> SavedSearchView:
    """One of them."""
    search = read_address(saved.query)
    key = ("total", scope(viewer), search.text, tuple(search.choices.items()))
    total = memo.answer(
        library_version(session), key, lambda: str(library_total(session, viewer, search)).encode()
    )
    return SavedSearchView(id=saved.id, name=saved.name, query=saved.query, total=int(total))


def library_total(session: Session, viewer: Viewer, search: Search) -> int:
    """How many stories the library finds: its ``total``, without its first page and its facets."""
    asked = understand(search.text)
    names = read_names(session, search.choices.get("like", ()))
    chosen = [condition(key, values, names) for key, values in search.choices.items() if values]
    words = [matching(session, asked)] if asked else []
    found = sa.and_(entry_is_mine(viewer), *words, *chosen)
    return session.exec(select(sa.func.count()).select_from(LibraryEntry).where(found)).one()
