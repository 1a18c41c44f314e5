"""A meeting's page: who was asked, who came, and what the viewer may do with it."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.content.markdown import render_markdown
from app.models.boards import Board, BoardParticipant, BoardState
from app.models.items import Item
from app.models.meetings import BoardTemplate, Meeting, MeetingInvitation, MeetingState
from app.models.people import Person
from app.policies.boards import BoardFacts, may_come
from app.policies.items import may_see_draft, readable_revision
from app.policies.meetings import may_cancel, may_change, may_invite, may_say_whether_coming, may_start
from app.policies.viewers import PersonViewer
from app.queries.items import item_facts
from app.queries.meetings import summaries
from app.queries.people import in_words, people_by_id, person_ref, seats_of
from app.schemas.board_plan import BoardPlan
from app.schemas.meetings import AskedView, CameView, MeetingCan, MeetingView, TemplateRef


def meeting_view(
    session: Session, viewer: PersonViewer, meeting: Meeting, board: Board, facts: BoardFacts
) -> MeetingView:
    """A meeting's page for somebody who may come to it."""
    (summary,) = summaries(session, viewer, [meeting])
    template = session.get(BoardTemplate, meeting.template_id) if meeting.template_id else None
    return MeetingView(
        **summary.model_dump(),
        agenda=meeting.agenda,
        agenda_html=render_markdown(meeting.agenda),
        template=TemplateRef(id=template.id, name=template.name) if template else None,
        plan=BoardPlan.model_validate(board.plan),
        anonymous=board.anonymous,
        invitations=invitations(session, meeting.id),
        attendance=attendance(session, board.id),
        planned_by=people_by_id(session, [meeting.created_by])[meeting.created_by],
        started_at=meeting.started_at,
        ended_at=meeting.ended_at,
        cancelled_because=meeting.cancelled_because,
        minutes=_minutes(session, viewer, meeting),
        version=meeting.version,
        can=_can(viewer, meeting, facts),
    )


def invitations(session: Session, meeting_id: UUID) -> list[AskedView]:
    """Everybody who was asked to come, by name, visitors last."""
    rows = session.exec(
        select(MeetingInvitation, Person)
        .join(Person, col(Person.id) == MeetingInvitation.person_id)
        .where(MeetingInvitation.meeting_id == meeting_id)
        .order_by(col(MeetingInvitation.visitor), Person.name, col(Person.id))
    ).all()
    seats = seats_of(session, [person.id for _, person in rows])
    return [
        AskedView(
            person=person_ref(person),
            seats=[in_words(seat, person.post_title) for seat in seats[person.id]],
            visitor=asked.visitor,
            answer=asked.answer,
        )
        for asked, person in rows
    ]


def attendance(session: Session, board_id: UUID) -> list[CameView]:
    """Everybody who came and was not sent away, by name."""
    came = session.exec(
        select(BoardParticipant)
        .where(
            BoardParticipant.board_id == board_id,
            col(BoardParticipant.left_as).is_distinct_from("removed"),
        )
        .order_by(BoardParticipant.name, col(BoardParticipant.id))
    ).all()
    return [
        CameView(name=one.name, place=one.place, visitor=one.visitor, guest=one.person_id is None)
        for one in came
    ]


def _minutes(session: Session, viewer: PersonViewer, meeting: Meeting) -> UUID | None:
    if meeting.minutes_item_id is None:
        return None
    facts = item_facts(session, session.get_one(Item, meeting.minutes_item_id))
    seen = readable_revision(viewer, facts) is not None or may_see_draft(viewer, facts)
    return meeting.minutes_item_id if seen else None


def _can(viewer: PersonViewer, meeting: Meeting, facts: BoardFacts) -> MeetingCan:
    planned = meeting.state is MeetingState.planned
    open_to_answers = meeting.state in (MeetingState.planned, MeetingState.live)
    return MeetingCan(
        change=planned and bool(may_change(viewer, facts)),
        start=planned and bool(may_start(viewer, facts)),
        cancel=planned and bool(may_cancel(viewer, facts)),
        invite=open_to_answers and bool(may_invite(viewer, facts)),
        answer=planned and bool(may_say_whether_coming(viewer, facts)),
        come=facts.state is BoardState.open and bool(may_come(viewer, facts)),
    )
