"""What waits for whom: a lead's review queue."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression
from sqlmodel import Session, col, select

from app.models.items import (
    OPEN_STATES,
    Audience,
    Item,
    Revision,
    RevisionByline,
    Submission,
    SubmissionState,
)
from app.models.people import Holding, Role, Seat
from app.models.places import Cluster
from app.policies.viewers import PersonViewer
from app.queries.people import people_by_id
from app.queries.places import schools_by_urn
from app.queries.viewers import holding_now
from app.schemas.stories import ReviewItem


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
    """The condition that an open ``Submission`` falls to ``viewer``: ``policies.items.approvers_of`` as SQL.

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
    )


def count_reviews(session: Session, viewer: PersonViewer) -> int:
    """How many submissions wait for this viewer."""
    return session.exec(
        select(sa.func.count())
        .select_from(Submission)
        .outerjoin(Cluster, col(Cluster.id) == Submission.cluster_id)
        .where(Submission.state == SubmissionState.waiting, may_decide_sql(viewer))
    ).one()


def review_queue(session: Session, viewer: PersonViewer, *, limit: int = 100) -> list[ReviewItem]:
    """What falls to this viewer to decide, waiting before those sent back, each oldest first."""
    rows = session.exec(
        select(Submission, Revision.title, Item.home_school_urn)
        .join(Item, col(Item.id) == Submission.item_id)
        .join(
            Revision,
            sa.and_(
                col(Revision.item_id) == Submission.item_id,
                col(Revision.number) == Submission.revision_number,
            ),
        )
        .outerjoin(Cluster, col(Cluster.id) == Submission.cluster_id)
        .where(col(Submission.state).in_(OPEN_STATES), may_decide_sql(viewer))
        .order_by(col(Submission.state).desc(), col(Submission.asked_at))
        .limit(limit)
    ).all()
    people = people_by_id(session, [row[0].asked_by for row in rows])
    schools = schools_by_urn(session, [row[2] for row in rows])
    return [
        ReviewItem(
            submission=submission.id,
            story_id=submission.item_id,
            title=title,
            school=schools[urn or 0],
            audience=submission.audience,
            state=submission.state,
            asked_by=people[submission.asked_by],
            asked_at=submission.asked_at,
            revision=submission.revision_number,
        )
        for submission, title, urn in rows
    ]
