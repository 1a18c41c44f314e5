"""Who may read and write an item (mission.md, "the ladder of audiences"). Steps are in ``submissions.py``.

The same rules as SQL stand in ``queries/visibility.py``; a property test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.models.items import AUDIENCES, Audience, widest
from app.policies.answers import YES, Answer, Denied
from app.policies.viewers import PersonViewer, System, Viewer


@dataclass(frozen=True, slots=True)
class Published:
    """A current publication: which revision, and for ``cluster`` the cluster that approved it."""

    revision_number: int
    cluster_id: int | None = None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What policies need to know of an item, as of now.

    ``authors`` are accepted, may edit and hold some seat; ``byline`` are all accepted names.
    ``cluster_id``/``region_id``: where the home school (or the home cluster) is today.
    """

    item_id: UUID
    home_school_urn: int | None
    home_cluster_id: int | None
    cluster_id: int | None
    region_id: int | None
    authors: frozenset[UUID]
    byline: frozenset[UUID]
    invited: frozenset[UUID] = frozenset()
    publications: Mapping[Audience, Published] = field(default_factory=dict)

    def leads(self, viewer: PersonViewer) -> bool:
        """Whether ``viewer`` is its lead: the School Lead of its home, for minutes the Cluster Lead."""
        if self.home_school_urn is not None:
            return self.home_school_urn in viewer.schools_led
        return self.home_cluster_id in viewer.clusters_led

    @property
    def lead_is(self) -> str:
        """The role of its lead, in words."""
        return "School Lead" if self.home_cluster_id is None else "Cluster Lead"

    @property
    def ladder(self) -> tuple[Audience, ...]:
        """Who may come to read it, narrow to wide. A cluster's minutes are for that cluster alone."""
        return AUDIENCES if self.home_cluster_id is None else (Audience.draft, Audience.cluster)

    def below(self, audience: Audience) -> Audience:
        """The audience that reads it before ``audience`` does; itself for what is not on the ladder."""
        ladder = self.ladder
        return ladder[ladder.index(audience) - 1] if audience in ladder[1:] else audience

    @property
    def cluster_to_ask(self) -> int | None:
        """The cluster that the step to ``cluster`` leads to: today's, or without one where it is already."""
        published = self.publications.get(Audience.cluster)
        return self.cluster_id or (published.cluster_id if published else None)

    @property
    def audience(self) -> Audience:
        """The widest audience it has reached."""
        return widest(self.publications)


def may_edit(viewer: Viewer, item: ItemFacts) -> Answer:
    """Current authors write; a draft that has lost its last author passes to the home School Lead."""
    if isinstance(viewer, PersonViewer) and viewer.has_seat:
        if viewer.person_id in item.authors:
            return YES
        if not item.authors and item.leads(viewer):
            return YES
        if item.leads(viewer):
            return Denied("Its authors are still writing. You can read the draft; ask them to invite you.")
    return Denied("Only its authors can change this.")


def may_see_draft(viewer: Viewer, item: ItemFacts) -> Answer:
    """The live document and everything about it: its authors, and the home School Lead as a reader."""
    if isinstance(viewer, System):
        return YES
    if isinstance(viewer, PersonViewer) and (
        (viewer.has_seat and viewer.person_id in item.authors) or item.leads(viewer)
    ):
        return YES
    return Denied(f"Drafts are for their authors and their {item.lead_is}.")


def in_audience(viewer: Viewer, audience: Audience, item: ItemFacts) -> bool:
    """Whether ``viewer`` belongs to ``audience`` of this item, where it has a publication."""
    published = item.publications.get(audience)
    if published is None:
        return False
    if audience is Audience.public or isinstance(viewer, System):
        return True
    if not isinstance(viewer, PersonViewer):
        return False
    match audience:
        case Audience.school:
            return item.home_school_urn in viewer.schools
        case Audience.cluster:
            return published.cluster_id in viewer.clusters
        case Audience.county:
            return viewer.has_seat
        case _:
            return False


def readable_revision(viewer: Viewer, item: ItemFacts) -> int | None:
    """The newest revision approved for any audience that ``viewer`` is in, or nothing."""
    numbers = [
        published.revision_number
        for audience, published in item.publications.items()
        if in_audience(viewer, audience, item)
    ]
    return max(numbers, default=None)


def may_invite(viewer: Viewer, item: ItemFacts) -> Answer:
    """Authors choose who writes with them."""
    return may_edit(viewer, item)


def may_start_minutes(
    viewer: Viewer, cluster_id: int, *, facilitates: bool, attended: bool, ended: bool
) -> Answer:
    """Whoever facilitated a meeting, or came to it from its cluster, begins its minutes once it has ended."""
    if not isinstance(viewer, PersonViewer) or not viewer.has_seat:
        return Denied("Please sign in with a seat at a school.")
    if not facilitates and not (attended and cluster_id in viewer.clusters):
        return Denied("Minutes are begun by the facilitator, or by somebody of the cluster who came.")
    return YES if ended else Denied("Minutes are made once the meeting has ended.")


def may_start(viewer: Viewer, home_school_urn: int) -> Answer:
    """Anyone with a seat at a school may start a story there."""
    if isinstance(viewer, PersonViewer) and home_school_urn in viewer.schools:
        return YES
    return Denied("You can start a story at a school where you hold a seat.")
