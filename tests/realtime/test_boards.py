"""A live board at its sockets: what one does, everybody sees, as far as they may."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from app.policies.board_projection import WALL
from app.realtime.codes import Close
from app.settings import Settings
from tests.boards import Meet, meet
from tests.factories import County
from tests.realtime.board_peers import BoardPeer, StreamPeer, caught_up, together
from tests.realtime.conftest import HASTY
from tests.realtime.servers import serving, sockets_app
from tests.realtime.wire import Address


@dataclass
class Live:
    """A meeting, and the service in front of it."""

    meeting: Meet
    address: Address
    peers: list[BoardPeer] = field(default_factory=list)

    def peer(self, person: UUID, kind: type[BoardPeer] = BoardPeer, *, wall: bool = False) -> BoardPeer:
        """Somebody's page."""
        peer = kind(self.address, self.meeting.board, self.meeting.county.token(person), wall=wall)
        self.peers.append(peer)
        return peer

    @property
    def facilitator(self) -> BoardPeer:
        """The facilitator's page."""
        return self.peer(self.meeting.facilitator)

    def go(self, facilitator: BoardPeer, key: str) -> None:
        """Let the facilitator go to a stage."""
        assert facilitator.state is not None
        stages = [stage["key"] for stage in facilitator.state["board"]["plan"]["stages"]]
        now = facilitator.state["board"]["stage"]
        assert "ack" in facilitator.done("stage.go", stage=stages.index(key), came_from=now)


@pytest.fixture
def live(shared_county: County, address: Address) -> Iterator[Live]:
    """A meeting of one's own."""
    live = Live(meet(shared_county), address)
    yield live
    for peer in live.peers:
        peer.disconnect()


@pytest.mark.parametrize("kind", [BoardPeer, StreamPeer])
def test_a_card_reaches_everybody_when_its_stage_is_left(live: Live, kind: type[BoardPeer]) -> None:
    ann, ben = (live.peer(person, kind).join() for person in live.meeting.colleagues)
    facilitator, wall = live.facilitator.join(), live.peer(live.meeting.facilitator, wall=True).join()
    live.go(facilitator, "write")
    card = str(uuid4())
    added = ann.done("card.add", card=card, column="works", text="Plans on Fridays")
    caught_up([ann, ben, facilitator, wall], added["seq"])
    for other in (ben, facilitator, wall):
        assert other.state is not None and other.state["cards"] == {}
        assert other.state["hidden"] == {"works": 1, "puzzles": 0}
        assert not any("Fridays" in frame or card in frame for frame in other.frames)
    live.go(facilitator, "group")
    caught_up([ann, ben, wall], facilitator.seq)
    for peer in (ann, ben, facilitator, wall):
        assert peer.state is not None
        assert peer.state["cards"][card]["text"] == "Plans on Fridays"
        assert peer.state["cards"][card]["mine"] is (peer is ann)
    assert wall.state == live.meeting.view(WALL)
    assert ann.state == live.meeting.view(live.meeting.eyes(live.meeting.colleagues[0]))
