""" "We tried this too": who says it for a school, who takes it back, and who reads what was said."""

from dataclasses import dataclass
from uuid import UUID

from app.models.items import ItemKind
from app.policies.answers import YES, Answer, Denied
from app.policies.items import ItemFacts, may_see_draft, readable_revision
from app.policies.viewers import PersonViewer, System, Viewer


@dataclass(frozen=True, slots=True)
class SaidFacts:
    """What policies need to know of what schools say of an item.

    ``said_by``: the schools that have said something and not taken it back.
    """

    item: ItemFacts
    kind: ItemKind
    said_by: frozenset[int] = frozenset()


def reads_what_was_said(viewer: Viewer, item: ItemFacts) -> bool:
    """Colleagues who read the item, or write it; for everybody else there are only numbers."""
    if isinstance(viewer, System):
        return True
    if not isinstance(viewer, PersonViewer) or not viewer.has_seat:
        return False
    return may_know(viewer, item)


def may_say(viewer: Viewer, said: SaidFacts, school: int) -> Answer:
    """Whoever has a seat at a school and reads the item says it for that school; of another school's item."""
    if said.kind is ItemKind.minutes:
        return Denied("Minutes say what was agreed. Say it of the story that came of it.")
    if not isinstance(viewer, PersonViewer) or school not in viewer.schools:
        return Denied("You can say this for a school where you hold a seat.")
    if school == said.item.home_school_urn:
        return Denied("This is your school’s own. What it did stands in it.")
    if readable_revision(viewer, said.item) is None:
        return Denied("Only what has been published can be tried elsewhere.")
    return YES


def speaks_for(viewer: Viewer, said: SaidFacts) -> frozenset[int]:
    """The viewer's schools for which they may say something."""
    if not isinstance(viewer, PersonViewer):
        return frozenset()
    return frozenset(school for school in viewer.schools if may_say(viewer, said, school))


def may_take_back(viewer: Viewer, school: int) -> Answer:
    """Whoever has a seat at the school, also where they no longer read the item: it is theirs."""
    if isinstance(viewer, PersonViewer) and school in viewer.schools:
        return YES
    return Denied("What a school said is taken back by somebody with a seat there.")


def may_know(viewer: Viewer, item: ItemFacts) -> bool:
    """Whether the viewer reads or writes the item."""
    return readable_revision(viewer, item) is not None or bool(may_see_draft(viewer, item))


def knows_of(viewer: Viewer, said: SaidFacts) -> bool:
    """Whether the viewer may know of the item: they read or write it, or their school spoke of it."""
    if may_know(viewer, said.item):
        return True
    return isinstance(viewer, PersonViewer) and bool(viewer.schools & said.said_by)


def may_link(viewer: PersonViewer, journey: ItemFacts, kind: ItemKind, school: int, item_id: UUID) -> bool:
    """Whether ``journey`` can be named as ``school``'s own with the item ``item_id``, by this viewer."""
    return (
        kind is ItemKind.change_journey
        and journey.home_school_urn == school
        and journey.item_id != item_id
        and may_know(viewer, journey)
    )
