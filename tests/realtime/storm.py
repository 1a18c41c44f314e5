"""A random meeting over real connections: people come, go, repeat themselves, and talk all at once."""

import json
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import col, select

from app.models.boards import BoardBudget, BoardCard, BoardCommand
from app.policies.board_projection import WALL, Eyes
from app.queries.boards import eyes_of, get_board
from tests.boards import Meet
from tests.realtime.board_peers import BoardPeer, StreamPeer, together
from tests.realtime.live import Live

STAGES = ("write", "group", "vote", "discuss", "write", "vote", "commit", "begin")
WISHES = {
    "write": "card.add card.add card.add card.edit card.move card.remove me.ready",
    "group": "card.move card.move group.make group.name group.split card.react card.edit card.remove",
    "vote": "vote.put vote.put vote.put vote.put vote.take vote.take card.react me.hand",
    "discuss": "card.add decision.add card.react action.add card.remove",
    "commit": "decision.add action.add card.react",
    "begin": "card.add card.react me.hand",
}


class Storm:
    """The facilitator and a colleague by socket, one by stream and POST, a guest, and the wall. ``outbox``
    holds, for each, what has been sent and not answered: a page sends that again when it comes back."""

    def __init__(self, live: Live, seed: int) -> None:
        self.live = live
        self.meet: Meet = live.meet
        self.random = Random(seed)
        ann, ben = live.meet.colleagues
        self.facilitator = live.facilitator()
        self.peers = [self.facilitator, live.peer(ann), live.peer(ben, StreamPeer), live.guest()]
        self.wall = live.peer(ann, wall=True)
        self.everybody = [*self.peers, self.wall]
        self.outbox: dict[BoardPeer, list[dict[str, Any]]] = {one: [] for one in self.everybody}
        self.cards: list[str] = []
        self.groups: list[str] = []
        self.answered: dict[str, dict[str, Any]] = {}
        self.stage = "begin"
        self.number = 0
        for one in self.everybody:
            self.come(one)

    # What people do

    def burst(self) -> None:
        """Many do something at once, without waiting for anything; some of it cannot be done."""
        for _ in range(self.random.randint(1, 12)):
            peer = self.random.choice(self.peers)
            if peer.open:
                self.send(peer, self.wish())
            if self.random.random() < 0.3:
                self.random.choice(self.everybody).read(0.001)

    def repeat(self) -> None:
        """Somebody says again what they said before, answered or not, late and out of order."""
        peer = self.random.choice(self.peers)
        if peer.open and peer.said:
            command = self.random.choice(peer.said)
            known = peer.answers.pop(command["id"], None) or self.answered.get(command["id"])
            if known is not None:
                self.answered[command["id"]] = known
            self.send(peer, command)

    def move_on(self) -> None:
        """The facilitator goes to the next stage."""
        self.number += 1
        self.stage = STAGES[self.number % len(STAGES)]
        if not self.facilitator.open:
            self.come(self.facilitator)
        self.settle(self.facilitator)
        assert self.facilitator.state is not None
        head = self.facilitator.state["board"]
        stages = [one["key"] for one in head["plan"]["stages"]]
        self.send(
            self.facilitator,
            {"do": "stage.go", "stage": stages.index(self.stage), "came_from": head["stage"]},
        )

    def break_off(self) -> None:
        """Somebody's network is lost, with whatever was on its way."""
        self.random.choice(self.everybody).disconnect()

    def come(self, peer: BoardPeer) -> None:
        """Somebody comes, or comes back, and sends again what nobody has answered."""
        peer.join(since=self.random.random() < 0.9)
        waiting, self.outbox[peer] = self.outbox[peer], []
        for command in waiting:
            if command["id"] not in peer.answers:
                self.send(peer, command)

    def come_back(self) -> None:
        """Some of those who are away."""
        for peer in self.everybody:
            if not peer.open and self.random.random() < 0.6:
                self.come(peer)

    # What must hold

    def settle(self, peer: BoardPeer) -> None:
        """Wait until somebody has all their answers."""
        peer.until(lambda: all(one["id"] in peer.answers for one in self.outbox[peer]))
        self.outbox[peer] = []

    def check(self) -> None:
        """Once all are back and answered, they see the board as it is, and nothing acknowledged is lost."""
        for peer in self.everybody:
            if not peer.open:
                self.come(peer)
        for peer in self.peers:
            self.settle(peer)
        with self.meet.county.database.read() as session:
            board = get_board(session, self.meet.board)
            stored = dict(
                session.exec(
                    select(BoardCommand.id, BoardCommand.seq).where(BoardCommand.board_id == board.id)
                ).all()
            )
            budgets = session.exec(
                select(BoardBudget.remaining).where(BoardBudget.board_id == board.id)
            ).all()
            hidden = session.exec(
                select(BoardCard).where(BoardCard.board_id == board.id, col(BoardCard.revealed).is_(False))
            ).all()
            seq = board.seq
        together(self.everybody, lambda: all(one.seq >= seq for one in self.everybody))
        for one in self.peers:
            assert one.state == self.meet.view(self.eyes(one))
        assert self.wall.state == self.meet.view(WALL)
        assert all(0 <= left <= 3 for left in budgets)
        for card in hidden:
            others = [one for one in self.everybody if card.text not in json.dumps(one.said)]
            assert len(others) == len(self.everybody) - 1
            assert not any(card.text in frame for one in others for frame in one.frames)
        for peer in self.peers:
            for command in peer.said:
                answer = peer.answers.get(command["id"]) or self.answered.get(command["id"], {})
                if command["do"].startswith("me."):
                    continue  # who is ready, and who raised a hand, is in no log
                if "ack" in answer:
                    assert stored[UUID(command["id"])] == answer["seq"], command
                earlier = self.answered.get(command["id"])
                assert earlier is None or "nack" in earlier or earlier == answer, (command, earlier, answer)

    def eyes(self, peer: BoardPeer) -> Eyes:
        """Whose eyes a page's are."""
        with self.meet.county.database.read() as session:
            return eyes_of(get_board(session, self.meet.board), UUID(peer.me))

    # Wishes

    def send(self, peer: BoardPeer, command: dict[str, Any]) -> None:
        command = {"id": str(uuid4()), **command}
        self.outbox[peer].append(command)
        peer.said.append(command)
        peer.send(command)

    def wish(self) -> dict[str, Any]:
        """Something somebody might want in this stage."""
        chance = self.random
        do = chance.choice(WISHES[self.stage].split())
        column = chance.choice(("works", "puzzles"))
        text = f"Text {chance.getrandbits(64)}."
        card, group = chance.choice([*self.cards, str(uuid4())]), chance.choice([*self.groups, str(uuid4())])
        made, on = str(uuid4()), chance.random() < 0.7
        fields: dict[str, dict[str, Any]] = {
            "card.add": {"card": made, "column": column, "text": text},
            "card.edit": {"card": card, "text": text},
            "card.remove": {"card": card},
            "card.move": {"card": card, "column": column, "after": chance.choice([None, card])},
            "card.react": {"card": card, "kind": "agree", "on": on},
            "group.make": {"group": made, "cards": [card]},
            "group.name": {"group": group, "name": text},
            "group.split": {"group": group},
            "vote.put": {"target": chance.choice([card, group])},
            "vote.take": {"target": card},
            "decision.add": {"decision": made, "text": text},
            "action.add": {"action": made, "text": text},
            "me.ready": {"on": on},
            "me.hand": {"on": on},
        }
        if do == "card.add":
            self.cards.append(made)
        if do == "group.make":
            self.groups.append(made)
        return {"do": do, **fields[do]}
