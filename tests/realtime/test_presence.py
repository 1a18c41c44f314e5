"""Who is here: in a document by awareness, on a cluster's page by name."""

import json
from typing import Any

import pytest

from app.models.people import Role
from app.realtime.codes import Close
from app.realtime.documents.awareness import STATE_BYTES
from tests.realtime.conftest import Draft
from tests.realtime.peers import Peer, awareness, together
from tests.realtime.wire import Address, Socket


def say(peer: Peer, clock: int, **state: object) -> None:
    """Tell of oneself what a browser tells."""
    peer.send(awareness(peer.doc.client_id, clock, state))


def test_names_come_from_the_session(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    say(one, 1, user={"name": "The Secretary of State", "admin": True}, cursor={"anchor": 3})
    two.until(lambda: one.doc.client_id in two.who())
    state = two.who()[one.doc.client_id]
    assert state["cursor"] == {"anchor": 3}
    assert state["user"].keys() == {"id", "name", "colour"}
    assert state["user"]["id"] == str(draft.author)
    assert state["user"]["name"] != "The Secretary of State"
    assert state["user"]["colour"] in range(7)


def test_nobody_speaks_for_another(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    third = draft.peer(address, draft.lead).join()
    say(one, 1, cursor=1)
    say(two, 1, cursor=2)
    third.until(lambda: len(third.who()) == 2)
    two.send(awareness(one.doc.client_id, 99, {"cursor": 666}))
    two.send(awareness(one.doc.client_id, 100, None))
    two.send(awareness(4242, 1, {"cursor": 777}))
    say(two, 2, cursor=3)
    third.until(lambda: third.who()[two.doc.client_id]["cursor"] == 3)
    assert third.who()[one.doc.client_id]["cursor"] == 1
    assert 4242 not in third.who()


def test_others_see_when_somebody_leaves(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    for gone in (one.leave, one.disconnect):
        if one.socket is None:
            one.join()
        say(one, 1, cursor=1)
        two.until(lambda: one.doc.client_id in two.who())
        gone()
        two.until(lambda: one.doc.client_id not in two.who())


def test_who_comes_later_sees_who_is_here_and_nobody_hears_of_themselves(
    draft: Draft, address: Address
) -> None:
    """A stock client takes its own state with a newer clock for news, and would answer it for ever."""
    one = draft.peer(address, draft.author).join()
    say(one, 1, cursor=1)
    two = draft.peer(address, draft.colleague).join()
    two.until(lambda: one.doc.client_id in two.who())
    say(two, 1, cursor=2)
    one.until(lambda: two.doc.client_id in one.who())
    one.send(b"\x03")
    say(one, 2, cursor=3)
    two.until(lambda: two.who()[one.doc.client_id]["cursor"] == 3)
    assert one.doc.client_id not in one.seen
    assert two.doc.client_id not in two.seen


def test_a_browser_that_reconnects_takes_its_place_again(draft: Draft, address: Address) -> None:
    """Before its old connection is known to be dead, and with a clock that has not moved."""
    other = draft.peer(address, draft.colleague).join()
    one = draft.peer(address, draft.author, client=7001).join()
    say(one, 5, cursor="old")
    other.until(lambda: 7001 in other.who())
    again = draft.peer(address, draft.author, client=7001).join()
    say(again, 5, cursor="new")
    other.until(lambda: other.who()[7001]["cursor"] == "new")
    one.leave()
    say(again, 6, cursor="newer")
    other.until(lambda: 7001 in other.who() and other.who()[7001]["cursor"] == "newer")


def test_at_most_two_kilobytes_and_five_times_a_second(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    say(one, 1, cursor=0)
    two.until(lambda: one.doc.client_id in two.who())
    say(one, 2, cursor="x" * STATE_BYTES)
    heard = len(two.received)
    for clock in range(3, 203):
        say(one, clock, cursor=clock)
    two.until(lambda: two.who()[one.doc.client_id]["cursor"] == 202)
    assert len([message for message in two.received[heard:] if message[0] == 1]) < 20


def enter(draft: Draft, address: Address, person: Any, cluster: str = "") -> Socket:
    """Open the cluster's page."""
    return address.connect(
        f"/ws/clusters/{cluster or f'cluster-{draft.cluster}'}", draft.county.token(person)
    )


def told(socket: Socket) -> dict[str, Any]:
    """The next thing that the page is told."""
    message: dict[str, Any] = json.loads(socket.recv())
    return message


def test_a_cluster_s_people_see_each_other_once(draft: Draft, address: Address) -> None:
    with enter(draft, address, draft.author) as one:
        here = told(one)["here"]
        assert [person["id"] for person in here] == [str(draft.author)]
        with enter(draft, address, draft.stranger) as two, enter(draft, address, draft.stranger) as again:
            assert told(one)["joined"]["id"] == str(draft.stranger)
            assert {person["id"] for person in told(two)["here"]} == {str(draft.author), str(draft.stranger)}
            assert len(told(again)["here"]) == 2
            two.close()
            draft.county.publish(draft.story, draft.author)
            heard = [told(one)]
        while "left" not in heard[-1]:
            heard.append(told(one))
        assert heard[-1]["left"]["id"] == str(draft.stranger)
        assert heard[:-1]
        assert all(one.keys() == {"news"} for one in heard[:-1])


@pytest.mark.parametrize("who", ["other_cluster", "other_region", "administrator", "former"])
def test_a_cluster_of_others_is_not_there(draft: Draft, address: Address, who: str) -> None:
    county = draft.county
    person = {
        "other_cluster": lambda: county.person(Role.cluster_lead, county.cluster()),
        "other_region": lambda: county.person(Role.regional_lead, county.region()),
        "administrator": lambda: county.person(Role.administrator),
        "former": lambda: county.former(Role.school_lead, draft.school),
    }[who]()
    with enter(draft, address, person) as socket:
        assert socket.close_code() == Close.not_there


def test_no_such_cluster_and_nobody(draft: Draft, address: Address) -> None:
    with enter(draft, address, draft.author, "no-such-cluster") as socket:
        assert socket.close_code() == Close.not_there
    with address.connect(f"/ws/clusters/cluster-{draft.cluster}") as socket:
        assert socket.close_code() == Close.signed_out


def test_its_leads_are_its_own_people(draft: Draft, address: Address) -> None:
    county = draft.county
    region = county.region()
    cluster = county.cluster(region)
    for person in (county.person(Role.cluster_lead, cluster), county.person(Role.regional_lead, region)):
        with enter(draft, address, person, f"cluster-{cluster}") as socket:
            assert "here" in told(socket)


def test_who_loses_their_seat_leaves_the_page(draft: Draft, address: Address) -> None:
    with enter(draft, address, draft.stranger) as socket:
        assert "here" in told(socket)
        draft.county.end_seats(draft.stranger)
        assert socket.close_code() == Close.decide_again


def test_cursors_do_not_hold_up_words(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    two = draft.peer(address, draft.colleague).join()
    for clock in range(50):
        say(one, clock + 1, cursor=clock)
        one.type(f"w{clock} ")
    together([one, two], lambda: "w49" in two.text() and one.saved)
