"""A meeting on its board: who may do what, the way through the stages, and how it ends."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from app import clock
from app.actions.boards.people import attend
from app.actions.boards.perform import perform
from app.actions.meetings import change_meeting, start_meeting
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.models.boards import Board, BoardCard, BoardEvent, BoardReaction, BoardState, StageKind
from app.models.meetings import Meeting, MeetingState
from app.models.people import Role
from app.policies.board_acts import RULES, Act, Part, may_act
from app.policies.board_projection import WALL
from app.queries.boards import get_board
from app.queries.viewers import person_viewer
from app.schemas.boards import COMMAND
from tests.boards import PLAN, look_at, meet
from tests.factories import County

ANONYMOUS = PLAN.model_copy(update={"anonymous": True})


def test_every_refusal_of_the_table_is_a_sentence() -> None:
    for act in Act:
        for kind in StageKind:
            assert may_act(act, kind, set(Part)) or RULES[act].stages.get(kind) or act is Act.vote
            said = may_act(act, kind, set())
            assert not said
            assert getattr(said, "reason", "").endswith(".") or Part.everybody in RULES[act].who[kind]


def test_who_moves_and_changes_cards_when(county: County) -> None:
    meeting = meet(county)
    ann, ben = meeting.colleagues
    meeting.go("write")
    card = meeting.card(ann, "Mine")
    for stranger in (ben, meeting.facilitator):
        with pytest.raises(NotFound):
            meeting.do(stranger, "card.move", card=card, column="puzzles")
        with pytest.raises(NotFound):
            meeting.do(stranger, "card.remove", card=card)
    meeting.do(ann, "card.move", card=card, column="puzzles")
    assert meeting.view(WALL)["hidden"] == {"works": 0, "puzzles": 1}
    meeting.go("group")
    meeting.do(ben, "card.move", card=card, column="works")
    with pytest.raises(NotAllowed, match="whoever wrote"):
        meeting.do(ben, "card.edit", card=card, text="Not Ben's to say")
    meeting.go("discuss")
    with pytest.raises(NotAllowed, match="stage for sorting, or by the facilitator"):
        meeting.do(ben, "card.move", card=card, column="puzzles")
    meeting.do(meeting.facilitator, "card.move", card=card, column="puzzles")
    meeting.do(meeting.facilitator, "board.lock", on=True)
    with pytest.raises(Conflict, match="locked the board"):
        meeting.do(ann, "card.edit", card=card, text="Later")
    meeting.do(meeting.facilitator, "board.lock", on=False)
    meeting.do(ann, "card.remove", card=card)
    assert meeting.view(WALL)["cards"] == {}


def test_going_back_to_writing_hides_only_what_is_new(county: County) -> None:
    meeting = meet(county)
    (ann, _) = meeting.colleagues
    meeting.go("write")
    old = meeting.card(ann, "Old")
    meeting.go("group")
    meeting.go("write")
    new = meeting.card(ann, "New")
    assert list(meeting.view(WALL)["cards"]) == [str(old)]
    with pytest.raises(Conflict, match="moved on"):
        meeting.do(meeting.facilitator, "stage.go", stage=0, came_from=5)
    with pytest.raises(NotAllowed, match="Only the facilitator"):
        meeting.do(ann, "stage.go", stage=2, came_from=1)
    meeting.go("begin")
    cards = meeting.view(WALL)["cards"]
    assert cards[str(old)]["position"] < cards[str(new)]["position"]


def test_groups_are_made_renamed_moved_and_split(county: County) -> None:
    meeting = meet(county)
    ann, ben = meeting.colleagues
    meeting.go("group")
    one, two, three = (meeting.card(ann, text) for text in ("One", "Two", "Three"))
    group = uuid4()
    meeting.do(ben, "group.make", group=group, cards=[three, one], name="Together")
    meeting.do(ben, "card.move", card=two, column="works", group=group, after=three)
    cards = meeting.view(WALL)["cards"]
    inside = sorted(cards, key=lambda card: cards[card]["position"])
    assert inside == [str(three), str(two), str(one)]
    meeting.do(ben, "group.move", group=group, column="puzzles")
    meeting.do(ben, "group.name", group=group, name="")
    assert meeting.view(WALL)["groups"][str(group)]["column"] == "puzzles"
    assert {card["column"] for card in meeting.view(WALL)["cards"].values()} == {"puzzles"}
    meeting.do(ben, "group.split", group=group)
    cards = meeting.view(WALL)["cards"]
    assert meeting.view(WALL)["groups"] == {}
    assert sorted(cards, key=lambda card: cards[card]["position"]) == inside


def test_the_timer_of_a_stage_runs_by_itself_and_can_be_steered(county: County) -> None:
    meeting = meet(county)
    lead, now = meeting.facilitator, clock.now()
    with clock.at(now):
        meeting.go("write")
        ends_at = meeting.view(WALL)["board"]["timer"]["ends_at"]
        assert datetime.fromisoformat(ends_at) == now + timedelta(minutes=5)
    with clock.at(now + timedelta(minutes=2)):
        meeting.do(lead, "timer.pause")
    with clock.at(now + timedelta(minutes=9)):
        assert meeting.view(WALL)["board"]["timer"] == {"ends_at": None, "left_ms": 180_000}
        meeting.do(lead, "timer.extend", seconds=60)
        meeting.do(lead, "timer.resume")
        ends_at = meeting.view(WALL)["board"]["timer"]["ends_at"]
        assert datetime.fromisoformat(ends_at) == now + timedelta(minutes=13)
    with clock.at(now + timedelta(minutes=20)):
        meeting.do(lead, "timer.extend", seconds=30)
        ends_at = meeting.view(WALL)["board"]["timer"]["ends_at"]
        assert datetime.fromisoformat(ends_at) == now + timedelta(minutes=20, seconds=30)
        meeting.go("group")
        assert meeting.view(WALL)["board"]["timer"] is None


def test_the_presenter_listens_while_others_speak(county: County) -> None:
    meeting = meet(county)
    lead, (ann, ben) = meeting.facilitator, meeting.colleagues
    here = {one: meeting.attendee(one).participant_id for one in (lead, ann, ben)}
    meeting.do(lead, "floor.presenter", to=here[ann])
    meeting.do(lead, "floor.give", to=here[ann])
    with pytest.raises(NotAllowed, match="whoever has the floor"):
        meeting.do(ben, "floor.give", to=here[ben])
    meeting.do(ann, "floor.give", to=here[ben])
    meeting.go("listen")
    assert meeting.view(WALL)["board"]["speaker"] is None
    with pytest.raises(Conflict, match="presenter only listens"):
        meeting.do(lead, "floor.give", to=here[ann])
    meeting.do(lead, "floor.give", to=here[ben])


def test_ending_waits_for_hidden_cards_and_leaves_them_to_their_authors(county: County) -> None:
    meeting = meet(county)
    (ann, _) = meeting.colleagues
    guest = meeting.guest()
    meeting.go("write")
    card = meeting.card(ann, "Half a thought")
    with pytest.raises(Conflict, match="A card has not been shown"):
        meeting.do(meeting.facilitator, "board.end")
    meeting.do(meeting.facilitator, "board.end", leave_hidden=True)
    assert str(card) in meeting.view(meeting.eyes(ann))["cards"]
    for others in (meeting.eyes(meeting.facilitator), WALL):
        assert str(card) not in meeting.view(others)["cards"]
    with pytest.raises(Conflict, match="not live"):
        meeting.card(ann)
    with pytest.raises(NotAllowed, match="ended"):
        meeting.do(guest, "card.add", card=uuid4(), column="works", text="Late")
    with county.database.read() as session:
        assert session.get_one(Meeting, meeting.meeting).state is MeetingState.ended
    with pytest.raises(NotAllowed):
        meeting.do(ann, "board.reopen")
    meeting.do(meeting.facilitator, "board.reopen")
    meeting.go("group")
    assert str(card) in meeting.view(WALL)["cards"]
    with pytest.raises(NotAllowed):
        meeting.do(guest, "card.add", card=uuid4(), column="works", text="By an old cookie")


def test_nobody_can_tell_afterwards_who_wrote_on_an_anonymous_board(county: County) -> None:
    meeting = meet(county, plan=ANONYMOUS)
    ann, ben = meeting.colleagues
    meeting.go("write")
    one, two = meeting.card(ann, "One"), meeting.card(ann, "Two")
    meeting.go("group")
    meeting.do(ann, "card.edit", card=one, text="One, said better")
    for card in (one, two):
        meeting.do(ben, "card.react", card=card, kind="agree", on=True)
    meeting.go("write")
    lost = meeting.card(ann, "Never shown")
    meeting.do(meeting.facilitator, "board.end", leave_hidden=True)
    with county.database.read() as session:
        board = session.get_one(Board, meeting.board)
        assert (board.state, board.key) == (BoardState.ended, None)
        cards = session.exec(select(BoardCard)).all()
        assert {(card.owner, card.participant_id) for card in cards} == {(None, None)}
        assert lost not in {card.id for card in cards}
        assert len(set(session.exec(select(BoardReaction.owner)).all())) == 2
        log = session.exec(select(BoardEvent)).all()
        assert [(event.data["kind"], event.data["own"]) for event in log] == [("ended", {})]
    view = meeting.view(meeting.eyes(ann))
    assert [card["mine"] for card in view["cards"].values()] == [False, False]
    meeting.do(meeting.facilitator, "board.reopen")
    with pytest.raises(NotAllowed):
        meeting.do(ann, "card.remove", card=one)


def test_actions_come_back_at_the_next_meeting(county: County) -> None:
    meeting = meet(county)
    about = look_at(meeting)
    (ann, _) = meeting.colleagues
    card, open_one, done_one = meeting.card(ann, "The plan comes too late"), uuid4(), uuid4()
    meeting.go("commit")
    meeting.do(
        ann, "action.add", action=open_one, text="Plans by Friday", owner_person=ann, card=card,
        due_on="2030-01-15", recommendation=about,
    )  # fmt: skip
    meeting.do(ann, "action.add", action=done_one, text="Tell the governors")
    meeting.do(ann, "action.done", action=done_one, done=True)
    with pytest.raises(Invalid, match="people of the cluster"):
        meeting.do(ann, "action.add", action=uuid4(), text="Not here", owner_person=county.person())
    with pytest.raises(NotAllowed, match="people of the cluster"):
        meeting.do(meeting.guest(), "action.add", action=uuid4(), text="A guest's")
    told = meeting.view(WALL)["actions"][str(open_one)]
    assert (told["due_on"], told["recommendation"], told["card"]) == ("2030-01-15", about, str(card))
    later = meet(county, again=meeting)
    carried = later.view(WALL)["actions"]
    assert [(one, action["carried"]) for one, action in carried.items()] == [(str(open_one), True)]
    later.do(later.facilitator, "action.done", action=open_one, done=True)
    assert meeting.view(WALL)["actions"][str(open_one)]["done"]


def test_who_leads_the_cluster_may_take_over(county: County) -> None:
    meeting = meet(county)
    ann, ben = meeting.colleagues
    to_ann = meeting.attendee(ann).participant_id
    meeting.do(meeting.facilitator, "board.hand_over", to=to_ann)
    assert meeting.view(WALL)["board"]["facilitator"] == str(to_ann)
    with pytest.raises(NotAllowed):
        meeting.do(meeting.facilitator, "board.lock", on=True)
    with pytest.raises(NotAllowed):
        meeting.do(ben, "board.hand_over", to=ben)
    meeting.do(ann, "board.lock", on=True)
    meeting.do(meeting.facilitator, "board.hand_over", to=meeting.facilitator)
    meeting.do(meeting.facilitator, "board.lock", on=False)


def test_a_guest_who_was_removed_does_nothing_more(county: County) -> None:
    meeting = meet(county)
    guest = meeting.guest()
    meeting.do(guest, "card.add", card=uuid4(), column="works", text="Hello")
    meeting.do(meeting.facilitator, "guest.remove", participant=guest.participant_id)
    with pytest.raises(NotAllowed, match="asked you to leave"):
        meeting.do(guest, "card.add", card=uuid4(), column="works", text="Still here")
    people = meeting.view(WALL)["people"]
    assert people[str(guest.participant_id)]["gone"]
    assert len(meeting.view(WALL)["cards"]) == 1


def test_a_command_is_done_once_and_people_come_once(county: County) -> None:
    meeting = meet(county)
    (ann, _) = meeting.colleagues
    who = meeting.attendee(ann)
    command = COMMAND.validate_python(
        {"id": uuid4(), "do": "card.add", "card": uuid4(), "column": "works", "text": "Once"}
    )
    seqs = set()
    for _ in range(3):
        with county.database.write() as session:
            seqs.add(perform(session, who, meeting.board, command))
    assert len(seqs) == 1
    assert len(meeting.view(WALL)["cards"]) == 1
    stranger = county.person(Role.school_lead, county.school(county.cluster()))
    with county.database.write() as session:
        viewer = person_viewer(session, ann)
        assert attend(session, viewer, get_board(session, meeting.board)) == who.participant_id
    with pytest.raises(NotAllowed):
        meeting.card(stranger)


def test_nothing_stands_in_the_order_in_which_it_was_written(county: County) -> None:
    meeting = meet(county, plan=ANONYMOUS)
    ann, ben = meeting.colleagues
    meeting.go("write")
    cards = [meeting.card(ann if number % 2 else ben, f"Card {number}") for number in range(12)]
    meeting.go("vote")
    for card in sorted(cards, reverse=True)[:3]:
        meeting.do(ann, "vote.put", target=card)
    meeting.go("discuss")
    view = meeting.view(WALL)
    assert list(view["cards"]) == sorted(view["cards"])
    assert len(view["votes"]["totals"]) == 3
    assert list(view["votes"]["totals"]) == sorted(view["votes"]["totals"])
    meeting.do(meeting.facilitator, "board.end")
    with county.database.read() as session:
        (ended,) = session.exec(select(BoardEvent).where(BoardEvent.board_id == meeting.board)).all()
    assert list(ended.data["everybody"]["cards"]) == sorted(map(str, cards))


def test_who_looked_before_the_start_follows_into_another_plan(county: County) -> None:
    meeting = meet(county, live=False)
    before = meeting.view(WALL)
    with county.database.write() as session:
        planned = session.get_one(Meeting, meeting.meeting)
        viewer = person_viewer(session, meeting.facilitator)
        plan = PLAN.model_copy(update={"columns": PLAN.columns[:1], "stages": PLAN.stages[1:4]})
        change_meeting(session, viewer, planned, version=planned.version, plan=plan, title="Another title")
    with county.database.write() as session:
        planned = session.get_one(Meeting, meeting.meeting)
        start_meeting(session, person_viewer(session, meeting.facilitator), planned)
    now = meeting.view(WALL)
    assert now["board"]["title"] == "Another title"
    assert meeting.followed(before, WALL)["board"] == now["board"]
