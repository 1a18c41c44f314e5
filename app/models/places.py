"""Regions, clusters and schools, and which school belongs to which cluster when."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum


class SchoolStatus(StrEnum):
    """A school's status, as the public register words it (``EstablishmentStatus (name)``)."""

    open = "open"
    closing = "open, but proposed to close"
    closed = "closed"
    proposed = "proposed to open"


class Region(SQLModel, table=True):
    """One of the county's two halves, overseen by a Regional Lead."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str = Field(unique=True)


class Cluster(SQLModel, table=True):
    """A professional learning community of 12–14 schools."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str = Field(unique=True)
    region_id: int = Field(foreign_key="region.id", index=True)


class School(SQLModel, table=True):
    """A school as the public register knows it. ``None`` is "unknown", never zero."""

    urn: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(index=True)
    status: SchoolStatus = Field(sa_type=TextEnum(SchoolStatus))
    phase: str = Field(index=True, description="As in the register, e.g. Primary")
    type: str | None = Field(default=None, description="e.g. Community school")
    local_authority: int | None = None
    district: str | None = None
    postcode: str | None = None
    pupils: int | None = Field(default=None, description="Pupils on roll")
    fsm_percent: float | None = Field(
        default=None, description="Pupils eligible for free school meals, 0–100"
    )
    urban_rural: str | None = Field(default=None, description="Official rural-urban classification")
    easting: int | None = Field(default=None, description="Ordnance Survey grid, metres")
    northing: int | None = Field(default=None, description="Ordnance Survey grid, metres")


class ClusterMembership(SQLModel, table=True):
    """A school is in one cluster at a time: from ``from_date`` up to, not including, ``until_date``."""

    __tablename__ = "cluster_membership"
    __table_args__ = (
        sa.Index(
            "uq_cluster_membership_school_now",
            "school_urn",
            unique=True,
            sqlite_where=sa.text("until_date IS NULL"),
            postgresql_where=sa.text("until_date IS NULL"),
        ),
        sa.CheckConstraint("until_date IS NULL OR until_date >= from_date", name="dates"),
    )

    id: int | None = Field(default=None, primary_key=True)
    school_urn: int = Field(foreign_key="school.urn", index=True)
    cluster_id: int = Field(foreign_key="cluster.id", index=True)
    from_date: date
    until_date: date | None = None
