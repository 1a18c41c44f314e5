"""Cards: written in private, shown for good, and followed by everybody through events."""

from app.policies.board_projection import WALL
from tests.boards import meet
from tests.factories import County


def test_hidden_until_the_stage_is_left_and_then_for_everybody(county: County) -> None:
    meeting = meet(county)
    ann, ben = meeting.colleagues
    eyes = {"ann": meeting.eyes(ann), "ben": meeting.eyes(ben), "wall": WALL}
    before = {name: meeting.view(one) for name, one in eyes.items()}
    meeting.go("write")
    card = meeting.card(ann, "TAs find out the plan as the lesson starts")
    meeting.do(ann, "card.edit", card=card, text="TAs find out the plan too late")
    assert str(card) in meeting.view(eyes["ann"])["cards"]
    for others in ("ben", "wall"):
        assert meeting.view(eyes[others])["cards"] == {}
        assert meeting.view(eyes[others])["hidden"] == {"works": 1, "puzzles": 0}
    meeting.go("group")
    for name, one in eyes.items():
        now = meeting.view(one)
        assert now["cards"][str(card)]["text"] == "TAs find out the plan too late"
        assert now["cards"][str(card)]["mine"] is (name == "ann")
        assert meeting.followed(before[name], one) == now
