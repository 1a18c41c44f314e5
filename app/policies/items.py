"""Who may read and write an item, and who may decide on a step of the ladder (mission.md, "the ladder").

The same rules as SQL stand in ``queries/visibility.py``; a property test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from app.models.items import Audience, SubmissionState, widest
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
    return Denied("Drafts are for their authors and their School Lead.")


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


# --- the steps ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Approvers:
    """Who holds the seats that a step's approval may fall to today, nearest first."""

    school_leads: frozenset[UUID] = frozenset()
    cluster_leads: frozenset[UUID] = frozenset()
    regional_leads: frozenset[UUID] = frozenset()
    other_regional_leads: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class SubmissionFacts:
    """What policies need to know of a submission. ``byline``: of the revision that was submitted."""

    audience: Audience
    state: SubmissionState
    asked_by: UUID
    byline: frozenset[UUID]
    approvers: Approvers
    decided_by: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody may still decide."""
        return self.state in (SubmissionState.waiting, SubmissionState.needs_changes)


def may_ask(viewer: Viewer, item: ItemFacts, audience: Audience) -> Answer:
    """Whether ``viewer`` may ask for the step to ``audience``; any author may ask to update what is there."""
    if not isinstance(viewer, PersonViewer) or not viewer.has_seat:
        return Denied("Please sign in with a seat at a school.")
    writes = viewer.person_id in item.authors or (not item.authors and item.leads(viewer))
    if writes and audience in item.publications:
        return YES
    match audience:
        case Audience.school:
            return YES if writes else Denied("Only its authors can share this with the school.")
        case Audience.cluster:
            if item.leads(viewer) or (writes and viewer.is_lead):
                if item.cluster_id is None:
                    return Denied("The school is in no cluster yet, so there is no cluster to share with.")
                return YES
            return Denied("Your School Lead takes it to the cluster. Ask them when you are ready.")
        case _:
            return Denied("This step is not open yet.")


def approvers_of(submission: SubmissionFacts) -> frozenset[UUID]:
    """The people who may decide: the nearest seat that has somebody free to do so.

    Above ``school`` the approver is neither the asker nor on the byline; nor is somebody who stands in
    for a missing School Lead. Consent to go public is the home school's own: its lead may be on the byline.
    """
    who = submission.approvers
    not_these = submission.byline | {submission.asked_by}
    regional = (who.regional_leads - not_these, who.other_regional_leads - not_these)
    chain: tuple[frozenset[UUID], ...]
    match submission.audience:
        case Audience.school:
            chain = (who.school_leads, who.cluster_leads - not_these, *regional)
        case Audience.public:
            chain = (who.school_leads - {submission.asked_by}, who.cluster_leads - not_these, *regional)
        case Audience.county:
            chain = regional
        case _:
            chain = (who.cluster_leads - not_these, *regional)
    return next((group for group in chain if group), frozenset())


def may_decide(viewer: Viewer, submission: SubmissionFacts) -> Answer:
    """Whether ``viewer`` may approve, ask for changes or decline."""
    if not submission.is_open:
        return Denied("This has been decided already.")
    if isinstance(viewer, PersonViewer):
        if viewer.person_id in approvers_of(submission):
            return YES
        if viewer.person_id == submission.asked_by and submission.audience is not Audience.school:
            return Denied("You asked for this, so somebody else decides.")
        if viewer.person_id in submission.byline and submission.audience is not Audience.school:
            return Denied("Your name is on this, so somebody else decides.")
    return Denied("Another lead decides this.")


def may_withdraw(viewer: Viewer, item: ItemFacts, submission: SubmissionFacts) -> Answer:
    """Any author and the home School Lead can take an open request back; who asked and has gone cannot."""
    if not submission.is_open:
        return Denied("This has been decided already.")
    if may_see_draft(viewer, item):
        return YES
    return Denied("Only its authors and their School Lead can take it back.")


def may_see_submission(viewer: Viewer, item: ItemFacts, submission: SubmissionFacts) -> Answer:
    """Those on the item, whoever may decide while it is open, and whoever did; never the draft itself."""
    if may_see_draft(viewer, item):
        return YES
    if isinstance(viewer, PersonViewer) and viewer.has_seat:
        if submission.is_open and viewer.person_id in approvers_of(submission):
            return YES
        if viewer.person_id == submission.decided_by and submission.state is not SubmissionState.withdrawn:
            return YES
    return Denied("This is between its authors and those who review it.")


def may_step_down(viewer: Viewer, item: ItemFacts, audience: Audience) -> Answer:
    """The home School Lead, or whoever may approve the step to ``audience``: at once, with a reason."""
    if audience not in item.publications:
        return Denied("It has not been shared that widely.")
    if isinstance(viewer, PersonViewer):
        if item.leads(viewer):
            return YES
        published = item.publications[audience]
        if audience is Audience.cluster and (
            published.cluster_id in viewer.clusters_led | viewer.region_clusters
        ):
            return YES
        if audience in (Audience.county, Audience.public) and item.cluster_id in viewer.region_clusters:
            return YES
    return Denied("Its School Lead, or the lead who approved it, can take it back.")


def may_invite(viewer: Viewer, item: ItemFacts) -> Answer:
    """Authors choose who writes with them."""
    return may_edit(viewer, item)


def may_start(viewer: Viewer, home_school_urn: int) -> Answer:
    """Anyone with a seat at a school may start a story there."""
    if isinstance(viewer, PersonViewer) and home_school_urn in viewer.schools:
        return YES
    return Denied("You can start a story at a school where you hold a seat.")
