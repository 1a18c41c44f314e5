"""Who asks."""

from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from app import clock
from app.actions.sessions import token_hash
from app.deps.http import Db
from app.errors import NotFound, SignedOut
from app.policies.viewers import PersonViewer, Public, Viewer
from app.queries.viewers import viewer_of_session

COOKIE = "mobilise_session"


def viewer_of(token: str | None, session: Session) -> Viewer:
    """Whoever holds this session token now; the public without one that lives."""
    if token:
        viewer = viewer_of_session(session, token_hash(token), clock.now())
        if viewer is not None:
            return viewer
    return Public()


def _viewer(request: Request, db: Db) -> Viewer:
    return viewer_of(request.cookies.get(COOKIE), db)


AnyViewer = Annotated[Viewer, Depends(_viewer)]


async def _person(viewer: AnyViewer) -> PersonViewer:
    if not isinstance(viewer, PersonViewer):
        raise SignedOut("Please sign in to see this.")
    return viewer


CurrentPerson = Annotated[PersonViewer, Depends(_person)]


async def _colleague(person: CurrentPerson) -> PersonViewer:
    if not person.has_seat:
        raise NotFound
    return person


Colleague = Annotated[PersonViewer, Depends(_colleague)]
"""Somebody who holds any seat in the county; a former lead without one finds nothing here."""
