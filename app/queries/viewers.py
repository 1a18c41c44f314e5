"""From a person to the viewer that policies ask about."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, SQLModel, col, select

from app import clock
from app.models.people import Holding, PersonSession, Seat
from app.models.places import Cluster, ClusterMembership
from app.policies.viewers import PersonViewer, SeatHeld

Bound = sa.BindParameter[date]


def holding_now(today: date | Bound | None = None) -> ColumnElement[bool]:
    """The condition that a ``Holding`` row runs today (half-open dates)."""
    day = clock.today() if today is None else today
    return sa.and_(
        col(Holding.from_date) <= day,
        sa.or_(col(Holding.until_date).is_(None), col(Holding.until_date) > day),
    )


def holds_a_seat(person_id: UUID) -> ColumnElement[bool]:
    """The condition that this person holds any seat today."""
    return sa.exists(select(Holding.id).where(Holding.person_id == person_id, holding_now()))


def membership_now(today: date | Bound | None = None) -> ColumnElement[bool]:
    """The condition that a ``ClusterMembership`` row runs today (half-open dates)."""
    day = clock.today() if today is None else today
    return sa.and_(
        col(ClusterMembership.from_date) <= day,
        sa.or_(col(ClusterMembership.until_date).is_(None), col(ClusterMembership.until_date) > day),
    )


def person_viewer(session: Session, person_id: UUID) -> PersonViewer:
    """The person with the seats they hold today, and the clusters those seats look into."""
    rows = session.connection().execute(_SEATS, {"person_id": person_id, "today": clock.today()})
    return _viewer(person_id, [row[1:] for row in rows])


def person_of_session(session: Session, token_hash: bytes, now: datetime) -> UUID | None:
    """Whose live session this is, or nobody's."""
    return session.exec(
        select(PersonSession.person_id).where(
            PersonSession.token_hash == token_hash, col(PersonSession.expires_at) > now
        )
    ).first()


def viewer_of_session(session: Session, token_hash: bytes, now: datetime) -> PersonViewer | None:
    """Whoever this live session belongs to, with their seats; nobody if it has ended or never was."""
    rows = (
        session.connection()
        .execute(_SEATS_OF_SESSION, {"token_hash": token_hash, "now": now, "today": clock.today()})
        .all()
    )
    return _viewer(rows[0][0], [row[1:] for row in rows]) if rows else None


def _viewer(person_id: UUID, rows: Iterable[Sequence[Any]]) -> PersonViewer:
    seats, members, overseen = set(), set(), set()
    for role, school, cluster, region, member, in_region in rows:
        if role is not None:
            seats.add(SeatHeld(role, school, cluster, region))
            members.add(member)
            overseen.add(in_region)
    return PersonViewer(
        person_id, frozenset(seats), frozenset(members - {None}), frozenset(overseen - {None})
    )


def _seats() -> tuple[sa.Select[Any], sa.Select[Any]]:
    """The seats of a person and, in the same row, a cluster that each looks into: what every request asks.

    Put together once and without the ORM: this is read before anything else, by everybody, every time.
    """
    today: Bound = sa.bindparam("today", type_=sa.Date())
    models = (Holding, Seat, ClusterMembership, Cluster, PersonSession)
    holding, seat, membership, cluster, token = (
        SQLModel.metadata.tables[str(model.__tablename__)] for model in models
    )
    columns = (
        seat.c.role,
        seat.c.school_urn,
        seat.c.cluster_id,
        seat.c.region_id,
        membership.c.cluster_id,
        cluster.c.id,
    )
    runs = holding_now(today)

    def seats_from(people: Any, held: Any) -> Any:
        return (
            people.join(seat, seat.c.id == holding.c.seat_id, isouter=held)
            .outerjoin(
                membership, sa.and_(membership.c.school_urn == seat.c.school_urn, membership_now(today))
            )
            .outerjoin(cluster, cluster.c.region_id == seat.c.region_id)
        )

    of_person = (
        sa.select(holding.c.person_id, *columns)
        .select_from(seats_from(holding, False))
        .where(holding.c.person_id == sa.bindparam("person_id"), runs)
    )
    holds = sa.and_(holding.c.person_id == token.c.person_id, runs)
    of_session = (
        sa.select(token.c.person_id, *columns)
        .select_from(seats_from(token.outerjoin(holding, holds), True))
        .where(token.c.token_hash == sa.bindparam("token_hash"), token.c.expires_at > sa.bindparam("now"))
    )
    return of_person, of_session


_SEATS, _SEATS_OF_SESSION = _seats()
