"""A live board at its sockets, and where those are blocked: what one does, all see, as far as they may."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.db import Database
from app.models.boards import BoardCard
from app.policies.board_projection import WALL
from app.realtime.bus import LocalBus
from app.settings import Settings
from tests.boards import meet
from tests.factories import County
from tests.realtime.board_peers import BoardPeer, StreamPeer, caught_up, together
from tests.realtime.conftest import HASTY
from tests.realtime.live import Live, go
from tests.realtime.servers import serving, sockets_app
from tests.realtime.test_processes import DeafBus
from tests.realtime.test_storing import locked
from tests.realtime.wire import Address

KINDS = pytest.mark.parametrize("kind", [BoardPeer, StreamPeer])


@pytest.fixture
def live(shared_county: County, address: Address) -> Iterator[Live]:
    """A meeting of one's own."""
    live = Live(meet(shared_county), address)
    yield live
    live.close()


@KINDS
def test_a_card_reaches_everybody_when_its_stage_is_left(live: Live, kind: type[BoardPeer]) -> None:
    ann, ben = (peer.join() for peer in live.colleagues(kind))
    facilitator, wall = live.facilitator().join(), live.peer(live.meet.facilitator, wall=True).join()
    guest = live.guest(kind=kind).join()
    assert guest.hello["view"] == "guest"
    go(facilitator, "write")
    card = str(uuid4())
    added = ann.done("card.add", card=card, column="works", text="Plans on Fridays")
    others = [ben, facilitator, wall, guest]
    caught_up([ann, *others], added["seq"])
    for other in others:
        assert other.state is not None
        assert other.state["cards"] == {}
        assert other.state["hidden"] == {"works": 1, "puzzles": 0}
        assert not any("Fridays" in frame or card in frame for frame in other.frames)
    caught_up([ann, *others], go(facilitator, "group"))
    for peer in (ann, *others):
        assert peer.state is not None
        assert peer.state["cards"][card]["text"] == "Plans on Fridays"
        assert peer.state["cards"][card]["mine"] is (peer is ann)
    assert wall.state == live.meet.view(WALL)
    assert ann.state == live.meet.view(live.meet.eyes(live.meet.colleagues[0]))


@KINDS
def test_who_comes_back_is_sent_what_they_missed(live: Live, kind: type[BoardPeer]) -> None:
    ann, ben = (peer.join() for peer in live.colleagues(kind))
    ann.disconnect()
    for text in ("One", "Two"):
        assert "ack" in ben.done("card.add", card=uuid4(), column="works", text=text)
    ann.join()
    caught_up([ann, ben], 4)
    assert ann.snapshots == 1
    assert ann.state is not None
    assert {card["text"] for card in ann.state["cards"].values()} == {"One", "Two"}
    assert ann.state["cards"].keys() == live.meet.view(WALL)["cards"].keys()
    ann.state["seq"] = 4_000  # from another universe, or a database put back from a backup
    ann.join()
    assert ann.snapshots == 2
    assert ann.seq < 4_000


def test_a_removed_card_is_sent_to_nobody_who_comes_back(live: Live) -> None:
    ann, ben = (peer.join() for peer in live.colleagues())
    ben.disconnect()
    card = uuid4()
    ann.do("card.add", card=card, column="works", text="Something unsuitable")
    ann.do("card.add", card=uuid4(), column="works", text="Something useful")
    assert "ack" in ann.done("card.remove", card=card)
    known = len(ben.frames)
    ben.join()
    assert ben.state is not None
    assert [one["text"] for one in ben.state["cards"].values()] == ["Something useful"]
    assert not any("unsuitable" in frame or str(card) in frame for frame in ben.frames[known:])


def test_added_and_removed_within_one_tick(live: Live) -> None:
    """The first event is gone from the log before anybody was sent it: all are sent the whole board."""
    ann, ben = (peer.join() for peer in live.colleagues())
    for _ in range(5):
        card = uuid4()
        ann.do("card.add", card=card, column="works", text="Here")
        gone = ann.do("card.remove", card=card)
    together([ann, ben], lambda: gone in ann.answers and ben.seq == ann.answers[gone]["seq"])
    assert ann.state is not None
    assert ann.state["cards"] == {}
    kept = ann.done("card.add", card=uuid4(), column="works", text="To stay")
    caught_up([ann, ben], kept["seq"])
    assert ben.state == live.meet.view(live.meet.eyes(live.meet.colleagues[1]))


@KINDS
def test_a_command_is_done_once_however_often_it_is_sent(live: Live, kind: type[BoardPeer]) -> None:
    ann, ben = (peer.join() for peer in live.colleagues(kind))
    card, command = uuid4(), str(uuid4())
    first = ann.done("card.add", id=command, card=card, column="works", text="Once")
    ann.answers.clear()
    again = ann.done("card.add", id=command, card=card, column="works", text="Once")
    assert again == first
    ann.disconnect()
    ann.join()
    assert ann.done("card.add", id=command, card=card, column="works", text="Once") == first
    caught_up([ben], first["seq"])
    with live.meet.county.database.read() as session:
        cards = session.exec(select(BoardCard.id).where(BoardCard.board_id == live.meet.board)).all()
    assert cards == [card]


@KINDS
def test_a_refused_change_says_why_and_changes_nothing(live: Live, kind: type[BoardPeer]) -> None:
    ann, ben = (peer.join() for peer in live.colleagues(kind))
    facilitator = live.facilitator().join()
    card = uuid4()
    assert "ack" in ben.done("card.add", card=card, column="works", text="Mine")
    before = live.meet.view(WALL)
    for what, fields, status in (
        ("card.edit", {"card": card, "text": "Theirs"}, 403),
        ("card.remove", {"card": uuid4()}, 404),
        ("stage.go", {"stage": 1, "came_from": 0}, 403),
        ("vote.put", {"target": card}, 403),
    ):
        answer = ann.done(what, **fields)
        assert "ack" not in answer
        assert answer["problem"]["status"] == status, answer
        assert answer["problem"]["detail"]
    assert live.meet.view(WALL) == before
    assert "ack" in facilitator.done("board.lock", on=True)
    locked = ann.done("card.add", card=uuid4(), column="works", text="Now?")
    assert locked["problem"]["status"] == 409


def test_the_wall_shows_and_takes_no_part(live: Live) -> None:
    wall = live.peer(live.meet.colleagues[0], wall=True).join()
    assert wall.hello["you"] is None
    assert wall.presence["here"] == []
    for what, fields in (
        ("card.add", {"card": uuid4(), "column": "works", "text": "From the wall"}),
        ("me.hand", {"on": True}),
    ):
        assert wall.done(what, **fields)["problem"]["status"] == 403
    assert live.meet.view(WALL)["people"] == {}


@KINDS
def test_who_is_here_ready_and_wants_to_speak(live: Live, kind: type[BoardPeer]) -> None:
    ann, ben = (peer.join() for peer in live.colleagues(kind))
    facilitator, tab = live.facilitator().join(), live.peer(live.meet.colleagues[0]).join()
    everybody = [ann, ben, facilitator, tab]
    here = sorted([ann.me, ben.me, facilitator.me])
    together(everybody, lambda: all(sorted(one.presence["here"]) == here for one in everybody))
    ben.done("me.hand", on=True)
    ann.done("me.hand", on=True)
    ann.done("me.ready", on=True)
    together(
        everybody,
        lambda: all(
            (one.presence["hands"], one.presence["ready"]) == ([ben.me, ann.me], [ann.me])
            for one in everybody
        ),
    )
    assert "ack" in facilitator.done("floor.give", to=ben.me)
    together(everybody, lambda: all(one.presence["hands"] == [ann.me] for one in everybody))
    go(facilitator, "write")
    together(everybody, lambda: all(one.presence["ready"] == [] for one in everybody))
    ann.disconnect()
    tab.done("me.ready", on=True)  # still here, on the other page
    together([ben], lambda: ben.presence["ready"] == [ann.me])
    tab.disconnect()
    together([ben], lambda: sorted(ben.presence["here"]) == sorted([ben.me, facilitator.me]))
    assert (ben.presence["hands"], ben.presence["ready"]) == ([], [])


def test_the_time_comes_every_now_and_then(live: Live) -> None:
    ann = live.colleagues()[0].join()
    ann.until(lambda: ann.times >= 2)


def test_changes_made_outside_reach_the_board(live: Live) -> None:
    """As when an action is changed on the cluster's page, or a guest joins by the code."""
    ann = live.colleagues()[0].join()
    live.guest("Gina")
    ann.until(lambda: "Gina" in {one["name"] for one in (ann.state or {})["people"].values()})


def test_one_post_may_bring_many_and_each_has_its_answer(live: Live) -> None:
    blocked, ben = live.peer(live.meet.colleagues[0], StreamPeer), live.colleagues()[1].join()
    assert isinstance(blocked, StreamPeer)
    cards = [str(uuid4()) for _ in range(100)]
    add = {"do": "card.add", "column": "works", "text": "Queued"}
    commands = [{"id": str(uuid4()), **add, "card": card} for card in cards]
    commands[50]["column"] = "no-such"
    answers = blocked.post(commands)
    assert [one.get("ack") or one["nack"] for one in answers] == [one["id"] for one in commands]
    assert [number for number, one in enumerate(answers) if "nack" in one] == [50]
    caught_up([ben], max(one.get("seq", 0) for one in answers))
    assert ben.state is not None
    places = sorted(ben.state["cards"], key=lambda card: ben.state["cards"][card]["position"])  # type: ignore[index]
    assert places == cards[:50] + cards[51:]


@pytest.mark.parametrize("bus", [LocalBus, DeafBus])
def test_people_on_different_services_meet_on_one_board(
    database: Database, tmp_path: Path, bus: type[LocalBus]
) -> None:
    """By hints, and where every one is lost, by looking."""
    url = database.engine.url.render_as_string(hide_password=False)
    one, other, between = Database(url), Database(url), bus()
    settings = Settings(frontend=tmp_path / "none")
    with (
        serving(sockets_app(one, settings, tuning=HASTY, bus=between)) as here,
        serving(sockets_app(other, settings, tuning=HASTY, bus=between)) as there,
    ):
        meeting = meet(County(one))
        at_home, away = Live(meeting, here), Live(meeting, there)
        ann, ben = at_home.colleagues()[0].join(), away.colleagues()[1].join()
        for peer in (ann, ben, ann, ben):
            assert "ack" in peer.done("card.add", card=uuid4(), column="works", text="Hello")
        seq = meeting.view(WALL)["seq"]
        caught_up([ann, ben], seq)
        assert ann.state == meeting.view(meeting.eyes(meeting.colleagues[0]))
        assert ben.state == meeting.view(meeting.eyes(meeting.colleagues[1]))
        at_home.close()
        away.close()
    one.close()
    other.close()


def test_what_could_not_be_stored_is_refused_and_seen_by_nobody(
    sqlite_database: Database, settings: Settings
) -> None:
    """Somebody else writes to the file and takes their time."""
    served = Database(str(sqlite_database.engine.url))

    @sa.event.listens_for(served.engine, "connect")
    def _hurry(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("PRAGMA busy_timeout=100")

    with serving(sockets_app(served, settings, tuning=HASTY)) as address:
        live = Live(meet(County(sqlite_database)), address)
        ann, ben = (peer.join() for peer in live.colleagues())
        card = uuid4()
        with locked(sqlite_database):
            refused = ann.done("card.add", card=card, column="works", text="Meanwhile")
        assert refused["problem"]["status"] == 503
        ann.answers.clear()
        again = ann.done("card.add", id=refused["nack"], card=card, column="works", text="Meanwhile")
        assert "ack" in again
        caught_up([ann, ben], again["seq"])
        assert ben.state is not None
        assert list(ben.state["cards"]) == [str(card)]
        live.close()
    served.close()
