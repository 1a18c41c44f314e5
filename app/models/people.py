"""People, the seats there are, who holds them when, and signed-in sessions."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime


class Role(StrEnum):
    """The posts there are. The first two are at a school, then a cluster, a region, the deployment."""

    contributor = "contributor"
    school_lead = "school_lead"
    cluster_lead = "cluster_lead"
    regional_lead = "regional_lead"
    administrator = "administrator"


LEAD_ROLES = frozenset({Role.school_lead, Role.cluster_lead, Role.regional_lead})


class Person(SQLModel, table=True):
    """Somebody who works with a school here, or once did: bylines outlive seats."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(index=True)
    email: str | None = Field(default=None, unique=True)
    post_title: str | None = Field(default=None, description="What they do at school, e.g. SENCO")
    persona: str | None = Field(default=None, unique=True, description="The demo door's name for them")
    created_at: datetime = Field(sa_type=UtcDateTime)


_PLACE = """
    (role IN ('contributor', 'school_lead')
        AND school_urn IS NOT NULL AND cluster_id IS NULL AND region_id IS NULL)
    OR (role = 'cluster_lead' AND school_urn IS NULL AND cluster_id IS NOT NULL AND region_id IS NULL)
    OR (role = 'regional_lead' AND school_urn IS NULL AND cluster_id IS NULL AND region_id IS NOT NULL)
    OR (role = 'administrator' AND school_urn IS NULL AND cluster_id IS NULL AND region_id IS NULL)
"""


class Seat(SQLModel, table=True):
    """A post: a role at one place. The administrator's seat has no place."""

    __table_args__ = (
        sa.CheckConstraint(
            _PLACE,
            name="place",
        ),
        # One seat per role and place; a plain unique constraint would let NULLs repeat.
        sa.Index(
            "uq_seat_post",
            "role",
            sa.text("coalesce(school_urn, cluster_id, region_id, 0)"),
            unique=True,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    role: Role = Field(sa_type=TextEnum(Role))
    school_urn: int | None = Field(default=None, foreign_key="school.urn", index=True)
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)
    region_id: int | None = Field(default=None, foreign_key="region.id", index=True)


class Holding(SQLModel, table=True):
    """A person in a seat from ``from_date`` up to, not including, ``until_date`` (Europe/London days)."""

    __table_args__ = (
        sa.CheckConstraint("until_date IS NULL OR until_date >= from_date", name="dates"),
        sa.Index("ix_holding_person_seat", "person_id", "seat_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    from_date: date
    until_date: date | None = None
    how: str = Field(description='How it came about: "chosen by the cluster", "appointed", "handed over"')


class PersonSession(SQLModel, table=True):
    """A signed-in browser. The cookie holds the token; here is only its SHA-256."""

    __tablename__ = "person_session"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_hash: bytes = Field(unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
