"""What people are told, and work that is done later."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.models.base import TextEnum, UtcDateTime


class NoticeKind(StrEnum):
    """What a notice is about; its words are made when it is read, for what its reader may see then."""

    submission_raised = "submission_raised"
    submission_taken_over = "submission_taken_over"
    exemplar_awarded = "exemplar_awarded"
    exemplar_review_due = "exemplar_review_due"
    exemplar_ended = "exemplar_ended"
    collection_item_left = "collection_item_left"
    story_requested = "story_requested"
    story_request_answered = "story_request_answered"
    meeting_planned = "meeting_planned"
    meeting_changed = "meeting_changed"
    meeting_cancelled = "meeting_cancelled"
    meeting_soon = "meeting_soon"
    action_given = "action_given"
    action_due = "action_due"
    entry_wanted = "entry_wanted"
    year_on_wanted = "year_on_wanted"
    link_dead = "link_dead"
    adoption_said = "adoption_said"


class Notice(SQLModel, table=True):
    """Something one person should know. Refers to what it is about and holds no text of it.

    ``message`` is what another person said with it, e.g. a reason.
    """

    __table_args__ = (sa.Index("ix_notice_person", "person_id", "read_at", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    kind: NoticeKind = Field(sa_type=TextEnum(NoticeKind))
    by: UUID | None = Field(default=None, foreign_key="person.id")
    item_id: UUID | None = Field(default=None, foreign_key="item.id", index=True)
    submission_id: UUID | None = Field(default=None, foreign_key="submission.id")
    exemplar_id: UUID | None = Field(default=None, foreign_key="exemplar.id")
    collection_id: UUID | None = Field(default=None, foreign_key="collection.id")
    request_id: UUID | None = Field(default=None, foreign_key="story_request.id")
    meeting_id: UUID | None = Field(default=None, foreign_key="meeting.id")
    action_id: UUID | None = Field(default=None, foreign_key="cluster_action.id")
    adoption_id: UUID | None = Field(default=None, foreign_key="adoption.id")
    message: str = ""
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Job(StrEnum):
    """What the worker can do; ``app.jobs.table`` says how."""

    raise_old_submissions = "raise-old-submissions"
    remind_of_reviews = "remind-of-reviews"
    remind_of_meetings = "remind-of-meetings"
    remind_of_actions = "remind-of-actions"
    ask_for_entries = "ask-for-entries"
    fetch_link = "fetch-link"
    check_links = "check-links"
    sweep_files = "sweep-files"
    sweep = "sweep"


class OutboxEntry(SQLModel, table=True):
    """Work to be done once its transaction has been committed; the worker takes it from here.

    ``due_at`` is when it is to be tried next. Whoever takes it on moves that into the future first, so a
    worker that dies over it leaves it due again. ``key`` marks work that recurs: such a row is never done,
    only due later.
    """

    __tablename__ = "outbox"
    __table_args__ = (sa.Index("ix_outbox_waiting", "done_at", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    job: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    key: str | None = Field(default=None, unique=True)
    attempts: int = 0
    due_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = Field(default=None, description="Of the last attempt")
