"""Published guidance, its editions and recommendations, how editions map, and what a cluster looks at."""

from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum


class Strength(StrEnum):
    """How far two recommendations say the same."""

    close = "close"
    partial = "partial"


class Guidance(SQLModel, table=True):
    """A line of published evidence, e.g. on teaching assistants, over all its editions."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    publisher: str


class Edition(SQLModel, table=True):
    """One published edition. ``label`` is what people call it, e.g. "2015".

    ``short_title`` is our own, for where room is scarce; without one the title stands there.
    """

    __table_args__ = (sa.UniqueConstraint("guidance_id", "label"),)

    id: int | None = Field(default=None, primary_key=True)
    guidance_id: int = Field(foreign_key="guidance.id", index=True)
    label: str
    title: str
    short_title: str | None = None
    year: int
    url: str | None = None
    note: str | None = None


class RecommendationGroup(SQLModel, table=True):
    """A heading under which an edition sets some of its recommendations."""

    __tablename__ = "recommendation_group"
    __table_args__ = (sa.UniqueConstraint("edition_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    key: str
    title: str
    position: int


class Recommendation(SQLModel, table=True):
    """A numbered recommendation of one edition. ``short_title`` is our own, as an edition's is."""

    __table_args__ = (sa.UniqueConstraint("edition_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    number: int
    title: str
    short_title: str | None = None
    group_id: int | None = Field(default=None, foreign_key="recommendation_group.id")


class Crosswalk(SQLModel, table=True):
    """A recommendation of one edition says what another's says. Read in both directions, one hop."""

    from_id: int = Field(foreign_key="recommendation.id", primary_key=True)
    to_id: int = Field(foreign_key="recommendation.id", primary_key=True, index=True)
    strength: Strength = Field(sa_type=TextEnum(Strength))


class ClusterFocus(SQLModel, table=True):
    """An edition that a cluster is working with now."""

    __tablename__ = "cluster_focus"

    cluster_id: int = Field(foreign_key="cluster.id", primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", primary_key=True)
