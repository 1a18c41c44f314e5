"""What waits for whom: a lead's review queue, and what waits for others where they lead."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression
from sqlmodel import Session, col, select

from app.models.items import (
    OPEN_STATES,
    Audience,
    Revision,
    RevisionByline,
    Submission,
    SubmissionState,
)
from app.models.people import Holding, Role, Seat
from app.models.places import Cluster
from app.policies.submissions import SubmissionFacts, deciders_of, may_decide, may_take_over
from app.policies.viewers import PersonViewer
from app.queries.approvers import leads_around, waiting_for
from app.queries.item_titles import items_known
from app.queries.people import people_by_id
from app.queries.places import Place, cluster_ref, homes
from app.queries.story_parts import bylines
from app.queries.submissions import privacy_checks, school_days_waited
from app.queries.viewers import holding_now
from app.schemas.submissions import ReviewItem, ReviewQueue

SHOWN = 100
"""How many of a list are shown at most; the counts say how many there are."""


def _names_on_it(person: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """The condition that ``person`` is on the byline of the revision that the ``Submission`` is about."""
    return sa.exists(
        select(RevisionByline.person_id)
        .join(Revision, col(Revision.id) == RevisionByline.revision_id)
        .where(
            Revision.item_id == Submission.item_id,
            Revision.number == Submission.revision_number,
            RevisionByline.person_id == person,
        )
        # Two levels down, the outer query would otherwise be joined anew: somebody else's submission.
        .correlate(Submission, Holding)
    )


def _free(person: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """The condition that ``person`` neither asked for the ``Submission`` nor is named on it."""
    return sa.and_(person != Submission.asked_by, sa.not_(_names_on_it(person)))


def _held(role: Role, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that somebody holds a ``Seat`` of this role with these conditions today."""
    return sa.exists(
        select(Holding.person_id)
        .join(Seat, col(Seat.id) == Holding.seat_id)
        .where(Seat.role == role, *conditions, holding_now())
    )


def may_decide_sql(viewer: PersonViewer) -> ColumnElement[bool]:
    """The condition that an open ``Submission`` falls to ``viewer``: ``policies.submissions.deciders_of``.

    Expects ``Cluster`` outer-joined by the submission's cluster. A property test compares the two.
    """
    me, holder = sa.literal(viewer.person_id, sa.Uuid()), col(Holding.person_id)
    audience = col(Submission.audience)
    cluster_decides = audience != Audience.county

    def school_decides(person: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
        consents = sa.and_(audience == Audience.public, person != Submission.asked_by)
        return sa.or_(audience == Audience.school, consents)

    school_held = _held(
        Role.school_lead, col(Seat.school_urn) == Submission.school_urn, school_decides(holder)
    )
    cluster_held = _held(
        Role.cluster_lead, col(Seat.cluster_id) == Submission.cluster_id, _free(holder), cluster_decides
    )
    region_held = _held(Role.regional_lead, col(Seat.region_id) == Cluster.region_id, _free(holder))
    regional = sa.or_(
        sa.func.coalesce(col(Cluster.region_id), 0).in_(viewer.regions_led),
        sa.not_(region_held) if viewer.regions_led else sa.false(),
    )
    taken_over = sa.and_(
        col(Submission.taken_over_by) == viewer.person_id,
        audience != Audience.public,
        _free(me),
        sa.or_(
            sa.true() if viewer.regions_led else sa.false(),
            sa.and_(cluster_decides, col(Submission.cluster_id).in_(viewer.clusters_led)),
        ),
    )
    return sa.or_(
        sa.and_(school_decides(me), col(Submission.school_urn).in_(viewer.schools_led)),
        sa.and_(
            sa.not_(school_held),
            _free(me),
            sa.or_(
                sa.and_(cluster_decides, col(Submission.cluster_id).in_(viewer.clusters_led)),
                sa.and_(sa.not_(cluster_held), regional),
            ),
        ),
        taken_over,
    )


def around_sql(viewer: PersonViewer) -> ColumnElement[bool]:
    """The condition that a ``Submission`` waits for others where ``viewer`` leads.

    In the regions of a Regional Lead all of them, and elsewhere those that have been raised to whoever may
    take over; in a Cluster Lead's cluster those that wait for its School Leads. Expects ``Cluster`` as above.
    """
    to_school = col(Submission.audience) == Audience.school
    raised = sa.and_(col(Submission.raised_at).is_not(None), col(Submission.audience) != Audience.public)
    return sa.and_(
        sa.or_(
            sa.func.coalesce(col(Cluster.region_id), 0).in_(viewer.regions_led),
            raised if viewer.regions_led else sa.false(),
            sa.and_(to_school, col(Submission.cluster_id).in_(viewer.clusters_led)),
        ),
        sa.not_(sa.func.coalesce(may_decide_sql(viewer), sa.false())),
    )


def count_reviews(session: Session, viewer: PersonViewer) -> int:
    """How many submissions wait for this viewer."""
    return session.exec(
        select(sa.func.count())
        .select_from(Submission)
        .outerjoin(Cluster, col(Cluster.id) == Submission.cluster_id)
        .where(Submission.state == SubmissionState.waiting, may_decide_sql(viewer))
    ).one()


def review_queue(session: Session, viewer: PersonViewer, *, limit: int = SHOWN) -> list[ReviewItem]:
    """What falls to this viewer to decide: waiting before sent back, raised before others, oldest first."""
    return _items(session, viewer, may_decide_sql(viewer), limit)


def reviews(session: Session, viewer: PersonViewer) -> ReviewQueue:
    """What waits for this viewer, and what waits for others where they lead, in a few reads."""
    return ReviewQueue(
        mine=review_queue(session, viewer),
        mine_count=_count(session, may_decide_sql(viewer)),
        around=_items(session, viewer, around_sql(viewer), SHOWN),
        around_count=_count(session, around_sql(viewer)),
    )


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.exec(
        select(sa.func.count())
        .select_from(Submission)
        .outerjoin(Cluster, col(Cluster.id) == Submission.cluster_id)
        .where(col(Submission.state).in_(OPEN_STATES), condition)
    ).one()


def _home(submission: Submission) -> Place:
    """Of minutes, which have no school, it is the cluster whose step it is."""
    urn = submission.school_urn
    return urn, submission.cluster_id if urn is None else None


def _region_of(cluster: Cluster | None) -> int | None:
    return cluster.region_id if cluster else None


def _items(
    session: Session, viewer: PersonViewer, condition: ColumnElement[bool], limit: int
) -> list[ReviewItem]:
    rows = session.exec(
        select(Submission, Revision.id, Revision.title, Cluster)
        .join(
            Revision,
            sa.and_(
                col(Revision.item_id) == Submission.item_id,
                col(Revision.number) == Submission.revision_number,
            ),
        )
        .outerjoin(Cluster, col(Cluster.id) == Submission.cluster_id)
        .where(col(Submission.state).in_(OPEN_STATES), condition)
        .order_by(
            col(Submission.state).desc(),
            col(Submission.raised_at).is_(None),
            col(Submission.asked_at),
            col(Submission.id),
        )
        .limit(limit)
    ).all()
    revisions = [row[1] for row in rows]
    places = homes(session, [_home(row[0]) for row in rows])
    names = bylines(session, revisions)
    checked = privacy_checks(session, revisions)
    leads = leads_around(session, [row[0].school_urn for row in rows], [row[0].cluster_id for row in rows])
    asked = {
        submission.id: SubmissionFacts(
            audience=submission.audience,
            state=submission.state,
            asked_by=submission.asked_by,
            byline=frozenset(name.person_id for name in names[revision]),
            approvers=leads.of(submission.school_urn, submission.cluster_id, _region_of(cluster)),
            taken_over_by=submission.taken_over_by,
        )
        for submission, revision, _, cluster in rows
    }
    everybody = {one for facts in asked.values() for one in deciders_of(facts) | {facts.asked_by}}
    people = people_by_id(session, everybody)
    decides = {one for one, facts in asked.items() if may_decide(viewer, facts)}
    # Who only sees that it waits is told nothing of a draft: neither what it is called nor who writes it.
    others = items_known(session, viewer, [row[0].item_id for row in rows if row[0].id not in decides])
    read = {item: known.title for item, known in others.items() if known.title is not None}
    return [
        ReviewItem(
            submission=submission.id,
            story_id=submission.item_id,
            title=title if submission.id in decides else read.get(submission.item_id),
            home=places[_home(submission)].ref,
            school=places[_home(submission)].school,
            audience=submission.audience,
            state=submission.state,
            asked_by=people[submission.asked_by],
            asked_at=submission.asked_at,
            revision=submission.revision_number,
            waiting_since=submission.asked_at,
            school_days=school_days_waited(submission),
            raised=submission.raised_at is not None,
            byline=names[revision] if submission.id in decides or submission.item_id in read else [],
            privacy=checked.get(revision),
            cluster=cluster_ref(cluster),
            waiting_for=waiting_for(asked[submission.id], people),
            can_decide=submission.id in decides,
            can_take_over=bool(may_take_over(viewer, asked[submission.id])),
        )
        for submission, revision, title, cluster in rows
    ]
