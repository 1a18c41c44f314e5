"""From a person to the viewer that policies ask about."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app import clock
from app.models.people import Holding, PersonSession, Seat
from app.models.places import Cluster, ClusterMembership
from app.policies.viewers import PersonViewer, SeatHeld


def holding_now(today: date | None = None) -> ColumnElement[bool]:
    """The condition that a ``Holding`` row runs today (half-open dates)."""
    day = today or clock.today()
    return sa.and_(
        col(Holding.from_date) <= day,
        sa.or_(col(Holding.until_date).is_(None), col(Holding.until_date) > day),
    )


def holds_a_seat(person_id: UUID) -> ColumnElement[bool]:
    """The condition that this person holds any seat today."""
    return sa.exists(select(Holding.id).where(Holding.person_id == person_id, holding_now()))


def membership_now(today: date | None = None) -> ColumnElement[bool]:
    """The condition that a ``ClusterMembership`` row runs today (half-open dates)."""
    day = today or clock.today()
    return sa.and_(
        col(ClusterMembership.from_date) <= day,
        sa.or_(col(ClusterMembership.until_date).is_(None), col(ClusterMembership.until_date) > day),
    )


def person_viewer(session: Session, person_id: UUID) -> PersonViewer:
    """The person with the seats they hold today, and the clusters those seats look into."""
    rows = session.exec(
        select(Seat)
        .join(Holding, col(Holding.seat_id) == Seat.id)
        .where(Holding.person_id == person_id, holding_now())
    ).all()
    seats = frozenset(SeatHeld(s.role, s.school_urn, s.cluster_id, s.region_id) for s in rows)
    schools = [s.school_urn for s in seats if s.school_urn is not None]
    regions = [s.region_id for s in seats if s.region_id is not None]
    members = (
        session.exec(
            select(ClusterMembership.cluster_id).where(
                col(ClusterMembership.school_urn).in_(schools), membership_now()
            )
        ).all()
        if schools
        else []
    )
    overseen = (
        session.exec(select(Cluster.id).where(col(Cluster.region_id).in_(regions))).all() if regions else []
    )
    return PersonViewer(person_id, seats, frozenset(members), frozenset(c for c in overseen if c is not None))


def person_of_session(session: Session, token_hash: bytes, now: datetime) -> UUID | None:
    """Whose live session this is, or nobody's."""
    return session.exec(
        select(PersonSession.person_id).where(
            PersonSession.token_hash == token_hash, col(PersonSession.expires_at) > now
        )
    ).first()
