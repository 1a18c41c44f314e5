"""Home, and the small lists that follow a person around."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from app.deps.http import Db
from app.deps.viewers import Colleague, CurrentPerson
from app.queries.drafts import list_drafts, list_invitations
from app.queries.home import home_view
from app.queries.people import search_people
from app.queries.reviews import reviews
from app.schemas.home import HomeView
from app.schemas.people import PersonFound
from app.schemas.stories import DraftSummary, InvitationView
from app.schemas.submissions import ReviewQueue

router = APIRouter(tags=["home"])


@router.get("/home")
def home(person: CurrentPerson, db: Db) -> HomeView:
    """What needs me now, then what is new."""
    return home_view(db, person)


@router.get("/reviews")
def read_reviews(person: CurrentPerson, db: Db) -> ReviewQueue:
    """What falls to me to decide, and what waits for others where I lead: raised first, then oldest first."""
    return reviews(db, person)


@router.get("/invitations")
def invitations(person: CurrentPerson, db: Db) -> list[InvitationView]:
    """Invitations to write that wait for my answer."""
    return list_invitations(db, person.person_id)


@router.get("/drafts")
def drafts(person: CurrentPerson, db: Db) -> list[DraftSummary]:
    """What I write, or may read as School Lead, last changed first."""
    return list_drafts(db, person)


@router.get("/people")
def people(
    person: Colleague,
    db: Db,
    search: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=2, max_length=80),
        Query(description="Words of a name or a school"),
    ],
) -> list[PersonFound]:
    """Colleagues with a seat at a school, to invite."""
    return search_people(db, search)
