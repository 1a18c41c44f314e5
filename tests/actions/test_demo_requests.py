"""What the demo's curators asked for: something in every state, and something to see for its personas."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.models.notices import Notice
from app.models.people import Person
from app.models.requests import RequestState, StoryRequest
from app.queries.home import home_view
from app.queries.notices import notices
from app.queries.requests import request_lists
from app.queries.viewers import person_viewer


def persona(session: Session, name: str) -> UUID:
    return session.exec(select(Person.id).where(Person.persona == name)).one()


def test_a_request_in_every_state(session: Session) -> None:
    requests = session.exec(select(StoryRequest)).all()
    assert {one.state for one in requests} == set(RequestState)
    for one in requests:
        assert one.message
        assert (one.answered_at is None) == (one.state is RequestState.waiting)
        assert one.answered_at is None or one.answered_at > one.asked_at
        assert bool(one.reason) == (one.state in (RequestState.declined, RequestState.withdrawn))


def test_the_school_is_asked_and_its_lead_may_say_no(session: Session) -> None:
    for name, may in (("school-lead", True), ("contributor", False)):
        asked = home_view(session, person_viewer(session, persona(session, name))).requests
        assert [one.school.name for one in asked if one.school] == ["Thornholme Primary School"]
        assert [one.can.decline for one in asked if one.school] == [may]
        assert all(one.can.start for one in asked)


def test_the_curator_follows_drafts_without_reading_them(session: Session) -> None:
    lists = request_lists(session, person_viewer(session, persona(session, "regional-lead")))
    begun = [one for one in lists.asked if one.taken_up_at]
    assert [one.story is None for one in begun].count(True) == 1
    assert [one.state for one in lists.asked[:2]] == [RequestState.waiting] * 2
    read = next(one.story for one in begun if one.story)
    assert read.title == "The two-minute handover card"


def test_there_is_news_and_what_is_old_has_been_put_away(session: Session) -> None:
    for name in ("school-lead", "regional-lead"):
        page = notices(session, person_viewer(session, persona(session, name)))
        assert page.items, name
        assert all(one.words for one in page.items)
    assert session.exec(select(Notice).where(col(Notice.read_at).is_(None))).all()
    assert session.exec(select(Notice).where(col(Notice.read_at).is_not(None))).all()
