"""A school's network lets no WebSocket through: a story is written there all the same, and with others."""

import re

import pytest
from playwright.sync_api import Request, expect

from tests.e2e.conftest import Server, SignIn
from tests.e2e.test_shared_space import (
    CONTRIBUTOR,
    SLOW,
    accept,
    expect_saved,
    expect_words,
    invite,
    section,
    start_story,
    words,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

NO_UPGRADE = """
const Real = WebSocket;
window.WebSocket = class extends Real {
  constructor(url, protocols) { super(String(url).replace('/ws/', '/blocked/'), protocols); }
};
"""
"""Every attempt is answered by something that is no upgrade, as a filter in between would."""


def test_one_writes_by_http_and_one_by_socket_in_one_story(server: Server, as_persona: SignIn) -> None:
    lead, contributor = as_persona("school-lead"), as_persona("contributor")
    lead.add_init_script(NO_UPGRADE)
    by_http: list[Request] = []
    sockets: list[str] = []
    lead.on("request", lambda request: by_http.append(request) if request.url.find("/updates") > 0 else None)
    contributor.on("websocket", lambda socket: sockets.append(socket.url))
    address = start_story(lead)
    invite(lead, CONTRIBUTOR)
    accept(contributor)
    contributor.goto(f"{address}/write")
    mine, theirs = section(lead), section(contributor)
    expect(theirs).to_be_visible(timeout=SLOW)

    # Both type in the same section at once, and see each other.
    mine.click()
    lead.keyboard.type("We meet before the bell. ")
    expect_words(theirs, "We meet before the bell.")
    expect_saved(lead)
    theirs.click()
    contributor.keyboard.press("Control+Home")
    ours, others = "Every single morning, all of us. ", "Ten minutes, paid, and no longer. "
    for one, other in zip(ours, others.ljust(len(ours)), strict=False):
        lead.keyboard.type(one)
        contributor.keyboard.type(other)
    for box in (mine, theirs):
        expect_words(box, ours.strip())
        expect_words(box, others.strip())
    expect_saved(lead)
    expect_saved(contributor)
    assert words(mine) == words(theirs)
    assert {request.method for request in by_http} == {"GET", "POST"}
    assert any("/ws/documents/" in url for url in sockets)

    # The server dies in mid-sentence; both go on typing; it comes back, and every word is there.
    server.kill()
    lead.keyboard.type("Written while the server was gone. ")
    contributor.keyboard.type("And so was this. ")
    expect(lead.get_by_text(re.compile("not saved|offline", re.IGNORECASE)).first).to_be_visible(timeout=SLOW)
    server.start()
    for box in (mine, theirs):
        expect_words(box, "Written while the server was gone.")
        expect_words(box, "And so was this.")
    expect_saved(lead)
    expect_saved(contributor)
    assert words(mine) == words(theirs)
    after = words(mine)
    lead.reload()
    expect_words(section(lead), "And so was this.")
    assert words(section(lead)) == after
