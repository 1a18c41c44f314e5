"""Asking for entries: once a half-term, and a year on, of those who write a journey that is alive."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from uuid import UUID

from sqlmodel import Session, col, select

from app import clock
from app.actions.notices import tell
from app.content.school_days import is_school_day, school_year
from app.models.items import Item, ItemKind
from app.models.journeys import EntryPrompt, JourneyEntry, JourneyPhase
from app.models.notices import Notice, NoticeKind
from app.queries.details import phase_detail
from app.queries.items import facts_of
from app.queries.journey_drafts import wanted
from app.queries.journeys import phase_views

PATIENCE = timedelta(days=14)
"""Of a half-term, before anybody is reminded: most write without that."""
QUIET_YEARS = 2
"""School years without a word after which nobody is asked any more."""
KINDS = {
    EntryPrompt.half_term: NoticeKind.entry_wanted,
    EntryPrompt.year_on: NoticeKind.year_on_wanted,
}


def ask_for_entries(session: Session, today: date) -> int:
    """Tell each author of each journey that lacks an entry, once; how many were told.

    On school days only, whether or not anybody reads the journey yet. Doing it again tells nobody twice.
    """
    if not is_school_day(today):
        return 0
    asked: dict[UUID, tuple[NoticeKind, date]] = {}
    for item_id, (phases, entries) in _journeys(session).items():
        if _is_quiet(phases, entries, today):
            continue
        found = wanted(phase_views(phase_detail(one) for one in phases), entries, today)
        if found is not None and (found[0] is EntryPrompt.year_on or today >= found[1] + PATIENCE):
            asked[item_id] = (KINDS[found[0]], found[1])
    items = session.exec(select(Item).where(col(Item.id).in_(asked))).all()
    facts = facts_of(session, items)
    told = 0
    for item_id, (kind, since) in sorted(asked.items()):
        writers = facts[item_id].authors - _told(session, item_id, kind, since)
        tell(session, kind, writers, item=item_id)
        told += len(writers)
    return told


_Journey = tuple[list[JourneyPhase], list[JourneyEntry]]


def _journeys(session: Session) -> dict[UUID, _Journey]:
    """Of every journey its phases in order, and the entries that are there."""
    found: dict[UUID, _Journey] = defaultdict(lambda: ([], []))
    phases = select(JourneyPhase).join(Item, col(Item.id) == JourneyPhase.item_id)
    for phase in session.exec(
        phases.where(Item.kind == ItemKind.change_journey).order_by(col(JourneyPhase.since))
    ).all():
        found[phase.item_id][0].append(phase)
    for entry in session.exec(select(JourneyEntry).where(col(JourneyEntry.removed_at).is_(None))).all():
        found[entry.item_id][1].append(entry)
    return {item: journey for item, journey in found.items() if journey[0]}


def _is_quiet(phases: list[JourneyPhase], entries: list[JourneyEntry], today: date) -> bool:
    last = max([phases[-1].since, *(entry.happened_on for entry in entries)])
    return last < date(school_year(today) - QUIET_YEARS, 9, 1)


def _told(session: Session, item: UUID, kind: NoticeKind, since: date) -> set[UUID]:
    begins = datetime.combine(since, time_of_day.min, clock.LONDON)
    return set(
        session.exec(
            select(Notice.person_id).where(
                Notice.item_id == item, Notice.kind == kind, col(Notice.at) >= begins
            )
        ).all()
    )
