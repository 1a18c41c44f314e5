"""Every job by name, in one place: what the worker does, and what it does without being asked."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app import clock
from app.actions.cluster_actions import remind_of_actions
from app.actions.exemplars import remind_of_reviews
from app.actions.file_sweep import sweep_files
from app.actions.file_tools import FileStore
from app.actions.journey_prompts import ask_for_entries
from app.actions.links import Pages, not_looked_up, take_in
from app.actions.meetings import remind_of_meetings
from app.actions.outbox import sweep
from app.actions.submissions import raise_old
from app.db import Database
from app.jobs import links
from app.models.notices import Job

Doing = Callable[[Session, dict[str, Any]], int]
"""Does the work of one row within its transaction, given its payload; how much there was to do."""

Outside = Callable[[Database, dict[str, Any]], dict[str, Any]]
"""What a job does before its transaction, because it takes time: given its payload, what it found for it."""

JOBS: Mapping[Job, Doing] = {
    Job.raise_old_submissions: lambda session, _: raise_old(session, clock.now()),
    Job.remind_of_reviews: lambda session, _: remind_of_reviews(session, clock.today()),
    Job.remind_of_meetings: lambda session, _: remind_of_meetings(session, clock.now()),
    Job.remind_of_actions: lambda session, _: remind_of_actions(session, clock.today()),
    Job.fetch_link: lambda session, found: (
        take_in(session, found["findings"])
        if "findings" in found
        else not_looked_up(session, UUID(found["link"]))
    ),
    Job.check_links: lambda session, found: take_in(session, found.get("findings", ())),
    Job.sweep_files: lambda _, found: found.get("swept", 0),
    Job.ask_for_entries: lambda session, _: ask_for_entries(session, clock.today()),
    Job.sweep: lambda session, _: sweep(session),
}

RECURRING: Mapping[Job, timedelta] = {
    Job.raise_old_submissions: timedelta(hours=1),
    Job.remind_of_reviews: timedelta(hours=1),
    Job.remind_of_meetings: timedelta(minutes=30),
    Job.remind_of_actions: timedelta(hours=1),
    Job.check_links: timedelta(minutes=30),
    Job.sweep_files: timedelta(hours=1),
    Job.ask_for_entries: timedelta(hours=1),
    Job.sweep: timedelta(hours=1),
}
"""Jobs that every worker sees to when it starts, and again after so long."""


def outside(pages: Pages | None, store: FileStore | None = None) -> Mapping[Job, Outside]:
    """What is done out there: among links nothing, where this deployment does not leave its county's
    network."""
    done: dict[Job, Outside] = {}
    if store is not None:
        done[Job.sweep_files] = lambda database, _: {"swept": sweep_files(database, store)}
    if pages is not None:
        done |= {Job.fetch_link: links.fetch(pages), Job.check_links: links.check(pages)}
    return done
