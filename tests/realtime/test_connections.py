"""The same promises over our own protocol class and over any other server; slow clients hold up nobody."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.deps.viewers import COOKIE
from app.realtime.codes import MESSAGE_BYTES, Close
from app.settings import Settings
from tests.factories import County
from tests.realtime.conftest import HASTY, Draft
from tests.realtime.http_door import HttpAddress
from tests.realtime.peers import converge, sync, together
from tests.realtime.servers import serving, sockets_app
from tests.realtime.wire import Address


def sockets_of(county: County) -> FastAPI:
    """The sockets of a county."""
    return sockets_app(county.database, Settings(document_bytes=200_000), tuning=HASTY)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param({}, id="our protocol"),
        pytest.param({"ws": "websockets-sansio", "ws_max_size": 16 << 20}, id="uvicorn's own"),
        pytest.param({"loop": "asyncio"}, id="our protocol on asyncio"),
    ],
)
def anywhere(request: pytest.FixtureRequest, shared_county: County) -> Iterator[Address]:
    """Served in different ways."""
    with serving(sockets_of(shared_county), **request.param) as address:
        yield address


def test_writing_together(draft: Draft, anywhere: Address) -> None:
    one = draft.peer(anywhere, draft.author).join()
    two = draft.peer(anywhere, draft.colleague).join()
    for number in range(50):
        one.type(f"one{number} ")
        two.type(f"two{number} ")
    one.type("long " * 20_000)
    converge([one, two])


def test_refusals(draft: Draft, anywhere: Address) -> None:
    with anywhere.connect(f"/ws/documents/{draft.document}") as socket:
        assert socket.close_code() == Close.signed_out
    token = draft.county.token(draft.author)
    with anywhere.connect(f"/ws/documents/{draft.document}", token) as socket:
        socket.send(b"\x63")
        assert socket.close_code() == Close.bad_bytes
    with anywhere.connect(f"/ws/documents/{draft.document}", token) as socket:
        socket.send("text")
        assert socket.close_code() == Close.unsupported


def test_a_mebibyte_is_the_most(draft: Draft, anywhere: Address) -> None:
    with anywhere.connect(f"/ws/documents/{draft.document}", draft.county.token(draft.author)) as socket:
        socket.send(sync(2, bytes(MESSAGE_BYTES)))
        assert socket.close_code() == Close.too_big


def test_a_client_that_takes_nothing_is_closed_and_holds_up_nobody(draft: Draft, anywhere: Address) -> None:
    one = draft.peer(anywhere, draft.author).join()
    one.type("x" * 150_000)
    one.until(lambda: one.saved)
    with anywhere.connect(f"/ws/documents/{draft.document}", draft.county.token(draft.colleague)) as slow:
        for _ in range(150):
            slow.send(sync(0, b"\x00"))
        two = draft.peer(anywhere, draft.colleague).join()
        one.type("nobody waits")
        together([one, two], lambda: one.saved and "nobody waits" in two.text())
        assert slow.close_code() == Close.later


def test_everybody_is_told_of_a_restart(draft: Draft) -> None:
    with serving(sockets_of(draft.county)) as address:
        one = draft.peer(address, draft.author).join()
        one.type("just before the restart")
    one.until(lambda: one.closed is not None)
    assert one.closed == Close.decide_again
    with serving(sockets_of(draft.county)) as address:
        two = draft.peer(address, draft.colleague).join()
        assert "just before the restart" in two.text()


def test_a_test_client_is_a_client(draft: Draft) -> None:
    """Starlette's, which knows nothing of our protocol class."""
    with TestClient(sockets_of(draft.county)) as client:
        client.cookies.set(COOKIE, draft.county.token(draft.author))
        with client.websocket_connect(f"/ws/documents/{draft.document}") as socket:
            socket.send_bytes(sync(0, b"\x00"))
            kinds = [socket.receive_bytes()[:2] for _ in range(3)]
            assert kinds == [b"\x02\x02", b"\x00\x00", b"\x00\x01"]
        client.cookies.clear()
        with client.websocket_connect(f"/ws/documents/{draft.document}") as socket:
            assert socket.receive()["code"] == Close.signed_out


def test_a_broken_connection_leaves_nothing_behind(draft: Draft, anywhere: Address) -> None:
    for _ in range(20):
        socket = anywhere.connect(f"/ws/documents/{draft.document}", draft.county.token(draft.author))
        socket.break_off()
    one = draft.peer(anywhere, draft.author).join()
    one.type("still here")
    one.until(lambda: one.saved)


@pytest.mark.parametrize("way", ["by socket", "by HTTP"])
def test_the_service_ends_while_somebody_follows_or_is_being_sent_away(
    draft: Draft, shared_county: County, way: str
) -> None:
    """Neither an answer that streams nor a goodbye that was not returned holds up a restart."""
    with serving(sockets_of(shared_county)) as address:
        door = address if way == "by socket" else HttpAddress(address.port)
        peer = draft.peer(door, draft.author).join()
        assert peer.socket is not None
        if way == "by socket":
            peer.socket.send(b"\x63")
            assert peer.socket.something_came()
    if way == "by HTTP":
        peer.until(lambda: peer.closed is not None)
        assert peer.closed == Close.decide_again
