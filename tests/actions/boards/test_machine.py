"""Random meetings: old state + events is what a fresh look shows, for everybody, after every command."""

import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
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
from app.policies.viewers import GuestViewer
from app.queries.board_parts import dots
from app.queries.boards import board_view, eyes_of
from app.schemas.board_plan import StageKind
from app.schemas.boards import COMMAND, REACTIONS, AnyCommand
from tests.boards import PLAN, Meet, look_at, meet, stage
from tests.examples import examples
from tests.factories import County

WRITE = stage("write")
WORK = {
    StageKind.talk: "card.add card.react action.done decision.add floor.give action.add",
    StageKind.write: "card.add card.add card.add card.edit card.move card.remove card.react",
    StageKind.sort: "card.move card.move group.make group.make group.name group.move group.split card.edit"
    " card.react card.react card.remove",
    StageKind.vote: "vote.put vote.put vote.put vote.put vote.take vote.take card.remove",
    StageKind.discuss: "decision.add action.add card.add card.react card.move group.make board.focus",
    StageKind.commit: "decision.add decision.edit decision.remove action.add action.add action.edit"
    " action.done action.drop card.remove",
}
STEERING = (
    "timer.set timer.extend timer.pause timer.resume timer.clear floor.give floor.presenter board.focus"
    " board.focus board.lock board.door board.hand_over guest.remove group.split card.remove"
)
DOING = sorted(
    {do for work in (*WORK.values(), STEERING) for do in work.split()} | {"board.end", "board.reopen"}
)


@dataclass
class Follower:
    """Somebody who holds the board as it was at ``state["seq"]``; nobody on the wall."""

    attendee: Attendee | None
    eyes: Eyes = WALL
    state: dict[str, Any] = field(default_factory=dict)


class Evening(RuleBasedStateMachine):
    """A facilitator, two colleagues, a guest and the wall; and each of them once more, who was away."""

    county: County

    @initialize(seed=st.integers(0, 2**32), anonymous=st.booleans(), limit=st.sampled_from([None, 1]))
    def begin(self, seed: int, anonymous: bool, limit: int | None) -> None:
        self.random = Random(
            seed
        )  # Hypothesis prefers the first of everything, and few cards make no meeting
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
        self.command(0, {"do": "stage.go", "stage": WRITE, "came_from": 0})
        for who in range(4):
            self.let(who, "card.add")
            self.let(who, "card.add")
        begins = self.random.randrange(len(PLAN.stages))
        self.command(0, {"do": "stage.go", "stage": begins, "came_from": WRITE})

    def fresh(self, session: Session, board: Board, one: Follower) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(json.dumps(board_view(session, board, one.eyes)))
        return found

    def one_of(self, *among: Any) -> Any:
        return self.random.choice(among)

    def some(self, kind: str) -> UUID:
        """Something that is there; now and then something that was there, or never was."""
        there = [UUID(one) for one in self.here[0].state[f"{kind}s"]]
        known = self.ids[kind] if self.random.random() < 0.1 or not there else there
        return self.random.choice(known or [uuid4()])

    def thing(self) -> UUID:
        return self.some(self.one_of("card", "group"))

    def fields(self, do: str) -> dict[str, Any]:
        """What a command says besides."""
        self.words += 1
        text = f"words{self.words}end"
        column = self.one_of("works", "puzzles")
        after = self.one_of(None, self.thing())
        tags = self.random.sample(self.recommendations, self.one_of(0, 1, 2))
        school = self.one_of(None, *self.schools)
        card, on, player = self.some("card"), self.one_of(True, False), self.one_of(*self.players)
        owner = {"owner_school": school} if on else {"owner_person": self.one_of(None, *self.meet.colleagues)}
        action = {"text": text, "recommendation": tags[0] if tags else None, **owner}
        made: dict[str, dict[str, Any]] = {
            "card.add": {"card": uuid4(), "column": column, "text": text, "tags": tags, "after": after},
            "card.edit": {"card": card, "text": text, "tags": tags, "school": school},
            "card.remove": {"card": card},
            "card.move": {
                "card": card,
                "column": column,
                "group": self.one_of(None, self.some("group")),
                "after": after,
            },
            "card.react": {"card": card, "kind": self.one_of(*REACTIONS[:2]), "on": on},
            "group.make": {"group": uuid4(), "cards": [card, self.some("card")]},
            "group.name": {"group": self.some("group"), "name": text},
            "group.move": {"group": self.some("group"), "column": column, "after": after},
            "group.split": {"group": self.some("group")},
            "vote.put": {"target": self.thing()},
            "vote.take": {"target": self.thing()},
            "timer.set": {"seconds": 60},
            "timer.extend": {"seconds": self.one_of(-600, 30)},
            "floor.give": {"to": self.one_of(None, player.participant_id)},
            "floor.presenter": {"to": self.one_of(None, player.participant_id)},
            "board.focus": {"target": self.one_of(None, self.thing())},
            "board.lock": {"on": on},
            "board.door": {"open": on},
            "board.hand_over": {"to": player.participant_id},
            "guest.remove": {"participant": player.participant_id},
            "board.end": {"leave_hidden": on},
            "decision.add": {"decision": uuid4(), "text": text},
            "decision.edit": {"decision": self.some("decision"), "text": text},
            "decision.remove": {"decision": self.some("decision")},
            "action.add": {"action": uuid4(), "card": self.one_of(None, card), **action},
            "action.edit": {"action": self.some("action"), **action},
            "action.done": {"action": self.some("action"), "done": on},
            "action.drop": {"action": self.some("action")},
        }
        return made.get(do, {})

    @rule()
    def a_while(self) -> None:
        """Hypothesis likes its rules few and its runs short: so a rule is a stretch of the meeting."""
        for _ in range(15):
            chance = self.random.random()
            kind = PLAN.stages[self.here[0].state["board"]["stage"]].kind
            if chance < 0.75:
                self.let(self.random.randrange(4), self.random.choice(WORK[kind].split()))
            elif chance < 0.9:
                self.let(self.leading(), self.random.choice(STEERING.split()))
            else:
                self.let(self.random.randrange(4), self.random.choice(DOING))
        self.go()

    def go(self) -> None:
        stage = self.here[0].state["board"]["stage"]
        to = self.one_of(stage + 1, stage + 1, stage - 1, self.random.randrange(len(PLAN.stages)))
        self.command(self.leading(), {"do": "board.lock", "on": False})
        self.command(self.leading(), {"do": "stage.go", "stage": max(to, 0), "came_from": stage})
        self.check(everybody=True)

    @rule()
    def end_and_reopen(self) -> None:
        self.let(self.leading(), "board.end")
        if self.here[0].state["board"]["state"] == "ended":
            self.let(self.random.randrange(4), "card.add")
            self.let(self.leading(), "board.reopen")

    @precondition(lambda self: self.done)
    @rule()
    def say_it_again(self) -> None:
        who, command, seq = self.random.choice(self.done)
        guest = isinstance(self.players[who].viewer, GuestViewer)
        now = self.here[0].state["seq"]
        try:
            with self.county.database.write() as session:
                assert perform(session, self.players[who], self.meet.board, command) == seq
        except NotAllowed:
            assert guest  # who was removed, or whose meeting is over, is told so and no more
        self.check()
        assert self.here[0].state["seq"] == now

    @rule()
    def come_back(self) -> None:
        """Somebody who was away resumes, or gets a snapshot if what they missed is gone."""
        one = self.random.choice(self.away)
        with self.county.database.read() as session:
            board = session.get_one(Board, self.meet.board)
            self.resume(session, board, one)

    def leading(self) -> int:
        facilitator = self.here[0].state["board"]["facilitator"]
        return [str(one.participant_id) for one in self.players].index(facilitator)

    def let(self, who: int, do: str) -> None:
        self.command(who, {"do": do, **self.fields(do)})

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

    def check(self, *, everybody: bool = False) -> None:
        """That the law holds; looking costs time, so after a single command for one of them."""
        chosen = self.random.randrange(len(self.here))
        with self.county.database.read() as session:
            board = session.get_one(Board, self.meet.board)
            hidden = session.exec(
                select(BoardCard).where(BoardCard.board_id == board.id, col(BoardCard.revealed).is_(False))
            ).all()
            for number, one in enumerate(self.here):
                looks = everybody or number == chosen
                if number != 0 and not looks:
                    continue
                told = self.resume(session, board, one, looks=looks)
                shown = json.dumps([told, one.state])
                for card in hidden:
                    if self.written[card.id] != number:
                        assert str(card.id) not in shown
                        assert card.text not in shown
            self.check_rows(session, board)

    def resume(
        self, session: Session, board: Board, one: Follower, *, looks: bool = True
    ) -> list[dict[str, Any]]:
        """Go on from what they hold, or if what they missed is gone, begin anew."""
        if one.attendee is not None:
            one.eyes = eyes_of(board, one.attendee.participant_id)
        if one.state["seq"] >= board.events_from - 1:
            return self.follow(session, board, one, looks=looks)
        one.state = self.fresh(session, board, one)
        return []

    def follow(self, session: Session, board: Board, one: Follower, *, looks: bool) -> list[dict[str, Any]]:
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
        assert not looks or one.state == self.fresh(session, board, one)
        return told

    def check_rows(self, session: Session, board: Board) -> None:
        cards = session.exec(select(BoardCard).where(BoardCard.board_id == board.id)).all()
        votes = session.exec(select(BoardVote).where(BoardVote.board_id == board.id)).all()
        events = session.exec(select(BoardEvent).where(BoardEvent.board_id == board.id)).all()
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
                if one.state["seq"] != board.seq:
                    continue
                assert board.key is not None
                assert one.attendee is not None
                mine = cast[owner_of(board.key, one.attendee.participant_id)]
                assert sum(one.state["votes"]["mine"].values()) == mine
                assert one.state["votes"]["totals"] == {}
        else:
            assert not budgets
            assert not [
                event for event in events if any("votes" in own for own in event.data["own"].values())
            ]
            assert {vote.owner for vote in votes} <= {None}
        if board.anonymous:
            assert all(card.participant_id is None for card in cards)
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


@pytest.mark.timeout(300)
def test_a_meeting_is_the_same_for_who_follows_it_and_for_who_looks_afresh(county: County) -> None:
    Evening.county = county
    run_state_machine_as_test(
        Evening,
        settings=settings(
            max_examples=examples(2),
            stateful_step_count=6,
            deadline=None,
            phases=[Phase.generate],  # a step costs too much to try them again and again
            suppress_health_check=list(HealthCheck),
        ),
    )
