"""The ladder: asking for an audience, deciding, taking back, stepping down (mission.md, "the ladder")."""

import sqlalchemy as sa
from sqlmodel import Session, col

from app import clock
from app.actions.audit import record
from app.actions.privacy import require_checked
from app.actions.publications import publish, take_away
from app.actions.revisions import make_revision
from app.actions.stories import changed_draft, touch
from app.actions.submissions import note_turn, one_at_a_time, tell_reviewers
from app.errors import Conflict, Invalid, Superseded
from app.models.items import (
    AUDIENCES,
    OPEN_STATES,
    Audience,
    Item,
    ItemKind,
    Revision,
    Submission,
    SubmissionState,
)
from app.policies.answers import require
from app.policies.items import ItemFacts, may_edit
from app.policies.submissions import may_ask, may_decide, may_step_down, may_withdraw
from app.policies.viewers import PersonViewer
from app.queries.approvers import approvers
from app.queries.items import item_facts
from app.queries.steps import step_cluster, submissions_of
from app.queries.stories import get_revision
from app.queries.submissions import submission_facts

NEEDS_WORDS = {
    SubmissionState.needs_changes: "Say what should change, or ask your question.",
    SubmissionState.declined: "Say why, so that the authors can learn from it.",
}


def ask(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    *,
    audience: Audience,
    revision: int | None = None,
    message: str = "",
    confirmed: bool = False,
) -> list[Submission]:
    """Ask that ``audience`` may read a revision: the given one, or the draft as it is stored now.

    ``confirmed``: the asker says that no pupil can be recognised in it. Beyond the school it is ``Invalid``
    without that, and while the privacy check finds something that nobody has said may stay.

    Returns the submissions this opened or renewed, narrow to wide. A School Lead's own step to their school
    is approved on the spot and recorded as such; an update of something published goes to the approvers of
    every audience it has reached and that does not read it yet.
    """
    facts = one_at_a_time(session, item)
    require(may_ask(viewer, facts, audience, approvers(session, facts, facts.cluster_to_ask)))
    targets = _targets(viewer, facts, audience)
    if revision is None:
        require(may_edit(viewer, facts))
        sent = make_revision(session, viewer, item)
    else:
        sent = _existing_revision(session, viewer, facts, audience, revision)
    _require_step_by_step(facts, audience, sent.number)
    if _is_read_by(facts, audience, sent.number):
        raise Conflict("Nothing has changed since this was published there.")
    if _rank(audience) > _rank(Audience.school):
        _require_licence(item, sent)
        require_checked(session, viewer, item, sent, confirmed=confirmed)
    targets = [one for one in targets if one is audience or not _has(facts, one, sent.number)]
    asked = [_ask_one(session, viewer, item, facts, one, sent.number, message) for one in targets]
    touch(session, item)
    return asked


def _require_licence(item: Item, sent: Revision) -> None:
    """A resource goes to other schools on terms that somebody has chosen."""
    if item.kind is ItemKind.resource and not (sent.details or {}).get("licence"):
        words = (
            "Choose first what others may do with this resource. Another school needs to know whether it may "
            "copy and change it."
        )
        raise Invalid(words, errors=[{"where": "licence", "message": words}])


def _is_read_by(facts: ItemFacts, audience: Audience, number: int) -> bool:
    """Whether ``audience`` reads revision ``number`` or a newer one; a new cluster does not."""
    moved = audience is Audience.cluster and step_cluster(facts, audience) != facts.cluster_to_ask
    return _has(facts, audience, number) and not moved


def _has(facts: ItemFacts, audience: Audience, number: int) -> bool:
    published = facts.publications.get(audience)
    return published is not None and published.revision_number >= number


def _require_step_by_step(facts: ItemFacts, audience: Audience, number: int) -> None:
    """What goes to the county or the public for the first time is what the audience below has agreed to."""
    below = facts.below(audience)
    first = audience not in facts.publications
    wide = _rank(audience) > _rank(Audience.cluster)
    if first and wide and facts.publications[below].revision_number != number:
        raise Conflict(f"The {below} reads another revision. Share this one with the {below} first.")


def _targets(viewer: PersonViewer, facts: ItemFacts, audience: Audience) -> list[Audience]:
    """``audience`` and every narrower one reached; a School Lead takes a draft to both at once."""
    steps = {*facts.publications, audience}
    below = facts.below(audience)
    if audience not in facts.publications and below not in (Audience.draft, *facts.publications):
        if below is not Audience.school or not facts.leads(viewer):
            raise Conflict(f"Share it with the {below} first.")
        steps.add(below)
    return [one for one in AUDIENCES if one in steps and _rank(one) <= _rank(audience)]


def _rank(audience: Audience) -> int:
    return AUDIENCES.index(audience)


def _existing_revision(
    session: Session, viewer: PersonViewer, facts: ItemFacts, audience: Audience, number: int
) -> Revision:
    """Who does not write may take further what the audience below reads already, and nothing else."""
    below = facts.publications.get(facts.below(audience))
    if not may_edit(viewer, facts) and (below is None or below.revision_number != number):
        raise Invalid("You can take further only what has been approved for the narrower audience.")
    return get_revision(session, facts.item_id, number)


def _ask_one(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    facts: ItemFacts,
    audience: Audience,
    number: int,
    message: str,
) -> Submission:
    submission = next(
        (s for s in submissions_of(session, item.id, open_only=True) if s.audience is audience), None
    )
    if submission is None:
        submission = Submission(
            item_id=item.id,
            audience=audience,
            school_urn=item.home_school_urn,
            cluster_id=facts.cluster_to_ask,
            revision_number=number,
            state=SubmissionState.waiting,
            asked_by=viewer.person_id,
            asked_at=clock.now(),
        )
    else:
        if submission.cluster_id != facts.cluster_to_ask:
            submission.taken_over_by = None
        submission.revision_number = number
        submission.state = SubmissionState.waiting
        submission.cluster_id = facts.cluster_to_ask
        submission.raised_at = None
        submission.asked_by, submission.asked_at = viewer.person_id, clock.now()
    session.add(submission)
    session.flush()
    note_turn(session, submission, viewer.person_id, "asked", message)
    record(session, viewer.person_id, "story.submitted", "item", item.id, audience=audience, revision=number)
    if audience is Audience.school and facts.leads(viewer):
        submission.own_lead = True
        _close(session, submission, viewer, SubmissionState.approved)
        _approved(session, viewer, item, submission)
    tell_reviewers(session, submission)
    return submission


def decide(
    session: Session,
    viewer: PersonViewer,
    item: Item,
    submission: Submission,
    *,
    outcome: SubmissionState,
    revision: int,
    message: str,
) -> None:
    """Approve, ask for changes or decline the revision that was read.

    ``Superseded`` if a newer one was submitted after that; ``Invalid`` where words are needed and missing.
    """
    item_now = one_at_a_time(session, item)
    session.refresh(submission)
    require(may_decide(viewer, submission_facts(session, item_now, submission)))
    if outcome not in (SubmissionState.approved, *NEEDS_WORDS):
        raise Invalid("Choose approved, needs_changes or declined.")
    if outcome in NEEDS_WORDS and not message.strip():
        raise Invalid(NEEDS_WORDS[outcome])
    if revision != submission.revision_number:
        raise Superseded("The authors sent a newer revision while you were reading. Please read that one.")
    note_turn(session, submission, viewer.person_id, outcome, message)
    _close(session, submission, viewer, outcome)
    record(
        session,
        viewer.person_id,
        f"submission.{outcome}",
        "item",
        item.id,
        audience=submission.audience,
        revision=revision,
    )
    if outcome is SubmissionState.approved:
        _approved(session, viewer, item, submission)
    tell_reviewers(session, submission)
    changed_draft(session, item.id)


def withdraw(
    session: Session, viewer: PersonViewer, item: Item, submission: Submission, message: str = ""
) -> None:
    """Take an open submission back."""
    facts = one_at_a_time(session, item)
    session.refresh(submission)
    require(may_withdraw(viewer, facts, submission_facts(session, facts, submission)))
    _take_back(session, viewer, submission, message)
    changed_draft(session, item.id)


def step_down(session: Session, viewer: PersonViewer, item: Item, audience: Audience, reason: str) -> None:
    """Take away ``audience`` and every wider one at once; the record of both stays.

    Open submissions for these audiences are taken back too: approving one would widen it again.
    """
    facts = one_at_a_time(session, item)
    who = approvers(session, facts, step_cluster(facts, audience))
    require(may_step_down(viewer, facts, audience, who))
    take_away(session, viewer, item, AUDIENCES[_rank(audience) :], reason)
    for submission in submissions_of(session, item.id, open_only=True):
        if _rank(submission.audience) >= _rank(audience):
            _take_back(session, viewer, submission, reason)
    record(session, viewer.person_id, "story.stepped_down", "item", item.id, audience=audience)
    changed_draft(session, item.id)


def _take_back(session: Session, viewer: PersonViewer, submission: Submission, message: str) -> None:
    note_turn(session, submission, viewer.person_id, SubmissionState.withdrawn, message)
    _close(session, submission, viewer, SubmissionState.withdrawn)
    record(
        session,
        viewer.person_id,
        "submission.withdrawn",
        "item",
        submission.item_id,
        audience=submission.audience,
    )
    tell_reviewers(session, submission)


def _close(session: Session, submission: Submission, viewer: PersonViewer, outcome: SubmissionState) -> None:
    """Record the outcome on condition that nobody decided or resubmitted since it was read."""
    decided = outcome is not SubmissionState.needs_changes
    changed = session.exec(
        sa.update(Submission)
        .where(
            col(Submission.id) == submission.id,
            col(Submission.state).in_(OPEN_STATES),
            col(Submission.revision_number) == submission.revision_number,
        )
        .values(
            state=outcome,
            own_lead=submission.own_lead,
            decided_by=viewer.person_id if decided else None,
            decided_at=clock.now() if decided else None,
            raised_at=submission.raised_at if decided else None,
        )
    ).rowcount
    if not changed:
        raise Conflict("Somebody else decided this just now. Look at it again.")
    session.refresh(submission)


def _approved(session: Session, viewer: PersonViewer, item: Item, submission: Submission) -> None:
    """Publish it; what narrower approvers still had of the same or an older revision is settled with it."""
    publish(session, viewer, item, submission)
    session.flush()
    reads_it = item_facts(session, item).publications.get(Audience.cluster)
    for other in submissions_of(session, item.id, open_only=True):
        narrower = _rank(other.audience) < _rank(submission.audience)
        # A cluster that the school has moved to has not been given it by anybody else's approval.
        settled = other.audience is not Audience.cluster or (
            reads_it is not None and other.cluster_id == reads_it.cluster_id
        )
        if narrower and settled and other.revision_number <= submission.revision_number:
            note_turn(
                session, other, viewer.person_id, SubmissionState.approved, "Approved for a wider audience."
            )
            _close(session, other, viewer, SubmissionState.approved)
