"""Submissions: what policies need to know of them, what an approver reads, and what waits for whom."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app import clock
from app.content.school_days import school_days_between
from app.errors import NotFound
from app.models.items import Submission, SubmissionEvent, SubmissionState
from app.models.places import Cluster
from app.models.privacy import PrivacyConfirmation
from app.policies.answers import Denied
from app.policies.items import ItemFacts, readable_revision
from app.policies.submissions import SubmissionFacts, deciders_of, may_decide, may_take_over, may_withdraw
from app.policies.viewers import Viewer
from app.queries.approvers import approvers, waiting_for
from app.queries.attachments import details_of_revision, files_to_read, licence_to_read
from app.queries.journeys import journey_view
from app.queries.links import links_to_read
from app.queries.people import people_by_id
from app.queries.places import cluster_ref, homes
from app.queries.revision_changes import changes_since
from app.queries.stories import get_revision, rendered
from app.queries.story_parts import bylines, tags_of_revisions
from app.schemas.stories import SubmissionSummary
from app.schemas.submissions import PrivacyChecked, SubmissionEventView, SubmissionView


def submission_facts(session: Session, item: ItemFacts, submission: Submission) -> SubmissionFacts:
    """What policies need to know of ``submission``."""
    revision = get_revision(session, submission.item_id, submission.revision_number)
    return SubmissionFacts(
        audience=submission.audience,
        state=submission.state,
        asked_by=submission.asked_by,
        decided_by=submission.decided_by,
        taken_over_by=submission.taken_over_by,
        byline=frozenset(name.person_id for name in bylines(session, [revision.id])[revision.id]),
        approvers=approvers(session, item, submission.cluster_id),
    )


def get_submission(session: Session, submission_id: UUID) -> Submission:
    """The submission, or ``NotFound``."""
    found = session.get(Submission, submission_id)
    if found is None:
        raise NotFound("There is no such submission, or it is not yours to see.")
    return found


def school_days_waited(submission: Submission) -> int:
    """How many school days the approver has had it; 0 while it is with its authors, or decided."""
    if submission.state is not SubmissionState.waiting:
        return 0
    return school_days_between(submission.asked_at.astimezone(clock.LONDON).date(), clock.today())


def privacy_checks(session: Session, revisions: Sequence[UUID]) -> dict[UUID, PrivacyChecked]:
    """For each of these revisions, if somebody did: who confirmed that no pupil can be recognised in it."""
    found = session.exec(
        select(PrivacyConfirmation).where(col(PrivacyConfirmation.revision_id).in_(revisions))
    ).all()
    people = people_by_id(session, [one.confirmed_by for one in found])
    return {
        one.revision_id: PrivacyChecked(
            confirmed_by=people[one.confirmed_by], confirmed_at=one.confirmed_at, dismissed=one.dismissed
        )
        for one in found
    }


def summary(session: Session, viewer: Viewer, item: ItemFacts, submission: Submission) -> SubmissionSummary:
    """A submission in short, with what the viewer may do about it."""
    facts = submission_facts(session, item, submission)
    events = _events(session, submission.id)
    people = people_by_id(session, [submission.asked_by, *deciders_of(facts)])
    return SubmissionSummary(
        id=submission.id,
        audience=submission.audience,
        state=submission.state,
        revision=submission.revision_number,
        asked_by=people[submission.asked_by],
        asked_at=submission.asked_at,
        waiting_for=waiting_for(facts, people),
        school_days=school_days_waited(submission),
        raised=submission.raised_at is not None,
        last_message=next((event.message for event in reversed(events) if event.message), ""),
        can_decide=bool(may_decide(viewer, facts)),
        can_withdraw=bool(may_withdraw(viewer, item, facts)),
        can_take_over=bool(may_take_over(viewer, facts)),
    )


def _events(session: Session, submission_id: UUID) -> list[SubmissionEvent]:
    return list(
        session.exec(
            select(SubmissionEvent)
            .where(SubmissionEvent.submission_id == submission_id)
            .order_by(col(SubmissionEvent.id))
        ).all()
    )


def submission_view(
    session: Session, viewer: Viewer, item: ItemFacts, submission: Submission
) -> SubmissionView:
    """A submission with its conversation and the revision it asks to publish."""
    facts = submission_facts(session, item, submission)
    revision = get_revision(session, submission.item_id, submission.revision_number)
    events = _events(session, submission.id)
    people = people_by_id(session, [submission.taken_over_by, *(event.person_id for event in events)])
    cluster = session.get(Cluster, submission.cluster_id) if submission.cluster_id is not None else None
    decide = may_decide(viewer, facts)
    place = (item.home_school_urn, item.home_cluster_id)
    home = homes(session, [place])[place]
    details = details_of_revision(revision)
    read = readable_revision(viewer, item)
    return SubmissionView(
        **summary(session, viewer, item, submission).model_dump(),
        story_id=submission.item_id,
        title=revision.title,
        home=home.ref,
        school=home.school,
        byline=bylines(session, [revision.id])[revision.id],
        tags=tags_of_revisions(session, [revision.id])[revision.id],
        sections=rendered(revision),
        journey=journey_view(session, revision),
        files=files_to_read(revision),
        links=links_to_read(session, details),
        licence=licence_to_read(details),
        events=[
            SubmissionEventView(
                at=event.at,
                person=people.get(event.person_id) if event.person_id else None,
                what=event.what,
                revision=event.revision_number,
                message=event.message,
            )
            for event in events
        ],
        own_lead=submission.own_lead,
        readable_revision=read,
        changes=changes_since(session, revision, read) if read and read < revision.number else [],
        decide_reason=decide.reason if isinstance(decide, Denied) else "",
        can_say=facts.is_open,
        cluster=cluster_ref(cluster),
        taken_over_by=people.get(submission.taken_over_by) if submission.taken_over_by else None,
        privacy=privacy_checks(session, [revision.id]).get(revision.id),
    )
