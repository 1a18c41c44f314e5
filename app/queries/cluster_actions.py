"""Actions of clusters as the people see them who may."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app import clock
from app.errors import NotFound
from app.models.boards import Board
from app.models.cluster_actions import ClusterAction
from app.models.meetings import Meeting
from app.models.places import Cluster
from app.policies.answers import Denied
from app.policies.cluster_actions import ActionFacts, may_add, may_change, may_see
from app.policies.viewers import PersonViewer, Viewer
from app.queries.people import people_by_id
from app.queries.places import cluster_ref, schools_by_urn
from app.queries.recommendations import recommendations_by_id
from app.schemas.cluster_actions import ActionCan, ActionList, ActionMeeting, ActionView

NO_SUCH_ACTION = "There is no such action, or it is another cluster's."
MOST_OPEN, MOST_DONE = 200, 30
SOON = timedelta(days=7)


def action_is_mine(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that ``viewer`` sees a ``ClusterAction``: ``policies.cluster_actions.may_see`` as SQL."""
    if not isinstance(viewer, PersonViewer) or not viewer.has_seat:
        return sa.false()
    return sa.or_(col(ClusterAction.cluster_id).in_(viewer.clusters), _owned(viewer))


def _owned(viewer: PersonViewer) -> ColumnElement[bool]:
    return sa.or_(
        col(ClusterAction.owner_person_id) == viewer.person_id,
        col(ClusterAction.owner_school_urn).in_(viewer.schools),
    )


def is_open() -> ColumnElement[bool]:
    """The condition that a ``ClusterAction`` is neither done nor dropped."""
    return sa.and_(col(ClusterAction.done_on).is_(None), col(ClusterAction.dropped_on).is_(None))


def get_action(session: Session, viewer: Viewer, action_id: UUID) -> tuple[ClusterAction, ActionFacts]:
    """An action that ``viewer`` sees with its facts, or ``NotFound``."""
    action = session.get(ClusterAction, action_id)
    if action is None:
        raise NotFound(NO_SUCH_ACTION)
    facts = facts_of(session, [action])[action.id]
    if not may_see(viewer, facts):
        raise NotFound(NO_SUCH_ACTION)
    return action, facts


def facts_of(session: Session, actions: Sequence[ClusterAction]) -> dict[UUID, ActionFacts]:
    """What policies need to know of these actions, in one read."""
    meetings = {one.meeting_id for one in actions if one.meeting_id is not None}
    facilitators: dict[UUID | None, UUID] = dict(
        session.exec(
            select(Board.meeting_id, Board.facilitator_id).where(col(Board.meeting_id).in_(meetings))
        ).all()
        if meetings
        else ()
    )
    return {
        one.id: ActionFacts(
            cluster_id=one.cluster_id,
            owner_person_id=one.owner_person_id,
            owner_school_urn=one.owner_school_urn,
            facilitator_id=facilitators.get(one.meeting_id),
            is_dropped=one.dropped_on is not None,
        )
        for one in actions
    }


def list_actions(
    session: Session, viewer: PersonViewer, *, cluster: int | None = None, mine: bool = False
) -> ActionList:
    """Actions that the viewer sees: all, a cluster's, or what is theirs to do."""
    wanted = [
        action_is_mine(viewer),
        _owned(viewer) if mine else sa.true(),
        col(ClusterAction.cluster_id) == cluster if cluster is not None else sa.true(),
    ]
    due, key = col(ClusterAction.due_on), col(ClusterAction.id)
    now_open = session.exec(
        select(ClusterAction)
        .where(*wanted, is_open())
        .order_by(due.is_(None), due, col(ClusterAction.created_at), key)
        .limit(MOST_OPEN)
    ).all()
    done = session.exec(
        select(ClusterAction)
        .where(*wanted, col(ClusterAction.done_on).is_not(None), col(ClusterAction.dropped_on).is_(None))
        .order_by(col(ClusterAction.done_on).desc(), key)
        .limit(MOST_DONE)
    ).all()
    views = {one.id: one for one in action_views(session, viewer, [*now_open, *done])}
    return ActionList(
        open=[views[one.id] for one in now_open],
        done=[views[one.id] for one in done],
        can_add=cluster is not None and bool(may_add(viewer, cluster)),
    )


def due_actions(session: Session, viewer: PersonViewer, *, limit: int) -> list[ActionView]:
    """What is the viewer's to do and due within a week, or overdue; the longest first."""
    rows = session.exec(
        select(ClusterAction)
        .where(
            action_is_mine(viewer),
            _owned(viewer),
            is_open(),
            col(ClusterAction.due_on) <= clock.today() + SOON,
        )
        .order_by(col(ClusterAction.due_on), col(ClusterAction.id))
        .limit(limit)
    ).all()
    return action_views(session, viewer, rows)


def action_views(
    session: Session, viewer: PersonViewer, actions: Sequence[ClusterAction]
) -> list[ActionView]:
    """These actions in their order, in a constant number of reads."""
    if not actions:
        return []
    facts = facts_of(session, actions)
    clusters = {
        one.id: cluster_ref(one)
        for one in session.exec(
            select(Cluster).where(col(Cluster.id).in_({one.cluster_id for one in actions}))
        ).all()
    }
    meetings = {
        key: ActionMeeting(id=key, title=title, starts_at=starts_at)
        for key, title, starts_at in session.exec(
            select(Meeting.id, Meeting.title, Meeting.starts_at).where(
                col(Meeting.id).in_({one.meeting_id for one in actions if one.meeting_id})
            )
        ).all()
    }
    people = people_by_id(session, [one.owner_person_id for one in actions])
    schools = schools_by_urn(session, [one.owner_school_urn for one in actions])
    about = recommendations_by_id(
        session, [one.recommendation_id for one in actions if one.recommendation_id]
    )
    found = []
    for one in actions:
        cluster = clusters[one.cluster_id]
        assert cluster is not None
        answer = may_change(viewer, facts[one.id])
        found.append(
            ActionView(
                id=one.id,
                cluster=cluster,
                # Who sees an action only because it is theirs is told nothing else of the cluster's meetings.
                meeting=meetings.get(one.meeting_id)
                if one.meeting_id and one.cluster_id in viewer.clusters
                else None,
                text=one.text,
                owner_person=people.get(one.owner_person_id) if one.owner_person_id else None,
                owner_school=schools.get(one.owner_school_urn) if one.owner_school_urn else None,
                due_on=one.due_on,
                overdue=one.due_on is not None and one.done_on is None and one.due_on < clock.today(),
                recommendation=about.get(one.recommendation_id) if one.recommendation_id else None,
                done_on=one.done_on,
                dropped_on=one.dropped_on,
                mine=facts[one.id].owned_by(viewer),
                version=one.version,
                can=ActionCan(
                    change=bool(answer), reason=answer.reason if isinstance(answer, Denied) else ""
                ),
            )
        )
    return found
