"""People and the seats they hold, as a test needs them."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import col, select

from app import clock
from app.actions import sessions
from app.deps.viewers import COOKIE
from app.models.people import Holding, Person, Role, Seat
from app.policies.viewers import PersonViewer
from app.queries.viewers import holding_now, person_viewer
from tests.factories.places import LONG_AGO, Places


class People(Places):
    """Makes people, each known by their id; a seat's place is a URN, or the id of a cluster or region."""

    def person(
        self,
        role: Role | None = None,
        place: int | None = None,
        *,
        name: str | None = None,
        persona: str | None = None,
    ) -> UUID:
        """A person, in one seat if a role is given; ``place`` is a URN, or the id of a cluster or region."""
        number = next(self._number)
        with self.database.write() as session:
            person = Person(name=name or f"P. Erson{number}", persona=persona, created_at=clock.now())
            session.add(person)
            session.flush()
            person_id = person.id
        if role is not None:
            self.seat(person_id, role, place)
        return person_id

    def seat(
        self,
        person: UUID,
        role: Role,
        place: int | None = None,
        *,
        since: date = LONG_AGO,
        until: date | None = None,
    ) -> None:
        """Let a person hold a seat from ``since`` up to, not including, ``until``."""
        wanted = Seat(role=role, **_place(role, place))
        with self.database.write() as session:
            seat = session.exec(
                select(Seat).where(
                    Seat.role == role,
                    Seat.school_urn == wanted.school_urn,
                    Seat.cluster_id == wanted.cluster_id,
                    Seat.region_id == wanted.region_id,
                )
            ).first()
            if seat is None:
                seat = wanted
                session.add(seat)
                session.flush()
            assert seat.id is not None
            session.add(
                Holding(seat_id=seat.id, person_id=person, from_date=since, until_date=until, how="appointed")
            )

    def end_seats(self, person: UUID) -> None:
        """End every seat of a person, as of today."""
        with self.database.write() as session:
            for holding in session.exec(select(Holding).where(Holding.person_id == person)).all():
                holding.until_date = max(holding.from_date, clock.today())
                session.add(holding)

    def former(self, role: Role, place: int) -> UUID:
        """Somebody who held a seat until yesterday."""
        person = self.person()
        self.seat(person, role, place, until=clock.today() - timedelta(days=1))
        return person

    def viewer(self, person: UUID) -> PersonViewer:
        """The person as policies see them today."""
        with self.database.read() as session:
            return person_viewer(session, person)

    def token(self, person: UUID) -> str:
        """A new session's token."""
        with self.database.write() as session:
            return sessions.sign_in(session, person, days=1, how="test")

    def client(self, app: FastAPI, person: UUID) -> TestClient:
        """A browser in which this person is signed in."""
        client = TestClient(app, base_url="http://testserver")
        client.cookies.set(COOKIE, self.token(person))
        return client

    def holder(self, role: Role, place: int | None) -> UUID | None:
        """Somebody who holds this seat today, if anybody does."""
        with self.database.read() as session:
            return session.exec(
                select(Holding.person_id)
                .join(Seat, col(Seat.id) == Holding.seat_id)
                .where(
                    Seat.role == role,
                    sa.or_(
                        col(Seat.school_urn) == place,
                        col(Seat.cluster_id) == place,
                        col(Seat.region_id) == place,
                    ),
                    holding_now(),
                )
            ).first()


def _place(role: Role, place: int | None) -> dict[str, int | None]:
    column = {
        Role.contributor: "school_urn",
        Role.school_lead: "school_urn",
        Role.cluster_lead: "cluster_id",
        Role.regional_lead: "region_id",
    }.get(role)
    return {column: place} if column else {}
