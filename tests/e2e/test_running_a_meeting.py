"""A facilitator who has never done it leads the demo county's live meeting from beginning to end."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.test_pages import axe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

SLOW = 30_000


def live_board(page: Page) -> str:
    """The board of the meeting that is going on."""
    meetings = page.request.get("/api/meetings").json()["items"]
    board: str = next(one["board"] for one in meetings if one["state"] == "live")
    return board


def command(page: Page, board: str, what: str, **fields: Any) -> None:
    """Do a command on the board as whoever is signed in on this page."""
    answer = page.request.post(
        f"/api/boards/{board}/commands", data={"commands": [{"id": str(uuid4()), "do": what, **fields}]}
    )
    assert answer.ok, answer.text()
    assert "ack" in answer.text(), answer.text()


def expect_stage(page: Page, title: str) -> None:
    now = page.get_by_role("navigation", name="Stages of the meeting").locator("[aria-current=step]")
    expect(now).to_contain_text(title, timeout=SLOW)


def expect_sound(page: Page) -> None:
    """Nothing for axe to complain of, and nothing beside the screen."""
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def next_stage(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Next: {title}").click()


def test_the_way_through_all_stages_and_back(as_persona: SignIn) -> None:
    lead = as_persona("cluster-lead")
    teacher = as_persona("school-lead", width=360, height=740)
    board = live_board(lead)
    for page in (lead, teacher):
        page.goto(f"/boards/{board}")
        expect_stage(page, "Write")
    expect(teacher.get_by_text("Only you see your cards until the facilitator moves on")).to_be_visible()
    expect(teacher.get_by_role("button", name=re.compile("^Next:"))).to_have_count(0)
    expect_sound(lead)
    expect_sound(teacher)

    # Who is ready, and what going on does that cannot be taken back.
    teacher.get_by_role("button", name="I am ready").click()
    expect(lead.get_by_text("1 of 2 ready")).to_be_visible()
    next_stage(lead, "Read and group")
    asked = lead.get_by_role("dialog", name="Go to “Read and group” now?")
    expect(asked).to_contain_text("shown to everybody then, for good. One person has not said")
    asked.get_by_role("button", name="Not yet").click()
    expect_stage(teacher, "Write")
    next_stage(lead, "Read and group")
    asked.get_by_role("button", name="Go to Read and group").click()
    expect_stage(teacher, "Read and group")
    expect(
        teacher.get_by_role("button", name="I am ready", pressed=False)
    ).to_be_visible()  # nobody is any more

    # Back, and forth again: there is nothing new to show, so nothing is asked.
    lead.get_by_role("button", name="Back to “Write”").click()
    expect_stage(teacher, "Write")
    next_stage(lead, "Read and group")
    expect_stage(teacher, "Read and group")

    # One clock for all, by the server's time.
    next_stage(lead, "Vote")
    expect_stage(teacher, "Vote")
    lead.get_by_role("button", name="Add 2 min").click()
    expect(teacher.get_by_role("timer")).to_have_text(re.compile(r"0[56]:\d\d"))
    lead.locator("summary").filter(has=lead.get_by_role("timer")).click()
    lead.get_by_role("button", name="Pause").click()
    expect(teacher.get_by_text("paused")).to_be_visible()
    stood = teacher.get_by_role("timer").inner_text()
    expect(lead.get_by_role("timer")).to_have_text(stood)
    lead.keyboard.press("Escape")

    # A vote: one's own dots are counted for oneself alone.
    cards = teacher.request.get(f"/api/boards/{board}").json()["cards"]
    chosen = next(card for card, view in cards.items() if not view["group"])
    command(teacher, board, "vote.put", target=chosen)
    expect(teacher.get_by_text("You have 2 left.")).to_be_visible()
    expect(lead.get_by_text("You have 3 left.")).to_be_visible()

    # Discussing begins with what got most dots, in its time; a hand goes up and gets the floor.
    next_stage(lead, "Discuss")
    first = lead.get_by_role("button", name=re.compile("^Discuss:")).first
    expect(first).to_have_accessible_name(f"Discuss: {cards[chosen]['text']}")
    first.click()
    expect(teacher.get_by_role("heading", level=2, name=cards[chosen]["text"])).to_be_visible(timeout=SLOW)
    teacher.get_by_role("button", name="Raise a hand").click()
    lead.get_by_role("button", name=re.compile("give the floor")).click()
    expect(teacher.get_by_text("You have the floor")).to_be_visible()
    teacher.get_by_role("button", name="I have finished").click()
    expect(lead.get_by_text("has the floor")).to_have_count(0)
    expect_sound(teacher)

    # What is agreed stands at once before everybody.
    lead.get_by_role("textbox", name="A decision, in a sentence").fill("Ten minutes before the bell.")
    lead.keyboard.press("Enter")
    lead.get_by_role("button", name="Make an action of this").click()
    lead.get_by_label("What will be done").fill("Send round the timetable that works.")
    lead.get_by_label("Who does it").select_option(label="Thornholme Primary School")
    lead.get_by_label("By when").fill("2031-02-03")
    lead.get_by_role("button", name="Add the action").click()
    next_stage(lead, "Commit")
    expect_stage(teacher, "Commit")
    agreed = teacher.get_by_role("listitem").filter(has_text="Send round the timetable that works.")
    expect(agreed).to_contain_text("Thornholme Primary School", timeout=SLOW)
    expect(agreed).to_contain_text("by 3 February 2031")
    expect(teacher.get_by_text("Ten minutes before the bell.")).to_be_visible()
    expect_sound(lead)

    # The end is explained, ends it for everybody, and can be undone.
    lead.get_by_role("button", name="End the meeting").first.click()
    ending = lead.get_by_role("dialog", name="End the meeting?")
    expect(ending).to_contain_text("come back at the next meeting")
    ending.get_by_role("button", name="End the meeting").click()
    expect(teacher.get_by_text("This meeting has ended")).to_be_visible(timeout=SLOW)
    expect(teacher.get_by_role("button", name="Open it again")).to_have_count(0)
    lead.get_by_role("button", name="Open it again").click()
    expect_stage(teacher, "Commit")

    # On paper there is what was agreed, without the site around it.
    lead.goto(f"/boards/{board}/record")
    expect(lead.get_by_role("row").filter(has_text="Send round the timetable")).to_contain_text(
        "3 February 2031"
    )
    expect(lead.get_by_role("listitem").filter(has_text="Ten minutes before the bell.")).to_be_visible()
    expect_sound(lead)
    as_text = lead.get_by_role("link", name="this record as text")
    assert "Send round the timetable" in lead.request.get(str(as_text.get_attribute("href"))).text()
    as_table = lead.get_by_role("link", name="the cards for a spreadsheet")
    assert "text/csv" in lead.request.get(str(as_table.get_attribute("href"))).headers["content-type"]
    lead.emulate_media(media="print")
    expect(as_text).to_be_hidden()
    expect(as_table).to_be_hidden()
    expect(lead.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(lead.get_by_role("button", name="Print")).to_be_hidden()


def test_who_is_there_and_who_facilitates(as_persona: SignIn) -> None:
    lead = as_persona("cluster-lead")
    teacher = as_persona("same-cluster-lead")
    board = live_board(lead)
    for page in (lead, teacher):
        page.goto(f"/boards/{board}")
        expect(page.get_by_role("button", name="Show who is here")).to_be_visible(timeout=SLOW)
    lead.get_by_role("button", name="Show who is here").click()
    people = lead.get_by_role("dialog", name="Who is here")
    row = people.get_by_role("listitem").filter(has_text="R. Begum")
    row.locator("summary").click()
    row.get_by_role("button", name="Hand over the meeting").click()
    row.get_by_role("button", name="Hand over", exact=True).click()
    expect(people.get_by_text("R. Begum facilitates this meeting now.").first).to_be_visible()
    expect(teacher.get_by_role("button", name=re.compile("^(Next:|End the meeting)")).first).to_be_visible(
        timeout=SLOW
    )

    # The lead of the cluster may take it back; a lock stops everybody else.
    people.get_by_role("button", name="Facilitate this meeting").click()
    expect(teacher.get_by_role("button", name=re.compile("^Next:"))).to_have_count(0)
    lead.keyboard.press("Escape")
    lead.locator("summary", has_text="More").click()
    lead.get_by_role("button", name="Lock the board for a moment").click()
    expect(teacher.get_by_text("The facilitator has locked the board for a moment.").first).to_be_visible()
    lead.get_by_role("button", name="Unlock the board").click()
    expect(teacher.get_by_text("The facilitator has locked the board for a moment.")).to_have_count(0)

    # The door: a code and a picture of it, until it is closed.
    lead.get_by_role("button", name=re.compile("^Let guests in")).click()
    door = lead.get_by_role("dialog", name="Let guests in")
    lets_in = door.get_by_role("checkbox", name="Guests can come in by the code")
    lets_in.check()  # a meeting that was opened again begins with a closed door
    expect(door.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    expect_sound(lead)
    lets_in.uncheck()
    expect(door.get_by_text("The door is closed")).to_be_visible()
