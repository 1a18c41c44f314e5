"""Planning, starting and ending the meetings of a cluster."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from app import clock
from app.actions.audit import record
from app.errors import Conflict
from app.events import ClusterNews, emit
from app.models.boards import Board, BoardState
from app.models.meetings import Meeting, MeetingState
from app.policies.answers import require
from app.policies.boards import may_plan
from app.policies.viewers import PersonViewer
from app.schemas.board_plan import BoardPlan

CODE_LETTERS = "ACDEFGHJKMNPQRTUVWXY3479"
"""Without those that are taken for another when read from a wall."""
CODE_LENGTH = 6


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
) -> Meeting:
    """A meeting with its board, not yet live."""
    require(may_plan(viewer, cluster_id))
    now = clock.now()
    meeting = Meeting(
        cluster_id=cluster_id,
        title=title,
        starts_at=starts_at,
        lasts_minutes=lasts_minutes,
        place=place,
        agenda=agenda,
        facilitator_id=facilitator_id,
        state=MeetingState.planned,
        created_by=viewer.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(meeting)
    session.flush()
    session.add(
        Board(
            meeting_id=meeting.id,
            state=BoardState.planned,
            plan=plan.model_dump(mode="json"),
            anonymous=plan.anonymous,
            facilitator_id=facilitator_id,
        )
    )
    record(session, viewer.person_id, "meeting.planned", "meeting", meeting.id)
    emit(session, ClusterNews(cluster_id, "meetings"))
    session.flush()
    return meeting


def start_meeting(session: Session, viewer: PersonViewer, meeting: Meeting) -> Board:
    """Open its board to those who may come."""
    if meeting.state is not MeetingState.planned:
        raise Conflict("This meeting has started already, or is over.")
    board = session.exec(select(Board).where(Board.meeting_id == meeting.id)).one()
    meeting.state = MeetingState.live
    meeting.started_at = meeting.updated_at = clock.now()
    meeting.version += 1
    board.state = BoardState.open
    board.key = secrets.token_bytes(32)
    board.code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    board.door_open = True
    session.add_all([meeting, board])
    record(session, viewer.person_id, "meeting.started", "meeting", meeting.id)
    emit(session, ClusterNews(meeting.cluster_id, "meetings"))
    session.flush()
    return board
