"""Asking people to come to a meeting, and what they answer."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.notices import tell
from app.errors import Conflict, Invalid, NotFound
from app.events import BoardAccessChanged, ClusterNews, emit
from app.models.meetings import Meeting, MeetingAnswer, MeetingInvitation, MeetingState
from app.models.notices import NoticeKind
from app.models.people import Holding
from app.policies.answers import require
from app.policies.meetings import may_invite, may_say_whether_coming
from app.policies.viewers import PersonViewer
from app.queries.boards import board_facts
from app.queries.cluster_people import people_of_cluster
from app.queries.meetings import board_of
from app.queries.viewers import holding_now, person_viewer


def invite(
    session: Session,
    viewer: PersonViewer,
    meeting: Meeting,
    people: Collection[UUID],
    *,
    whole_cluster: bool = False,
) -> None:
    """Ask ``people`` to come, each once; who is from another cluster comes as a visitor.

    Facilitators of a meeting that is being planned ask by planning it.
    """
    require(may_invite(viewer, board_facts(session, board_of(session, meeting.id))))
    if meeting.state not in (MeetingState.planned, MeetingState.live):
        raise Conflict("This meeting is over, or has been called off.")
    wanted = set(people) | (people_of_cluster(session, meeting.cluster_id) if whole_cluster else set())
    seated = set(
        session.exec(select(Holding.person_id).where(col(Holding.person_id).in_(wanted), holding_now())).all()
    )
    if wanted - seated:
        raise Invalid(
            "Only people who hold a seat today can be invited. Others can come by the meeting's code."
        )
    asked = session.exec(
        select(MeetingInvitation.person_id).where(MeetingInvitation.meeting_id == meeting.id)
    ).all()
    new = sorted(wanted - set(asked))
    own = people_of_cluster(session, meeting.cluster_id)
    for person in new:
        visitor = person not in own and meeting.cluster_id not in person_viewer(session, person).clusters
        session.add(
            MeetingInvitation(
                meeting_id=meeting.id,
                person_id=person,
                visitor=visitor,
                invited_by=viewer.person_id,
                invited_at=clock.now(),
                answer=MeetingAnswer.coming if person == viewer.person_id else MeetingAnswer.waiting,
                answered_at=clock.now() if person == viewer.person_id else None,
            )
        )
    if not new:
        return
    session.flush()
    tell(session, NoticeKind.meeting_planned, new, by=viewer.person_id, meeting=meeting.id)
    record(session, viewer.person_id, "meeting.invited", "meeting", meeting.id, number=len(new))
    emit(session, ClusterNews(meeting.cluster_id, "meetings"))


def uninvite(session: Session, viewer: PersonViewer, meeting: Meeting, person: UUID) -> None:
    """Take an invitation back. A visitor can no longer come; the cluster's own people still may."""
    board = board_of(session, meeting.id)
    require(may_invite(viewer, board_facts(session, board)))
    asked = session.get(MeetingInvitation, (meeting.id, person))
    if asked is None:
        raise NotFound("They were not asked to come.")
    if person == board.facilitator_id:
        raise Conflict("They facilitate this meeting. Choose another facilitator first.")
    session.delete(asked)
    record(session, viewer.person_id, "meeting.uninvited", "meeting", meeting.id, person=str(person))
    emit(session, ClusterNews(meeting.cluster_id, "meetings"))
    if asked.visitor:
        emit(session, BoardAccessChanged(board.id))
    session.flush()


def say_whether_coming(
    session: Session, viewer: PersonViewer, meeting: Meeting, answer: MeetingAnswer
) -> None:
    """The viewer's own answer; who may come without having been asked can say so too."""
    require(may_say_whether_coming(viewer, board_facts(session, board_of(session, meeting.id))))
    if meeting.state is not MeetingState.planned:
        raise Conflict("This meeting has begun, or has been called off.")
    asked = session.get(MeetingInvitation, (meeting.id, viewer.person_id)) or MeetingInvitation(
        meeting_id=meeting.id,
        person_id=viewer.person_id,
        invited_by=viewer.person_id,
        invited_at=clock.now(),
    )
    asked.answer, asked.answered_at = answer, clock.now()
    session.add(asked)
    record(session, viewer.person_id, "meeting.answered", "meeting", meeting.id, answer=answer.value)
    emit(session, ClusterNews(meeting.cluster_id, "meetings"))
    session.flush()


def tell_invited(
    session: Session, viewer: PersonViewer | None, meeting: Meeting, kind: NoticeKind, *, message: str = ""
) -> None:
    """Let everybody know who was asked to come and has not said no."""
    people = session.exec(
        select(MeetingInvitation.person_id).where(
            MeetingInvitation.meeting_id == meeting.id,
            sa.or_(
                col(MeetingInvitation.answer) != MeetingAnswer.not_coming,
                sa.literal(kind is NoticeKind.meeting_changed),
            ),
        )
    ).all()
    by = viewer.person_id if viewer else None
    tell(session, kind, people, by=by, meeting=meeting.id, message=message)
