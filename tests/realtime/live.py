"""A live meeting with the service in front of it, and pages on its board."""

import time
from dataclasses import dataclass, field
from uuid import UUID

from app.actions.sessions import sign_in
from tests.boards import Meet, guest_token
from tests.realtime.board_peers import BoardPeer
from tests.realtime.wire import PATIENCE, Address


@dataclass
class Live:
    """A meeting, where it is served, and everybody's pages, which ``close`` closes."""

    meet: Meet
    address: Address
    peers: list[BoardPeer] = field(default_factory=list)

    def peer(self, person: UUID, kind: type[BoardPeer] = BoardPeer, *, wall: bool = False) -> BoardPeer:
        """A page of somebody's."""
        return self._page(kind(self.address, self.meet.board, self.token(person), wall=wall))

    def guest(self, name: str = "Gus", kind: type[BoardPeer] = BoardPeer) -> BoardPeer:
        """A page of somebody who joins by the code."""
        token = guest_token(self.meet.county, self.meet.board, name)
        return self._page(kind(self.address, self.meet.board, guest=token))

    def _page(self, peer: BoardPeer) -> BoardPeer:
        self.peers.append(peer)
        return peer

    def token(self, person: UUID) -> str:
        """A session of somebody's."""
        with self.meet.county.database.write() as session:
            return sign_in(session, person, days=1, how="test")

    def facilitator(self) -> BoardPeer:
        """A page of the facilitator's."""
        return self.peer(self.meet.facilitator)

    def colleagues(self, kind: type[BoardPeer] = BoardPeer) -> list[BoardPeer]:
        """A page of each colleague's."""
        return [self.peer(person, kind) for person in self.meet.colleagues]

    def close(self) -> None:
        """Close every page."""
        for peer in self.peers:
            peer.disconnect()


def go(facilitator: BoardPeer, key: str) -> int:
    """Let the facilitator go to a stage; the event's number."""
    assert facilitator.state is not None
    head = facilitator.state["board"]
    stages = [stage["key"] for stage in head["plan"]["stages"]]
    answer = facilitator.done("stage.go", stage=stages.index(key), came_from=head["stage"])
    assert "ack" in answer, answer
    facilitator.until(lambda: facilitator.seq >= answer["seq"])
    return int(answer["seq"])


def ends(peer: BoardPeer) -> int:
    """The code with which a page's connection is closed, from here on or already."""
    until = time.monotonic() + PATIENCE
    while peer.closed is None:
        peer.read(0.05)
        assert time.monotonic() < until, "it stays open"
    return peer.closed
