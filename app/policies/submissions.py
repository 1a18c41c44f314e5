"""The steps of the ladder: who may ask, decide, take over, take back and step down (mission.md).

Who decides stands a second time as SQL in ``queries/reviews.py``; a property test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.models.items import Audience, SubmissionState
from app.policies.answers import YES, Answer, Denied
from app.policies.items import ItemFacts, may_see_draft
from app.policies.viewers import PersonViewer, Viewer


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
    taken_over_by: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody may still decide."""
        return self.state in (SubmissionState.waiting, SubmissionState.needs_changes)


def may_ask(viewer: Viewer, item: ItemFacts, audience: Audience, who: Approvers) -> Answer:
    """Whether ``viewer`` may ask for the step to ``audience``; any author may ask to update what is there.

    Minutes have one step, from the draft to their cluster, and any of their authors asks for it.
    ``who``: the seats around the item today.
    """
    if not isinstance(viewer, PersonViewer) or not viewer.has_seat:
        return Denied("Please sign in with a seat at a school.")
    writes = viewer.person_id in item.authors or (not item.authors and item.leads(viewer))
    if audience not in item.ladder:
        return Denied("Minutes are for their cluster, and go no further.")
    if writes and audience in item.publications:
        return YES
    match audience:
        case Audience.school:
            return YES if writes else Denied("Only its authors can share this with the school.")
        case Audience.cluster:
            if item.home_cluster_id is not None:
                return YES if writes else Denied("Its authors share it with the cluster.")
            if item.leads(viewer) or (writes and viewer.is_lead):
                if item.cluster_id is None:
                    return Denied("The school is in no cluster yet, so there is no cluster to share with.")
                return YES
            return Denied("Your School Lead takes it to the cluster. Ask them when you are ready.")
        case Audience.county:
            cluster = item.publications.get(Audience.cluster)
            if item.leads(viewer) or (cluster and cluster.cluster_id in viewer.clusters_led):
                return YES
            return Denied("Its School Lead or the Cluster Lead takes it to the county.")
        case Audience.public:
            if viewer.person_id in (who.regional_leads or who.other_regional_leads):
                return YES
            return Denied("A Regional Lead proposes what goes public; then the school consents.")
        case _:
            return Denied("A draft is for its authors and their School Lead.")


def _chain(submission: SubmissionFacts) -> tuple[frozenset[UUID], ...]:
    """Whose decision it is, nearest first, each seat with those of its holders who are free to decide.

    Above ``school`` the approver is neither the asker nor on the byline; nor is somebody who stands in
    for a missing School Lead. Consent to go public is the home school's own: its lead may be on the byline.
    """
    who = submission.approvers
    not_these = submission.byline | {submission.asked_by}
    regional = (who.regional_leads - not_these, who.other_regional_leads - not_these)
    match submission.audience:
        case Audience.school:
            return (who.school_leads, who.cluster_leads - not_these, *regional)
        case Audience.public:
            return (who.school_leads - {submission.asked_by}, who.cluster_leads - not_these, *regional)
        case Audience.county:
            return regional
        case _:
            return (who.cluster_leads - not_these, *regional)


def approvers_of(submission: SubmissionFacts) -> frozenset[UUID]:
    """The people whose decision it is: the nearest seat that has somebody free to decide."""
    return next((group for group in _chain(submission) if group), frozenset())


def may_take_over_of(submission: SubmissionFacts) -> frozenset[UUID]:
    """Those further up than the seat that decides: free, like everybody who decides, to do so."""
    groups = [group for group in _chain(submission) if group]
    return frozenset[UUID]().union(*groups[1:]) - approvers_of(submission)


def deciders_of(submission: SubmissionFacts) -> frozenset[UUID]:
    """Everybody who may decide: whose decision it is, and who took it over while they may do that."""
    taken = frozenset({submission.taken_over_by}) if submission.taken_over_by else frozenset()
    if submission.audience is Audience.public:
        taken = frozenset()
    return approvers_of(submission) | (taken & may_take_over_of(submission))


def may_decide(viewer: Viewer, submission: SubmissionFacts) -> Answer:
    """Whether ``viewer`` may approve, ask for changes or decline."""
    if not submission.is_open:
        return Denied("This has been decided already.")
    if isinstance(viewer, PersonViewer):
        if viewer.person_id in deciders_of(submission):
            return YES
        if viewer.person_id == submission.asked_by and submission.audience is not Audience.school:
            return Denied("You asked for this, so somebody else decides.")
        if viewer.person_id in submission.byline and submission.audience is not Audience.school:
            return Denied("Your name is on this, so somebody else decides.")
    return Denied("Another lead decides this.")


def may_take_over(viewer: Viewer, submission: SubmissionFacts) -> Answer:
    """Whether ``viewer`` may decide in the place of an absent approver: whoever is further up than them.

    Nobody takes over consent to go public: it is the school's own to give or to keep. (Where the school has
    no lead who is free to consent, the consent is the next one's to give by ``approvers_of``.)
    """
    if not submission.is_open:
        return Denied("This has been decided already.")
    if submission.audience is Audience.public:
        return Denied("Whether the public may read it is the school's own decision. Nobody can take it over.")
    if not isinstance(viewer, PersonViewer):
        return Denied("Please sign in.")
    if viewer.person_id in deciders_of(submission):
        return Denied("This waits for you already.")
    if viewer.person_id == submission.asked_by:
        return Denied("You asked for this, so somebody else decides.")
    if viewer.person_id in may_take_over_of(submission):
        return YES
    if viewer.person_id in submission.byline:
        return Denied("Your name is on this, so somebody else decides.")
    return Denied("Only a lead further up can take this over.")


def may_withdraw(viewer: Viewer, item: ItemFacts, submission: SubmissionFacts) -> Answer:
    """Any author, the home School Lead, and who asked while they still might; who has gone cannot."""
    if not submission.is_open:
        return Denied("This has been decided already.")
    if may_see_draft(viewer, item) or _still_asks(viewer, item, submission):
        return YES
    return Denied(f"Only who asked, its authors and their {item.lead_is} can take it back.")


def _still_asks(viewer: Viewer, item: ItemFacts, submission: SubmissionFacts) -> bool:
    return (
        isinstance(viewer, PersonViewer)
        and viewer.person_id == submission.asked_by
        and bool(may_ask(viewer, item, submission.audience, submission.approvers))
    )


def may_see_submission(viewer: Viewer, item: ItemFacts, submission: SubmissionFacts) -> Answer:
    """Those on the item, who asked, whoever may decide while it is open, and whoever did; never the draft.

    Who might take it over sees that it waits (``queries/reviews``), and its text once they have.
    """
    if may_see_draft(viewer, item) or _still_asks(viewer, item, submission):
        return YES
    if isinstance(viewer, PersonViewer) and viewer.has_seat:
        if submission.is_open and viewer.person_id in deciders_of(submission):
            return YES
        if viewer.person_id == submission.decided_by and submission.state is not SubmissionState.withdrawn:
            return YES
    return Denied("This is between its authors and those who review it.")


def may_step_down(viewer: Viewer, item: ItemFacts, audience: Audience, who: Approvers) -> Answer:
    """The home School Lead, or whoever may approve the step to ``audience``: at once, with a reason.

    ``who``: the seats around the item today; for ``cluster``, around the cluster that reads it. Who stands in
    for a missing lead, or for one who is named on it, takes it back too.
    """
    if audience not in item.publications:
        return Denied("It has not been shared that widely.")
    if isinstance(viewer, PersonViewer) and (
        item.leads(viewer) or viewer.person_id in _step_down_seats(item, audience, who)
    ):
        return YES
    return Denied(f"Its {item.lead_is}, or the lead who approved it, can take it back.")


def _step_down_seats(item: ItemFacts, audience: Audience, who: Approvers) -> frozenset[UUID]:
    regional = (who.regional_leads, who.other_regional_leads)
    match audience:
        case Audience.school:
            return _up_to_a_free_one(item, who.school_leads, who.cluster_leads, *regional)
        case Audience.cluster:
            return _up_to_a_free_one(item, who.cluster_leads, *regional) | who.regional_leads
        case Audience.county:
            return _up_to_a_free_one(item, *regional)
        case _:
            consents = _up_to_a_free_one(item, who.school_leads, who.cluster_leads, *regional)
            return consents | _up_to_a_free_one(item, *regional)


def _up_to_a_free_one(item: ItemFacts, *seats: frozenset[UUID]) -> frozenset[UUID]:
    """The holders of each seat up to the first that has one who is not on the byline."""
    found: frozenset[UUID] = frozenset()
    for holders in seats:
        found |= holders
        if holders - item.byline:
            break
    return found


def may_see_timeline(
    viewer: Viewer, item: ItemFacts, submissions: Iterable[SubmissionFacts], may_step_it_down: bool
) -> Answer:
    """What happened on the ladder: those on the draft, who asks or decides, and who may step it down."""
    if may_see_draft(viewer, item) or may_step_it_down:
        return YES
    if any(may_see_submission(viewer, item, one) for one in submissions):
        return YES
    return Denied("What happened to it is for those who write it and those who review it.")
