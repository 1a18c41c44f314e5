"""Nobody's secrets reach anybody else: every frame and every answer that others get is searched.

Two people, Ann and Ben, sit at a board; others watch by every way there is. What Ann alone does in private is
in nothing that others are sent, and had Ben done it in her place, they would have been sent the same.
"""

import http.client
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI

from app.content.board_names import owner_of
from app.db import Database
from app.deps.guests import GUEST_COOKIE
from app.deps.viewers import COOKIE
from app.main import create_app
from app.models.people import Role
from app.queries.boards import get_board
from app.settings import Settings
from tests.boards import PLAN, guest_token, meet
from tests.conftest import sqlite_copy
from tests.factories import County
from tests.realtime.board_peers import BoardPeer, StreamPeer, caught_up, together
from tests.realtime.live import Live, go
from tests.realtime.servers import serving
from tests.realtime.wire import PATIENCE, Address

ANONYMOUS = PLAN.model_copy(update={"anonymous": True})
WORDS = "Weasel-words of mine"
MORE_WORDS = "Stoat-words of mine"
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(r"20\d\d-\d\d-\d\dT[\d:.]+")


@dataclass
class Service:
    """The whole service, its county, and who reads everything that there is to be read."""

    app: FastAPI
    county: County
    address: Address
    administrator: str

    def answers(self, live: Live, cookies: dict[str, str]) -> Iterator[str]:
        """What every GET of the API answers to somebody, about this meeting where that can be said."""
        known = {
            "board_id": str(live.meet.board),
            "meeting_id": str(live.meet.meeting),
            "slug": f"cluster-{live.meet.cluster}",
        }
        asking = http.client.HTTPConnection(self.address.host, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        for path, methods in self.app.openapi()["paths"].items():
            if "get" not in methods or path.endswith("/events"):
                continue
            try:
                address = path.format(**known)
            except KeyError:
                continue
            asking.request("GET", f"{address}?search=weasel&q=weasel", headers=headers)
            response = asking.getresponse()
            told = response.read().decode()
            assert response.status < 500
            yield f"{response.status} {response.getheaders()} {told}"
        asking.close()


@pytest.fixture(scope="module")
def service(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("secrets")
    database = Database(sqlite_copy(sqlite_template, folder))
    county = County(database)
    app = create_app(Settings(frontend=folder), database)
    with serving(app) as address:
        yield Service(app, county, address, county.token(county.person(Role.administrator)))
    database.close()


@dataclass
class Meeting:
    """Ann and Ben at a board, and those who watch: by socket, stream, wall and code, and the facilitator."""

    service: Service
    live: Live
    ann: BoardPeer
    ben: BoardPeer
    facilitator: BoardPeer
    watching: list[BoardPeer] = field(default_factory=list)
    cookies: list[dict[str, str]] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until everybody knows the board as it is."""
        with self.service.county.database.read() as session:
            seq = get_board(session, self.live.meet.board).seq
        caught_up([self.ann, self.ben, self.facilitator, *self.watching], seq)

    def everything(self, *, but: BoardPeer | None = None) -> str:
        """All that has reached anybody but one, by any connection or door; what comes back to who comes anew,
        and to who resumes from the beginning, included."""
        self.settle()
        told = [
            frame
            for one in [self.ann, self.ben, self.facilitator, *self.watching]
            if one is not but
            for frame in one.frames
        ]
        for cookies in self.cookies:
            told += self.service.answers(self.live, cookies)
            for since in (None, 0):
                page = BoardPeer(
                    self.service.address,
                    self.live.meet.board,
                    cookies.get(COOKIE, ""),
                    guest=cookies.get(GUEST_COOKIE, ""),
                )
                page.state = {"seq": 0} if since == 0 else None
                page.connect()
                page.until(lambda page=page: page.closed is not None or bool(page.presence))  # type: ignore[misc]
                told += page.frames
                page.disconnect()
        return "\n".join(told)

    def tokens(self) -> list[str]:
        """The names under which the board keeps what is theirs."""
        with self.service.county.database.read() as session:
            key = get_board(session, self.live.meet.board).key
        assert key is not None
        return [owner_of(key, UUID(one.me)).hex() for one in (self.ann, self.ben)]


Convene = Callable[..., Meeting]


@pytest.fixture
def convene(service: Service) -> Iterator[Convene]:
    """Makes meetings."""
    made: list[Live] = []

    def convened(*, anonymous: bool = False) -> Meeting:
        county = service.county
        live = Live(meet(county, colleagues=4, plan=ANONYMOUS if anonymous else PLAN), service.address)
        made.append(live)
        ann, ben, cy, di = live.meet.colleagues
        meeting = Meeting(
            service, live, live.peer(ann).join(), live.peer(ben).join(), live.facilitator().join()
        )
        guest = guest_token(county, live.meet.board)
        by_code = BoardPeer(service.address, live.meet.board, guest=guest)
        live.peers.append(by_code)
        meeting.watching = [
            live.peer(cy).join(),
            live.peer(di, StreamPeer).join(),
            live.peer(di, wall=True).join(),
            by_code.join(),
        ]
        meeting.cookies = [
            {COOKIE: live.token(cy)},
            {GUEST_COOKIE: guest},
            {COOKIE: service.administrator},
            {COOKIE: live.token(live.meet.facilitator)},
            {},
        ]
        return meeting

    yield convened
    for live in made:
        live.close()


@pytest.mark.parametrize("anonymous", [False, True])
def test_while_people_write(convene: Convene, anonymous: bool) -> None:
    meeting = convene(anonymous=anonymous)
    ann, card, gone = meeting.ann, str(uuid4()), str(uuid4())
    go(meeting.facilitator, "write")
    for what, fields in (
        ("card.add", {"card": card, "column": "works", "text": "Ferret-words of mine"}),
        ("card.edit", {"card": card, "text": WORDS}),
        ("card.add", {"card": gone, "column": "puzzles", "text": MORE_WORDS}),
        ("card.move", {"card": card, "column": "puzzles"}),
        ("card.remove", {"card": gone}),
    ):
        answer = ann.done(what, **fields)
        assert "ack" in answer or answer["problem"]["status"] == 403, answer
    assert "nack" in meeting.ben.done("card.edit", card=card, text="Whose?")
    assert "nack" in meeting.ben.done("card.react", card=card, kind="agree", on=True)
    told = meeting.everything(but=ann).replace(json.dumps("Whose?"), "")
    for secret in ("Weasel", "Ferret", "Stoat", gone, *meeting.tokens()):
        assert secret not in told
    # Ben himself asked about this one, and is told no more than that it is not there.
    theirs = [frame for one in [meeting.facilitator, *meeting.watching] for frame in one.frames]
    assert not any(card in frame for frame in theirs)
    assert ann.state is not None
    assert ann.state["cards"][card]["text"] == WORDS


def test_while_people_vote(convene: Convene) -> None:
    meeting = convene()
    ann, ben, card = meeting.ann, meeting.ben, str(uuid4())
    go(meeting.facilitator, "group")
    assert "ack" in meeting.facilitator.done("card.add", card=card, column="works", text="To vote on")
    go(meeting.facilitator, "vote")
    meeting.settle()
    before = {one: len(one.frames) for one in [ben, meeting.facilitator, *meeting.watching]}
    for _ in range(2):
        assert "ack" in ann.done("vote.put", target=card)
    assert "ack" in ann.done("vote.take", target=card)
    told = meeting.everything(but=ann)
    assert not any(token in told for token in meeting.tokens())
    for one, known in before.items():
        assert one.state is not None
        assert (one.state["votes"]["mine"], one.state["votes"]["totals"]) == ({}, {})
        frames = [frame for frame in one.frames[known:] if '"now"' not in frame]
        # That something was done can be told from the numbers; not what, nor on which card, nor by whom.
        assert all(re.fullmatch(r'\{"seq":\d+\}', frame) for frame in frames), frames
    go(meeting.facilitator, "discuss")
    meeting.settle()
    for one in [ann, ben, *meeting.watching]:
        assert one.state is not None
        assert one.state["votes"]["totals"] == {card: 1}
        assert one.state["votes"]["mine"] == {}


def test_an_anonymous_board_names_nobody(convene: Convene) -> None:
    meeting = convene(anonymous=True)
    ann, card = meeting.ann, str(uuid4())
    go(meeting.facilitator, "write")
    assert "ack" in ann.done("card.add", card=card, column="works", text=WORDS)
    go(meeting.facilitator, "group")
    assert "ack" in ann.done("card.react", card=card, kind="agree", on=True)
    assert "ack" in ann.done("card.edit", card=card, text=MORE_WORDS)
    told = meeting.everything(but=ann)
    assert MORE_WORDS in told
    for secret in meeting.tokens():
        assert secret not in told
    names = {ann.me, str(meeting.live.meet.colleagues[0])}
    for frame in told.splitlines():
        if card in frame and frame.startswith("{"):
            document = json.loads(frame)
            patch = document.get("patch") or document.get("snapshot") or document
            parts = json.dumps([patch.get(part) for part in ("cards", "groups", "votes", "actions")])
            assert not any(name in parts for name in names)


@pytest.mark.parametrize("anonymous", [False, True])
def test_it_might_have_been_anybody(convene: Convene, anonymous: bool) -> None:
    """The same done by Ann and, at another board, by Ben: nobody else is sent anything different. On a board
    with names this holds until cards are shown."""
    ann, ben = (
        what_others_were_sent(convene(anonymous=anonymous), actor, anonymous) for actor in ("ann", "ben")
    )
    assert ann == ben


def what_others_were_sent(meeting: Meeting, actor: str, anonymous: bool) -> list[list[str]]:
    """Let one of the two act in private; the frames of those who watch, with names in place of ids."""
    who: BoardPeer = getattr(meeting, actor)
    card = str(uuid4())
    watching = meeting.watching
    together(watching, lambda: all(len(one.presence["here"]) == 6 for one in watching))
    meeting.settle()
    start = [len(one.frames) for one in watching]
    go(meeting.facilitator, "write")
    assert "ack" in who.done("card.add", card=card, column="works", text=WORDS)
    if anonymous:
        go(meeting.facilitator, "group")
        assert "ack" in who.done("card.react", card=card, kind="thanks", on=True)
        go(meeting.facilitator, "vote")
        assert "ack" in who.done("vote.put", target=card)
        go(meeting.facilitator, "commit")
    meeting.settle()
    names = {
        meeting.ann.me: "ann",
        meeting.ben.me: "ben",
        meeting.facilitator.me: "facilitator",
        card: "card",
    }
    return [
        [
            _TIME.sub("time", _ID.sub(lambda one: names.get(one[0], "id"), frame))
            for frame in one.frames[known:]
            if not frame.startswith('{"now"')
        ]
        for one, known in zip(watching, start, strict=True)
    ]
