"""Meetings: planned, changed, called off, started once; who is asked, told and let in."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from app import clock
from app.actions import invitations, meetings
from app.db import Database
from app.errors import Changed, Conflict, Invalid, NotAllowed
from app.events import BoardAccessChanged, Event
from app.models.boards import BoardState
from app.models.meetings import Meeting, MeetingAnswer, MeetingInvitation, MeetingState
from app.models.notices import Notice, NoticeKind
from app.models.people import Role
from app.policies.boards import may_come
from app.queries.boards import board_facts
from app.queries.meetings import board_of, list_meetings, next_meetings
from app.queries.notices import notices
from app.queries.viewers import person_viewer
from tests.boards import PLAN
from tests.factories import County


class Made:
    """A cluster with its lead, two colleagues and somebody from elsewhere, and a meeting to which all of the
    cluster were asked."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.cluster = county.cluster(name="Fenside")
        self.lead = county.person(Role.cluster_lead, self.cluster, name="C. Lead")
        school = county.school(self.cluster)
        self.ann = county.person(Role.school_lead, school)
        self.ben = county.person(Role.contributor, school)
        self.far = county.person(Role.school_lead, county.school(county.cluster()))
        with county.database.write() as session:
            self.id = self.plan(session).id

    def plan(self, session: Session, people: Iterable[UUID] = ()) -> Meeting:
        return meetings.plan_meeting(
            session,
            person_viewer(session, self.lead),
            self.cluster,
            title="Spring meeting",
            starts_at=clock.now() + timedelta(days=3),
            lasts_minutes=60,
            facilitator_id=self.lead,
            plan=PLAN,
            people=list(people),
            whole_cluster=True,
        )

    def meeting(self, session: Session) -> Meeting:
        return session.get_one(Meeting, self.id)

    def told(self, person: UUID) -> list[str]:
        """What a person is told, the newest first."""
        with self.county.database.read() as session:
            return [one.words for one in notices(session, person_viewer(session, person)).items]

    def kinds(self) -> dict[UUID, list[NoticeKind]]:
        """Which notices everybody got."""
        with self.county.database.read() as session:
            rows = session.exec(
                select(Notice).where(Notice.meeting_id == self.id).order_by(col(Notice.id))
            ).all()
        found: dict[UUID, list[NoticeKind]] = {}
        for row in rows:
            found.setdefault(row.person_id, []).append(row.kind)
        return found

    def comes(self, person: UUID) -> bool:
        with self.county.database.read() as session:
            facts = board_facts(session, board_of(session, self.id))
            allowed = bool(may_come(person_viewer(session, person), facts))
            listed = [
                one.id for one in list_meetings(session, person_viewer(session, person), when="coming").items
            ]
        assert (self.id in listed) is allowed
        return allowed


@pytest.fixture
def made(county: County) -> Made:
    return Made(county)


def test_everybody_of_the_cluster_is_asked_and_told_but_who_planned_it(made: Made) -> None:
    assert made.kinds() == {made.ann: [NoticeKind.meeting_planned], made.ben: [NoticeKind.meeting_planned]}
    (words,) = made.told(made.ann)
    assert words.startswith("C. Lead asks you to come to “Spring meeting” of Fenside on ")
    assert made.comes(made.ann)
    assert not made.comes(made.far)


def test_a_visitor_comes_to_the_meeting_they_were_asked_to_until_they_are_not(
    made: Made, database: Database
) -> None:
    heard: list[Event] = []
    database.events.subscribe(heard.append)
    with database.write() as session:
        lead = person_viewer(session, made.lead)
        invitations.invite(session, lead, made.meeting(session), [made.far, made.ann])
        other = made.plan(session).id
        board = board_of(session, made.id).id
    assert made.comes(made.far)
    with database.read() as session:
        listed = list_meetings(session, person_viewer(session, made.far), when="coming").items
        assert [(one.id, one.visiting) for one in listed] == [(made.id, True)]
        assert other != made.id
        assert next_meetings(session, person_viewer(session, made.far))[0].id == made.id
    with database.write() as session:
        lead = person_viewer(session, made.lead)
        invitations.uninvite(session, lead, made.meeting(session), made.far)
    assert not made.comes(made.far)
    assert BoardAccessChanged(board) in heard
    assert made.told(made.far) == ["You were asked to a meeting that is no longer yours to come to."]


def test_who_has_no_seat_cannot_be_asked(made: Made, database: Database) -> None:
    former = made.county.former(Role.contributor, made.county.school(made.cluster))
    with pytest.raises(Invalid), database.write() as session:
        invitations.invite(session, person_viewer(session, made.lead), made.meeting(session), [former])


def test_another_time_is_told_to_all_and_another_agenda_to_nobody(made: Made, database: Database) -> None:
    with database.write() as session:
        lead, meeting = person_viewer(session, made.lead), made.meeting(session)
        invitations.say_whether_coming(
            session, person_viewer(session, made.ben), meeting, MeetingAnswer.not_coming
        )
        meetings.change_meeting(session, lead, meeting, version=1, agenda="1. Tea")
        assert meeting.version == 2
        later = meeting.starts_at + timedelta(days=1)
        meetings.change_meeting(session, lead, meeting, version=2, starts_at=later, title="Later")
    asked = [NoticeKind.meeting_planned, NoticeKind.meeting_changed]
    assert made.kinds() == {made.ann: asked, made.ben: asked}
    with pytest.raises(Changed), database.write() as session:
        meetings.change_meeting(
            session, person_viewer(session, made.lead), made.meeting(session), version=2, title="Mine"
        )


def test_facilitators_are_people_who_may_come(made: Made, database: Database) -> None:
    with pytest.raises(Invalid), database.write() as session:
        meetings.change_meeting(
            session,
            person_viewer(session, made.lead),
            made.meeting(session),
            version=1,
            facilitator_id=made.far,
        )
    with database.write() as session:
        lead, meeting = person_viewer(session, made.lead), made.meeting(session)
        invitations.invite(session, lead, meeting, [made.far])
        meetings.change_meeting(session, lead, meeting, version=1, facilitator_id=made.far)
        assert board_of(session, made.id).facilitator_id == made.far
        with pytest.raises(Conflict):
            invitations.uninvite(session, lead, meeting, made.far)
    with database.write() as session:
        meetings.start_meeting(session, person_viewer(session, made.far), made.meeting(session))


def test_called_off_it_is_told_to_those_who_did_not_say_no_and_cannot_start(
    made: Made, database: Database
) -> None:
    with database.write() as session:
        meeting = made.meeting(session)
        invitations.say_whether_coming(
            session, person_viewer(session, made.ben), meeting, MeetingAnswer.not_coming
        )
        meetings.cancel_meeting(
            session, person_viewer(session, made.lead), meeting, version=1, reason="The boiler."
        )
    assert made.kinds()[made.ann][-1] is NoticeKind.meeting_cancelled
    assert made.kinds()[made.ben] == [NoticeKind.meeting_planned]
    with database.read() as session:
        (newest, *_) = notices(session, person_viewer(session, made.ann)).items
        assert newest.message == "The boiler."
        assert "called off" in newest.words
    with pytest.raises(Conflict, match="called off"), database.write() as session:
        meetings.start_meeting(session, person_viewer(session, made.lead), made.meeting(session))


def test_it_starts_once_and_by_whoever_may(made: Made, database: Database) -> None:
    with pytest.raises(NotAllowed), database.write() as session:
        meetings.start_meeting(session, person_viewer(session, made.ann), made.meeting(session))
    with database.write() as session:
        lead = person_viewer(session, made.lead)
        board = meetings.start_meeting(session, lead, made.meeting(session))
        assert board.state is BoardState.open
        assert board.code
        assert board.door_open
        with pytest.raises(Conflict, match="started already"):
            meetings.start_meeting(session, lead, made.meeting(session))
        assert made.meeting(session).state is MeetingState.live


def test_who_was_not_asked_can_say_that_they_come(made: Made, database: Database) -> None:
    late = made.county.person(Role.contributor, made.county.school(made.cluster))
    with database.write() as session:
        viewer, meeting = person_viewer(session, late), made.meeting(session)
        invitations.say_whether_coming(session, viewer, meeting, MeetingAnswer.coming)
        asked = session.get_one(MeetingInvitation, (made.id, late))
        assert asked.answer is MeetingAnswer.coming
        assert not asked.visitor
        invitations.say_whether_coming(session, viewer, meeting, MeetingAnswer.not_coming)


def test_people_are_reminded_once_on_the_day_before(made: Made, database: Database) -> None:
    with database.write() as session:
        starts = made.meeting(session).starts_at
        assert meetings.remind_of_meetings(session, starts - timedelta(hours=30)) == 0
        assert meetings.remind_of_meetings(session, starts - timedelta(hours=20)) == 1
        assert meetings.remind_of_meetings(session, starts - timedelta(hours=19)) == 0
    assert {kinds[-1] for kinds in made.kinds().values()} == {NoticeKind.meeting_soon}
    assert made.lead in made.kinds()
