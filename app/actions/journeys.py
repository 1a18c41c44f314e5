"""Journeys: the phase a change is in, and its dated entries.

The words of an entry are sections of its item's document; here is what else there is of it. What is changed
here is the draft: readers see it with the next revision that is approved.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.documents import add_sections, project_document
from app.actions.stories import touch
from app.content.days import day_words
from app.content.journey_sections import entry_key
from app.content.templates import load_template
from app.errors import Changed, Conflict, Invalid, NotFound
from app.models.documents import Document
from app.models.evidence import Recommendation
from app.models.items import Item
from app.models.journeys import EntryPrompt, Going, JourneyEntry, JourneyEntryTag, JourneyPhase, Phase
from app.policies.viewers import PersonViewer
from app.queries.details import journey_phases

MOST_ENTRIES = 300
"""Of one journey, those that were removed included: one a week for six years."""
YEARS_BACK = 10
"""Who goes back further has mistyped the year."""


def past_day(day: date, where: str) -> date:
    """``day`` if something can have happened on it, else ``Invalid`` about the field ``where``."""
    today = clock.today()
    words = None
    if day > today:
        words = "This day is still to come. Choose today or a day before."
    elif day.year < today.year - YEARS_BACK:
        words = f"This is more than {YEARS_BACK} years ago. Please check the year."
    if words:
        raise Invalid(words, errors=[{"where": where, "message": words}])
    return day


def set_phase(
    session: Session, viewer: PersonViewer, item: Item, *, phase: Phase, since: date, note: str
) -> JourneyPhase:
    """Since ``since`` it has been in ``phase``; what was said of the same day is replaced.

    Any phase may follow any other: moving back is normal. The first one, which was only assumed, gives way
    to what somebody says of an earlier day. ``Invalid`` for a day still to come, and for the phase that it
    was in already unless a note says what is new.
    """
    past_day(since, "since")
    _drop_assumed(session, item, since)
    before = next((one for one in reversed(journey_phases(session, item.id)) if one.since < since), None)
    if before is not None and before.phase is phase and not note:
        words = (
            f"It has been in {phase.value.capitalize()} since {day_words(before.since)}. "
            "Choose another phase, or say in a sentence what is new."
        )
        raise Invalid(words, errors=[{"where": "phase", "message": words}])
    found = session.exec(
        select(JourneyPhase).where(JourneyPhase.item_id == item.id, JourneyPhase.since == since)
    ).first()
    one = found or JourneyPhase(
        item_id=item.id, phase=phase, since=since, set_by=viewer.person_id, set_at=clock.now()
    )
    one.phase, one.note, one.set_by, one.set_at = phase, note, viewer.person_id, clock.now()
    session.add(one)
    record(session, viewer.person_id, "journey.phase", "item", item.id, phase=phase, since=since.isoformat())
    touch(session, item)
    return one


def _drop_assumed(session: Session, item: Item, since: date) -> None:
    known = journey_phases(session, item.id)
    begun = item.created_at.astimezone(clock.LONDON).date()
    if len(known) == 1:
        (only,) = known
        if (only.since, only.phase, only.note) == (begun, Phase.explore, "") and since < begun:
            session.delete(only)
            session.flush()


def remove_phase(session: Session, viewer: PersonViewer, item: Item, phase_id: UUID) -> None:
    """It was not in that phase after all: it stayed in the one before. The first one stays."""
    one = session.get(JourneyPhase, phase_id)
    if one is None or one.item_id != item.id:
        raise NotFound("There is no such phase in this journey.")
    first = session.exec(select(sa.func.min(JourneyPhase.since)).where(JourneyPhase.item_id == item.id)).one()
    if one.since == first:
        raise Conflict("This is where the journey begins, so it stays. You can choose another phase for it.")
    session.delete(one)
    record(
        session,
        viewer.person_id,
        "journey.phase_removed",
        "item",
        item.id,
        phase=one.phase,
        since=one.since.isoformat(),
    )
    touch(session, item)


def add_entry(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    *,
    entry_id: UUID,
    happened_on: date,
    going: Going | None = None,
    prompt: EntryPrompt | None = None,
    words: dict[str, str] | None = None,
) -> JourneyEntry:
    """Begin an entry with the parts that its template asks for; ``words`` (Markdown, by part) for what is
    there already.

    The same request again finds what it made. ``Conflict`` where the id stands for something else, or was
    removed meanwhile.
    """
    found = session.get(JourneyEntry, entry_id)
    if found is not None:
        if found.item_id != item.id or found.removed_at is not None:
            raise Conflict("This entry has been removed, or is another one. Please look again.")
        return found
    past_day(happened_on, "happened_on")
    number = session.exec(
        select(sa.func.count()).select_from(JourneyEntry).where(JourneyEntry.item_id == item.id)
    ).one()
    if number >= MOST_ENTRIES:
        raise Conflict(f"A journey holds {MOST_ENTRIES} entries, and this one has them. Start another one.")
    now = clock.now()
    entry = JourneyEntry(
        id=entry_id,
        item_id=item.id,
        happened_on=happened_on,
        going=going,
        prompt=prompt,
        author_id=viewer.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(entry)
    session.flush()
    parts = load_template(item.template_key).entry
    add_sections(
        session, item.id, {entry_key(entry_id, part.key): (words or {}).get(part.key) for part in parts}
    )
    record(session, viewer.person_id, "entry.added", "item", item.id, entry=str(entry_id))
    touch(session, item)
    return entry


def change_entry(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    entry_id: UUID,
    *,
    version: int,
    happened_on: date | None = None,
    going: Going | None = None,
    clear_going: bool = False,
    held_back: bool | None = None,
    tags: Sequence[int] | None = None,
) -> JourneyEntry:
    """Change what is not prose; ``Changed`` if somebody did so since ``version`` was read.

    An entry that is held back waits in the draft, whatever else of it is published: revisions leave it out.
    """
    values: dict[str, Any] = {}
    if happened_on is not None:
        values["happened_on"] = past_day(happened_on, "happened_on")
    if going is not None or clear_going:
        values["going"] = None if clear_going else going
    if held_back is not None:
        values["held_back"] = held_back
    entry = _put(session, item, get_entry(session, item, entry_id), version, **values)
    if tags is not None:
        _set_tags(session, entry.id, tags)
    record(
        session,
        viewer.person_id,
        "entry.changed",
        "item",
        item.id,
        entry=str(entry.id),
        fields=sorted([*values, *(["tags"] if tags is not None else [])]),
    )
    touch(session, item)
    return entry


def remove_entry(session: Session, viewer: PersonViewer, item: Item, entry_id: UUID, *, version: int) -> None:
    """Take an entry out of the draft. Its words are kept, so that it can be restored."""
    entry = _put(session, item, get_entry(session, item, entry_id), version, removed_at=clock.now())
    record(session, viewer.person_id, "entry.removed", "item", item.id, entry=str(entry.id))
    touch(session, item)


def restore_entry(session: Session, viewer: PersonViewer, item: Item, entry_id: UUID) -> JourneyEntry:
    """Undo a removal; an entry that is there already stays as it is."""
    entry = session.get(JourneyEntry, entry_id)
    if entry is None or entry.item_id != item.id:
        raise NotFound("There is no such entry in this journey.")
    if entry.removed_at is not None:
        _put(session, item, entry, entry.version, removed_at=None)
        project_document(session, session.exec(select(Document.id).where(Document.item_id == item.id)).one())
        record(session, viewer.person_id, "entry.restored", "item", item.id, entry=str(entry.id))
        touch(session, item)
    return entry


def get_entry(session: Session, item: Item, entry_id: UUID) -> JourneyEntry:
    """An entry of this journey that was not removed, or ``NotFound``."""
    entry = session.get(JourneyEntry, entry_id)
    if entry is None or entry.item_id != item.id or entry.removed_at is not None:
        raise NotFound("There is no such entry in this journey.")
    return entry


def _put(session: Session, item: Item, entry: JourneyEntry, version: int, **values: Any) -> JourneyEntry:
    changed = session.exec(
        sa.update(JourneyEntry)
        .where(
            col(JourneyEntry.id) == entry.id,
            col(JourneyEntry.item_id) == item.id,
            col(JourneyEntry.version) == version,
        )
        .values(version=version + 1, updated_at=clock.now(), **values)
    ).rowcount
    if not changed:
        raise Changed("Somebody else changed this entry just now. Please look at theirs first.")
    session.refresh(entry)
    return entry


def _set_tags(session: Session, entry_id: UUID, tags: Sequence[int]) -> None:
    wanted = set(tags)
    known = set(session.exec(select(Recommendation.id).where(col(Recommendation.id).in_(wanted))).all())
    if wanted - known:
        raise Invalid("One of these recommendations is not in any guidance here.")
    session.exec(sa.delete(JourneyEntryTag).where(col(JourneyEntryTag.entry_id) == entry_id))
    session.add_all(JourneyEntryTag(entry_id=entry_id, recommendation_id=one) for one in sorted(wanted))
    session.flush()
