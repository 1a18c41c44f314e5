"""Clusters and schools as their pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.evidence import ClusterFocus, Edition, Guidance
from app.models.items import Item, ItemKind
from app.models.people import Holding, Person, Role, Seat
from app.models.places import Cluster, ClusterMembership, Region, School
from app.policies.clusters import may_choose_focus
from app.policies.items import may_start
from app.policies.viewers import PersonViewer
from app.queries.evidence_refs import edition_ref
from app.queries.people import SEAT_TITLES, person_ref
from app.queries.viewers import holding_now, membership_now
from app.queries.visibility import in_cluster, visible_revisions
from app.schemas.evidence import EditionRef
from app.schemas.places import (
    ClusterCan,
    ClusterRef,
    ClusterSchool,
    ClusterSummary,
    ClusterView,
    HomeRef,
    Post,
    RegionRef,
    SchoolCan,
    SchoolRef,
    SchoolView,
)


def cluster_by_slug(session: Session, slug: str) -> Cluster:
    """The cluster, or ``NotFound``."""
    cluster = session.exec(select(Cluster).where(Cluster.slug == slug)).first()
    if cluster is None:
        raise NotFound("There is no such cluster.")
    return cluster


def school_ref(school: School) -> SchoolRef:
    """A school, named."""
    return SchoolRef(
        urn=school.urn,
        name=school.name,
        phase=school.phase,
        pupils=school.pupils,
        fsm_percent=school.fsm_percent,
    )


def schools_by_urn(session: Session, urns: Iterable[int | None]) -> dict[int, SchoolRef]:
    """Those schools, named, in one read."""
    wanted = {urn for urn in urns if urn is not None}
    found = session.exec(select(School).where(col(School.urn).in_(wanted))).all() if wanted else []
    return {school.urn: school_ref(school) for school in found}


@dataclass(frozen=True, slots=True)
class Home:
    """Where an item is at home: a school, or the cluster whose minutes they are."""

    school: SchoolRef | None
    cluster: ClusterRef | None = None

    @property
    def ref(self) -> HomeRef:
        """The place, named."""
        if self.school is not None:
            return HomeRef(name=self.school.name, address=f"/schools/{self.school.urn}")
        assert self.cluster is not None
        return HomeRef(name=self.cluster.name, address=f"/clusters/{self.cluster.slug}")


Place = tuple[int | None, int | None]
"""The URN of a home school, or else the id of a home cluster."""


def homes(session: Session, places: Iterable[Place]) -> dict[Place, Home]:
    """Those homes, in one read; two where minutes are among them."""
    wanted = set(places)
    schools = schools_by_urn(session, [urn for urn, _ in wanted])
    ids = {cluster for urn, cluster in wanted if urn is None and cluster is not None}
    found = session.exec(select(Cluster).where(col(Cluster.id).in_(ids))).all() if ids else []
    clusters = {cluster.id: cluster_ref(cluster) for cluster in found}
    return {
        place: Home(schools[place[0]]) if place[0] is not None else Home(None, clusters[place[1]])
        for place in wanted
    }


def home_of(item: Item) -> Place:
    """Where ``item`` is at home, for ``homes``."""
    return item.home_school_urn, item.home_cluster_id


def cluster_of_school(session: Session, urn: int) -> Cluster | None:
    """The cluster that a school is in today."""
    return session.exec(
        select(Cluster)
        .join(ClusterMembership, col(ClusterMembership.cluster_id) == Cluster.id)
        .where(ClusterMembership.school_urn == urn, membership_now())
    ).first()


def cluster_ref(cluster: Cluster | None) -> ClusterRef | None:
    """A cluster, named."""
    return ClusterRef(slug=cluster.slug, name=cluster.name) if cluster else None


def cluster_around(session: Session, home: Home) -> ClusterRef | None:
    """The cluster that an item's home is, or is in today."""
    if home.school is None:
        return home.cluster
    return cluster_ref(cluster_of_school(session, home.school.urn))


def _post(role: Role, people: Sequence[Person]) -> Post:
    return Post(role=role, title=SEAT_TITLES[role], holders=[person_ref(person) for person in people])


def _holders(session: Session, role: Role, **place: int | None) -> Post:
    conditions = [getattr(Seat, name) == value for name, value in place.items()]
    people = session.exec(
        select(Person)
        .join(Holding, col(Holding.person_id) == Person.id)
        .join(Seat, col(Seat.id) == Holding.seat_id)
        .where(Seat.role == role, *conditions, holding_now())
        .order_by(Person.name)
    ).all()
    return _post(role, people)


def list_clusters(session: Session, viewer: PersonViewer) -> list[ClusterSummary]:
    """Every cluster of the county by region and name."""
    members = (
        select(ClusterMembership.cluster_id, sa.func.count().label("schools"))
        .where(membership_now())
        .group_by(col(ClusterMembership.cluster_id))
        .subquery()
    )
    rows = session.exec(
        select(Cluster, Region, sa.func.coalesce(members.c.schools, 0))
        .join(Region, col(Region.id) == Cluster.region_id)
        .outerjoin(members, members.c.cluster_id == Cluster.id)
        .order_by(Region.name, Cluster.name)
    ).all()
    return [
        ClusterSummary(
            slug=cluster.slug,
            name=cluster.name,
            region=RegionRef(slug=region.slug, name=region.name),
            schools=schools,
            mine=cluster.id in viewer.member_clusters | viewer.clusters_led,
        )
        for cluster, region, schools in rows
    ]


def _focus(session: Session, cluster: Cluster) -> list[EditionRef]:
    rows = session.exec(
        select(Guidance, Edition)
        .join(Edition, col(Edition.guidance_id) == Guidance.id)
        .join(ClusterFocus, col(ClusterFocus.edition_id) == Edition.id)
        .where(ClusterFocus.cluster_id == cluster.id)
        .order_by(col(Edition.year).desc(), Edition.title)
    ).all()
    return [edition_ref(guidance, edition) for guidance, edition in rows]


def cluster_view(session: Session, viewer: PersonViewer, cluster: Cluster) -> ClusterView:
    """A cluster's page, with what the viewer may do on it."""
    region = session.get_one(Region, cluster.region_id)
    schools = session.exec(
        select(ClusterMembership.school_urn).where(
            ClusterMembership.cluster_id == cluster.id, membership_now()
        )
    ).all()
    visible = visible_revisions(viewer)
    stories = session.exec(
        select(sa.func.count())
        .select_from(visible)
        .join(Item, col(Item.id) == visible.c.item_id)
        .where(in_cluster(viewer, cluster.id or 0), col(Item.kind) != ItemKind.minutes)
    ).one()
    return ClusterView(
        slug=cluster.slug,
        name=cluster.name,
        region=RegionRef(slug=region.slug, name=region.name),
        leads=_holders(session, Role.cluster_lead, cluster_id=cluster.id),
        focus=_focus(session, cluster),
        schools=len(schools),
        stories=stories,
        can=ClusterCan(
            read_cluster_stories=cluster.id in viewer.clusters,
            start_story=bool(viewer.schools.intersection(schools)),
            be_present=cluster.id in viewer.clusters,
            choose_focus=bool(may_choose_focus(viewer, cluster.id or 0)),
        ),
    )


def cluster_schools(session: Session, viewer: PersonViewer, cluster: Cluster) -> list[ClusterSchool]:
    """The schools of a cluster today, by name; ``stories`` counts those the viewer may read."""
    schools = session.exec(
        select(School)
        .join(ClusterMembership, col(ClusterMembership.school_urn) == School.urn)
        .where(ClusterMembership.cluster_id == cluster.id, membership_now())
        .order_by(School.name)
    ).all()
    leads: dict[int, list[Person]] = {school.urn: [] for school in schools}
    for urn, person in session.exec(
        select(Seat.school_urn, Person)
        .join(Holding, col(Holding.seat_id) == Seat.id)
        .join(Person, col(Person.id) == Holding.person_id)
        .where(Seat.role == Role.school_lead, col(Seat.school_urn).in_(leads), holding_now())
        .order_by(Person.name)
    ).all():
        if urn is not None:
            leads[urn].append(person)
    visible = visible_revisions(viewer)
    counts = session.exec(
        select(Item.home_school_urn, sa.func.count())
        .join(visible, visible.c.item_id == Item.id)
        .where(col(Item.home_school_urn).in_(leads))
        .group_by(col(Item.home_school_urn))
    ).all()
    stories = dict(counts)
    return [
        ClusterSchool(
            **school_ref(school).model_dump(),
            district=school.district,
            leads=_post(Role.school_lead, leads[school.urn]),
            stories=stories.get(school.urn, 0),
            mine=school.urn in viewer.schools,
        )
        for school in schools
    ]


def school_view(session: Session, viewer: PersonViewer, urn: int) -> SchoolView:
    """A school's page, or ``NotFound``."""
    school = session.get(School, urn)
    if school is None:
        raise NotFound("There is no school with this number.")
    cluster = cluster_of_school(session, urn)
    region = session.get(Region, cluster.region_id) if cluster else None
    return SchoolView(
        **school_ref(school).model_dump(),
        status=school.status,
        type=school.type,
        district=school.district,
        postcode=school.postcode,
        urban_rural=school.urban_rural,
        cluster=cluster_ref(cluster),
        region=RegionRef(slug=region.slug, name=region.name) if region else None,
        posts=[_holders(session, role, school_urn=urn) for role in (Role.school_lead, Role.contributor)],
        can=SchoolCan(start_story=bool(may_start(viewer, urn))),
    )
