"""Meetings as the people see them who may come to them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from app import clock
from app.errors import NotFound
from app.models.boards import Board, BoardParticipant
from app.models.meetings import Meeting, MeetingAnswer, MeetingInvitation, MeetingState
from app.models.places import Cluster
from app.policies.viewers import PersonViewer, Viewer
from app.queries.paging import PAGE, after, encode
from app.queries.people import people_by_id
from app.queries.places import cluster_ref
from app.schemas.base import Page
from app.schemas.meetings import MeetingSummary

NO_SUCH_MEETING = "There is no such meeting, or it is another cluster's."
MOST_COMING = 200
SOON = timedelta(days=60)


def meeting_is_mine(viewer: Viewer) -> ColumnElement[bool]:
    """The condition that ``viewer`` may come to a ``Meeting``: the SQL of the policies' ``may_come``."""
    if not isinstance(viewer, PersonViewer) or not viewer.has_seat:
        return sa.false()
    visited = select(MeetingInvitation.meeting_id).where(
        MeetingInvitation.person_id == viewer.person_id, col(MeetingInvitation.visitor)
    )
    return sa.or_(col(Meeting.cluster_id).in_(viewer.clusters), col(Meeting.id).in_(visited))


def get_meeting(session: Session, meeting_id: UUID) -> Meeting:
    """The meeting, or ``NotFound``. Ask a policy before showing it."""
    found = session.get(Meeting, meeting_id)
    if found is None:
        raise NotFound(NO_SUCH_MEETING)
    return found


def board_of(session: Session, meeting_id: UUID) -> Board:
    """A meeting's board: there is always one."""
    return session.exec(select(Board).where(Board.meeting_id == meeting_id)).one()


def list_meetings(
    session: Session,
    viewer: PersonViewer,
    *,
    when: Literal["coming", "past"],
    cluster: int | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[MeetingSummary]:
    """Live and planned meetings, the next first and all at once; or those that are over, the newest first.

    One that was called off stands among those that are coming until its day has passed.
    """
    now = clock.now()
    off = col(Meeting.state) == MeetingState.cancelled
    coming = sa.or_(
        col(Meeting.state).in_([MeetingState.live, MeetingState.planned]),
        sa.and_(off, col(Meeting.starts_at) > now),
    )
    mine = [meeting_is_mine(viewer), _of(cluster)]
    starts, key = col(Meeting.starts_at), col(Meeting.id)
    if when == "coming":
        live_first = sa.case((col(Meeting.state) == MeetingState.live, 0), else_=1)
        rows = session.exec(
            select(Meeting).where(*mine, coming).order_by(live_first, starts, key).limit(MOST_COMING)
        ).all()
        return Page(items=summaries(session, viewer, rows))
    rows = session.exec(
        select(Meeting)
        .where(*mine, sa.not_(coming), after(cursor, starts, key))
        .order_by(starts.desc(), key.desc())
        .limit(limit + 1)
    ).all()
    shown = rows[:limit]
    return Page(
        items=summaries(session, viewer, shown),
        next=encode(shown[-1].starts_at, shown[-1].id) if len(rows) > limit else None,
    )


def next_meetings(
    session: Session, viewer: PersonViewer, *, cluster: int | None = None, limit: int = 3
) -> list[MeetingSummary]:
    """Live ones and those of the next weeks that are the viewer's own: of a cluster they belong to or lead,
    or that they were asked to come to or to facilitate."""
    asked = select(MeetingInvitation.meeting_id).where(MeetingInvitation.person_id == viewer.person_id)
    near = sa.or_(
        col(Meeting.cluster_id).in_(viewer.member_clusters | viewer.clusters_led),
        col(Meeting.facilitator_id) == viewer.person_id,
        col(Meeting.id).in_(asked),
    )
    now = clock.now()
    live = col(Meeting.state) == MeetingState.live
    soon = sa.and_(
        col(Meeting.state) == MeetingState.planned,
        col(Meeting.starts_at).between(now - timedelta(days=1), now + SOON),
    )
    rows = session.exec(
        select(Meeting)
        .where(
            meeting_is_mine(viewer),
            _of(cluster),
            sa.true() if cluster is not None else near,
            sa.or_(live, soon),
        )
        .order_by(sa.case((live, 0), else_=1), col(Meeting.starts_at), col(Meeting.id))
        .limit(limit)
    ).all()
    return summaries(session, viewer, rows)


def _of(cluster: int | None) -> ColumnElement[bool]:
    return sa.true() if cluster is None else col(Meeting.cluster_id) == cluster


def summaries(session: Session, viewer: PersonViewer, rows: Sequence[Meeting]) -> list[MeetingSummary]:
    """These meetings for a list, in their order, in a constant number of reads."""
    if not rows:
        return []
    ids = [one.id for one in rows]
    clusters = {
        one.id: one
        for one in session.exec(
            select(Cluster).where(col(Cluster.id).in_({row.cluster_id for row in rows}))
        ).all()
    }
    boards = {
        one.meeting_id: one for one in session.exec(select(Board).where(col(Board.meeting_id).in_(ids))).all()
    }
    facilitators = people_by_id(session, [board.facilitator_id for board in boards.values()])
    said = col(MeetingInvitation.answer) == MeetingAnswer.coming
    counted = {
        meeting: (asked, coming or 0)
        for meeting, asked, coming in session.exec(
            select(MeetingInvitation.meeting_id, sa.func.count(), sa.func.sum(sa.case((said, 1), else_=0)))
            .where(col(MeetingInvitation.meeting_id).in_(ids))
            .group_by(col(MeetingInvitation.meeting_id))
        ).all()
    }
    answers = dict(
        session.exec(
            select(MeetingInvitation.meeting_id, MeetingInvitation.answer).where(
                col(MeetingInvitation.meeting_id).in_(ids), MeetingInvitation.person_id == viewer.person_id
            )
        ).all()
    )
    came = dict(
        session.exec(
            select(Board.meeting_id, sa.func.count())
            .join(BoardParticipant, col(BoardParticipant.board_id) == Board.id)
            .where(
                col(Board.meeting_id).in_(ids),
                col(BoardParticipant.left_as).is_distinct_from("removed"),
            )
            .group_by(col(Board.meeting_id))
        ).all()
    )
    made = []
    for one in rows:
        home, board = cluster_ref(clusters[one.cluster_id]), boards[one.id]
        assert home is not None
        asked, coming = counted.get(one.id, (0, 0))
        made.append(
            MeetingSummary(
                id=one.id,
                title=one.title,
                cluster=home,
                state=one.state,
                starts_at=one.starts_at,
                lasts_minutes=one.lasts_minutes,
                place=one.place,
                facilitator=facilitators[board.facilitator_id],
                board=board.id,
                asked=asked,
                coming=coming,
                answer=MeetingAnswer(said_by) if (said_by := answers.get(one.id)) else None,
                visiting=one.cluster_id not in viewer.clusters,
                came=came.get(one.id, 0),
            )
        )
    return made
