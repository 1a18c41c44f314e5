"""Searches of the library that somebody keeps: theirs alone."""

from uuid import UUID

from fastapi import APIRouter, Request

from app.actions import saved_searches as actions
from app.deps.http import Db
from app.deps.viewers import CurrentPerson
from app.queries import saved_searches
from app.schemas.library import SavedSearchView, SaveSearch

router = APIRouter(prefix="/library/searches", tags=["library"])


@router.get("")
def read_saved(request: Request, person: CurrentPerson, db: Db) -> list[SavedSearchView]:
    """One's saved searches by name, each with how many stories it finds now."""
    return saved_searches.saved_searches(db, person, request.app.state.library)


@router.post("", status_code=201)
def save(request: Request, body: SaveSearch, person: CurrentPerson, db: Db) -> SavedSearchView:
    """Keep a search, or give the same one a new name."""
    saved = actions.save_search(db, person, body.name, body.query)
    return saved_searches.saved_search_view(db, person, request.app.state.library, saved)


@router.delete("/{search_id}", status_code=204)
def forget(search_id: UUID, person: CurrentPerson, db: Db) -> None:
    """Forget a saved search."""
    actions.forget_search(db, person, search_id)
