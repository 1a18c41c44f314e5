"""Votes: a budget that nobody overdraws, one's own dots alone while it is open, nobody's afterwards."""

import json
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app.content.board_record import read_record
from app.errors import Conflict, NotAllowed
from app.models.boards import BoardBudget, BoardEvent, BoardVote
from app.policies.board_projection import WALL
from tests.boards import PLAN, Meet, meet, stage
from tests.factories import County


def test_dots_are_counted_and_then_are_nobodys(county: County) -> None:
    meeting = meet(county)
    ann, ben = meeting.colleagues
    meeting.go("group")
    first, second = meeting.card(ann, "First"), meeting.card(ben, "Second")
    with pytest.raises(NotAllowed, match="stage for voting"):
        meeting.do(ann, "vote.put", target=first)
    meeting.go("vote")
    for target in (first, first, second):
        meeting.do(ann, "vote.put", target=target)
    with pytest.raises(Conflict, match="all your dots"):
        meeting.do(ann, "vote.put", target=second)
    meeting.do(ann, "vote.take", target=first)
    meeting.do(ben, "vote.put", target=first)
    assert meeting.view(meeting.eyes(ann))["votes"]["mine"] == {str(first): 1, str(second): 1}
    assert meeting.view(meeting.eyes(ann))["votes"]["left"] == 1
    for others in (meeting.eyes(meeting.facilitator), WALL):
        assert meeting.view(others)["votes"]["mine"] == {}
        assert meeting.view(others)["votes"]["totals"] == {}
    meeting.go("discuss")
    assert meeting.view(WALL)["votes"]["totals"] == {str(first): 2, str(second): 1}
    assert meeting.view(meeting.eyes(ann))["votes"]["mine"] == {}
    with county.database.read() as session:
        assert set(session.exec(select(BoardVote.owner)).all()) == {None}
        assert session.exec(select(BoardBudget)).all() == []
        log = [event.data for event in session.exec(select(BoardEvent)).all() if event.data["kind"] == "vote"]
        assert log == [{"kind": "vote", "everybody": {}, "own": {}}] * 5


def test_going_back_to_a_vote_begins_a_new_one(county: County) -> None:
    meeting = meet(county)
    (ann, _) = meeting.colleagues
    card = meeting.card(ann)
    meeting.go("vote")
    for _ in range(3):
        meeting.do(ann, "vote.put", target=card)
    meeting.go("group")
    meeting.go("vote")
    votes = meeting.view(meeting.eyes(ann))["votes"]
    assert (votes["open"], votes["round"], votes["left"], votes["mine"]) == (True, 2, 3, {})
    meeting.go("group")
    # Nobody gave a dot: what the first vote came to stands again, and the next one is not mixed with it.
    votes = meeting.view(WALL)["votes"]
    assert (votes["round"], votes["totals"]) == (1, {str(card): 3})
    meeting.go("vote")
    assert meeting.view(meeting.eyes(ann))["votes"]["left"] == 3
    meeting.do(ann, "vote.put", target=card)
    meeting.go("group")
    assert meeting.view(WALL)["votes"]["totals"] == {str(card): 1}


def test_a_vote_without_dots_shows_its_own_stages_results_of_before(county: County) -> None:
    again = PLAN.stages[stage("vote")].model_copy(update={"key": "again"})
    meeting = meet(county, plan=PLAN.model_copy(update={"stages": (*PLAN.stages, again)}))
    ann, ben = meeting.colleagues
    one, other = meeting.card(ann), meeting.card(ben)
    meeting.go("vote")
    meeting.do(ann, "vote.put", target=one)
    meeting.go("group")
    meeting.do(meeting.facilitator, "stage.go", stage=len(PLAN.stages), came_from=stage("group"))
    meeting.do(meeting.facilitator, "stage.go", stage=stage("group"), came_from=len(PLAN.stages))
    assert meeting.view(WALL)["votes"]["totals"] == {}
    meeting.do(meeting.facilitator, "stage.go", stage=len(PLAN.stages), came_from=stage("group"))
    meeting.do(ben, "vote.put", target=other)
    meeting.do(meeting.facilitator, "stage.go", stage=stage("vote"), came_from=len(PLAN.stages))
    meeting.do(meeting.facilitator, "card.remove", card=other)
    start = meeting.view(WALL)
    meeting.go("group")
    assert meeting.view(WALL)["votes"]["totals"] == {str(one): 1}
    assert meeting.followed(start, WALL) == meeting.view(WALL)


def test_results_pass_to_a_card_when_their_group_goes(county: County) -> None:
    meeting = meet(county)
    ann, ben = meeting.colleagues
    one, two, three = (meeting.card(ann, text) for text in ("One", "Two", "Three"))
    group = _group(meeting, one, two)
    meeting.go("vote")
    for person, target in ((ann, group), (ben, group), (ben, three)):
        meeting.do(person, "vote.put", target=target)
    meeting.go("group")
    before = meeting.view(WALL)
    meeting.do(meeting.facilitator, "group.split", group=group)
    assert meeting.view(WALL)["votes"]["totals"] == {str(one): 2, str(three): 1}
    other = _group_again(meeting, one, three)
    assert [(topic.grouped, topic.dots) for topic in read_record(meeting.view(WALL)).topics_by_dots] == [
        (True, 3)
    ]
    meeting.do(ann, "card.move", card=one, column="works")
    meeting.do(ann, "card.move", card=three, column="works")
    assert str(other) not in meeting.view(WALL)["groups"]
    assert meeting.view(WALL)["votes"]["totals"] == {str(one): 2, str(three): 1}
    assert meeting.followed(before, WALL) == meeting.view(WALL)


def test_dots_of_a_card_that_is_removed_come_back(county: County) -> None:
    meeting = meet(county)
    ann, ben = meeting.colleagues
    bad, good = meeting.card(ann, "Names a pupil"), meeting.card(ann, "Fine")
    meeting.go("vote")
    for target in (bad, bad, good):
        meeting.do(ben, "vote.put", target=target)
    with pytest.raises(NotAllowed, match="facilitator can remove"):
        meeting.do(ben, "card.remove", card=bad)
    meeting.do(meeting.facilitator, "card.remove", card=bad)
    votes = meeting.view(meeting.eyes(ben))["votes"]
    assert (votes["mine"], votes["left"]) == ({str(good): 1}, 2)
    with county.database.read() as session:
        assert "Names a pupil" not in json.dumps([one.data for one in session.exec(select(BoardEvent)).all()])
    meeting.go("discuss")
    with county.database.read() as session:
        assert not [event for event in session.exec(select(BoardEvent)).all() if event.data["own"]]


def test_a_limit_for_one_card_and_dots_for_groups(county: County) -> None:
    stages = list(PLAN.stages)
    stages[stage("vote")] = stages[stage("vote")].model_copy(update={"dots_per_card": 1})
    meeting = meet(county, plan=PLAN.model_copy(update={"stages": tuple(stages)}))
    (ann, _) = meeting.colleagues
    one, two, alone = (meeting.card(ann, text) for text in ("One", "Two", "Alone"))
    group = _group(meeting, one, two)
    meeting.go("vote")
    with pytest.raises(Conflict, match="in a group"):
        meeting.do(ann, "vote.put", target=one)
    meeting.do(ann, "vote.put", target=group)
    with pytest.raises(Conflict, match="one dot to one card"):
        meeting.do(ann, "vote.put", target=group)
    meeting.do(ann, "vote.put", target=alone)
    with pytest.raises(NotAllowed, match="stay as they are"):
        meeting.do(meeting.facilitator, "group.split", group=group)


def _group(meeting: Meet, *cards: UUID) -> UUID:
    meeting.go("group")
    return _group_again(meeting, *cards)


def _group_again(meeting: Meet, *cards: UUID) -> UUID:
    group = uuid4()
    meeting.do(meeting.facilitator, "group.make", group=group, cards=list(cards))
    return group
