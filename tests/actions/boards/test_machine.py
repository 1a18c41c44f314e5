"""Random meetings: old state + events is what a fresh look shows, for everybody, after every command."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, col, select

from app.actions.boards.perform import perform
from app.actions.boards.turn import Attendee
from app.content.board_names import owner_of
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.models.boards import Board, BoardBudget, BoardCard, BoardCommand, BoardEvent, BoardState, BoardVote
from app.policies.board_projection import WALL, Eyes, Stored, apply, project
from app.queries.boards import board_view, dots, eyes_of
from app.schemas.board_plan import StageKind
from app.schemas.boards import COMMAND, REACTIONS, AnyCommand
from tests.boards import PLAN, Meet, look_at, meet
from tests.factories import County

Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass
class Follower:
    """Somebody who holds the board as it was at ``state["seq"]``; nobody on the wall."""

    attendee: Attendee | None
    eyes: Eyes = WALL
    state: dict[str, Any] = field(default_factory=dict)


class Evening(RuleBasedStateMachine):
    """A facilitator, two colleagues, a guest and the wall; and each of them once more, who was away."""

    county: County

    @initialize(anonymous=st.booleans(), limit=st.sampled_from([None, 1]))
    def begin(self, anonymous: bool, limit: int | None) -> None:
        stages = [
            one.model_copy(update={"dots_per_card": limit}) if one.kind is StageKind.vote else one
            for one in PLAN.stages
        ]
        plan = PLAN.model_copy(update={"anonymous": anonymous, "stages": tuple(stages)})
        self.meet: Meet = meet(self.county, plan=plan)
        people = [self.meet.attendee(one) for one in (self.meet.facilitator, *self.meet.colleagues)]
        self.players = [*people, self.meet.guest()]
        self.here = [Follower(one) for one in (*self.players, None)]
        self.away = [Follower(one) for one in (*self.players, None)]
        self.ids: dict[str, list[UUID]] = {"card": [], "group": [], "decision": [], "action": []}
        self.written: dict[UUID, int] = {}
        self.gone: set[UUID] = set()
        self.done: list[tuple[int, AnyCommand, int]] = []
        self.words = 0
        look_at(self.meet)
        with self.county.database.read() as session:
            board = session.get_one(Board, self.meet.board)
            self.recommendations = [int(one) for one in board_view(session, board, WALL)["recommendations"]]
            self.schools = [int(one) for one in board_view(session, board, WALL)["schools"]]
            for one, absent in zip(self.here, self.away, strict=True):
                if one.attendee is not None:
                    one.eyes = eyes_of(board, one.attendee.participant_id)
                one.state = absent.state = self.fresh(session, board, one)

    def fresh(self, session: Session, board: Board, one: Follower) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(json.dumps(board_view(session, board, one.eyes)))
        return found

    def some(self, draw: Draw, kind: str) -> UUID:
        known = self.ids[kind]
        return draw(st.sampled_from(known)) if known else uuid4()  # type: ignore[no-any-return]

    def thing(self, draw: Draw) -> UUID:
        return self.some(draw, draw(st.sampled_from(["card", "group"])))

    def fields(self, draw: Draw, do: str) -> dict[str, Any]:
        """What a command says besides; of things that are there, were there, or never were."""
        self.words += 1
        text = f"words{self.words}end"
        column = draw(st.sampled_from(["works", "puzzles"]))
        after = draw(st.none() | st.just(self.thing(draw)))
        tags = draw(st.lists(st.sampled_from(self.recommendations), max_size=2, unique=True))
        school = draw(st.none() | st.sampled_from(self.schools))
        card = self.some(draw, "card")
        action = {"text": text, "owner_school": school, "recommendation": tags[0] if tags else None}
        on = draw(st.booleans())
        player = draw(st.sampled_from(self.players)).participant_id
        made: dict[str, Callable[[], dict[str, Any]]] = {
            "card.add": lambda: {
                "card": uuid4(),
                "column": column,
                "text": text,
                "tags": tags,
                "after": after,
            },
            "card.edit": lambda: {"card": card, "text": text, "tags": tags, "school": school},
            "card.remove": lambda: {"card": card},
            "card.move": lambda: {
                "card": card,
                "column": column,
                "group": draw(st.none() | st.just(self.some(draw, "group"))),
                "after": after,
            },
            "card.react": lambda: {"card": card, "kind": draw(st.sampled_from(REACTIONS[:2])), "on": on},
            "group.make": lambda: {"group": uuid4(), "cards": [card, self.some(draw, "card")]},
            "group.name": lambda: {"group": self.some(draw, "group"), "name": text},
            "group.move": lambda: {"group": self.some(draw, "group"), "column": column, "after": after},
            "group.split": lambda: {"group": self.some(draw, "group")},
            "vote.put": lambda: {"target": self.thing(draw)},
            "vote.take": lambda: {"target": self.thing(draw)},
            "timer.set": lambda: {"seconds": 60},
            "timer.extend": lambda: {"seconds": draw(st.sampled_from([-600, 30]))},
            "floor.give": lambda: {"to": draw(st.none() | st.just(player))},
            "floor.presenter": lambda: {"to": draw(st.none() | st.just(player))},
            "board.focus": lambda: {"target": draw(st.none() | st.just(self.thing(draw)))},
            "board.lock": lambda: {"on": on},
            "board.door": lambda: {"open": on},
            "board.hand_over": lambda: {"to": player},
            "guest.remove": lambda: {"participant": player},
            "board.end": lambda: {"leave_hidden": on},
            "decision.add": lambda: {"decision": uuid4(), "text": text},
            "decision.edit": lambda: {"decision": self.some(draw, "decision"), "text": text},
            "decision.remove": lambda: {"decision": self.some(draw, "decision")},
            "action.add": lambda: {
                "action": uuid4(),
                "card": draw(st.none() | st.just(card)),
                **action,
            },
            "action.edit": lambda: {"action": self.some(draw, "action"), **action},
            "action.done": lambda: {"action": self.some(draw, "action"), "done": on},
            "action.drop": lambda: {"action": self.some(draw, "action")},
        }
        return made.get(do, dict)()

    @rule(
        data=st.data(),
        do=st.sampled_from(["card.add"] * 3 + ["card.edit", "card.remove", "card.move", "card.react"]),
    )
    def cards(self, data: st.DataObject, do: str) -> None:
        self.let(data.draw(st.integers(0, 3)), do, data.draw)

    @precondition(lambda self: len(self.ids["card"]) > 1)
    @rule(
        data=st.data(),
        do=st.sampled_from(
            ["group.make", "group.make", "group.name", "group.move", "group.split", "card.move"]
        ),
    )
    def groups(self, data: st.DataObject, do: str) -> None:
        self.let(data.draw(st.integers(0, 3)), do, data.draw)

    @precondition(lambda self: self.ids["card"])
    @rule(data=st.data(), do=st.sampled_from(["vote.put", "vote.put", "vote.take", "card.remove"]))
    def votes(self, data: st.DataObject, do: str) -> None:
        self.let(data.draw(st.integers(0, 3)), do, data.draw)

    @rule(
        data=st.data(),
        do=st.sampled_from(
            (
                "decision.add decision.edit decision.remove action.add action.edit action.done action.drop"
            ).split()
        ),
    )
    def agree(self, data: st.DataObject, do: str) -> None:
        self.let(data.draw(st.integers(0, 3)), do, data.draw)

    @rule(data=st.data(), to=st.integers(0, len(PLAN.stages) - 1))
    def go(self, data: st.DataObject, to: int) -> None:
        stage = self.here[0].state["board"]["stage"]
        self.command(self.leading(), {"do": "stage.go", "stage": to, "came_from": stage})

    @rule(
        data=st.data(),
        do=st.sampled_from(
            (
                "timer.set timer.extend timer.pause timer.resume timer.clear floor.give floor.presenter"
                " board.focus board.focus board.lock board.door board.hand_over guest.remove"
                " board.end board.end board.reopen board.reopen"
            ).split()
        ),
    )
    def steer(self, data: st.DataObject, do: str) -> None:
        who = self.leading() if data.draw(st.integers(0, 4)) else data.draw(st.integers(0, 3))
        self.let(who, do, data.draw)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def say_it_again(self, data: st.DataObject) -> None:
        who, command, seq = data.draw(st.sampled_from(self.done))
        now = self.here[0].state["seq"]
        with self.county.database.write() as session:
            assert perform(session, self.players[who], self.meet.board, command) == seq
        self.check()
        assert self.here[0].state["seq"] == now

    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        """Somebody who was away resumes, or gets a snapshot if what they missed is gone."""
        one = data.draw(st.sampled_from(self.away))
        with self.county.database.read() as session:
            board = session.get_one(Board, self.meet.board)
            if one.attendee is not None:
                one.eyes = eyes_of(board, one.attendee.participant_id)
            if one.state["seq"] < board.events_from - 1:
                one.state = self.fresh(session, board, one)
            else:
                self.follow(session, board, one)

    def leading(self) -> int:
        facilitator = self.here[0].state["board"]["facilitator"]
        return [str(one.participant_id) for one in self.players].index(facilitator)

    def let(self, who: int, do: str, draw: Draw) -> None:
        self.command(who, {"do": do, **self.fields(draw, do)})

    def command(self, who: int, fields: dict[str, Any]) -> None:
        command = COMMAND.validate_python({"id": uuid4(), **fields})
        before = self.here[0].state["seq"]
        try:
            with self.county.database.write() as session:
                seq = perform(session, self.players[who], self.meet.board, command)
        except (NotAllowed, NotFound, Conflict, Invalid):
            self.check()
            assert self.here[0].state["seq"] == before
            return
        assert seq == before + 1
        self.done.append((who, command, seq))
        do = command.do
        for kind in self.ids:
            if do in (f"{kind}.add", f"{kind}.make"):
                self.ids[kind].append(getattr(command, kind))
        if do == "card.add":
            self.written[fields["card"]] = who
        if do == "card.remove":
            self.gone.add(fields["card"])
        self.check()

    def check(self) -> None:
        with self.county.database.read() as session:
            board = session.get_one(Board, self.meet.board)
            hidden = session.exec(
                select(BoardCard).where(BoardCard.board_id == board.id, col(BoardCard.revealed).is_(False))
            ).all()
            for number, one in enumerate(self.here):
                told = self.follow(session, board, one)
                shown = json.dumps([told, one.state])
                for card in hidden:
                    if self.written[card.id] != number:
                        assert str(card.id) not in shown
                        assert card.text not in shown
                if one.attendee is not None and one.eyes != eyes_of(board, one.attendee.participant_id):
                    one.eyes = eyes_of(board, one.attendee.participant_id)
                    assert one.state == self.fresh(session, board, one)
            self.check_rows(session, board)

    def follow(self, session: Session, board: Board, one: Follower) -> list[dict[str, Any]]:
        """What they are told since; it must bring them to what a fresh look shows."""
        events = session.exec(
            select(BoardEvent)
            .where(BoardEvent.board_id == board.id, BoardEvent.seq > one.state["seq"])
            .order_by(col(BoardEvent.seq))
        ).all()
        told = [project(Stored(**event.data), event.seq, one.eyes) for event in events]  # type: ignore[typeddict-item]
        for each in told:
            assert each["seq"] == one.state["seq"] + 1
            one.state = apply(one.state, each.get("patch", {})) | {"seq": each["seq"]}
        assert one.state == self.fresh(session, board, one)
        return told

    def check_rows(self, session: Session, board: Board) -> None:
        cards = session.exec(select(BoardCard).where(BoardCard.board_id == board.id)).all()
        votes = session.exec(select(BoardVote).where(BoardVote.board_id == board.id)).all()
        budgets = session.exec(select(BoardBudget).where(BoardBudget.board_id == board.id)).all()
        if not (board.anonymous and board.state is BoardState.ended):
            kept = {card.id for card in cards}
            assert kept >= self.written.keys() - self.gone - self.left_behind(kept)
        if board.vote_open:
            cast = Counter(vote.owner for vote in votes if vote.round == board.vote_round)
            left = {one.owner: one.remaining for one in budgets}
            assert cast.keys() <= left.keys()
            assert all(left[owner] + cast[owner] == dots(board) for owner in left)
            for one in self.here[:-1]:
                assert board.key is not None
                assert one.attendee is not None
                mine = cast[owner_of(board.key, one.attendee.participant_id)]
                assert sum(one.state["votes"]["mine"].values()) == mine
                assert one.state["votes"]["totals"] == {}
        else:
            assert not budgets
            assert {vote.owner for vote in votes} <= {None}
        if board.anonymous:
            assert all(card.participant_id is None for card in cards)
        events = session.exec(select(BoardEvent).where(BoardEvent.board_id == board.id)).all()
        if board.state is BoardState.ended:
            assert board.key is None
            assert board.code is None
            assert all(card.owner is None for card in cards)
            assert [event.data["own"] for event in events] == [{}] or not board.anonymous
        done = session.exec(select(BoardCommand.id).where(BoardCommand.board_id == board.id)).all()
        assert set(done) == {command.id for _, command, _ in self.done}

    def left_behind(self, kept: set[UUID]) -> set[UUID]:
        """Cards that went with the end of an anonymous board, because nobody could have read them again."""
        ended = any(command.do == "board.end" for _, command, _ in self.done)
        return (
            self.written.keys() - kept
            if ended and self.here[0].state["board"]["plan"]["anonymous"]
            else set()
        )


def test_a_meeting_is_the_same_for_who_follows_it_and_for_who_looks_afresh(county: County) -> None:
    Evening.county = county
    run_state_machine_as_test(
        Evening,
        settings=settings(
            max_examples=2,
            stateful_step_count=40,
            deadline=None,
            phases=[Phase.generate],  # a step costs too much to try them again and again
            suppress_health_check=list(HealthCheck),
        ),
    )
