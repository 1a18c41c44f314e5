"""Puts schools into the clusters, and clusters into the regions, that a list says."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import events
from app.actions.school_report import ClusterReport, Move, RegionChange
from app.actions.submissions import follow_schools
from app.content.cluster_list import ClusterList, name_key
from app.content.csv_files import ImportRefused
from app.content.slugs import slug
from app.models.people import Holding, Seat
from app.models.places import Cluster, ClusterMembership, Region
from app.queries.viewers import holding_now, membership_now


def compare_clusters(
    session: Session, listed: ClusterList, schools: Mapping[int, str], today: date
) -> ClusterReport:
    """The diff between the list and the places known here. Raises ``ImportRefused`` for an unknown URN.

    ``schools``: URN → name of every school there is, or will be once the register is in.
    """
    clusters = list(session.exec(select(Cluster)).all())
    name_of = {cluster.id: cluster.name for cluster in clusters}
    by_key = {name_key(cluster.name): cluster for cluster in clusters}
    regions = {region.id: region.name for region in session.exec(select(Region)).all()}
    known_regions = {name_key(name): name for name in regions.values()}
    now = {
        urn: name_of[cluster_id]
        for urn, cluster_id in session.exec(
            select(ClusterMembership.school_urn, ClusterMembership.cluster_id).where(membership_now(today))
        ).all()
    }
    for row in listed.schools:
        if row.urn not in schools:
            reason = f"The URN {row.urn} belongs to no school here, nor to one taken from the register."
            raise ImportRefused(listed.file, row.row, reason)
    joined, moved, unchanged = [], [], 0
    for row in sorted(listed.schools, key=lambda row: row.urn):
        before = now.pop(row.urn, None)
        after = by_key[row.cluster].name if row.cluster in by_key else listed.clusters[row.cluster]
        if before is None:
            joined.append(Move(row.urn, schools[row.urn], None, after))
        elif before != after:
            moved.append(Move(row.urn, schools[row.urn], before, after))
        else:
            unchanged += 1
    return ClusterReport(
        file=listed.file,
        clusters=len(listed.clusters),
        regions=len(listed.regions),
        schools=len(listed.schools),
        new_regions=tuple(sorted(name for key, name in listed.regions.items() if key not in known_regions)),
        new_clusters=tuple(sorted(name for key, name in listed.clusters.items() if key not in by_key)),
        region_changes=tuple(
            RegionChange(by_key[key].name, was, known_regions.get(region, listed.regions[region]))
            for key, region in sorted(listed.region_of.items())
            if key in by_key and name_key(was := regions[by_key[key].region_id]) != region
        ),
        joined=tuple(joined),
        moved=tuple(moved),
        unchanged=unchanged,
        unlisted=tuple(Move(urn, schools.get(urn, ""), name, name) for urn, name in sorted(now.items())),
    )


def apply_clusters(
    session: Session, listed: ClusterList, report: ClusterReport, today: date, *, actor: UUID | None = None
) -> None:
    """Write what ``report`` says of ``listed``, and tell of those whose pages and access it changes.

    What a school that moves has asked for and still waits for goes with it.
    """
    regions = {name_key(region.name): region for region in session.exec(select(Region)).all()}
    taken = {region.slug for region in regions.values()}
    for name in report.new_regions:
        region = regions[name_key(name)] = Region(name=name, slug=slug(name, taken, fallback="region"))
        taken.add(region.slug)
        session.add(region)
    session.flush()

    clusters = {name_key(cluster.name): cluster for cluster in session.exec(select(Cluster)).all()}
    taken = {cluster.slug for cluster in clusters.values()}
    for name in report.new_clusters:
        key = name_key(name)
        region_id = regions[listed.region_of[key]].id
        assert region_id is not None
        cluster = clusters[key] = Cluster(
            name=name, slug=slug(name, taken, fallback="cluster"), region_id=region_id
        )
        taken.add(cluster.slug)
        session.add(cluster)
    unsettled: set[int] = set()
    for change in report.region_changes:
        cluster = clusters[name_key(change.cluster)]
        region_id = regions[name_key(change.after)].id
        assert region_id is not None
        unsettled |= {cluster.region_id, region_id}
        cluster.region_id = region_id
        session.add(cluster)
    session.flush()

    wanted: dict[int, int] = {}
    for move in (*report.joined, *report.moved):
        cluster_id = clusters[name_key(move.after)].id
        assert cluster_id is not None
        wanted[move.urn] = cluster_id
    left = _place(session, wanted, today)
    follow_schools(session, actor, wanted)
    _tell(session, left | set(wanted.values()), [move.urn for move in report.moved], unsettled)


def _place(session: Session, wanted: Mapping[int, int], today: date) -> set[int]:
    """End what runs and begin anew from ``today``; the clusters that schools left.

    What began today has not lasted a day: it was a slip, and is taken away; what ended today in favour of it
    goes on if the school is to stay there after all. So correcting a list leaves no trace of the mistake.
    """
    left: set[int] = set()
    ended: dict[int, ClusterMembership] = {}
    recent = session.exec(
        select(ClusterMembership).where(
            sa.or_(col(ClusterMembership.until_date).is_(None), col(ClusterMembership.until_date) >= today)
        )
    ).all()
    for membership in recent:
        urn = membership.school_urn
        if urn not in wanted:
            continue
        if membership.until_date == today:
            if membership.cluster_id == wanted[urn]:
                ended[urn] = membership
            continue
        left.add(membership.cluster_id)
        if membership.from_date >= today:
            session.delete(membership)
        else:
            membership.until_date = today
            session.add(membership)
    # Before any begins: only one membership of a school may be without an end.
    session.flush()
    for urn, cluster_id in wanted.items():
        membership = ended.get(urn) or ClusterMembership(
            school_urn=urn, cluster_id=cluster_id, from_date=today
        )
        membership.until_date = None
        session.add(membership)
    session.flush()
    return left


def _tell(session: Session, clusters: set[int], moved: list[int], regions: set[int]) -> None:
    for cluster_id in sorted(clusters):
        events.emit(session, events.ClusterNews(cluster_id, "schools"))
    if not moved and not regions:
        return
    people = session.exec(
        select(Holding.person_id)
        .join(Seat, col(Holding.seat_id) == Seat.id)
        .where(
            holding_now(), sa.or_(col(Seat.school_urn).in_(moved), col(Seat.region_id).in_(sorted(regions)))
        )
        .distinct()
    ).all()
    for person_id in people:
        events.emit(session, events.PersonAccessChanged(person_id))
