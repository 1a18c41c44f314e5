"""People by name and seat."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.models.items import AuthorState, ItemAuthor
from app.models.people import Holding, Person, Role, Seat
from app.models.places import Cluster, ClusterMembership, Region, School
from app.queries.viewers import holding_now, holds_a_seat, membership_now
from app.schemas.people import PersonaView, PersonFound, PersonRef, SeatView

SEAT_TITLES: Mapping[Role, str] = {
    Role.contributor: "Contributor",
    Role.school_lead: "School Lead",
    Role.cluster_lead: "Cluster Lead",
    Role.regional_lead: "Regional Lead",
    Role.administrator: "Administrator",
}


def initials(name: str) -> str:
    """At most two letters for a small round picture."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


def person_ref(person: Person) -> PersonRef:
    """A person, named."""
    return PersonRef(id=person.id, name=person.name, initials=initials(person.name))


def people_by_id(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, PersonRef]:
    """Those people, named, in one read."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    found = session.exec(select(Person).where(col(Person.id).in_(wanted))).all()
    return {person.id: person_ref(person) for person in found}


def seats_of(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, list[SeatView]]:
    """The seats that each of these people holds today, nearest place first."""
    member = (
        select(ClusterMembership.school_urn, Cluster.slug, Cluster.name)
        .join(Cluster, col(Cluster.id) == ClusterMembership.cluster_id)
        .where(membership_now())
        .subquery()
    )
    rows = session.exec(
        select(Holding.person_id, Seat.role, School.urn, School.name, Cluster.slug, Cluster.name)  # type: ignore[call-overload]
        .add_columns(Region.slug, Region.name, member.c.slug, member.c.name)
        .select_from(Holding)
        .join(Seat, col(Seat.id) == Holding.seat_id)
        .outerjoin(School, col(School.urn) == Seat.school_urn)
        .outerjoin(Cluster, col(Cluster.id) == Seat.cluster_id)
        .outerjoin(Region, col(Region.id) == Seat.region_id)
        .outerjoin(member, member.c.school_urn == Seat.school_urn)
        .where(col(Holding.person_id).in_(person_ids), holding_now())
        .order_by(Seat.role == Role.contributor, Seat.id)
    ).all()
    seats: dict[UUID, list[SeatView]] = {one: [] for one in person_ids}
    for person_id, role, urn, school, slug, cluster, region_slug, region, in_slug, in_cluster in rows:
        kind, place, name = (
            ("school", str(urn), school)
            if urn is not None
            else ("cluster", slug, cluster)
            if slug is not None
            else ("region", region_slug, region)
            if region_slug is not None
            else ("deployment", "", "")
        )
        seats[person_id].append(
            SeatView(
                role=role,
                title=SEAT_TITLES[role],
                place_kind=kind,
                place=place,
                place_name=name,
                cluster=in_slug or slug,
                cluster_name=in_cluster or cluster,
            )
        )
    return seats


def in_words(seat: SeatView, post_title: str | None = None) -> str:
    """A seat as people say it: "School Lead, Thornholme Primary"; a contributor by what they do there."""
    title = post_title if seat.role is Role.contributor and post_title else seat.title
    return f"{title}, {seat.place_name}" if seat.place_name else title


def search_people(session: Session, text: str, limit: int = 10) -> list[PersonFound]:
    """People with a seat whose name, or whose school's name, has every word of ``text`` in it.

    Case does not matter. At most ``limit``, by name.
    """
    query = (
        select(Person)
        .join(Holding, col(Holding.person_id) == Person.id)
        .join(Seat, col(Seat.id) == Holding.seat_id)
        .outerjoin(School, col(School.urn) == Seat.school_urn)
        .where(holding_now(), Seat.role != Role.administrator)
        .distinct()
        .order_by(Person.name, col(Person.id))
        .limit(limit)
    )
    for word in text.split()[:6]:
        query = query.where(
            sa.or_(
                col(Person.name).icontains(word, autoescape=True),
                col(School.name).icontains(word, autoescape=True),
            )
        )
    people = session.exec(query).all()
    seats = seats_of(session, [person.id for person in people])
    return [
        PersonFound(
            **person_ref(person).model_dump(),
            post_title=person.post_title,
            seats=[in_words(seat, person.post_title) for seat in seats[person.id]],
        )
        for person in people
    ]


def personas(session: Session) -> list[PersonaView]:
    """The people of the demo county whom anyone may be, as they were set down."""
    people = session.exec(select(Person).where(col(Person.persona).is_not(None))).all()
    seats = seats_of(session, [person.id for person in people])
    order = {name: position for position, name in enumerate(PERSONAS)}
    return [
        PersonaView(
            persona=person.persona or "",
            name=person.name,
            seats=[in_words(seat, person.post_title) for seat in seats[person.id]],
        )
        for person in sorted(people, key=lambda p: order.get(p.persona or "", len(order)))
    ]


PERSONAS = (
    "school-lead",
    "contributor",
    "same-cluster-lead",
    "cluster-lead",
    "regional-lead",
    "other-school-lead",
    "administrator",
)
"""The demo's personas in the order they are offered (quality.md, "Two commands")."""


def invitations_waiting(session: Session, person_id: UUID) -> int:
    """How many invitations to write this person has not answered."""
    return session.exec(
        select(sa.func.count())
        .select_from(ItemAuthor)
        .where(
            ItemAuthor.person_id == person_id,
            ItemAuthor.state == AuthorState.invited,
            holds_a_seat(person_id),
        )
    ).one()
