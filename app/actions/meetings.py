"""Planning, changing, starting and calling off the meetings of a cluster."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.boards.opening import open_board
from app.actions.invitations import invite, tell_invited
from app.errors import Changed, Conflict, Invalid
from app.events import ClusterNews, emit
from app.models.boards import Board, BoardState
from app.models.meetings import Meeting, MeetingInvitation, MeetingState
from app.models.notices import NoticeKind
from app.models.people import Person
from app.policies.answers import require
from app.policies.boards import may_plan
from app.policies.meetings import may_cancel, may_change, may_start
from app.policies.viewers import PersonViewer
from app.queries.boards import board_facts
from app.queries.cluster_people import people_of_cluster
from app.queries.meetings import board_of
from app.queries.viewers import person_viewer
from app.schemas.board_plan import BoardPlan

REMINDED = timedelta(hours=26)
"""So that it is told on the day before, whenever the meeting is."""
WORTH_TELLING = frozenset({"starts_at", "lasts_minutes", "place", "facilitator_id"})


def plan_meeting(
    session: Session,
    viewer: PersonViewer,
    cluster_id: int,
    *,
    title: str,
    starts_at: datetime,
    lasts_minutes: int,
    facilitator_id: UUID,
    plan: BoardPlan,
    place: str = "",
    agenda: str = "",
    template_id: UUID | None = None,
    people: Collection[UUID] = (),
    whole_cluster: bool = False,
    meeting_id: UUID | None = None,
    board_id: UUID | None = None,
) -> Meeting:
    """A meeting with its board, not yet live; ``people``, and with ``whole_cluster`` everybody in it, are
    asked to come. The two ids are for whoever wants the addresses known beforehand."""
    require(may_plan(viewer, cluster_id))
    now = clock.now()
    meeting = Meeting(
        id=meeting_id or uuid4(),
        cluster_id=cluster_id,
        title=title,
        starts_at=starts_at,
        lasts_minutes=lasts_minutes,
        place=place,
        agenda=agenda,
        facilitator_id=facilitator_id,
        template_id=template_id,
        state=MeetingState.planned,
        created_by=viewer.person_id,
        created_at=now,
        updated_at=now,
    )
    _must_know(session, facilitator_id)
    session.add(meeting)
    session.flush()
    session.add(
        Board(
            id=board_id or uuid4(),
            meeting_id=meeting.id,
            state=BoardState.planned,
            plan=plan.model_dump(mode="json"),
            anonymous=plan.anonymous,
            facilitator_id=facilitator_id,
        )
    )
    session.flush()
    asked = set(people) | (people_of_cluster(session, cluster_id) if whole_cluster else set())
    if asked:
        invite(session, viewer, meeting, asked | {facilitator_id})
    _require_able(session, meeting, facilitator_id)
    _note(session, viewer, meeting, "planned")
    session.flush()
    return meeting


def change_meeting(
    session: Session,
    viewer: PersonViewer,
    meeting: Meeting,
    *,
    version: int,
    plan: BoardPlan | None = None,
    **values: Any,
) -> None:
    """Change what is given of a planned meeting: columns of ``Meeting``, and the ``plan`` of its board.

    Those who were asked to come are told of another time, place or facilitator.
    """
    board = board_of(session, meeting.id)
    require(may_change(viewer, board_facts(session, board)))
    different = {name: value for name, value in values.items() if getattr(meeting, name) != value}
    _must_know(session, different.get("facilitator_id", meeting.facilitator_id))
    _next_version(session, meeting, MeetingState.planned, version, different)
    if "facilitator_id" in different:
        _require_able(session, meeting, meeting.facilitator_id)
        board.facilitator_id = meeting.facilitator_id
    if plan is not None:
        board.plan, board.anonymous = plan.model_dump(mode="json"), plan.anonymous
    session.add(board)
    if WORTH_TELLING & set(different):
        tell_invited(session, viewer, meeting, NoticeKind.meeting_changed)
    _note(session, viewer, meeting, "changed", fields=sorted(different))
    session.flush()


def cancel_meeting(
    session: Session, viewer: PersonViewer, meeting: Meeting, *, version: int, reason: str = ""
) -> None:
    """Call a planned meeting off, and tell those who were asked to come."""
    require(may_cancel(viewer, board_facts(session, board_of(session, meeting.id))))
    _next_version(
        session,
        meeting,
        MeetingState.planned,
        version,
        {"state": MeetingState.cancelled, "cancelled_because": reason},
    )
    tell_invited(session, viewer, meeting, NoticeKind.meeting_cancelled, message=reason)
    _note(session, viewer, meeting, "cancelled")
    session.flush()


def start_meeting(session: Session, viewer: PersonViewer, meeting: Meeting) -> Board:
    """Open its board to those who may come."""
    board = board_of(session, meeting.id)
    require(may_start(viewer, board_facts(session, board)))
    starting = {"state": MeetingState.live, "started_at": clock.now()}
    _next_version(session, meeting, MeetingState.planned, None, starting)
    open_board(session, board)
    _note(session, viewer, meeting, "started")
    session.flush()
    return board


def remind_of_meetings(session: Session, now: datetime) -> int:
    """Tell those who were asked to come, once, of each planned meeting that begins within ``REMINDED``.

    Returns of how many meetings.
    """
    soon = session.exec(
        select(Meeting)
        .where(
            Meeting.state == MeetingState.planned,
            col(Meeting.starts_at).between(now, now + REMINDED),
            col(Meeting.reminded_at).is_(None),
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()
    for meeting in soon:
        # Two workers may look at the same moment; one of them finds that it has been done.
        if not session.exec(
            sa.update(Meeting)
            .where(col(Meeting.id) == meeting.id, col(Meeting.reminded_at).is_(None))
            .values(reminded_at=now)
        ).rowcount:
            continue
        tell_invited(session, None, meeting, NoticeKind.meeting_soon)
        record(session, None, "meeting.reminded", "meeting", meeting.id)
    return len(soon)


def _next_version(
    session: Session,
    meeting: Meeting,
    state: MeetingState,
    version: int | None,
    values: dict[str, Any],
) -> None:
    """Change the row on condition that it is in ``state`` and, if one is given, still in that version."""
    at = [col(Meeting.version) == version] if version is not None else []
    done = session.exec(
        sa.update(Meeting)
        .where(col(Meeting.id) == meeting.id, col(Meeting.state) == state, *at)
        .values(version=col(Meeting.version) + 1, updated_at=clock.now(), **values),
        execution_options={"synchronize_session": False},
    ).rowcount
    session.refresh(meeting)
    if done:
        return
    match meeting.state:
        case MeetingState.planned:
            raise Changed("Somebody else changed this meeting in the meantime. Look at theirs first.")
        case MeetingState.cancelled:
            raise Conflict("This meeting has been called off.")
        case _:
            raise Conflict("This meeting has started already, or is over.")


def _must_know(session: Session, facilitator_id: UUID) -> None:
    if session.get(Person, facilitator_id) is None:
        raise Invalid("Choose who facilitates: nobody is known by what was sent.")


def _require_able(session: Session, meeting: Meeting, person_id: UUID) -> None:
    """A facilitator is somebody who may come."""
    able = meeting.cluster_id in person_viewer(session, person_id).clusters
    visits = select(MeetingInvitation.person_id).where(
        MeetingInvitation.meeting_id == meeting.id,
        MeetingInvitation.person_id == person_id,
        col(MeetingInvitation.visitor),
    )
    if not able and session.exec(visits).first() is None:
        raise Invalid("Somebody from another cluster can facilitate once they have been invited.")


def _note(session: Session, viewer: PersonViewer, meeting: Meeting, what: str, **detail: Any) -> None:
    record(session, viewer.person_id, f"meeting.{what}", "meeting", meeting.id, **detail)
    emit(session, ClusterNews(meeting.cluster_id, "meetings"))
