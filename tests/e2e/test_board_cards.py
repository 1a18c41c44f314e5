"""Cards on a live board: one person with a mouse, one with keys alone, one with a finger on a phone."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from app.actions.demo_places import demo_id
from tests.e2e.conftest import Server, SignIn
from tests.e2e.test_pages import axe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

SLOW = 30_000
MEETING = demo_id("meeting", "fenside-second-audit")
SECRET = "We never asked the TAs themselves."
PAID = "Ten minutes before the bell"
THREE = "Three schools have it in the timetable"
WAIT = "“Wait ten seconds”"
COUNTED = "Eleven times this half-term"


def card(page: Page, words: str) -> Locator:
    return page.get_by_role("article").filter(has_text=words)


def column(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title)


def heard(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("alert")).to_contain_text(words, timeout=SLOW)


def tab_to(page: Page, there: Locator) -> None:
    """Get somewhere by Tab alone."""
    expect(there).to_be_visible(timeout=SLOW)
    for _ in range(80):
        if there.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead there")


def focused(page: Page, there: Locator) -> None:
    expect(there).to_be_focused(timeout=SLOW)


def drag(page: Page, what: Locator, onto: Locator, *, down: float) -> None:
    """With the mouse, to so far down the height of another card."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), onto.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 30, start["y"] + 14)
    page.mouse.down()
    page.mouse.move(start["x"] + 45, start["y"] + 24, steps=3)
    expect(page.locator(".ghost")).to_be_visible()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] * down, steps=6)
    expect(page.locator(".onto, .mark")).to_have_count(1)
    page.mouse.up()


def go_on(facilitator: Page, board: str, stage: int) -> None:
    """To this stage, from the one before."""
    command = {"id": str(uuid4()), "do": "stage.go", "stage": stage, "came_from": stage - 1}
    answer = facilitator.request.post(f"/api/boards/{board}/commands", data={"commands": [command]})
    assert answer.json()["answers"][0]["ack"] == command["id"], answer.text()


class Finger:
    """Touches, which Playwright has no hands for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: CDPSession = page.context.new_cdp_session(page)

    def _send(self, kind: str, x: float = 0, y: float = 0) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def down(self, x: float, y: float) -> None:
        self._send("touchStart", x, y)

    def glide(self, x: float, start: float, end: float) -> None:
        for step in range(1, 13):
            self._send("touchMove", x, start + (end - start) * step / 12)

    def up(self) -> None:
        self._send("touchEnd")


@pytest.fixture
def phone(server: Server, browser: Browser) -> Iterator[Page]:
    """A School Lead's phone."""
    context = browser.new_context(
        base_url=server.url, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    assert context.request.post("/api/session/demo", data={"persona": "school-lead"}).ok
    yield context.new_page()
    context.close()


def well(page: Page) -> None:
    problems = axe(page)
    assert not problems, "\n".join(problems)


def test_cards_by_mouse_keys_and_finger(server: Server, as_persona: SignIn, phone: Page) -> None:
    lead, keys = as_persona("cluster-lead", height=1600), as_persona("same-cluster-lead")
    board = lead.request.get(f"/api/meetings/{MEETING}").json()["board"]
    said: list[str] = []
    for page in (lead, keys, phone):
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"/boards/{board}")
        expect(column(page, "What is working")).to_be_visible(timeout=SLOW)

    # Writing: by keys, seen by nobody else.
    tab_to(keys, keys.get_by_role("textbox", name="A new card in What is not"))
    keys.keyboard.type(SECRET)
    keys.keyboard.press("Enter")
    mine = card(keys, SECRET)
    expect(mine).to_contain_text("Only you see this yet")
    expect(column(lead, "What is not")).to_contain_text("4 cards that others are writing", timeout=SLOW)
    assert SECRET not in lead.content()
    well(keys)

    # In the middle of a card, by keys: changed where it stands, after a reload too.
    keys.keyboard.press("Shift+Tab")
    tab_to(keys, mine)
    keys.keyboard.press("Enter")
    keys.keyboard.type(" Not once.")
    keys.reload()
    tab_to(keys, card(keys, SECRET))
    keys.keyboard.press("Enter")
    expect(keys.get_by_role("textbox", name="Words of the card")).to_have_value(f"{SECRET} Not once.")
    keys.keyboard.press("Enter")
    focused(keys, mine)

    # Revealed: the focus stays with its card, wherever the shuffle put it.
    go_on(lead, board, 1)
    expect(card(lead, "Not once.")).to_be_visible(timeout=SLOW)
    expect(mine).not_to_contain_text("Only you see this yet", timeout=SLOW)
    focused(keys, mine)

    # Moving: by keys to another column, with a spoken result, and everybody sees it.
    keys.keyboard.press("Space")
    heard(keys, re.compile(r"lifted, place \d of 4 in What is not"))
    keys.keyboard.press("ArrowLeft")
    heard(keys, "in What is working")
    keys.keyboard.press("Space")
    heard(keys, re.compile(r"is now place \d of 5 in What is working"))
    focused(keys, mine)
    expect(column(lead, "What is working")).to_contain_text(SECRET, timeout=SLOW)

    # The mouse: a card onto another is a group, and the one with keys is still where they were.
    drag(lead, card(lead, PAID), card(lead, THREE), down=0.5)
    heard(lead, "is now in a group with")
    lead.get_by_role("button", name="Name this group").click()
    lead.keyboard.type("Paid time")
    lead.keyboard.press("Enter")
    group = "Paid time, 2 cards"
    expect(keys.get_by_label(group)).to_be_visible(timeout=SLOW)
    focused(keys, mine)

    # Between two cards of another column.
    drag(lead, card(lead, COUNTED), card(lead, WAIT), down=0.95)
    heard(lead, "in What is working")
    expect(column(keys, "What is working")).to_contain_text(COUNTED, timeout=SLOW)

    # By keys into the group, whose cards are then counted aloud.
    keys.keyboard.press("Space")
    keys.keyboard.press("Home")
    for _ in range(12):
        if "in the group “Paid time”" in keys.get_by_role("alert").inner_text():
            break
        keys.keyboard.press("ArrowDown")
    heard(keys, "of 3 in the group “Paid time”")
    keys.keyboard.press("Space")
    expect(lead.get_by_label("Paid time, 3 cards")).to_be_visible(timeout=SLOW)
    # … and out again by the menu's words.
    keys.keyboard.press("m")
    tab_to(keys, keys.get_by_role("button", name="Take it out of the group"))
    keys.keyboard.press("Enter")
    expect(lead.get_by_label(group)).to_be_visible(timeout=SLOW)

    # A finger that rests takes a card along, over the other columns' names; one that does not scrolls.
    by_finger(phone)
    expect(column(lead, "What puzzles us")).to_contain_text(WAIT, timeout=SLOW)

    # Voting: three dots each, one's own only.
    go_on(lead, board, 2)
    expect(keys.get_by_role("button", name=re.compile("^Put a dot on"))).not_to_have_count(0, timeout=SLOW)
    tab_to(keys, mine)
    keys.keyboard.press("v")
    heard(keys, "1 dot of yours")
    keys.keyboard.press("v")
    heard(keys, "You have 1 left")
    keys.keyboard.press("Shift+V")
    heard(keys, "1 dot of yours")
    lead.get_by_role("button", name=re.compile("Put a dot on “Paid time”")).click()
    expect(
        lead.get_by_role("button", name=re.compile("Put a dot on “Paid time”. 1 dot of yours"))
    ).to_be_visible()
    expect(lead.get_by_role("button", name=re.compile("Take a dot back"))).to_have_count(1)
    well(lead)
    well(keys)
    go_on(lead, board, 3)
    for page in (lead, keys):
        page.get_by_role("button", name="Cards", exact=True).click(timeout=SLOW)
        expect(page.get_by_label(group)).to_contain_text("1 dot", timeout=SLOW)
        expect(card(page, SECRET)).to_contain_text("1 dot")
    assert not said


def by_finger(phone: Page) -> None:
    finger = Finger(phone)
    names = phone.get_by_role("navigation", name="Columns")
    names.get_by_role("button", name="What is working").click()
    moved = card(phone, WAIT)
    moved.scroll_into_view_if_needed()
    box = moved.bounding_box()
    assert box is not None
    before = phone.evaluate("scrollY")
    finger.down(box["x"] + 40, box["y"] + 20)
    finger.glide(box["x"] + 40, box["y"] + 20, box["y"] + (140 if before > 60 else -100))
    finger.up()
    phone.wait_for_function("before => scrollY !== before", arg=before)
    assert column(phone, "What is working").is_visible()
    moved.scroll_into_view_if_needed()
    box, tab = moved.bounding_box(), names.get_by_role("button", name="What puzzles us").bounding_box()
    assert box is not None
    assert tab is not None
    finger.down(tab["x"] + 10, box["y"] + 20)
    expect(phone.locator(".ghost")).to_be_visible(timeout=SLOW)
    finger.glide(tab["x"] + 10, box["y"] + 20, tab["y"] + tab["height"] / 2)
    expect(column(phone, "What puzzles us")).to_be_visible(timeout=SLOW)
    finger.up()
    heard(phone, "is now place 1 of")
    well(phone)
