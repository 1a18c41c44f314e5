"""The third main job, end to end: four people hold a cluster meeting, from its plan to its minutes.

One facilitates with a mouse; one comes without an account, on a phone; one sits behind a network that blocks
WebSockets; one uses nothing but the keyboard. What somebody writes or votes reaches nobody before its time:
every page, frame and answer of the others is searched for it.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, Response, WebSocket, expect

from app import clock
from tests.e2e.conftest import SignIn
from tests.e2e.test_shared_space import SLOW, expect_saved, expect_words, invite, section, send

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

TITLE = "Priorities for the spring"
CARDS = {
    "facilitator": "TAs find out the plan as the lesson starts",
    "blocked": "Nobody tells the teacher how the intervention went",
    "keys": "Handover is a whisper in the corridor",
    "guest": "Our supply TAs are never in the briefing",
}
GROUP = "No time to talk"
DECISION = "We protect ten minutes before the bell for handover"
ACTION = "Write a one-page handover card and try it for two weeks"
SAID = "We disagreed about Fridays."
NO_SOCKETS = """
window.WebSocket = class extends EventTarget {
  static CONNECTING = 0; static OPEN = 1; static CLOSING = 2; static CLOSED = 3;
  readyState = 0; bufferedAmount = 0; protocol = ''; extensions = ''; binaryType = 'blob';
  onopen = null; onmessage = null; onerror = null; onclose = null;
  constructor(url) {
    super();
    this.url = String(url);
    setTimeout(() => {
      this.readyState = 3;
      for (const event of [new Event('error'), new CloseEvent('close', { code: 1006 })]) {
        this['on' + event.type]?.(event);
        this.dispatchEvent(event);
      }
    });
  }
  send() { throw new DOMException('not open', 'InvalidStateError'); }
  close() {}
};
const Source = window.EventSource;
window.told = [];
window.EventSource = class extends Source {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', (event) => window.told.push(event.data));
  }
};
"""
"""A network that lets no WebSocket through; what comes by events is noted."""


class Ears:
    """Everything that has reached one browser: frames, answers, and what its page shows."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._heard: list[str] = []
        self._answers: list[Response] = []
        page.on("websocket", self._listen)
        page.on("response", self._answered)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: self._heard.append(str(data)))

    def _answered(self, response: Response) -> None:
        if "/api/" in response.url and not response.url.endswith("/events"):
            self._answers.append(response)

    def all_heard(self) -> str:
        """As one text."""
        for response in self._answers:
            if "text/event-stream" not in response.headers.get("content-type", ""):
                self._heard.append(response.text())
        self._answers.clear()
        told = self.page.evaluate("window.told ?? []")
        return "\n".join([*self._heard, *told, self.page.content()])


def test_from_a_plan_to_published_minutes(as_persona: SignIn) -> None:
    facilitator = as_persona("cluster-lead", height=1200)
    blocked = as_persona("school-lead")
    blocked.add_init_script(NO_SOCKETS)
    keys = as_persona("same-cluster-lead")
    guest = as_persona("", width=360, height=740)
    people = {"facilitator": facilitator, "blocked": blocked, "keys": keys, "guest": guest}
    ears = {name: Ears(page) for name, page in people.items()}

    meeting = plan(facilitator)
    start(facilitator)
    expect(stage(facilitator, "Write")).to_be_visible(timeout=SLOW)
    come_by_link(blocked, meeting)
    come_by_keys(keys, meeting)
    come_as_guest(guest, code_of(facilitator))
    expect(facilitator.get_by_role("button", name=re.compile("^Four people are here"))).to_be_visible(
        timeout=SLOW
    )

    write(facilitator, "What is not", CARDS["facilitator"])
    write(blocked, "What is not", CARDS["blocked"])
    write_by_keys(keys, "What is not", CARDS["keys"])
    switch_to(guest, "What is not")
    write(guest, "What is not", CARDS["guest"])
    for page in people.values():
        expect(page.get_by_text("3 cards that others are writing")).to_be_visible(timeout=SLOW)
        expect_saved(page)
    for name, text in CARDS.items():
        for other in ears.keys() - {name}:
            assert text not in ears[other].all_heard(), f"{other} was told what {name} writes"

    for page in (facilitator, blocked, guest):
        page.get_by_role("button", name="I am ready").click()
    reach(keys, keys.get_by_role("button", name="I am ready"))
    keys.keyboard.press("Enter")
    expect(facilitator.get_by_text("Everybody is ready")).to_be_visible(timeout=SLOW)
    go_on(facilitator, "Read and group")
    for page in people.values():
        for text in CARDS.values():
            expect(card(page, text)).to_be_visible(timeout=SLOW)
    group(facilitator, CARDS["keys"], CARDS["facilitator"])
    move_by_keys(keys, CARDS["blocked"])

    go_on(facilitator, "Vote")
    vote(people)
    go_on(facilitator, "Discuss")
    for page in people.values():
        first = page.get_by_role("region", name=re.compile("^Topics")).get_by_role("listitem").first
        expect(first).to_contain_text(GROUP, timeout=SLOW)
        expect(first).to_contain_text(re.compile(r"5\s*dots"))

    go_on(facilitator, "Commit")
    commit(facilitator, keys)
    end(facilitator, guest)
    address = minutes(facilitator, blocked, meeting)
    approved_and_read(as_persona("regional-lead"), keys, meeting)
    stranger = as_persona("other-school-lead")
    assert stranger.request.get(f"/api{address}").status == 404


def plan(facilitator: Page) -> str:
    """A meeting of today from the shipped template; the address of its page."""
    facilitator.goto("/meetings")
    facilitator.get_by_role("link", name="Plan a meeting").click(timeout=SLOW)
    facilitator.get_by_label("What is it called?").fill(TITLE)
    facilitator.get_by_label("Day").fill(clock.today().isoformat())
    template = facilitator.get_by_label("Template")
    shipped = template.locator("option", has_text="Audit to priorities").first.get_attribute("value")
    template.select_option(shipped)
    facilitator.get_by_role("button", name="Plan this meeting").click()
    expect(facilitator.get_by_role("button", name="Start the meeting")).to_be_visible(timeout=SLOW)
    found = re.search(r"/meetings/[0-9a-f-]{36}", facilitator.url)
    assert found, facilitator.url
    return found[0]


def start(facilitator: Page) -> None:
    """Now, whatever time it was planned for."""
    facilitator.get_by_role("button", name="Start the meeting").click()
    early = facilitator.get_by_role("button", name="Start it now")
    expect(early.or_(stage(facilitator, "Write"))).to_be_visible(timeout=SLOW)
    if early.is_visible():
        early.click()


def stage(page: Page, title: str) -> Locator:
    """The stage that the board is in, if it is this one."""
    stages = page.get_by_role("navigation", name="Stages of the meeting")
    return stages.locator("[aria-current=step]", has_text=title)


def card(page: Page, text: str) -> Locator:
    """A card by its words."""
    return page.get_by_role("article").filter(has_text=text).first


def column(page: Page, title: str) -> Locator:
    """A column of the board."""
    return page.get_by_role("region", name=title)


def come_by_link(page: Page, meeting: str) -> None:
    page.goto(meeting)
    page.get_by_role("link", name="Go to the board").first.click(timeout=SLOW)
    expect(stage(page, "Write")).to_be_visible(timeout=SLOW)


def reach(page: Page, wanted: Locator, key: str = "Tab", steps: int = 120) -> None:
    """Press ``key`` until ``wanted`` has the focus, as somebody without a mouse does."""
    expect(wanted).to_be_visible(timeout=SLOW)
    for _ in range(steps):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"no way there by {key}: {wanted}")


def come_by_keys(page: Page, meeting: str) -> None:
    page.goto(meeting)
    reach(page, page.get_by_role("link", name="Go to the board").first)
    page.keyboard.press("Enter")
    expect(stage(page, "Write")).to_be_visible(timeout=SLOW)


def code_of(facilitator: Page) -> str:
    """The code that guests come in by, as the facilitator reads it out."""
    more(facilitator, "Let guests in")
    dialog = facilitator.get_by_role("dialog", name="Let guests in")
    spelt = dialog.get_by_text(re.compile(r"Code: (\w ?){6}")).inner_text()
    dialog.get_by_role("button", name="Close").first.click()
    return spelt.removeprefix("Code: ").replace(" ", "")


def come_as_guest(page: Page, code: str) -> None:
    page.goto("/join")
    page.get_by_label("Code").fill(code.lower())
    page.get_by_label("Your name").fill("Dee")
    page.get_by_role("button", name="Join the meeting").click()
    expect(stage(page, "Write")).to_be_visible(timeout=SLOW)


def write(page: Page, where: str, text: str) -> None:
    page.get_by_role("textbox", name=f"A new card in {where}").fill(text)
    page.keyboard.press("Enter")
    expect(card(page, text)).to_be_visible(timeout=SLOW)


def write_by_keys(page: Page, where: str, text: str) -> None:
    reach(page, page.get_by_role("textbox", name=f"A new card in {where}"))
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(card(page, text)).to_be_visible(timeout=SLOW)
    page.keyboard.press("Escape")


def switch_to(phone: Page, where: str) -> None:
    """On a phone one column is shown at a time."""
    phone.get_by_role("button", name=re.compile(f"^{where}")).first.click()


def go_on(facilitator: Page, title: str) -> None:
    facilitator.get_by_role("button", name=f"Next: {title}").click()
    expect(stage(facilitator, title)).to_be_visible(timeout=SLOW)


def group(page: Page, one: str, onto: str) -> None:
    """Drag one card onto another, and name the two."""
    start, end = card(page, one).bounding_box(), card(page, onto).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.mouse.up()
    page.get_by_role("button", name="Name this group").click(timeout=SLOW)
    name = page.get_by_role("textbox", name="Name of the group")
    name.fill(GROUP)
    page.keyboard.press("Enter")
    expect(page.get_by_text(GROUP).first).to_be_visible(timeout=SLOW)


def move_by_keys(page: Page, text: str) -> None:
    """Lift a card, take it one column on, put it down; where it is then is spoken."""
    row = card(page, text)
    page.evaluate("document.querySelector('h1')?.focus()")
    reach(page, page.locator("[data-row]").first)
    for _ in range(20):
        if row.evaluate("one => one.closest('[data-row]') === document.activeElement.closest('[data-row]')"):
            break
        page.keyboard.press("ArrowDown")
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(column(page, "What puzzles us").get_by_text(text)).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("alert").filter(has_text="is now place")).to_be_attached(timeout=SLOW)


def more(page: Page, what: str) -> None:
    """Something from the board's menu."""
    page.locator("summary", has_text="More").click()
    page.get_by_role("button", name=re.compile(f"^{what}")).first.click()


def dot(page: Page, on: str) -> None:
    page.get_by_role("button", name=re.compile(f"^Put a dot on .*{on}")).first.click()


def vote(people: dict[str, Page]) -> None:
    """Two of three give two dots each to the group, one by keys; the guest, who gives none, hears of none."""
    ears = Ears(people["guest"])
    for name in ("facilitator", "blocked"):
        for left in (2, 1):
            dot(people[name], GROUP)
            expect(people[name].get_by_text(re.compile(f"You have {left} left")).first).to_be_visible()
    keys = people["keys"]
    reach(keys, keys.locator("[data-row]").first)
    reach(keys, keys.get_by_role("region", name=re.compile(f"^{GROUP}")), "ArrowDown")
    keys.keyboard.press("v")
    expect(keys.get_by_text(re.compile("You have 2 left")).first).to_be_visible(timeout=SLOW)
    for page in people.values():
        expect_saved(page)
    heard = ears.all_heard()
    assert not re.search(r'"(mine|totals)":\s*\{"', heard), heard
    expect(people["guest"].get_by_text(re.compile(r"[0-9] dots?\b(?! left)"))).to_have_count(0)


def commit(facilitator: Page, keys: Page) -> None:
    """A decision by the facilitator, an action of the group's card by somebody with the keyboard alone."""
    box = facilitator.get_by_role("textbox", name="A decision, in a sentence")
    box.fill(DECISION)
    box.press("Enter")
    expect(keys.get_by_text(DECISION).first).to_be_visible(timeout=SLOW)
    reach(keys, keys.get_by_role("button", name="Add an action"))
    keys.keyboard.press("Enter")
    reach(keys, keys.get_by_label("What will be done"))
    keys.keyboard.type(ACTION)
    reach(keys, keys.get_by_label("Who does it"))
    keys.keyboard.type("R. B")
    reach(keys, keys.get_by_role("button", name=re.compile("^In [0-9] weeks")).first)
    keys.keyboard.press("Enter")
    reach(keys, keys.get_by_role("button", name="Add the action"))
    keys.keyboard.press("Enter")
    expect(facilitator.get_by_text(ACTION).first).to_be_visible(timeout=SLOW)


def end(facilitator: Page, guest: Page) -> None:
    """The board is frozen, and whoever came by the code is out."""
    more(facilitator, "End the meeting")
    dialog = facilitator.get_by_role("dialog", name="End the meeting?")
    dialog.get_by_role("button", name="End the meeting").click()
    expect(facilitator.get_by_text(re.compile("meeting has ended", re.IGNORECASE)).first).to_be_visible(
        timeout=SLOW
    )
    expect(guest.get_by_text(re.compile("meeting has ended", re.IGNORECASE)).first).to_be_visible(
        timeout=SLOW
    )
    guest.reload()
    expect(guest.get_by_text(CARDS["keys"])).to_have_count(0)


def minutes(facilitator: Page, colleague: Page, meeting: str) -> str:
    """Made from the board, and written together over a socket and without one; their address."""
    facilitator.goto(meeting)
    facilitator.get_by_role("button", name="Write the minutes").click(timeout=SLOW)
    facilitator.wait_for_url("**/write", timeout=SLOW)
    found = re.search(r"/stories/[0-9a-f-]{36}", facilitator.url)
    assert found
    expect_words(section(facilitator, "What we decided"), DECISION)
    expect_words(section(facilitator, "Who was there"), "Dee")
    invite(facilitator, "A. Marsh")
    colleague.goto("/")
    invitation = colleague.get_by_role("listitem").filter(has_text="Minutes:").first
    invitation.get_by_role("button", name="Accept").click(timeout=SLOW)
    expect(colleague.get_by_text("You are an author of").first).to_be_visible(timeout=SLOW)
    colleague.goto(f"{found[0]}/write")
    section(colleague, "What was said").click(timeout=SLOW)
    colleague.keyboard.type(SAID)
    expect_words(section(facilitator, "What was said"), SAID)
    expect_saved(colleague)
    send(facilitator, re.compile("^Send to "))
    return found[0]


def approved_and_read(regional: Page, neighbour: Page, meeting: str) -> None:
    """The Regional Lead decides, because the Cluster Lead asked; then the cluster reads."""
    regional.goto("/reviews")
    regional.get_by_role("link", name=re.compile(f"Minutes: {TITLE}")).first.click(timeout=SLOW)
    expect(regional.get_by_text(SAID).first).to_be_visible(timeout=SLOW)
    regional.get_by_role("button", name="Approve").click()
    expect(regional.get_by_role("button", name="Approve")).to_be_hidden(timeout=SLOW)
    neighbour.goto(meeting)
    neighbour.get_by_role("link", name="Read the minutes").click(timeout=SLOW)
    for text in (SAID, DECISION, ACTION, GROUP, *CARDS.values()):
        expect(neighbour.get_by_role("article")).to_contain_text(text, timeout=SLOW)
