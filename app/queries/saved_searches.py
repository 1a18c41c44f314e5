"""The searches that somebody keeps, each with what it finds now."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.models.library import SavedSearch
from app.policies.viewers import PersonViewer
from app.queries.library import library_total, library_version, scope
from app.queries.library_memo import LibraryMemo
from app.queries.search_address import read_address
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
        library_version(session),
        key,
        lambda: str(library_total(session, viewer, search, memo.catalogues)).encode(),
    )
    return SavedSearchView(id=saved.id, name=saved.name, query=saved.query, total=int(total))
