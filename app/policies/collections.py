"""Who may read a collection, and who puts one together."""

from app.models.items import Audience
from app.policies.answers import YES, Answer, Denied
from app.policies.exemplars import is_curator
from app.policies.items import ItemFacts
from app.policies.viewers import PersonViewer, System, Viewer


def may_read(viewer: Viewer, audience: Audience) -> bool:
    """Whether ``viewer`` may know of a collection with this audience: a draft is its curators' alone.

    Which of its items they find in it is decided item by item.
    """
    if isinstance(viewer, System) or audience is Audience.public or is_curator(viewer):
        return True
    return audience is Audience.county and isinstance(viewer, PersonViewer) and viewer.has_seat


def may_curate(viewer: Viewer) -> Answer:
    """Regional Leads make collections together: each may change what another began."""
    return YES if is_curator(viewer) else Denied("Regional Leads put collections together.")


def may_delete(viewer: Viewer, audience: Audience) -> Answer:
    """Only a draft can be deleted: what somebody may have linked to goes back to being a draft first."""
    if audience is not Audience.draft and is_curator(viewer):
        return Denied("Others can read this collection. Make it a draft again, then you can delete it.")
    return may_curate(viewer)


def may_collect(viewer: Viewer, item: ItemFacts) -> Answer:
    """A Regional Lead may add what the whole county reads."""
    if Audience.county not in item.publications:
        return Denied("Only what the whole county reads can be in a collection.")
    return may_curate(viewer)


def who_reads_collection(audience: Audience) -> str:
    """One plain sentence. Items keep their own audiences inside it."""
    match audience:
        case Audience.county:
            return "Everyone in Mobilise across the county can read this collection"
        case Audience.public:
            return "Anyone can read this collection, without signing in"
        case _:
            return "Only the Regional Leads can see this draft"
