"""The demo county's places, people and seats as rows, and an index by name of all of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session, col, select

from app.actions.demo_county import DemoCluster, DemoCounty, DemoPerson
from app.content.slugs import slug
from app.models.evidence import ClusterFocus, Edition, Guidance, Recommendation
from app.models.people import Holding, Person, Role, Seat
from app.models.places import Cluster, ClusterMembership, Region, School, SchoolStatus


@dataclass
class Index:
    """Where everything of the demo county is, by its name.

    ``editions`` and ``recommendations`` by ``guidance/edition`` and ``guidance/edition/number``;
    ``holders`` by role and name of the place, for seats that somebody holds now.
    """

    editions: dict[str, int]
    recommendations: dict[str, int]
    regions: dict[str, int] = field(default_factory=dict)
    clusters: dict[str, int] = field(default_factory=dict)
    schools: dict[str, int] = field(default_factory=dict)
    home: dict[str, DemoCluster] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    schools_of: dict[str, str] = field(default_factory=dict)
    holders: dict[tuple[Role, str], str] = field(default_factory=dict)


def demo_id(kind: str, name: str) -> UUID:
    """The id of something of the demo, the same every time."""
    return uuid5(NAMESPACE_URL, f"mobilise-demo:{kind}:{name}")


def school_year(today: date, *, back: int) -> date:
    """The first of September of the school year that is ``back`` years before the one of ``today``."""
    return date(today.year - back - (today.month < 9), 9, 1)


def index_of_guidance(session: Session) -> Index:
    """An index that knows the guidance there is, and nothing else yet."""
    rows = session.exec(
        select(Recommendation, Guidance.slug, Edition.label)
        .join(Edition, col(Edition.id) == Recommendation.edition_id)
        .join(Guidance, col(Guidance.id) == Edition.guidance_id)
    ).all()
    return Index(
        editions={f"{guidance}/{label}": one.edition_id for one, guidance, label in rows},
        recommendations={f"{guidance}/{label}/{one.number}": _id(one) for one, guidance, label in rows},
    )


def seed_places(session: Session, county: DemoCounty, index: Index, begun: date) -> None:
    """Regions, clusters with their focus, and schools, members of their clusters since ``begun``."""
    regions = {
        cluster.region: Region(name=cluster.region, slug=slug(cluster.region)) for cluster in county.clusters
    }
    session.add_all(regions.values())
    session.flush()
    index.regions = {name: _id(region) for name, region in regions.items()}
    clusters = [
        Cluster(name=cluster.name, slug=slug(cluster.name), region_id=index.regions[cluster.region])
        for cluster in county.clusters
    ]
    session.add_all(clusters)
    for cluster in county.clusters:
        for school in cluster.schools:
            index.schools[school.name], index.home[school.name] = school.urn, cluster
            session.add(
                School(
                    urn=school.urn,
                    name=school.name,
                    status=SchoolStatus.open,
                    phase=school.phase,
                    type=school.type,
                    district=school.district,
                    postcode=school.postcode,
                    pupils=school.pupils,
                    fsm_percent=school.fsm_percent,
                    urban_rural=school.urban_rural,
                )
            )
    session.flush()
    index.clusters = {cluster.name: _id(cluster) for cluster in clusters}
    for cluster in county.clusters:
        here = index.clusters[cluster.name]
        session.add_all(ClusterFocus(cluster_id=here, edition_id=index.editions[e]) for e in cluster.focus)
        session.add_all(
            ClusterMembership(school_urn=school.urn, cluster_id=here, from_date=begun)
            for school in cluster.schools
        )
    session.flush()


def seed_people(
    session: Session, people: Iterable[DemoPerson], index: Index, begun: date, handed_over: date
) -> None:
    """Everybody with their seats, held since ``begun``; those who left did so on ``handed_over``."""
    people = list(people)
    since = datetime.combine(begun, time(9), UTC)
    seats = {held: _seat(index, *held) for person in people for held in person.seats}
    left = {held for person in people if person.former for held in person.seats}
    for person in people:
        index.people[person.name] = demo_id("person", person.name)
        row = Person(
            id=index.people[person.name],
            name=person.name,
            post_title=person.post,
            persona=person.persona,
            created_at=since,
        )
        session.add(row)
    session.add_all(seats.values())
    session.flush()
    for person in people:
        for role, place in person.seats:
            taken_over = (role, place) in left and not person.former
            session.add(
                Holding(
                    seat_id=_id(seats[role, place]),
                    person_id=index.people[person.name],
                    from_date=handed_over if taken_over else begun,
                    until_date=handed_over if person.former else None,
                    how=_how(role, taken_over),
                )
            )
            if not person.former:
                index.holders.setdefault((role, place), person.name)
            if place in index.schools:
                index.schools_of[person.name] = place
    session.flush()


def _how(role: Role, taken_over: bool) -> str:
    if taken_over:
        return "handed over"
    return "chosen by the cluster" if role is Role.cluster_lead else "appointed"


def _seat(index: Index, role: Role, place: str) -> Seat:
    match role:
        case Role.administrator:
            return Seat(role=role)
        case Role.regional_lead:
            return Seat(role=role, region_id=index.regions[place])
        case Role.cluster_lead:
            return Seat(role=role, cluster_id=index.clusters[place])
        case _:
            return Seat(role=role, school_urn=index.schools[place])


def _id(row: Region | Cluster | Seat | Recommendation) -> int:
    assert row.id is not None
    return row.id
