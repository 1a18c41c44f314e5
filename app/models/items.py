"""Items (stories first): who writes them, what was frozen as a revision, who was asked, who may read."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime


class ItemKind(StrEnum):
    """What can be published."""

    case_study = "case_study"
    change_journey = "change_journey"
    resource = "resource"
    minutes = "minutes"


class Audience(StrEnum):
    """Who reads it, narrow to wide. ``draft`` is never a publication's audience."""

    draft = "draft"
    school = "school"
    cluster = "cluster"
    county = "county"
    public = "public"


AUDIENCES = tuple(Audience)
"""The ladder, in order."""


def widest(audiences: Iterable[Audience]) -> Audience:
    """The widest of these; ``draft`` when there are none."""
    return max(audiences, key=AUDIENCES.index, default=Audience.draft)


class AuthorState(StrEnum):
    """Where an invitation to write stands."""

    invited = "invited"
    accepted = "accepted"
    declined = "declined"
    left = "left"


class SubmissionState(StrEnum):
    """``waiting`` and ``needs_changes`` are open; the others are outcomes."""

    waiting = "waiting"
    needs_changes = "needs_changes"
    approved = "approved"
    declined = "declined"
    withdrawn = "withdrawn"


OPEN_STATES = (SubmissionState.waiting, SubmissionState.needs_changes)


class Item(SQLModel, table=True):
    """Anything publishable. Its home is a school or, for minutes, a cluster.

    ``title`` and the tags are the draft's; readers outside the draft see a revision's.
    ``version`` grows with each change to them and is the draft's ETag.
    """

    __table_args__ = (
        sa.CheckConstraint("(home_school_urn IS NULL) <> (home_cluster_id IS NULL)", name="home"),
        sa.Index("ix_item_home_school_urn_updated_at", "home_school_urn", "updated_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: ItemKind = Field(sa_type=TextEnum(ItemKind))
    home_school_urn: int | None = Field(default=None, foreign_key="school.urn")
    home_cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)
    title: str
    template_key: str
    template_version: int
    version: int = 1
    last_revision: int = Field(default=0, description="Number of the newest revision; 0 before the first")
    created_by: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class ItemAuthor(SQLModel, table=True):
    """Somebody invited to write. Being named (``on_byline``) is not the same as ``may_edit``."""

    __tablename__ = "item_author"

    item_id: UUID = Field(foreign_key="item.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    state: AuthorState = Field(sa_type=TextEnum(AuthorState))
    may_edit: bool = True
    on_byline: bool = True
    position: int = 0
    invited_by: UUID = Field(foreign_key="person.id")
    invited_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ItemTag(SQLModel, table=True):
    """A recommendation that the authors chose for the draft, in the edition they chose it from."""

    __tablename__ = "item_tag"

    item_id: UUID = Field(foreign_key="item.id", primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", primary_key=True, index=True)


class Revision(SQLModel, table=True):
    """A draft as it stood when somebody asked. Never changed after.

    ``sections``: list of ``{"key", "title", "prosemirror", "markdown"}`` in reading order; a part of a
    journey's entry has its ``"entry"`` too. ``details``: what else was frozen, by what it is (see
    ``content.revision_details``).
    """

    __table_args__ = (sa.UniqueConstraint("item_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id")
    number: int
    title: str
    summary: str = Field(description="The first sentences in plain text, for lists")
    sections: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    details: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    template_key: str
    template_version: int
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=UtcDateTime)


class RevisionByline(SQLModel, table=True):
    """A name on a revision, as it was then."""

    __tablename__ = "revision_byline"

    revision_id: UUID = Field(foreign_key="revision.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    position: int
    name: str
    school_urn: int | None = Field(default=None, foreign_key="school.urn")
    school_name: str | None = None


class RevisionTag(SQLModel, table=True):
    """A recommendation that a revision carries."""

    __tablename__ = "revision_tag"

    revision_id: UUID = Field(foreign_key="revision.id", primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id", primary_key=True, index=True)


class Submission(SQLModel, table=True):
    """A request to publish a revision to one audience. At most one is open per item and audience.

    ``audience`` is where the step leads. The places whose leads may decide are fixed when asking: the home
    school and the cluster it was in.
    Answering "needs changes" keeps it open; asking again puts the new revision in ``revision_number``.
    """

    __table_args__ = (
        sa.Index(
            "uq_submission_open",
            "item_id",
            "audience",
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'needs_changes')"),
            postgresql_where=sa.text("state IN ('waiting', 'needs_changes')"),
        ),
        sa.Index("ix_submission_state_asked_at", "state", "asked_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id", index=True)
    audience: Audience = Field(sa_type=TextEnum(Audience))
    school_urn: int | None = Field(default=None, foreign_key="school.urn", index=True)
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id", index=True)
    revision_number: int
    state: SubmissionState = Field(sa_type=TextEnum(SubmissionState))
    asked_by: UUID = Field(foreign_key="person.id", index=True)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    own_lead: bool = Field(default=False, description="A School Lead's own: recorded, not reviewed")
    taken_over_by: UUID | None = Field(
        default=None, foreign_key="person.id", description="Who decides it in the place of an absent approver"
    )
    raised_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="When it had waited so long that others were told"
    )


class SubmissionEvent(SQLModel, table=True):
    """One turn about a submission.

    ``what``: asked, said, needs_changes, taken_over, raised, approved, declined or withdrawn.
    """

    __tablename__ = "submission_event"

    id: int | None = Field(default=None, primary_key=True)
    submission_id: UUID = Field(foreign_key="submission.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    what: str
    revision_number: int
    message: str = ""


class Publication(SQLModel, table=True):
    """A revision that an audience may read, until it is replaced or stepped down."""

    __table_args__ = (
        sa.Index(
            "uq_publication_current",
            "item_id",
            "audience",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("ix_publication_school", "school_urn", "ended_at", "published_at"),
        sa.Index("ix_publication_cluster", "cluster_id", "ended_at", "published_at"),
        sa.Index("ix_publication_audience", "audience", "ended_at", "published_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id", index=True)
    audience: Audience = Field(sa_type=TextEnum(Audience))
    school_urn: int | None = Field(default=None, foreign_key="school.urn")
    cluster_id: int | None = Field(default=None, foreign_key="cluster.id")
    revision_number: int
    submission_id: UUID | None = Field(default=None, foreign_key="submission.id")
    approved_by: UUID = Field(foreign_key="person.id")
    published_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: UUID | None = Field(default=None, foreign_key="person.id")
    ended_reason: str | None = None
