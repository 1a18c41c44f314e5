"""Who comes in at a board, by socket and by HTTP, and who has to go."""

import http.client
import json
import zlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col

from app import clock
from app.actions.meetings import start_meeting
from app.actions.sessions import sign_out
from app.deps.guests import GUEST_COOKIE
from app.deps.viewers import COOKIE
from app.models.boards import BoardCard
from app.models.meetings import Meeting, MeetingInvitation
from app.models.people import Holding, Role
from app.policies.board_projection import WALL
from app.queries.viewers import person_viewer
from app.realtime.codes import Close
from tests.boards import guest_token, meet
from tests.examples import examples
from tests.factories import County
from tests.realtime.board_peers import BoardPeer, StreamPeer, together
from tests.realtime.live import Live, ends
from tests.realtime.wire import PATIENCE, Address

HTTP_STATUS = {Close.signed_out: 401, Close.not_allowed: 403, Close.not_there: 404}


@pytest.fixture
def live(shared_county: County, address: Address) -> Iterator[Live]:
    """A meeting of one's own."""
    live = Live(meet(shared_county), address)
    yield live
    live.close()


def ask(
    live: Live, method: str, rest: str, body: Any = None, **cookies: str
) -> tuple[int, Any, dict[str, str]]:
    """Ask the board's HTTP door: status, JSON, headers."""
    asking = http.client.HTTPConnection(live.address.host, timeout=PATIENCE)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {"Cookie": cookie, "Content-Type": "application/json", "Accept-Encoding": "gzip"}
    asking.request(method, f"/api/boards/{live.meet.board}{rest}", json.dumps(body), headers)
    response = asking.getresponse()
    told, kept = response.read(), dict(response.getheaders())
    asking.close()
    if kept.get("content-encoding") == "gzip":
        told = zlib.decompress(told, wbits=31)
    return response.status, json.loads(told), kept


def refused_everywhere(live: Live, code: Close, **cookies: str) -> None:
    """By socket, by stream, by POST and by GET."""
    for kind in (BoardPeer, StreamPeer):
        peer = kind(
            live.address, live.meet.board, cookies.get(COOKIE, ""), guest=cookies.get(GUEST_COOKIE, "")
        )
        live.peers.append(peer)
        assert ends(peer.connect()) == (code if kind is BoardPeer else HTTP_STATUS[code])
        assert not any("snapshot" in frame for frame in peer.frames)
    command = {"id": str(uuid4()), "do": "me.hand", "on": True}
    for method, rest, body in (("GET", "", None), ("POST", "/commands", {"commands": [command]})):
        assert ask(live, method, rest, body, **cookies)[0] == HTTP_STATUS[code]


def test_who_may_not_come(live: Live) -> None:
    county = live.meet.county
    refused_everywhere(live, Close.signed_out)
    refused_everywhere(live, Close.signed_out, **{COOKIE: "no such", GUEST_COOKIE: "nor such"})
    stranger = county.person(Role.school_lead, county.school(county.cluster()))
    refused_everywhere(live, Close.not_there, **{COOKIE: live.token(stranger)})
    administrator = county.person(Role.administrator)
    refused_everywhere(live, Close.not_there, **{COOKIE: live.token(administrator)})
    elsewhere = meet(county)
    refused_everywhere(live, Close.not_there, **{GUEST_COOKIE: guest_token(county, elsewhere.board)})
    nowhere = BoardPeer(live.address, UUID(int=4), live.token(live.meet.facilitator))
    assert ends(nowhere.connect()) == Close.not_there


def test_another_site_cannot_follow(live: Live) -> None:
    path, token = f"/ws/boards/{live.meet.board}", live.token(live.meet.facilitator)
    with live.address.connect(path, token, Origin="https://elsewhere.example") as socket:
        assert socket.close_code() == Close.not_allowed


def test_opening_by_get(live: Live) -> None:
    ann = live.colleagues()[0].join()
    for _ in range(40):
        ann.do("card.add", card=uuid4(), column="works", text="The same words on every card")
    assert "ack" in ann.done("card.add", card=uuid4(), column="works", text="The last")
    cookies = {COOKIE: live.token(live.meet.colleagues[0])}
    status, view, headers = ask(live, "GET", "", **cookies)
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert headers["vary"] == "Accept-Encoding"
    assert view == ann.state
    on_the_wall = ask(live, "GET", "?view=wall", **cookies)[1]
    assert on_the_wall == live.meet.view(WALL)
    peer = live.colleagues()[0]
    peer.state = view
    peer.join()
    assert peer.snapshots == 0


def test_who_signs_out_goes_at_once(live: Live) -> None:
    for kind in (BoardPeer, StreamPeer):
        peer = live.peer(live.meet.colleagues[0], kind).join()
        with live.meet.county.database.write() as session:
            sign_out(session, peer.cookie.removeprefix(f"{COOKIE}="))
        assert ends(peer) == Close.decide_again
        peer.connect()
        assert ends(peer) == (Close.signed_out if kind is BoardPeer else 401)


def test_a_seat_that_ends_by_date_is_noticed(live: Live) -> None:
    ann, ben = (peer.join() for peer in live.colleagues())
    with live.meet.county.database.write() as session:
        session.exec(
            sa.update(Holding)
            .where(col(Holding.person_id) == live.meet.colleagues[0])
            .values(until_date=clock.today())
        )
    assert ends(ann) == Close.decide_again
    assert ends(ann.connect()) == Close.not_there
    assert "ack" in ben.done("me.hand", on=True)


def test_a_visitor_who_is_not_invited_any_more_is_noticed(live: Live) -> None:
    county = live.meet.county
    visitor = county.person(Role.school_lead, county.school(county.cluster()))
    invitation = MeetingInvitation(
        meeting_id=live.meet.meeting,
        person_id=visitor,
        visitor=True,
        invited_by=live.meet.facilitator,
        invited_at=clock.now(),
    )
    with county.database.write() as session:
        session.add(invitation)
    peer = live.peer(visitor).join()
    with county.database.write() as session:
        session.exec(sa.delete(MeetingInvitation).where(col(MeetingInvitation.person_id) == visitor))
    assert ends(peer) == Close.decide_again
    assert ends(peer.connect()) == Close.not_there


def test_a_guest_who_is_removed_is_told_why(live: Live) -> None:
    facilitator, guest, other = live.facilitator().join(), live.guest("Gus").join(), live.guest("Gina").join()
    assert "ack" in guest.done("card.add", card=uuid4(), column="works", text="Before")
    assert "ack" in facilitator.done("guest.remove", participant=guest.me)
    assert ends(guest) == Close.decide_again
    assert guest.state is not None
    assert guest.state["people"][guest.me]["gone"] is True
    assert ends(guest.connect()) == Close.not_allowed
    assert "removed" in guest.reason
    assert "ack" in other.done("card.add", card=uuid4(), column="works", text="After")


def test_guests_go_when_the_meeting_ends_and_the_others_read_on(live: Live) -> None:
    facilitator, guest = live.facilitator().join(), live.guest().join()
    ann = live.colleagues()[0].join()
    assert "ack" in ann.done("card.add", card=uuid4(), column="works", text="Before")
    assert "ack" in facilitator.done("board.end")
    assert ends(guest) == Close.decide_again
    assert ends(guest.connect()) == Close.not_allowed
    assert "ended" in guest.reason
    ann.until(lambda: (ann.state or {})["board"]["state"] == "ended")
    assert ann.done("card.add", card=uuid4(), column="works", text="Late")["problem"]["status"] == 409
    assert "ack" in facilitator.done("board.reopen")
    card = str(uuid4())
    assert "ack" in ann.done("card.add", card=card, column="works", text="After all")
    assert "ack" in ann.done("card.react", card=card, kind="agree", on=True)
    assert ann.closed is None
    assert ann.state == live.meet.view(live.meet.eyes(live.meet.colleagues[0]))
    assert ann.state is not None
    assert ann.state["cards"][card]["reacted"] == ["agree"]


def test_who_waits_at_a_planned_board_takes_part_once_it_begins(
    shared_county: County, address: Address
) -> None:
    meeting = meet(shared_county, live=False)
    live = Live(meeting, address)
    ann = live.colleagues()[0].join()
    assert ann.hello == ann.hello | {"you": None, "view": "member"}
    assert ann.done("card.add", card=uuid4(), column="works", text="Early")["problem"]["status"] == 409
    with shared_county.database.write() as session:
        viewer = person_viewer(session, meeting.facilitator)
        start_meeting(session, viewer, session.get_one(Meeting, meeting.meeting))
    assert ends(ann) == Close.decide_again
    ann.join()
    assert ann.state is not None
    assert ann.me in ann.state["people"]
    assert "ack" in ann.done("card.add", card=uuid4(), column="works", text="In time")
    live.close()


@settings(
    max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=40),
        st.text(max_size=40),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
            lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=8), one, max_size=3),
            max_leaves=8,
        ).map(json.dumps),
        st.fixed_dictionaries(
            {"id": st.uuids().map(str) | st.text(max_size=8)},
            optional={
                "do": st.sampled_from(
                    ["card.add", "card.edit", "stage.go", "vote.put", "me.hand", "no.such"]
                ),
                "card": st.uuids().map(str) | st.integers() | st.none(),
                "column": st.text(max_size=8) | st.lists(st.text(max_size=2)),
                "text": st.text(max_size=40) | st.just("\ud800") | st.just("\0"),
                "tags": st.lists(st.integers(), max_size=2),
                "on": st.booleans(),
            },
        ).map(json.dumps),
        st.just('{"id": "' + "[" * 50_000),
        st.just("[" * 100_000),
    )
)
def test_bad_frames_are_answered_and_trouble_nobody_else(live: Live, data: bytes | str) -> None:
    if not live.peers:
        live.facilitator().join()
    steady = live.peers[0]
    loud = live.peer(live.meet.colleagues[0]).join()
    before = len(loud.frames)
    assert loud.socket is not None
    loud.socket.send(data)
    loud.until(lambda: loud.closed is not None or any("ack" in one for one in loud.frames[before:]))
    assert loud.closed in (None, Close.bad_bytes, Close.unsupported)
    loud.disconnect()
    assert "ack" in steady.done("me.hand", on=True)
    assert steady.closed is None


def test_too_much_at_once_is_sent_away_and_nobody_waits(live: Live) -> None:
    ann, ben = (peer.join() for peer in live.colleagues())
    for _ in range(3_000):
        ann.do("card.add", card=uuid4(), column="works", text="Flood")
        if ann.closed is not None:
            break
    assert "ack" in ben.done("card.add", card=uuid4(), column="puzzles", text="Calm")
    together([ann], lambda: ann.closed is not None)
    assert ann.closed == Close.later
    # What was acknowledged has been done.
    with live.meet.county.database.read() as session:
        stored = session.exec(
            sa.select(sa.func.count()).where(col(BoardCard.board_id) == live.meet.board)
        ).scalar()  # type: ignore[call-overload]
    assert stored >= len(ann.answers)
