"""What happens to a submission beside its decision: words, taking over, raising, and schools that move."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.notices import tell
from app.actions.stories import changed_draft
from app.content.school_days import school_days_between
from app.errors import Conflict
from app.events import ClusterNews, emit
from app.models.items import OPEN_STATES, Audience, Item, Submission, SubmissionEvent, SubmissionState
from app.models.notices import NoticeKind
from app.policies.answers import require
from app.policies.items import ItemFacts
from app.policies.submissions import approvers_of, deciders_of, may_take_over, may_take_over_of
from app.policies.viewers import PersonViewer
from app.queries.items import item_facts
from app.queries.submissions import submission_facts

PATIENCE = 10
"""School days that a request may wait before others are told of it."""


def one_at_a_time(session: Session, item: Item) -> ItemFacts:
    """Wait until nobody else asks or decides about ``item``; then its facts, which hold until the commit.

    SQLite has one writer anyway. On PostgreSQL, a step down could otherwise miss what is being approved at
    the same moment, and what is submitted could end up in a submission that has just been approved.
    """
    session.refresh(item, with_for_update={"key_share": True})
    return item_facts(session, item)


def note_turn(session: Session, submission: Submission, by: UUID | None, what: str, message: str) -> None:
    """Write down what ``by`` (nobody: the service) did or said about ``submission`` as it is now."""
    session.add(
        SubmissionEvent(
            submission_id=submission.id,
            at=clock.now(),
            person_id=by,
            what=what,
            revision_number=submission.revision_number,
            message=message,
        )
    )


def tell_reviewers(session: Session, submission: Submission) -> None:
    """Let the pages of those who review in its cluster look again."""
    if submission.cluster_id is not None:
        emit(session, ClusterNews(submission.cluster_id, "reviews"))


def say(session: Session, viewer: PersonViewer, item: Item, submission: Submission, message: str) -> None:
    """Say something in the conversation about an open submission that ``viewer`` may see."""
    one_at_a_time(session, item)
    session.refresh(submission)
    if submission.state not in OPEN_STATES:
        raise Conflict("This has been decided, so the conversation has ended.")
    note_turn(session, submission, viewer.person_id, "said", message)
    record(session, viewer.person_id, "submission.said", "item", item.id, audience=submission.audience)
    tell_reviewers(session, submission)
    changed_draft(session, item.id)


def take_over(
    session: Session, viewer: PersonViewer, item: Item, submission: Submission, reason: str
) -> None:
    """Decide from now on in the place of an absent approver, who is told and may still decide if they can."""
    facts = one_at_a_time(session, item)
    session.refresh(submission)
    asked = submission_facts(session, facts, submission)
    require(may_take_over(viewer, asked))
    submission.taken_over_by = viewer.person_id
    session.add(submission)
    note_turn(session, submission, viewer.person_id, "taken_over", reason)
    record(session, viewer.person_id, "submission.taken_over", "item", item.id, audience=submission.audience)
    tell(
        session,
        NoticeKind.submission_taken_over,
        deciders_of(asked),
        by=viewer.person_id,
        item=item.id,
        submission=submission.id,
        message=reason,
    )
    tell_reviewers(session, submission)
    changed_draft(session, item.id)


def raise_old(session: Session, now: datetime) -> int:
    """Tell those who may take over of each request that has waited for more than ``PATIENCE`` school days.

    For consent to go public, which nobody takes over, the School Lead is told again and so is who proposed.
    Returns how many were raised. Doing it again, even at the same moment elsewhere, raises nothing twice.
    """
    today = now.astimezone(clock.LONDON).date()
    waiting = session.exec(
        select(Submission)
        .where(
            Submission.state == SubmissionState.waiting,
            col(Submission.raised_at).is_(None),
            col(Submission.asked_at) < now - timedelta(days=PATIENCE),
        )
        .order_by(col(Submission.asked_at), col(Submission.id))
    ).all()
    raised = 0
    for submission in waiting:
        asked_on = submission.asked_at.astimezone(clock.LONDON).date()
        if school_days_between(asked_on, today) > PATIENCE and _mark_raised(session, submission, now):
            _raised(session, submission)
            raised += 1
    return raised


def _mark_raised(session: Session, submission: Submission, now: datetime) -> bool:
    """On condition that it still waits as it was read, and that nobody else has raised it meanwhile."""
    marked = session.exec(
        sa.update(Submission)
        .where(
            col(Submission.id) == submission.id,
            col(Submission.state) == SubmissionState.waiting,
            col(Submission.raised_at).is_(None),
            col(Submission.asked_at) == submission.asked_at,
        )
        .values(raised_at=now)
    ).rowcount
    if marked:
        session.refresh(submission)
    return bool(marked)


def _raised(session: Session, submission: Submission) -> None:
    item = session.get_one(Item, submission.item_id)
    asked = submission_facts(session, item_facts(session, item), submission)
    consent = submission.audience is Audience.public
    told = approvers_of(asked) | {submission.asked_by} if consent else may_take_over_of(asked)
    note_turn(session, submission, None, "raised", "")
    record(session, None, "submission.raised", "item", item.id, audience=submission.audience)
    tell(session, NoticeKind.submission_raised, told, item=item.id, submission=submission.id)
    tell_reviewers(session, submission)
    changed_draft(session, item.id)


def follow_schools(session: Session, actor: UUID | None, clusters: Mapping[int, int]) -> None:
    """Open submissions of stories of these schools (URN → their new cluster) go to that cluster's leads.

    Who had taken one over did so in the old cluster, and it is raised anew to those of the new one.
    """
    moved = session.exec(
        select(Submission)
        .where(col(Submission.school_urn).in_(sorted(clusters)), col(Submission.state).in_(OPEN_STATES))
        .order_by(col(Submission.id))
        .with_for_update()
    ).all()
    for submission in moved:
        new = clusters[submission.school_urn or 0]
        old = submission.cluster_id
        if new == old:
            continue
        tell_reviewers(session, submission)
        submission.cluster_id = new
        submission.taken_over_by = submission.raised_at = None
        session.add(submission)
        record(
            session,
            actor,
            "submission.moved",
            "item",
            submission.item_id,
            audience=submission.audience,
            clusters=[old, new],
        )
        tell_reviewers(session, submission)
        changed_draft(session, submission.item_id)
    session.flush()
