"""Signing in and out. The browser keeps a random token; the database keeps only its SHA-256."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from app import clock
from app.actions.audit import record
from app.errors import NotFound
from app.events import PersonAccessChanged, emit
from app.models.people import Person, PersonSession


def token_hash(token: str) -> bytes:
    """What is stored of a token. It has 256 random bits, so a plain hash cannot be searched backwards."""
    return hashlib.sha256(token.encode()).digest()


def sign_in(session: Session, person_id: UUID, *, days: int, how: str) -> str:
    """Begin a session and return its token, which exists nowhere else. Sweeps out ended ones."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.exec(delete(PersonSession).where(col(PersonSession.expires_at) <= now))
    session.add(
        PersonSession(
            token_hash=token_hash(token),
            person_id=person_id,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    record(session, person_id, "session.began", "person", person_id, how=how)
    return token


def sign_in_as_persona(session: Session, persona: str, *, days: int) -> tuple[UUID, str]:
    """The demo door: the persona's person and a new token. Wired in only where demo mode is on."""
    person = session.exec(select(Person).where(Person.persona == persona)).first()
    if person is None:
        raise NotFound("There is no such persona in the demo county.")
    return person.id, sign_in(session, person.id, days=days, how="demo")


def sign_out(session: Session, token: str) -> None:
    """End the session of ``token``; nothing happens if it has ended already."""
    found = session.exec(select(PersonSession).where(PersonSession.token_hash == token_hash(token))).first()
    if found is not None:
        record(session, found.person_id, "session.ended", "person", found.person_id)
        emit(session, PersonAccessChanged(found.person_id))
        session.delete(found)


def sign_out_everywhere(session: Session, person_id: UUID) -> int:
    """End every session of a person, on every device; returns how many there were."""
    ended = session.exec(sa.delete(PersonSession).where(col(PersonSession.person_id) == person_id)).rowcount
    record(session, person_id, "session.ended_everywhere", "person", person_id, sessions=ended)
    emit(session, PersonAccessChanged(person_id))
    return ended
