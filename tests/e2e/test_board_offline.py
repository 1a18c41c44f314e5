"""A board where no network can be trusted: offline, in a tab that is closed, and without WebSockets."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.test_pages import axe
from tests.e2e.test_running_a_meeting import SLOW, command, expect_stage, live_board

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

COLUMN = "What is working"
KEPT = ["We plan on Fridays now.", "TAs get the plan the day before."]
LATE = "Nobody read my card in time."
GUEST = "I am only visiting, and I like it."
NO_SOCKETS = """window.WebSocket = class extends EventTarget {
    constructor() {
        super();
        this.readyState = 0;
        setTimeout(() => this.onclose?.({ code: 1006, reason: '' }));
    }
    send() {}
    close() {}
};"""


def write(page: Page, words: str) -> None:
    """A card in the first column."""
    box = page.get_by_role("textbox", name=f"A new card in {COLUMN}")
    box.fill(words)
    box.press("Enter")
    expect(box).to_have_value("")


def hidden(page: Page, board: str) -> int:
    """How many cards of the first column nobody but their authors sees."""
    count: int = page.request.get(f"/api/boards/{board}?view=wall").json()["hidden"]["works"]
    return count


def expect_hidden(wall: Page, count: int) -> None:
    where = wall.get_by_role("region", name=COLUMN)
    expect(where).to_contain_text(re.compile(rf"{count}\s+cards? so far"), timeout=SLOW)


def test_what_steers_a_meeting_waits_for_the_connection(as_persona: SignIn) -> None:
    lead = as_persona("cluster-lead")
    lead.goto(f"/boards/{live_board(lead)}")
    expect_stage(lead, "Write")
    lead.locator("summary", has_text="More").click()
    lead.get_by_role("button", name="Let guests in").click()
    door = lead.get_by_role("dialog", name="Let guests in").get_by_role("checkbox")
    expect(door).to_be_enabled()
    lead.context.set_offline(True)
    expect(door).to_be_disabled(timeout=SLOW)
    expect(door).to_have_accessible_description(re.compile("connection is lost"))
    lead.context.set_offline(False)
    expect(door).to_be_enabled(timeout=SLOW)


def test_what_is_written_offline_arrives_once_or_is_explained(as_persona: SignIn) -> None:
    lead, teacher = as_persona("cluster-lead"), as_persona("school-lead")
    board = live_board(lead)
    lead.goto(f"/boards/{board}")
    expect_stage(lead, "Write")
    code = lead.request.get(f"/api/boards/{board}").json()["board"]["code"]
    before = hidden(lead, board)

    wall = lead.context.new_page()
    wall.goto(f"/boards/{board}/wall")
    expect_hidden(wall, before)
    expect(wall.get_by_role("img", name="QR code")).to_be_visible()
    assert axe(wall) == []

    teacher.goto(f"/boards/{board}")
    expect_stage(teacher, "Write")
    expect(teacher.get_by_role("textbox", name=f"A new card in {COLUMN}")).to_be_visible(timeout=SLOW)
    teacher.context.set_offline(True)
    for words in KEPT:
        write(teacher, words)
    expect(teacher.get_by_text("Offline, 2 changes waiting")).to_be_visible(timeout=SLOW)
    expect(teacher.get_by_role("article").filter(has_text=KEPT[1])).to_have_count(1)
    assert hidden(lead, board) == before

    # The tab is closed, and another is opened where there is a network.
    context = teacher.context
    teacher.close()
    context.set_offline(False)
    teacher = context.new_page()
    teacher.goto(f"/boards/{board}")
    for words in KEPT:
        expect(teacher.get_by_role("article").filter(has_text=words)).to_have_count(1, timeout=SLOW)
    expect(teacher.get_by_text("Saved", exact=True)).to_be_attached(timeout=SLOW)
    expect_hidden(wall, before + 2)
    for words in KEPT:
        expect(wall.get_by_text(words)).to_have_count(0)

    # It is sent once: the next visit finds nothing waiting.
    teacher.reload()
    expect(teacher.get_by_role("article").filter(has_text=KEPT[0])).to_have_count(1, timeout=SLOW)
    assert hidden(lead, board) == before + 2

    # A guest on a phone, where sockets do not get through.
    guest = as_persona("", width=360, height=740)
    guest.add_init_script(NO_SOCKETS)
    guest.goto("/join")
    guest.get_by_role("button", name="Join the meeting").click()
    expect(guest.get_by_text("Type the code that the meeting shows.")).to_be_visible()
    assert axe(guest) == []
    guest.get_by_label("Code").fill("zzz zzz")
    guest.get_by_label("Your name").fill("Robin from Otterfield")
    guest.get_by_role("button", name="Join the meeting").click()
    expect(guest.get_by_text("No meeting that is on now has this code")).to_be_visible(timeout=SLOW)
    guest.get_by_label("Code").fill(f"{code[:3].lower()} - {code[3:].lower()}")
    guest.get_by_role("button", name="Join the meeting").click()
    guest.wait_for_url(f"**/boards/{board}")
    expect_stage(guest, "Write")
    write(guest, GUEST)
    expect_hidden(wall, before + 3)
    expect(guest.get_by_text("Saved", exact=True)).to_be_attached(timeout=SLOW)

    # What comes too late is taken back, with the reason and the words.
    context.set_offline(True)
    write(teacher, LATE)
    expect(teacher.get_by_text("Offline, 1 change waiting")).to_be_visible(timeout=SLOW)
    teacher.close()
    command(lead, board, "stage.go", stage=1, came_from=0)
    command(lead, board, "stage.go", stage=2, came_from=1)
    expect(wall.get_by_role("heading", name="Vote")).to_be_visible(timeout=SLOW)
    expect(wall.get_by_text(GUEST)).to_be_visible()
    expect_stage(guest, "Vote")
    context.set_offline(False)
    teacher = context.new_page()
    teacher.goto(f"/boards/{board}")
    refused = teacher.get_by_role("region", name="Changes that were not kept")
    expect(refused).to_contain_text("Your card was not added", timeout=SLOW)
    expect(refused).to_contain_text("People are voting")
    expect(refused).to_contain_text(LATE)
    expect(teacher.get_by_role("article").filter(has_text=LATE)).to_have_count(0)
    refused.get_by_role("button", name="Dismiss").click()
    expect(refused).to_have_count(0)

    command(lead, board, "board.door", open=False)
    expect(wall.get_by_role("img", name="QR code")).to_have_count(0, timeout=SLOW)
