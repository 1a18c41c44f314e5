"""Journeys as those who write them see them: everything about the draft that is not prose."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import Session, col, select

from app import clock
from app.content.days import day_words
from app.content.journey_sections import entry_key
from app.content.revision_details import FileDetail
from app.content.templates import Template, load_template
from app.content.terms import half_term, half_term_began
from app.errors import NotFound
from app.models.documents import Document, DocumentProjection
from app.models.items import Item, ItemKind, Revision
from app.models.journeys import EntryPrompt, JourneyEntry, JourneyEntryTag, Phase
from app.policies.items import ItemFacts
from app.queries.attachments import details_of_revision, file_view
from app.queries.details import (
    draft_files,
    journey_measures,
    journey_phases,
    phase_detail,
)
from app.queries.journeys import phase_on, phase_views
from app.queries.measures import measures_to_write
from app.queries.people import people_by_id
from app.queries.recommendations import in_order, recommendations_by_id
from app.schemas.evidence import RecommendationRef
from app.schemas.files import FileView
from app.schemas.journeys import EntryDraft, EntryWanted, JourneyDraft, PhaseView
from app.schemas.people import PersonRef
from app.schemas.sections import TemplateSection

BEGINS_LENGTH = 140
SETTLING = timedelta(days=14)
"""So long after a journey began nobody asks for an entry: there is little to tell yet."""
YEAR_ON_FOR = timedelta(days=182)
"""So long after the day "a year on" is asked for."""


def require_journey(item: Item) -> None:
    """``NotFound`` for an item of another kind."""
    if item.kind is not ItemKind.change_journey:
        raise NotFound("This is not a change journey, so it has no entries, phases or measures.")


def journey_draft(session: Session, item: Item, facts: ItemFacts) -> JourneyDraft:
    """The Write page of a journey beside its prose; ask ``may_see_draft`` before showing it."""
    phases = _phases(session, item.id)
    entries = entries_of_draft(session, item.id)
    template = load_template(item.template_key)
    return JourneyDraft(
        phases=phases,
        phase=phases[-1].phase,
        entries=entry_drafts(session, item, facts, entries, phases),
        parts=[
            TemplateSection(key=part.key, title=part.title, hint=part.hint, prompts=list(part.prompts))
            for part in template.entry
        ],
        measures=measures_to_write(session, journey_measures(session, item.id)),
        wanted=asked_for(phases, entries),
        started_on=phases[0].since,
        updated_at=item.updated_at,
    )


def entries_of_draft(session: Session, item_id: UUID) -> list[JourneyEntry]:
    """All that are there, newest first."""
    return list(
        session.exec(
            select(JourneyEntry)
            .where(JourneyEntry.item_id == item_id, col(JourneyEntry.removed_at).is_(None))
            .order_by(
                col(JourneyEntry.happened_on).desc(),
                col(JourneyEntry.created_at).desc(),
                col(JourneyEntry.id),
            )
        ).all()
    )


def entry_draft(session: Session, item: Item, facts: ItemFacts, entry: JourneyEntry) -> EntryDraft:
    """One entry as its writers see it."""
    return entry_drafts(session, item, facts, [entry], _phases(session, item.id))[0]


def entry_drafts(
    session: Session,
    item: Item,
    facts: ItemFacts,
    entries: Sequence[JourneyEntry],
    phases: Sequence[PhaseView],
) -> list[EntryDraft]:
    """Entries as their writers see them, in a handful of reads however many they are."""
    ids = [entry.id for entry in entries]
    people = people_by_id(session, [entry.author_id for entry in entries])
    tags = _tags(session, ids)
    shared = _shared(session, facts)
    written = _written(session, item.id)
    template = load_template(item.template_key)
    files = _files(draft_files(session, item.id, {None, *ids}))
    return [_entry(entry, template, phases, people, tags, shared, written, files) for entry in entries]


def _entry(
    entry: JourneyEntry,
    template: Template,
    phases: Sequence[PhaseView],
    people: Mapping[UUID, PersonRef],
    tags: Mapping[UUID, list[RecommendationRef]],
    shared: set[str],
    written: Mapping[str, Any],
    files: Mapping[str, list[FileView]],
) -> EntryDraft:
    keys = {part.key: entry_key(entry.id, part.key) for part in template.entry}
    return EntryDraft(
        id=entry.id,
        happened_on=entry.happened_on,
        term=half_term(entry.happened_on),
        phase=phase_on(phases, entry.happened_on),
        going=entry.going,
        prompt=entry.prompt,
        held_back=entry.held_back,
        shared=str(entry.id) in shared,
        author=people[entry.author_id],
        tags=tags[entry.id],
        files=files.get(str(entry.id), []),
        section_keys=keys,
        begins=beginning_of(written.get(key, {}).get("text", "") for key in keys.values()),
        version=entry.version,
    )


class Said(Protocol):
    """What is asked of an entry before another one is: its day, and why it was written."""

    @property
    def happened_on(self) -> date: ...

    @property
    def prompt(self) -> EntryPrompt | None: ...


def wanted(
    phases: Sequence[PhaseView], entries: Sequence[Said], today: date
) -> tuple[EntryPrompt, date] | None:
    """The entry that it is time for, and since when, if it is.

    *A year on*: a year after the change went on to be kept up (where it is in that phase), or else after it
    began, until an entry has answered it or half a year has passed. *The half-term*: while nothing has been
    written of this one, from its first day on; not within ``SETTLING`` of the journey's beginning.
    """
    is_kept_up = phases[-1].phase is Phase.sustain
    anniversary = _a_year_after(_kept_up_since(phases) if is_kept_up else phases[0].since)
    answered = any(
        entry.prompt is EntryPrompt.year_on and entry.happened_on >= anniversary for entry in entries
    )
    if anniversary <= today < anniversary + YEAR_ON_FOR and not answered:
        return EntryPrompt.year_on, anniversary
    began = half_term_began(today)
    told = any(entry.happened_on >= began for entry in entries)
    if not told and today >= phases[0].since + SETTLING:
        return EntryPrompt.half_term, began
    return None


def _kept_up_since(phases: Sequence[PhaseView]) -> date:
    """Since when it has been in the phase that it is in now, whatever was noted of that in between."""
    others = [at for at, one in enumerate(phases) if one.phase is not phases[-1].phase]
    return phases[others[-1] + 1 if others else 0].since


def asked_for(phases: Sequence[PhaseView], entries: Sequence[Said]) -> EntryWanted | None:
    """The entry that it is time for today, with the words to ask in."""
    today = clock.today()
    found = wanted(phases, entries, today)
    if found is None:
        return None
    prompt, _ = found
    if prompt is EntryPrompt.half_term:
        term = half_term(today).partition(",")[0]
        words = f"Nothing has been written about {term} yet. What happened, in five minutes?"
    else:
        begun = _kept_up_since(phases) if phases[-1].phase is Phase.sustain else phases[0].since
        then = day_words(begun)
        words = (
            f"A year ago, on {then}, this was to be kept up. What is left of it?"
            if phases[-1].phase is Phase.sustain
            else f"A year on: this began on {then}. What is different now?"
        )
    return EntryWanted(prompt=prompt, words=words)


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)


def _phases(session: Session, item_id: UUID) -> list[PhaseView]:
    rows = journey_phases(session, item_id)
    ids = {row.since: row.id for row in rows}
    views = phase_views(phase_detail(row) for row in rows)
    return [view.model_copy(update={"id": ids[view.since]}) for view in views]


def _tags(session: Session, entries: Sequence[UUID]) -> dict[UUID, list[RecommendationRef]]:
    pairs = session.exec(
        select(JourneyEntryTag.entry_id, JourneyEntryTag.recommendation_id).where(
            col(JourneyEntryTag.entry_id).in_(entries)
        )
    ).all()
    known = recommendations_by_id(session, [recommendation for _, recommendation in pairs])
    tags: dict[UUID, list[RecommendationRef]] = {entry: [] for entry in entries}
    for entry, recommendation in pairs:
        tags[entry].append(known[recommendation])
    return {entry: in_order(found) for entry, found in tags.items()}


def _shared(session: Session, facts: ItemFacts) -> set[str]:
    """The entries in any revision that somebody beyond the draft reads now."""
    numbers = {published.revision_number for published in facts.publications.values()}
    if not numbers:
        return set()
    revisions = session.exec(
        select(Revision).where(Revision.item_id == facts.item_id, col(Revision.number).in_(numbers))
    ).all()
    found = (details_of_revision(revision).get("journey") for revision in revisions)
    return {entry["id"] for journey in found if journey for entry in journey["entries"]}


def _written(session: Session, item_id: UUID) -> Mapping[str, Any]:
    return (
        session.exec(
            select(DocumentProjection.sections)
            .join(Document, col(Document.id) == DocumentProjection.document_id)
            .where(Document.item_id == item_id)
        ).first()
        or {}
    )


def beginning_of(texts: Iterable[str]) -> str:
    """The first words of an entry, for a list: of its first part that has any."""
    text = next((" ".join(text.split()) for text in texts if text.strip()), "")
    if len(text) <= BEGINS_LENGTH:
        return text
    return text[: BEGINS_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def _files(details: Sequence[FileDetail]) -> dict[str, list[FileView]]:
    found: dict[str, list[FileView]] = {}
    for one in details:
        if one["entry"] is not None:
            found.setdefault(one["entry"], []).append(file_view(one))
    return found
