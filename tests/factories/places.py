"""Regions, clusters and schools as a test needs them."""

from datetime import date
from itertools import count

from sqlmodel import select

from app import clock
from app.actions.library import index_schools
from app.actions.submissions import follow_schools
from app.db import Database
from app.models.places import Cluster, ClusterMembership, Region, School, SchoolStatus

LONG_AGO = date(2020, 9, 1)


class Places:
    """Makes places. What it makes is committed at once, and identified by what it returns."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._number = count(1)

    def region(self, name: str | None = None) -> int:
        """A region; its id."""
        number = next(self._number)
        with self.database.write() as session:
            region = Region(slug=f"region-{number}", name=name or f"Region {number}")
            session.add(region)
            session.flush()
            assert region.id is not None
            return region.id

    def cluster(self, region: int | None = None, name: str | None = None) -> int:
        """A cluster; its id. Its slug is ``cluster-{id}``."""
        region = region if region is not None else self.region()
        number = next(self._number)
        with self.database.write() as session:
            cluster = Cluster(slug=f"new-{number}", name=name or f"Cluster {number}", region_id=region)
            session.add(cluster)
            session.flush()
            assert cluster.id is not None
            cluster.slug = f"cluster-{cluster.id}"
            return cluster.id

    def school(self, cluster: int | None = None, name: str | None = None) -> int:
        """An open primary school, in ``cluster`` if one is given; its URN."""
        number = next(self._number)
        urn = 900_000 + number
        with self.database.write() as session:
            session.add(
                School(urn=urn, name=name or f"School {number}", status=SchoolStatus.open, phase="Primary")
            )
            session.flush()
            if cluster is not None:
                session.add(ClusterMembership(school_urn=urn, cluster_id=cluster, from_date=LONG_AGO))
        return urn

    def move(self, school: int, cluster: int) -> None:
        """Move a school to another cluster as of today."""
        with self.database.write() as session:
            for membership in session.exec(
                select(ClusterMembership).where(ClusterMembership.school_urn == school)
            ).all():
                membership.until_date = clock.today()
                session.add(membership)
            session.flush()
            session.add(ClusterMembership(school_urn=school, cluster_id=cluster, from_date=clock.today()))
            session.flush()
            follow_schools(session, None, {school: cluster})
            index_schools(session, [school])
