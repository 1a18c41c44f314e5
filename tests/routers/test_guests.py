"""Guests of a meeting in their browser: a cookie for one board, until it ends, and the public elsewhere."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.actions.guests import WRONG_CODES
from app.deps.guests import GUEST_COOKIE
from app.deps.viewers import COOKIE
from app.policies.boards import may_come
from app.policies.viewers import GuestViewer, Public
from app.queries.boards import board_facts, get_board
from app.queries.guests import as_whom
from app.queries.library import scope
from tests.boards import Meet, meet
from tests.conftest import problem
from tests.factories import County


@pytest.fixture
def at(county: County) -> Meet:
    return meet(county)


def code_of(at: Meet) -> str:
    with at.county.database.read() as session:
        code = get_board(session, at.board).code
    assert code is not None
    return code


def browser(app: FastAPI, visitor: TestClient) -> TestClient:
    """Another one, that nobody has signed in at."""
    client = TestClient(app, base_url="http://testserver")
    client.portal = visitor.portal
    return client


def test_a_guest_sees_one_board_and_else_what_the_public_sees(
    app: FastAPI, visitor: TestClient, at: Meet, county: County
) -> None:
    before = visitor.get("/api/session").json()
    joined = visitor.post("/api/join", json={"code": code_of(at), "name": "Gus"})
    assert joined.status_code == 201
    assert joined.json() == {
        "board": str(at.board),
        "title": "Autumn meeting",
        "guest": True,
        "name": "Gus",
    }
    told = joined.headers["set-cookie"].lower()
    assert GUEST_COOKIE in told
    assert "httponly" in told
    assert "samesite=lax" in told
    board = visitor.get(f"/api/boards/{at.board}").json()
    assert "Gus" in {one["name"] for one in board["people"].values()}
    elsewhere = meet(county)
    assert visitor.get(f"/api/boards/{elsewhere.board}").status_code in (401, 404)
    assert visitor.get(f"/api/boards/{elsewhere.board}/door.svg").status_code == 404
    assert visitor.get("/api/session").json() == before
    assert visitor.get("/api/stories/drafts").status_code in (401, 404)


def test_a_cookie_is_worth_nothing_after_the_end(app: FastAPI, visitor: TestClient, at: Meet) -> None:
    visitor.post("/api/join", json={"code": code_of(at), "name": "Gus"})
    token = visitor.cookies[GUEST_COOKIE]
    assert visitor.get(f"/api/boards/{at.board}").status_code == 200
    at.do(at.facilitator, "board.end")
    replay = browser(app, visitor)
    replay.cookies.set(GUEST_COOKIE, token)
    for address in (f"/api/boards/{at.board}", f"/api/boards/{at.board}/door.svg"):
        assert replay.get(address).status_code in (401, 403, 404)
    at.do(at.facilitator, "board.reopen")
    assert replay.get(f"/api/boards/{at.board}").status_code in (401, 403, 404)


def test_who_was_removed_is_out_and_stays_out(visitor: TestClient, at: Meet) -> None:
    visitor.post("/api/join", json={"code": code_of(at), "name": "Gus"})
    people = visitor.get(f"/api/boards/{at.board}").json()["people"]
    (guest,) = (one for one, person in people.items() if person["name"] == "Gus")
    command = {"id": guest, "do": "me.ready", "on": True}
    at.do(at.facilitator, "guest.remove", participant=guest)
    assert visitor.get(f"/api/boards/{at.board}").status_code in (401, 403, 404)
    sent = visitor.post(f"/api/boards/{at.board}/commands", json={"commands": [command]})
    assert sent.status_code in (401, 403, 404)


def test_leaving_takes_the_cookie_away(app: FastAPI, visitor: TestClient, at: Meet) -> None:
    visitor.post("/api/join", json={"code": code_of(at), "name": "Gus"})
    token = visitor.cookies[GUEST_COOKIE]
    assert visitor.delete("/api/join").status_code == 204
    assert GUEST_COOKIE not in visitor.cookies
    replay = browser(app, visitor)
    replay.cookies.set(GUEST_COOKIE, token)
    assert replay.get(f"/api/boards/{at.board}/door.svg").status_code == 401


def test_wrong_codes_are_counted_and_then_waited_for(visitor: TestClient, at: Meet) -> None:
    for _ in range(WRONG_CODES.amount):
        wrong = visitor.post("/api/join", json={"code": "AAAAAA", "name": "Gus"})
        assert "six letters" in problem(wrong)["detail"]
        assert wrong.status_code == 404
    refused = visitor.post("/api/join", json={"code": code_of(at), "name": "Gus"})
    assert refused.status_code == 429
    assert problem(refused)["type"] == "too-many"
    assert 0 < int(refused.headers["retry-after"]) <= WRONG_CODES.seconds
    assert GUEST_COOKIE not in visitor.cookies


@pytest.mark.parametrize(("name", "status"), [("x" * 41, 422), ("", 422), ("a\u202eb", 422), ("x" * 40, 201)])
def test_names_are_checked_at_the_door(visitor: TestClient, at: Meet, name: str, status: int) -> None:
    assert visitor.post("/api/join", json={"code": code_of(at), "name": name}).status_code == status


def test_the_door_as_a_picture(app: FastAPI, visitor: TestClient, at: Meet, county: County) -> None:
    facilitator = county.client(app, at.facilitator)
    facilitator.portal = visitor.portal
    answer = facilitator.get(f"/api/boards/{at.board}/door.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "<svg" in answer.text
    assert "viewBox" in answer.text
    assert "script" not in answer.text
    assert visitor.get(f"/api/boards/{at.board}/door.svg").status_code == 401
    at.do(at.facilitator, "board.door", open=False)
    assert facilitator.get(f"/api/boards/{at.board}/door.svg").status_code == 409


def test_its_own_people_stand_before_a_board_as_themselves_whatever_cookies_they_have(
    app: FastAPI, visitor: TestClient, at: Meet, county: County
) -> None:
    visitor.post("/api/join", json={"code": code_of(at), "name": "Gus"})
    token = visitor.cookies[GUEST_COOKIE]
    client = county.client(app, at.colleagues[0])
    client.portal = visitor.portal
    client.cookies.set(GUEST_COOKIE, token)
    assert COOKIE in client.cookies
    answer = client.post("/api/join", json={"code": code_of(at), "name": "Somebody"})
    assert answer.json()["guest"] is False
    assert client.get(f"/api/boards/{at.board}").status_code == 200


def test_a_guest_is_one_of_the_public_to_everything_but_their_board(at: Meet, county: County) -> None:
    elsewhere = meet(county)
    guest = GuestViewer(at.board, at.board)
    assert scope(guest) == scope(Public())
    with county.database.read() as session:
        here = board_facts(session, get_board(session, at.board))
        there = board_facts(session, get_board(session, elsewhere.board))
        assert may_come(as_whom(Public(), guest, here), here)
        assert as_whom(Public(), guest, there) == Public()
        assert not may_come(guest, there)
