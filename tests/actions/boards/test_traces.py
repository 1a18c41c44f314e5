"""What boards tell, written down for the browser's tests: it follows, and foresees, by the same law."""

import json
import os
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from app.models.boards import Board, BoardEvent, BoardParticipant
from app.policies.board_projection import WALL, Eyes, Stored, apply, project
from app.queries.boards import get_board
from tests.boards import PLAN, Meet, look_at, meet
from tests.factories import County

FILE = Path(__file__).parents[2] / "data" / "board-traces.json"
"""Written anew with ``MOBILISE_WRITE_TRACES=1``."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")


def fixed(number: int) -> str:
    """An id that is the same in every run."""
    return str(UUID(f"00000000-0000-4000-8000-{number:012x}"))


CARDS = [fixed(number) for number in range(8)]
GROUPS = [fixed(number) for number in range(16, 19)]
DECISIONS = [fixed(32), fixed(33)]
ACTIONS = [fixed(48), fixed(49)]


class Tracer:
    """Does commands and writes down what each pair of eyes is told of them."""

    def __init__(self, meeting: Meet) -> None:
        self.meeting = meeting
        self.people = {"lead": meeting.facilitator, "ann": meeting.colleagues[0]}
        for person in self.people.values():
            meeting.attendee(person)
        self.eyes: dict[str, Eyes] = {name: meeting.eyes(one) for name, one in self.people.items()}
        self.eyes["wall"] = WALL
        self.start = {name: meeting.view(one) for name, one in self.eyes.items()}
        self.steps: list[dict[str, Any]] = []

    def do(self, who: str, what: str, **fields: Any) -> None:
        """One command."""
        last = self.meeting.do(self.people[who], what, **fields)
        with self.meeting.county.database.read() as session:
            event = session.exec(
                select(BoardEvent).where(
                    BoardEvent.board_id == self.meeting.board, col(BoardEvent.seq) == last
                )
            ).one()
            told = {name: project(Stored(**event.data), last, one) for name, one in self.eyes.items()}  # type: ignore[typeddict-item]
        self.steps.append({"by": who, "command": {"do": what, "id": fixed(0), **fields}, "told": told})

    def go(self, stage: int) -> None:
        """The facilitator goes to a stage."""
        with self.meeting.county.database.read() as session:
            now = get_board(session, self.meeting.board).stage
        self.do("lead", "stage.go", stage=stage, came_from=now)

    def written(self) -> dict[str, Any]:
        """The whole, with the same ids and times in every run."""
        end = {name: self.meeting.view(one) for name, one in self.eyes.items()}
        whole = json.dumps({"me": self._participants(), "start": self.start, "steps": self.steps, "end": end})
        for number, name in enumerate(self._names()):
            whole = whole.replace(name, fixed(1000 + number))
        board = self.start["wall"]["board"]
        for part, now in (("code", "ABCDEF"), ("cluster", "fenside"), ("cluster_name", "Fenside")):
            whole = whole.replace(json.dumps(board[part]), json.dumps(now))
        trace: dict[str, Any] = json.loads(_TIME.sub("2026-01-01T10:00:00+00:00", whole))
        return trace

    def _participants(self) -> dict[str, str]:
        with self.meeting.county.database.read() as session:
            found = session.exec(
                select(BoardParticipant).where(BoardParticipant.board_id == self.meeting.board)
            )
            return {
                name: str(one.id)
                for one in found
                for name, who in self.people.items()
                if one.person_id == who
            }

    def _names(self) -> list[str]:
        with self.meeting.county.database.read() as session:
            board = session.get_one(Board, self.meeting.board)
            ids = [board.id, board.meeting_id, *self.people.values()]
        return [*map(str, ids), *(self._participants()[name] for name in self.people)]


def traced(county: County, *, anonymous: bool) -> dict[str, Any]:
    """A whole meeting in which two people do everything that can be done with cards."""
    plan = PLAN.model_copy(update={"anonymous": anonymous})
    meeting = meet(county, colleagues=1, plan=plan)
    recommendation = look_at(meeting)
    trace = Tracer(meeting)
    a, b, c, d, e, f, g, h = CARDS
    first, second, third = GROUPS
    trace.go(1)
    trace.do("ann", "card.add", card=a, column="works", text="TAs know the plan")
    trace.do("lead", "card.add", card=b, column="puzzles", text="Nobody has time", tags=[recommendation])
    trace.do("ann", "card.edit", card=a, text="TAs know the plan before the lesson")
    trace.do("ann", "card.add", card=c, column="puzzles", text="To be thrown away")
    trace.do("ann", "card.move", card=c, column="works")
    trace.do("ann", "card.remove", card=c)
    trace.go(2)
    for card, column in ((d, "works"), (e, "works"), (f, "puzzles"), (g, "puzzles")):
        trace.do("ann", "card.add", card=card, column=column, text=f"Card {card[-1]}")
    trace.do("lead", "card.add", card=h, column="works", text="Behind the first", after=a)
    trace.do("lead", "card.edit", card=a, tags=[recommendation])
    trace.do("ann", "card.react", card=b, kind="agree", on=True)
    trace.do("lead", "card.react", card=b, kind="agree", on=True)
    trace.do("ann", "card.react", card=b, kind="idea", on=True)
    trace.do("ann", "card.react", card=b, kind="agree", on=False)
    trace.do("ann", "card.move", card=e, column="puzzles", after=f)
    trace.do("ann", "card.move", card=e, column="works")
    trace.do("ann", "group.make", group=first, cards=[d, h], name="Time")
    trace.do("lead", "card.move", card=g, column="works", group=first, after=d)
    trace.do("lead", "card.move", card=f, column="puzzles", group=first)
    trace.do("lead", "group.make", group=second, cards=[f, g])
    trace.do("ann", "group.name", group=second, name="Training")
    trace.do("ann", "group.move", group=second, column="puzzles")
    trace.do("ann", "group.make", group=third, cards=[h, b])
    trace.do("ann", "card.move", card=d, column="works", after=e)
    trace.do("ann", "group.split", group=third)
    trace.go(3)
    trace.do("ann", "vote.put", target=second)
    trace.do("ann", "vote.put", target=second)
    trace.do("lead", "vote.put", target=a)
    trace.do("ann", "vote.take", target=second)
    trace.do("ann", "vote.put", target=d)
    trace.do("ann", "card.remove", card=d)
    trace.go(4)
    trace.do("lead", "group.split", group=second)
    trace.do("lead", "group.make", group=second, cards=[f, g])
    trace.go(3)
    trace.do("ann", "vote.put", target=second)
    trace.go(4)
    trace.do("lead", "group.make", group=third, cards=[g, f])
    trace.go(3)
    trace.do("ann", "vote.put", target=third)
    trace.go(4)
    trace.do("lead", "card.move", card=g, column="works")
    trace.do("lead", "card.move", card=f, column="works")
    trace.do("lead", "group.make", group=second, cards=[f, g])
    trace.do("lead", "board.focus", target=second)
    trace.do("lead", "card.remove", card=f)
    trace.do("lead", "card.remove", card=g)
    trace.go(6)
    trace.do("lead", "floor.give", to=trace._participants()["ann"])
    trace.do("lead", "floor.give", to=None)
    trace.do("ann", "decision.add", decision=DECISIONS[0], text="We begin with planning")
    trace.do("lead", "decision.add", decision=DECISIONS[1], text="We meet again")
    trace.do("lead", "decision.edit", decision=DECISIONS[0], text="We begin with planning time")
    trace.do("lead", "decision.remove", decision=DECISIONS[1])
    trace.do("ann", "action.add", action=ACTIONS[0], text="Share a plan", card=a, due_on="2027-01-15")
    person = str(trace.people["ann"])
    trace.do("lead", "action.edit", action=ACTIONS[0], text="Share two plans", owner_person=person)
    trace.do("ann", "action.done", action=ACTIONS[0], done=True)
    trace.do("lead", "action.add", action=ACTIONS[1], text="Not needed", recommendation=recommendation)
    trace.do("lead", "action.drop", action=ACTIONS[1])
    trace.do("lead", "card.remove", card=a)
    trace.do("lead", "board.lock", on=True)
    trace.do("lead", "board.door", open=False)
    return trace.written()


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])
def test_what_the_browser_is_tested_with_is_what_boards_tell(county: County, *, anonymous: bool) -> None:
    trace = traced(county, anonymous=anonymous)
    for name, start in trace["start"].items():
        state = start
        for step in trace["steps"]:
            told = step["told"][name]
            state = apply(state, told.get("patch", {})) | {"seq": told["seq"]}
        assert state == trace["end"][name]
    kept = json.loads(FILE.read_text()) if FILE.exists() else {}
    which = "anonymous" if anonymous else "named"
    if os.environ.get("MOBILISE_WRITE_TRACES"):
        FILE.write_text(json.dumps(kept | {which: trace}, sort_keys=True, separators=(",", ":")) + "\n")
    else:
        assert kept[which] == trace
