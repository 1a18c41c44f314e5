"""Who may hold something up for the county, look after an award, and edit the rubric."""

from collections.abc import Set
from uuid import UUID

from app.models.items import Audience
from app.models.people import Role
from app.policies.answers import YES, Answer, Denied
from app.policies.items import ItemFacts, readable_revision
from app.policies.viewers import PersonViewer, Viewer


def is_curator(viewer: Viewer) -> bool:
    """Whether ``viewer`` is a Regional Lead, of whichever region: curating is the county's."""
    return isinstance(viewer, PersonViewer) and bool(viewer.regions_led)


def sees_award(viewer: Viewer, item: ItemFacts, revision_number: int) -> bool:
    """Whoever reads the revision that was awarded, or a newer one; the reason may speak of what is in it."""
    reads = readable_revision(viewer, item)
    return reads is not None and reads >= revision_number


def may_award(viewer: Viewer, item: ItemFacts, names: Set[UUID], *, awarded: bool) -> Answer:
    """A Regional Lead whose own work it is not, to what the county reads. ``names``: all who are on it."""
    if not is_curator(viewer):
        return Denied("Regional Leads choose the county's exemplars.")
    if Audience.county not in item.publications:
        return Denied("Only what the whole county reads can be an exemplar.")
    if awarded:
        return Denied("This is an exemplar already.")
    return _not_own(viewer, names)


def may_keep(viewer: Viewer, names: Set[UUID]) -> Answer:
    """To say that an award still stands is to award it again. ``names``: all who are on it."""
    if not is_curator(viewer):
        return Denied("Regional Leads look after the county's exemplars.")
    return _not_own(viewer, names)


def may_retire(viewer: Viewer) -> Answer:
    """Any Regional Lead may end an award, one of their own too."""
    return YES if is_curator(viewer) else Denied("Regional Leads look after the county's exemplars.")


def may_edit_rubric(viewer: Viewer) -> Answer:
    """Administrators say what makes an exemplar; Regional Leads say what is one."""
    if isinstance(viewer, PersonViewer) and any(s.role is Role.administrator for s in viewer.seats):
        return YES
    return Denied("Administrators edit the rubric.")


def _not_own(viewer: Viewer, names: Set[UUID]) -> Answer:
    if isinstance(viewer, PersonViewer) and viewer.person_id in names:
        return Denied("Your name is on this, so another Regional Lead decides.")
    return YES
