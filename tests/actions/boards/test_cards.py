"""Cards: written in private, shown for good, and followed by everybody through events."""

from sqlmodel import select

from app.models.boards import BoardEvent
from app.policies.board_projection import WALL, Stored, apply, project
from tests.boards import Meet, meet
from tests.factories import County


def followed(meeting: Meet, state: dict[str, object], eyes: object) -> dict[str, object]:
    """The old state with all events since."""
    with meeting.county.database.read() as session:
        events = session.exec(
            select(BoardEvent).where(BoardEvent.board_id == meeting.board).order_by(BoardEvent.seq)  # type: ignore[arg-type]
        ).all()
        for event in events:
            if event.seq > state["seq"]:  # type: ignore[operator]
                told = project(Stored(**event.data), event.seq, eyes)  # type: ignore[typeddict-item, arg-type]
                state = apply(state, told.get("patch", {})) | {"seq": told["seq"]}
    return state


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
        assert followed(meeting, before[name], one) == now
