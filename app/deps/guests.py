"""Guests of a meeting, and how often somebody may try its door."""

from typing import Annotated

from fastapi import Depends, Request

from app.actions.guests import Attempts
from app.actions.sessions import token_hash
from app.deps.http import Db
from app.policies.viewers import GuestViewer
from app.queries.guests import guest_of

GUEST_COOKIE = "mobilise_guest"


def _held_guest(request: Request, db: Db) -> GuestViewer | None:
    token = request.cookies.get(GUEST_COOKIE)
    return guest_of(db, token_hash(token)) if token else None


HeldGuest = Annotated[GuestViewer | None, Depends(_held_guest)]
"""The guest of a meeting that this browser is, if it is one. Only boards ask: everywhere else a guest is the
public, or whoever is signed in."""


async def _attempts(request: Request) -> Attempts:
    attempts: Attempts = request.app.state.attempts
    return attempts


JoinAttempts = Annotated[Attempts, Depends(_attempts)]
