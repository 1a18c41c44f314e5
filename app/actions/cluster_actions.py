"""Actions of clusters outside the board: added, changed, done, dropped; and telling whose they are."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.boards.actions import lock_boards, tell_boards
from app.actions.notices import tell
from app.errors import Changed, Conflict, Invalid
from app.events import ClusterNews, emit
from app.models.base import UtcDateTime
from app.models.boards import BoardAction, BoardParticipant
from app.models.cluster_actions import ClusterAction
from app.models.evidence import Recommendation
from app.models.notices import Notice, NoticeKind
from app.models.people import Holding, Role, Seat
from app.models.places import ClusterMembership
from app.policies.answers import require
from app.policies.cluster_actions import ActionFacts, may_add, may_change
from app.policies.viewers import PersonViewer
from app.queries.cluster_actions import is_open
from app.queries.viewers import holding_now, membership_now, person_viewer

OWNERS = {"owner_person_id": "owner_school_urn", "owner_school_urn": "owner_person_id"}


def add_action(
    session: Session,
    viewer: PersonViewer,
    cluster_id: int,
    *,
    text: str,
    owner_person_id: UUID | None = None,
    owner_school_urn: int | None = None,
    due_on: date | None = None,
    recommendation_id: int | None = None,
) -> ClusterAction:
    """An action of a cluster between its meetings. It stands on the board of the next."""
    require(may_add(viewer, cluster_id))
    action = ClusterAction(
        cluster_id=cluster_id,
        text=text,
        owner_person_id=owner_person_id,
        owner_school_urn=owner_school_urn,
        due_on=due_on,
        recommendation_id=recommendation_id,
        created_at=clock.now(),
    )
    _must_be_possible(session, cluster_id, action.model_dump(include={*OWNERS, "recommendation_id"}))
    session.add(action)
    session.flush()
    _note(session, viewer, action, "added")
    _tell_owner(session, viewer.person_id, action)
    return action


def change_action(
    session: Session,
    viewer: PersonViewer,
    action: ClusterAction,
    facts: ActionFacts,
    *,
    version: int,
    **values: Any,
) -> None:
    """Change what is given of it; ``Changed`` if somebody did since ``version`` was read."""
    require(may_change(viewer, facts))
    for one, other in OWNERS.items():
        if values.get(one) is not None:
            values[other] = None
    new = {name: value for name, value in values.items() if getattr(action, name) != value}
    _must_be_possible(session, action.cluster_id, new)
    _put(session, action, new, version)
    _note(session, viewer, action, "edited", fields=sorted(new))
    if new.keys() & OWNERS.keys():
        _tell_owner(session, viewer.person_id, action)


def say_done(
    session: Session, viewer: PersonViewer, action: ClusterAction, facts: ActionFacts, *, done: bool
) -> None:
    """It is done, or not done after all. Saying so twice is no harm."""
    require(may_change(viewer, facts))
    if (action.done_on is not None) is not done:
        _put(session, action, {"done_on": clock.today() if done else None})
        _note(session, viewer, action, "done" if done else "reopened")


def drop_action(
    session: Session, viewer: PersonViewer, action: ClusterAction, facts: ActionFacts, *, reason: str
) -> None:
    """It will not be done: it comes back at no meeting."""
    require(may_change(viewer, facts))
    _put(session, action, {"dropped_on": clock.today()})
    _note(session, viewer, action, "dropped", reason=reason)


def tell_owners(session: Session, board_id: UUID, by: UUID | None) -> None:
    """After a meeting: let those know who were given an action and were not there to hear it, once."""
    told = sa.exists(
        select(Notice.id).where(Notice.kind == NoticeKind.action_given, Notice.action_id == ClusterAction.id)
    )
    came = select(BoardParticipant.person_id).where(
        BoardParticipant.board_id == board_id, col(BoardParticipant.person_id).is_not(None)
    )
    given = session.exec(
        select(ClusterAction)
        .join(BoardAction, col(BoardAction.action_id) == ClusterAction.id)
        .where(BoardAction.board_id == board_id, sa.not_(col(BoardAction.carried)), is_open(), sa.not_(told))
    ).all()
    there = set(session.exec(came).all())
    for action in given:
        _tell_owner(session, by, action, but=there)


def remind_of_actions(session: Session, today: date) -> int:
    """Tell whose they are of open actions that are due, once for each day they were due on; how many."""
    due = session.exec(
        select(ClusterAction)
        .where(is_open(), col(ClusterAction.due_on) <= today)
        .order_by(col(ClusterAction.id))
    ).all()
    told: dict[UUID | None, datetime] = dict(
        session.exec(
            select(Notice.action_id, sa.type_coerce(sa.func.max(Notice.at), UtcDateTime()))
            .where(Notice.kind == NoticeKind.action_due, col(Notice.action_id).in_([one.id for one in due]))
            .group_by(col(Notice.action_id))
        ).all()
    )
    reminded = 0
    for action in due:
        last = told.get(action.id)
        assert action.due_on is not None
        since = datetime.combine(action.due_on, time.min, clock.LONDON)
        if last is not None and last >= since:
            continue
        owners = _owners(session, action)
        tell(session, NoticeKind.action_due, owners, action=action.id, meeting=action.meeting_id)
        reminded += bool(owners)
    return reminded


def _owners(session: Session, action: ClusterAction) -> set[UUID]:
    """Whose it is; of a school's, its School Leads."""
    if action.owner_person_id is not None:
        return {action.owner_person_id}
    if action.owner_school_urn is None:
        return set()
    return set(
        session.exec(
            select(Holding.person_id)
            .join(Seat, col(Seat.id) == Holding.seat_id)
            .where(Seat.role == Role.school_lead, Seat.school_urn == action.owner_school_urn, holding_now())
        ).all()
    )


def _tell_owner(
    session: Session, by: UUID | None, action: ClusterAction, but: Collection[UUID | None] = ()
) -> None:
    people = _owners(session, action) - set(but)
    tell(session, NoticeKind.action_given, people, by=by, action=action.id, meeting=action.meeting_id)


def _must_be_possible(session: Session, cluster_id: int, values: dict[str, Any]) -> None:
    person, school = values.get("owner_person_id"), values.get("owner_school_urn")
    if person is not None and cluster_id not in person_viewer(session, person).clusters:
        raise Invalid("Actions are given to people of the cluster.")
    if school is not None:
        here = select(ClusterMembership.school_urn).where(
            ClusterMembership.cluster_id == cluster_id,
            ClusterMembership.school_urn == school,
            membership_now(),
        )
        if session.exec(here).first() is None:
            raise Invalid("Actions are given to schools of the cluster.")
    about = values.get("recommendation_id")
    if about is not None and session.get(Recommendation, about) is None:
        raise Invalid("This recommendation is not in any guidance here.")


def _put(session: Session, action: ClusterAction, values: dict[str, Any], version: int | None = None) -> None:
    """Change the row on condition that it was not dropped and, if one is given, still is in that version."""
    lock_boards(session, action.id)
    at = [col(ClusterAction.version) == version] if version is not None else []
    done = session.exec(
        sa.update(ClusterAction)
        .where(col(ClusterAction.id) == action.id, col(ClusterAction.dropped_on).is_(None), *at)
        .values(version=col(ClusterAction.version) + 1, **values)
    ).rowcount
    session.refresh(action)
    if done:
        return
    if action.dropped_on is not None:
        raise Conflict("This action was dropped meanwhile.")
    raise Changed("Somebody else changed this action in the meantime. Look at theirs first.")


def _note(session: Session, viewer: PersonViewer, action: ClusterAction, what: str, **detail: Any) -> None:
    record(session, viewer.person_id, f"action.{what}", "cluster_action", action.id, **detail)
    emit(session, ClusterNews(action.cluster_id, "actions"))
    tell_boards(session, action.id)
