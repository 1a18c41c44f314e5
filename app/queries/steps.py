"""The steps of the ladder that are open to somebody now: what to ask for, and what to take back."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.models.items import AUDIENCES, OPEN_STATES, Audience, Submission, SubmissionState
from app.policies.answers import Denied
from app.policies.items import ItemFacts, may_edit
from app.policies.submissions import SubmissionFacts, approvers_of, may_ask, may_step_down
from app.policies.viewers import PersonViewer, Viewer
from app.queries.approvers import approvers, waiting_for
from app.queries.people import people_by_id
from app.schemas.stories import NextStep


def submissions_of(session: Session, item_id: UUID, *, open_only: bool = False) -> list[Submission]:
    """An item's submissions, newest first."""
    query = select(Submission).where(Submission.item_id == item_id)
    if open_only:
        query = query.where(col(Submission.state).in_(OPEN_STATES))
    return list(session.exec(query.order_by(col(Submission.asked_at).desc(), col(Submission.id))).all())


def next_steps(
    session: Session, viewer: PersonViewer, item: ItemFacts, asked: Sequence[Submission]
) -> list[NextStep]:
    """What can be asked for now, narrow to wide, and who would decide.

    A draft first goes to its school; its School Lead may take it to the cluster in one go, or take there what
    the school reads of somebody else's. The county and the public are offered what the audience below reads.
    What has reached an audience already is updated there rather than asked for again. ``asked``: the
    submissions that are open.
    """
    steps = []
    who = approvers(session, item, item.cluster_to_ask)
    edits = may_edit(viewer, item)
    for audience in _rungs(viewer, item):
        revision = _revision_to_take(item, audience, writes=bool(edits))
        if any(one.audience is audience and one.revision_number == revision for one in asked):
            continue
        answer = may_ask(viewer, item, audience, who)
        if answer and revision is None and not edits:
            answer = edits
        facts = SubmissionFacts(audience, SubmissionState.waiting, viewer.person_id, item.byline, who)
        people = people_by_id(session, approvers_of(facts))
        needs_review = not (audience is Audience.school and item.leads(viewer))
        steps.append(
            NextStep(
                audience=audience,
                revision=revision,
                allowed=bool(answer),
                reason=answer.reason if isinstance(answer, Denied) else "",
                approver=waiting_for(facts, people) if needs_review else "",
                needs_review=needs_review,
                is_update=audience in item.publications,
            )
        )
    return steps


def _rungs(viewer: PersonViewer, item: ItemFacts) -> list[Audience]:
    reached = item.audience
    if item.home_cluster_id is not None:
        return list(item.ladder[1:])
    if reached is Audience.draft:
        return [Audience.school, Audience.cluster] if item.leads(viewer) else [Audience.school]
    rank = AUDIENCES.index(reached)
    return list(AUDIENCES[rank : rank + 2])


def _revision_to_take(item: ItemFacts, audience: Audience, *, writes: bool) -> int | None:
    """The revision to take to ``audience``, which is what the one below reads; nothing sends the draft."""
    below = item.publications.get(item.below(audience))
    there = item.publications.get(audience)
    if below is None:
        return None
    if there is None:
        first_wide_step = audience in (Audience.county, Audience.public)
        return below.revision_number if first_wide_step or not writes else None
    moved = audience is Audience.cluster and there.cluster_id != item.cluster_to_ask
    newer = below.revision_number > there.revision_number
    return below.revision_number if (newer or moved) and not writes else None


def steps_to_offer(session: Session, viewer: Viewer, item: ItemFacts) -> list[NextStep]:
    """What a lead may take further as it is read now, without the draft: the doors on the story's page."""
    if not isinstance(viewer, PersonViewer) or not viewer.is_lead:
        return []
    asked = submissions_of(session, item.item_id, open_only=True)
    return [step for step in next_steps(session, viewer, item, asked) if step.allowed and step.revision]


def steps_down(session: Session, viewer: Viewer, item: ItemFacts) -> list[Audience]:
    """The audiences that ``viewer`` may take it away from, narrow to wide."""
    if not isinstance(viewer, PersonViewer) or not viewer.is_lead:
        return []
    return [
        audience
        for audience in AUDIENCES
        if audience in item.publications
        and may_step_down(viewer, item, audience, approvers(session, item, step_cluster(item, audience)))
    ]


def step_cluster(item: ItemFacts, audience: Audience) -> int | None:
    """The cluster whose leads look after what ``audience`` reads."""
    published = item.publications.get(audience)
    return published.cluster_id if published and audience is Audience.cluster else item.cluster_to_ask
