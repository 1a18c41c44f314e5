"""Asking for entries: once a half-term, and a year on, of those who write a journey that is alive."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.notices import tell
from app.content.school_days import is_school_day, school_year
from app.models.items import Item, ItemKind
from app.models.journeys import EntryPrompt, JourneyEntry, JourneyPhase
from app.models.notices import Notice, NoticeKind
from app.queries.approvers import leads_around
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

    A journey without a current author has passed to the School Leads of its home, so they are asked. On
    school days only, whether or not anybody reads the journey yet. Doing it again tells nobody twice.
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
    known = _told(session, min((since for _, since in asked.values()), default=today))
    left = [one for one in facts.values() if not one.authors]
    leads = leads_around(session, {one.home_school_urn for one in left}, ())
    told = 0
    for item_id, (kind, since) in sorted(asked.items()):
        begins = datetime.combine(since, time_of_day.min, clock.LONDON)
        item = facts[item_id]
        writing = item.authors or leads.of(item.home_school_urn, None, None).school_leads
        writers = writing - {who for who, at in known[item_id, kind] if at >= begins}
        tell(session, kind, writers, item=item_id)
        told += len(writers)
    return told


@dataclass(frozen=True, slots=True)
class _Last:
    """The last entry of a journey that was written for this reason."""

    happened_on: date
    prompt: EntryPrompt | None


_Journey = tuple[list[JourneyPhase], list[_Last]]


def _journeys(session: Session) -> dict[UUID, _Journey]:
    """Of every journey its phases in order, and its last entries."""
    found: dict[UUID, _Journey] = defaultdict(lambda: ([], []))
    phases = select(JourneyPhase).join(Item, col(Item.id) == JourneyPhase.item_id)
    for phase in session.exec(
        phases.where(Item.kind == ItemKind.change_journey).order_by(col(JourneyPhase.since))
    ).all():
        found[phase.item_id][0].append(phase)
    for item, prompt, day in session.exec(
        select(JourneyEntry.item_id, JourneyEntry.prompt, sa.func.max(JourneyEntry.happened_on))
        .where(col(JourneyEntry.removed_at).is_(None))
        .group_by(col(JourneyEntry.item_id), col(JourneyEntry.prompt))
    ).all():
        found[item][1].append(_Last(day, EntryPrompt(prompt) if prompt else None))
    return {item: journey for item, journey in found.items() if journey[0]}


def _is_quiet(phases: list[JourneyPhase], entries: list[_Last], today: date) -> bool:
    last = max([phases[-1].since, *(entry.happened_on for entry in entries)])
    return last < date(school_year(today) - QUIET_YEARS, 9, 1)


def _told(session: Session, since: date) -> dict[tuple[UUID, NoticeKind], list[tuple[UUID, datetime]]]:
    """Who was told what of which journey, and when, from that day on: in one read, however many they are."""
    begins = datetime.combine(since, time_of_day.min, clock.LONDON)
    found: dict[tuple[UUID, NoticeKind], list[tuple[UUID, datetime]]] = defaultdict(list)
    for item, kind, who, at in session.exec(
        select(Notice.item_id, Notice.kind, Notice.person_id, Notice.at).where(
            col(Notice.kind).in_(KINDS.values()), col(Notice.at) >= begins
        )
    ).all():
        if item is not None:
            found[item, NoticeKind(kind)].append((who, at))
    return found
