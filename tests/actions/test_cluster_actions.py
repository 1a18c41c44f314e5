"""Actions of a cluster between meetings: whose they are, who changes them, and who hears of it."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app import clock
from app.actions import cluster_actions as actions
from app.errors import Changed, Invalid, NotAllowed, NotFound
from app.models.audit import AuditEntry
from app.models.cluster_actions import ClusterAction
from app.models.people import Role
from app.policies.board_projection import WALL
from app.policies.cluster_actions import may_see
from app.queries.cluster_actions import action_is_mine, due_actions, facts_of, get_action, list_actions
from app.queries.notices import notices
from app.queries.viewers import person_viewer
from tests.boards import Meet, meet
from tests.factories import County
from tests.statements import counted


def add(held: Meet, by: UUID, text: str = "Share the timetable", **fields: object) -> UUID:
    with held.county.database.write() as session:
        viewer = person_viewer(session, by)
        return actions.add_action(session, viewer, held.cluster, text=text, **fields).id  # type: ignore[arg-type]


def change(held: Meet, by: UUID, action_id: UUID, version: int = 1, **values: object) -> None:
    with held.county.database.write() as session:
        viewer = person_viewer(session, by)
        action, facts = get_action(session, viewer, action_id)
        actions.change_action(session, viewer, action, facts, version=version, **values)


def told(county: County, person: UUID) -> list[str]:
    with county.database.read() as session:
        return [one.words for one in notices(session, person_viewer(session, person)).items]


@pytest.fixture
def held(county: County) -> Meet:
    return meet(county)


def test_whoever_is_given_one_hears_of_it(held: Meet) -> None:
    one, other = held.colleagues
    due = date(2099, 3, 1)
    add(held, one, owner_person_id=other, due_on=due)
    (words,) = told(held.county, other)
    assert "gave you or your school an action" in words
    assert "“Share the timetable” by 1 March" in words
    assert told(held.county, one) == []


def test_only_leads_of_the_cluster_add_them_and_only_to_its_own(held: Meet) -> None:
    contributor = held.county.person(Role.contributor, held.county.school(held.cluster))
    stranger = held.county.person(Role.school_lead, held.county.school(held.county.cluster()))
    for person in (contributor, stranger):
        with pytest.raises(NotAllowed):
            add(held, person)
    with pytest.raises(Invalid):
        add(held, held.facilitator, owner_person_id=stranger)
    with pytest.raises(Invalid):
        add(held, held.facilitator, owner_school_urn=held.county.school())


def test_its_owner_and_the_leads_change_it_from_what_they_read(held: Meet) -> None:
    one, other = held.colleagues
    action = add(held, one, owner_person_id=one)
    with pytest.raises(NotAllowed):
        change(held, other, action, text="Mine now")
    change(held, one, action, text="Share both timetables")
    with pytest.raises(Changed):
        change(held, held.facilitator, action, text="Too late")
    change(held, held.facilitator, action, version=2, owner_person_id=other)
    change(held, other, action, version=3, due_on=date(2099, 1, 1))


def test_a_change_reaches_the_board_that_it_is_on(held: Meet) -> None:
    action = uuid4()
    held.go("commit")
    held.do(held.facilitator, "action.add", action=str(action), text="Share the timetable")
    before = held.view(WALL)["seq"]
    change(held, held.facilitator, action, text="Share both timetables")
    after = held.view(WALL)
    assert after["actions"][str(action)]["text"] == "Share both timetables"
    assert after["seq"] == before + 1


def test_boards_are_locked_before_the_action_as_commands_do(held: Meet) -> None:
    action = uuid4()
    held.go("commit")
    held.do(held.facilitator, "action.add", action=str(action), text="Share the timetable")
    with held.county.database.write() as session:
        viewer = person_viewer(session, held.facilitator)
        found, facts = get_action(session, viewer, action)
        with counted(session) as statements:
            actions.change_action(session, viewer, found, facts, version=1, text="Share both")
    changed = next(at for at, one in enumerate(statements) if one.startswith("UPDATE cluster_action"))
    locking = [at for at, one in enumerate(statements) if "FROM board \nWHERE board.id =" in one]
    assert locking[0] < changed


def test_one_that_was_dropped_comes_back_nowhere(held: Meet) -> None:
    action_id = add(held, held.facilitator)
    with held.county.database.write() as session:
        viewer = person_viewer(session, held.facilitator)
        action, facts = get_action(session, viewer, action_id)
        actions.drop_action(session, viewer, action, facts, reason="The hall was sold.")
    with held.county.database.read() as session:
        assert list_actions(session, viewer, cluster=held.cluster).open == []
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "action.dropped")).one()
        assert entry.detail["reason"] == "The hall was sold."
    with held.county.database.write() as session:
        action, facts = get_action(session, viewer, action_id)
        with pytest.raises(NotAllowed):
            actions.say_done(session, viewer, action, facts, done=True)


def test_what_is_due_is_said_once_for_each_day_it_was_due(held: Meet) -> None:
    one = held.colleagues[0]
    school = next(iter(held.county.viewer(one).schools))
    action = add(held, held.facilitator, owner_school_urn=school, due_on=clock.today())

    def remind(day: date) -> int:
        with held.county.database.write() as session:
            return actions.remind_of_actions(session, day)

    assert remind(clock.today() - timedelta(days=1)) == 0
    assert remind(clock.today()) == 1
    assert remind(clock.today()) == remind(clock.today() + timedelta(days=3)) == 0
    assert any("was to be done" in words for words in told(held.county, one))
    with held.county.database.read() as session:
        assert [due.id for due in due_actions(session, person_viewer(session, one), limit=5)] == [action]


def test_who_missed_the_meeting_hears_what_they_were_given(held: Meet) -> None:
    there, away = held.colleagues
    held.attendee(there)
    held.go("commit")
    for owner in (there, away):
        held.do(
            held.facilitator, "action.add", action=str(uuid4()), text="Ask the heads", owner_person=str(owner)
        )
    for _ in range(2):
        held.do(held.facilitator, "board.end", leave_hidden=True)
        held.do(held.facilitator, "board.reopen")
    assert told(held.county, there) == []
    assert len(told(held.county, away)) == 1


def test_lists_show_what_the_policy_lets_one_see(held: Meet) -> None:
    county = held.county
    visitor = county.person(Role.school_lead, county.school(county.cluster()))
    people = [held.facilitator, *held.colleagues, visitor, county.person(), county.person(Role.administrator)]
    for owner in (None, held.colleagues[0]):
        add(held, held.facilitator, owner_person_id=owner)
    with county.database.write() as session:
        mine = ClusterAction(
            cluster_id=held.cluster, text="A visitor's", owner_person_id=visitor, created_at=clock.now()
        )
        session.add(mine)
    with county.database.read() as session:
        everything = session.exec(select(ClusterAction)).all()
        facts = facts_of(session, everything)
        for person in people:
            viewer = person_viewer(session, person)
            found = set(session.exec(select(ClusterAction.id).where(action_is_mine(viewer))).all())
            assert found == {one for one, fact in facts.items() if may_see(viewer, fact)}
        with pytest.raises(NotFound):
            get_action(session, person_viewer(session, visitor), everything[0].id)
