"""Who belongs to a cluster today."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.models.people import Holding, Person, Seat
from app.models.places import Cluster, ClusterMembership
from app.queries.people import in_words, person_ref, seats_of
from app.queries.viewers import holding_now, membership_now
from app.schemas.people import PersonFound


def people_of_cluster(session: Session, cluster_id: int) -> set[UUID]:
    """Everybody with a seat at one of its schools, and its lead."""
    schools = select(ClusterMembership.school_urn).where(
        ClusterMembership.cluster_id == cluster_id, membership_now()
    )
    return set(
        session.exec(
            select(Holding.person_id)
            .join(Seat, col(Seat.id) == Holding.seat_id)
            .where(
                holding_now(), sa.or_(col(Seat.school_urn).in_(schools), col(Seat.cluster_id) == cluster_id)
            )
        ).all()
    )


def colleagues_of_cluster(session: Session, cluster_id: int) -> list[PersonFound]:
    """Those people by name, then whoever leads its region."""
    near = people_of_cluster(session, cluster_id)
    over = set(
        session.exec(
            select(Holding.person_id)
            .join(Seat, col(Seat.id) == Holding.seat_id)
            .join(Cluster, col(Cluster.region_id) == Seat.region_id)
            .where(Cluster.id == cluster_id, holding_now())
        ).all()
    )
    found = session.exec(
        select(Person).where(col(Person.id).in_(near | over)).order_by(Person.name, col(Person.id))
    ).all()
    seats = seats_of(session, [person.id for person in found])
    return [
        PersonFound(
            **person_ref(person).model_dump(),
            post_title=person.post_title,
            seats=[in_words(seat, person.post_title) for seat in seats[person.id]],
        )
        for person in sorted(found, key=lambda one: one.id not in near)
    ]
