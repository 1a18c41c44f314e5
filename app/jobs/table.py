"""Every job by name, in one place: what the worker does, and what it does without being asked."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app import clock
from app.actions.cluster_actions import remind_of_actions
from app.actions.exemplars import remind_of_reviews
from app.actions.meetings import remind_of_meetings
from app.actions.outbox import sweep
from app.actions.submissions import raise_old
from app.models.notices import Job

Doing = Callable[[Session, dict[str, Any]], int]
"""Does the work of one row within its transaction, given its payload; how much there was to do."""

JOBS: Mapping[Job, Doing] = {
    Job.raise_old_submissions: lambda session, _: raise_old(session, clock.now()),
    Job.remind_of_reviews: lambda session, _: remind_of_reviews(session, clock.today()),
    Job.remind_of_meetings: lambda session, _: remind_of_meetings(session, clock.now()),
    Job.remind_of_actions: lambda session, _: remind_of_actions(session, clock.today()),
    Job.sweep: lambda session, _: sweep(session),
}

RECURRING: Mapping[Job, timedelta] = {
    Job.raise_old_submissions: timedelta(hours=1),
    Job.remind_of_reviews: timedelta(hours=1),
    Job.remind_of_meetings: timedelta(minutes=30),
    Job.remind_of_actions: timedelta(hours=1),
    Job.sweep: timedelta(hours=1),
}
"""Jobs that every worker sees to when it starts, and again after so long."""
