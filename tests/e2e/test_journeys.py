"""A change journey over three terms, on a phone: from a recommendation to its cluster, entry by entry."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from app import clock
from tests.e2e.conftest import Server
from tests.e2e.test_pages import axe
from tests.e2e.test_shared_space import (
    CLUSTER_LEAD,
    CONTRIBUTOR,
    SLOW,
    accept,
    expect_saved,
    invite,
    section,
    send,
)
from tests.e2e.test_shared_space import TITLE as INVITED

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

TITLE = "Teachers and TAs talk before the lesson"
CLUSTER = "/clusters/fenside"
PRIORITY = "prepared"
ADAPTED = "Five minutes at the end of the day instead. Cover still eats every fourth one."
FAILED = "Nobody opened the folder at home, and we had not asked. It was unpaid time under another name."
KEPT_BACK = "Ten minutes, paid, every morning."
MEASURE = "TAs who know the plan"
SECOND_TERM, THIRD_TERM = 110, 230
"""Days after the beginning."""


class LaterServer(Server):
    """The service on a later day: ``later`` days from today."""

    later = 0

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.program = ("-m", "tests.e2e.later", str(folder / "later"))
        self.travel(0)

    def travel(self, days: int) -> None:
        """From now on it is so many days later than it is."""
        self.later = days
        (self.folder / "later").write_text(str(days))

    def today(self, after: int = 0) -> date:
        return clock.today() + timedelta(days=self.later + after)


@pytest.fixture
def server(demo_template: Path, tmp_path: Path) -> Iterator[LaterServer]:
    shutil.copytree(demo_template.parent, tmp_path, dirs_exist_ok=True)
    server = LaterServer(tmp_path)
    server.start()
    yield server
    server.stop()


Visit = Callable[..., Page]


@pytest.fixture
def visit(server: LaterServer, browser: Browser) -> Iterator[Visit]:
    """``visit("school-lead")``: a phone on the server's day, signed in anew as one is after months."""
    contexts: list[BrowserContext] = []

    def signed_in(persona: str, *, width: int = 360, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": 740},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        answer = context.request.post("/api/session/demo", data={"persona": persona})
        assert answer.ok, answer.text()
        page = context.new_page()
        page.clock.set_fixed_time(datetime.now(clock.LONDON) + timedelta(days=server.later))
        return page

    yield signed_in
    for context in contexts:
        context.close()


def dialog_of(page: Page) -> Locator:
    return page.get_by_role("dialog").filter(visible=True)


def add_entry(page: Page, going: str, **parts: str) -> Locator:
    """Write an entry of today and close it again; its row in the list."""
    page.get_by_role("button", name="Add an entry").first.click()
    entry = page.get_by_role("article").filter(has=page.get_by_label("When was it?"))
    expect(entry.get_by_role("heading", level=3)).to_be_focused(timeout=SLOW)
    entry.get_by_role("radio", name=going).check()
    titles = {
        "tried": "What we tried",
        "wrong": "What went wrong or surprised us",
        "happened": "What happened",
    }
    for part, words in parts.items():
        section(page, titles[part]).click()
        page.keyboard.type(words)
    expect_saved(page)
    entry.get_by_role("button", name="Done").click()
    row = page.get_by_role("button", name=re.compile(re.escape(next(iter(parts.values())))))
    expect(row).to_be_focused(timeout=SLOW)
    return row


def say_phase(page: Page, name: str, since: date, note: str = "") -> None:
    page.get_by_role("button", name="Change the phase").click()
    dialog = dialog_of(page)
    dialog.get_by_role("radio", name=re.compile(f"^{name}")).check()
    dialog.get_by_label("Since when?").fill(since.isoformat())
    dialog.get_by_label("Why, in a sentence").fill(note)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden(timeout=SLOW)


def add_number(page: Page, day: date, value: str, people: str) -> None:
    page.get_by_role("button", name="Add a number").click()
    dialog = dialog_of(page)
    dialog.get_by_label("When was it?").fill(day.isoformat())
    dialog.get_by_label("The number").fill(value)
    dialog.get_by_label("Of how many pupils or staff").fill(people)
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog).to_be_hidden(timeout=SLOW)


def approve(page: Page) -> None:
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("button", name="Approve")).to_be_hidden(timeout=SLOW)


def is_sound(page: Page) -> None:
    """Nothing that axe minds, and nothing beside the screen."""
    # From its head: what the bar at the foot covers for a moment would seem too small to press.
    page.evaluate("scrollTo(0, 0)")
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def written(page: Page, address: str) -> Page:
    page.goto(f"{address}/write")
    expect(page.get_by_role("button", name="Add an entry").first).to_be_visible(timeout=SLOW)
    expect(section(page, "Why: the problem")).to_be_visible(timeout=SLOW)
    return page


def test_three_terms_of_an_honest_journey(server: LaterServer, visit: Visit) -> None:
    lead = visit("school-lead")
    lead.goto(CLUSTER)
    works_from = lead.get_by_role("region", name="What we work from")
    works_from.get_by_role("link", name=re.compile(PRIORITY, re.IGNORECASE)).click(timeout=SLOW)
    expect(lead).to_have_url(re.compile("/evidence/teaching-assistants/"), timeout=SLOW)
    recommendation = lead.url
    lead.get_by_role("link", name="Start a journey about this").click()
    expect(lead.get_by_role("radio", name=re.compile("^Change journey"))).to_be_checked(timeout=SLOW)
    expect(lead.get_by_role("checkbox", checked=True)).to_have_count(1, timeout=SLOW)
    lead.get_by_label("What do you want to change?").fill(TITLE)
    lead.get_by_role("button", name="Start writing").click()
    why = section(lead, "Why: the problem")
    expect(why).to_be_visible(timeout=SLOW)
    found = re.search(r"/stories/[0-9a-f-]{36}", lead.url)
    assert found
    address = found[0]
    why.click()
    lead.keyboard.type("TAs find out what the lesson is about as it begins.")
    expect(lead.get_by_text("Change journey · Thornholme Primary School")).to_be_visible()
    add_entry(lead, "Going well", tried="We asked all 21 TAs in a survey.")

    # The second term: a plan that failed, said as it was.
    server.travel(SECOND_TERM)
    lead = written(visit("school-lead"), address)
    expect(lead.get_by_text(re.compile("^Nothing has been written about"))).to_be_visible()
    say_phase(lead, "Deliver", server.today(-60))
    row = add_entry(lead, "Stuck", tried="One shared folder for all plans.", wrong=FAILED)
    expect(row).to_contain_text("Stuck")
    expect(lead.get_by_text(re.compile("^Nothing has been written about"))).to_be_hidden(timeout=SLOW)
    say_phase(lead, "Prepare", server.today(), "The folder failed; we plan again.")

    # The third: it goes better, and this entry waits.
    server.travel(THIRD_TERM)
    lead = written(visit("school-lead", dark=True), address)
    row = add_entry(lead, "Getting there", tried=KEPT_BACK)
    row.press("Enter")
    lead.get_by_role("checkbox", name="Keep this one back for now").check()
    is_sound(lead)
    lead.get_by_role("button", name="Done").click()
    expect(row).to_contain_text("Kept back")
    lead.reload()
    expect(lead.get_by_role("button", name=re.compile(KEPT_BACK))).to_contain_text("Kept back", timeout=SLOW)

    # A measure with five numbers: two typed, three from a file that has to be mended first.
    lead.get_by_role("button", name="Add a measure").click()
    dialog = dialog_of(lead)
    dialog.get_by_label("What it is").fill(MEASURE)
    dialog.get_by_label("Unit").fill("%")
    dialog.get_by_label("At the start").fill("18")
    dialog.get_by_label("Target").fill("ninety")
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog.get_by_text("Write it as a number, such as 12 or 12.5.")).to_be_visible()
    dialog.get_by_label("Target").fill("90")
    dialog.get_by_role("button", name="Add it").click()
    expect(dialog).to_be_hidden(timeout=SLOW)
    add_number(lead, server.today(-200), "19", "21")
    add_number(lead, server.today(-1), "86", "21")
    days = [server.today(after) for after in (-150, -100, -40)]
    rows = [f"{days[0]},24,20,", f"{days[1]},33,7,Two were ill", f"{days[2]},71,21,"]
    lead.get_by_role("button", name="Take numbers from a file").click()
    dialog = dialog_of(lead)
    chosen = dialog.get_by_label("The file")
    for broken in (True, False):
        text = "\n".join(["date,value,people,note", *rows, *(["31/02/2026,50,21,"] if broken else [])])
        chosen.set_input_files({"name": "tas.csv", "mimeType": "text/csv", "buffer": text.encode()})
        expect(dialog.get_by_text("3 new")).to_be_visible(timeout=SLOW)
        expect(dialog.get_by_text("Row 5:")).to_have_count(int(broken))
        body = dialog.get_by_label("The file").locator("xpath=ancestor::*[contains(@class, 'body')]")
        assert body.evaluate("body => body.scrollWidth <= body.clientWidth"), "cut off at the side"
        expect(dialog.get_by_role("button", name="Take these numbers")).to_be_enabled(enabled=not broken)
    dialog.get_by_role("button", name="Take these numbers").click()
    expect(dialog).to_be_hidden(timeout=SLOW)
    measure = lead.get_by_role("article", name=MEASURE)
    expect(measure.get_by_role("img", name=re.compile(MEASURE))).to_be_visible()
    expect(measure.get_by_role("listitem")).to_have_count(5)
    expect(measure.get_by_text("only 7 people")).to_be_visible()
    measure.get_by_role("button", name=re.compile("^Change the number")).first.click()
    dialog_of(lead).get_by_role("button", name="Remove this number").click()
    expect(measure.get_by_role("listitem")).to_have_count(4, timeout=SLOW)
    lead.get_by_text("Undo", exact=True).click()
    expect(measure.get_by_role("listitem")).to_have_count(5, timeout=SLOW)
    is_sound(lead)

    # To the cluster, but for what waits.
    step = re.compile(f"Send to {re.escape(CLUSTER_LEAD)}")
    lead.get_by_role("button", name=step).first.click()
    expect(dialog_of(lead).get_by_text(re.compile("is held back: it stays in the draft"))).to_be_visible()
    dialog_of(lead).get_by_role("button", name="Not yet").click()
    send(lead, step)
    cluster_lead = visit("cluster-lead")
    cluster_lead.goto("/reviews")
    cluster_lead.get_by_role("link", name=TITLE, exact=True).click(timeout=SLOW)
    expect(cluster_lead.get_by_text(FAILED)).to_be_visible(timeout=SLOW)
    expect(cluster_lead.get_by_role("img", name=re.compile(MEASURE))).to_be_visible()
    expect(cluster_lead.get_by_text(KEPT_BACK)).to_have_count(0)
    is_sound(cluster_lead)
    approve(cluster_lead)

    reader = visit("same-cluster-lead")
    reader.goto(address)
    timeline = reader.get_by_role("region", name="How it went")
    entries = timeline.get_by_role("article")
    expect(entries).to_have_count(2, timeout=SLOW)
    expect(entries.last).to_contain_text("Something went wrong")
    expect(entries.last).to_contain_text(FAILED)
    expect(timeline.get_by_text("Back to Prepare, from")).to_be_visible()
    expect(timeline.get_by_text("The folder failed; we plan again.")).to_be_visible()
    expect(reader.get_by_text(KEPT_BACK)).to_have_count(0)
    assert KEPT_BACK not in reader.request.get(f"/api{address}").text()
    measures = reader.get_by_role("region", name="What was measured")
    expect(
        measures.get_by_role("paragraph").filter(has_text="Up from 18% at the start to 86% on")
    ).to_be_visible()
    expect(measures.get_by_text("One number is of fewer than 10 people")).to_be_visible()
    measures.get_by_text("The numbers as a table").click()
    expect(measures.get_by_role("row")).to_have_count(6)
    is_sound(reader)

    # What waited is shared when it is ready, and who approves sees that it is what is new.
    row = lead.get_by_role("button", name=re.compile(KEPT_BACK))
    row.click()
    lead.get_by_role("checkbox", name="Keep this one back for now").uncheck()
    lead.get_by_role("button", name="Done").click()
    send(lead, step)
    cluster_lead.goto("/reviews")
    cluster_lead.get_by_role("link", name=TITLE, exact=True).click(timeout=SLOW)
    expect(cluster_lead.get_by_role("listitem").filter(has_text="1 entry is new")).to_be_visible(timeout=SLOW)
    new = cluster_lead.get_by_role("article").filter(has_text="New in this revision").last
    expect(new).to_contain_text(KEPT_BACK, timeout=SLOW)
    approve(cluster_lead)
    reader.reload()
    expect(entries).to_have_count(3, timeout=SLOW)
    expect(entries.last).to_contain_text(KEPT_BACK)
    reader.goto(CLUSTER)
    listed = reader.get_by_role("article").filter(has=reader.get_by_role("link", name=TITLE))
    expect(listed.first).to_contain_text("Change journey", timeout=SLOW)

    # Another school does it its own way, and the evidence of the priority says so.
    reader.goto(address)
    too = reader.get_by_role("region", name="We tried this too")
    too.get_by_role("button", name="We tried this too").click(timeout=SLOW)
    too.get_by_role("radio", name="We adapted it").check()
    too.get_by_label("Where and with whom?").fill("Year 9, three TAs")
    too.get_by_label("What did you change, and what came of it?").fill(ADAPTED)
    is_sound(reader)
    too.get_by_role("button", name=re.compile("^Say it for")).click()
    expect(too.get_by_text(ADAPTED)).to_be_visible(timeout=SLOW)
    reader.goto(recommendation)
    expect(reader.get_by_role("link", name=TITLE).first).to_be_visible(timeout=SLOW)
    expect(reader.get_by_text(re.compile("tried what another wrote about: .*adapted it"))).to_be_visible()
    lead.goto(address)
    expect(lead.get_by_role("link", name=re.compile("^Tried by 1 other school, "))).to_be_visible(
        timeout=SLOW
    )
    lead.goto(f"{address}/timeline")
    expect(lead.get_by_role("listitem").filter(has_text="1 entry is new").last).to_be_visible(timeout=SLOW)


def started_from_nothing(page: Page, title: str) -> str:
    """A journey without a recommendation; the address of its story."""
    page.goto("/")
    page.get_by_role("link", name="Write a story").first.click()
    page.get_by_role("radio", name=re.compile("^Change journey")).check(timeout=SLOW)
    page.get_by_label("What do you want to change?").fill(title)
    page.get_by_role("button", name="Start writing").click()
    expect(section(page, "Why: the problem")).to_be_visible(timeout=SLOW)
    found = re.search(r"/stories/[0-9a-f-]{36}", page.url)
    assert found
    return found[0]


def tab_to(page: Page, place: Locator, most: int = 60) -> None:
    """Press Tab until somebody who has nothing else is there."""
    for _ in range(most):
        if place.evaluate("place => place === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by {most} times Tab: {place}")


def same_either_way(today: date) -> date:
    """The last day before that has the number of its month, so that it is typed alike wherever one is."""
    days = (date(today.year - back, month, month) for back in (0, 1) for month in range(12, 0, -1))
    return next(day for day in days if day < today)


def test_an_entry_and_a_number_by_keyboard_alone(server: LaterServer, visit: Visit) -> None:
    lead = visit("school-lead", width=1280)
    address = started_from_nothing(lead, "By keyboard")
    add_entry(lead, "Getting there", happened="An earlier one.")
    day = same_either_way(server.today())
    add = lead.get_by_role("button", name="Add an entry").first
    lead.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    tab_to(lead, add)
    lead.keyboard.press("Enter")
    entry = lead.get_by_role("article").filter(has=lead.get_by_label("When was it?"))
    expect(entry.get_by_role("heading", level=3)).to_be_focused(timeout=SLOW)
    when = entry.get_by_label("When was it?")
    tab_to(lead, when, 3)
    # Whatever the day is on the way to it, nothing is complained of and nothing moves away.
    lead.keyboard.type(f"{day:%d%m%Y}")
    expect(when).to_have_value(day.isoformat())
    expect(when).to_be_focused()
    expect(lead.get_by_role("alert").filter(has_text="check")).to_have_count(0)
    tab_to(lead, entry.get_by_role("radio").first, 4)
    lead.keyboard.press("Space")
    expect(entry.get_by_role("radio", name="Stuck")).to_be_checked()
    lead.keyboard.press("ArrowDown")
    expect(entry.get_by_role("radio", name="Hard going")).to_be_checked()
    tab_to(lead, section(lead, "What went wrong or surprised us"), 6)
    lead.keyboard.type("Only two came.")
    tab_to(lead, entry.get_by_label("Keep this one back for now"))
    lead.keyboard.press("Space")
    tab_to(lead, entry.get_by_role("button", name="Done"), 3)
    expect_saved(lead)
    lead.keyboard.press("Enter")
    row = lead.get_by_role("button", name=re.compile("Only two came"))
    expect(row).to_be_focused(timeout=SLOW)
    expect(row).to_contain_text("Hard going")
    expect(row).to_contain_text("Kept back")

    # A measure, and a number for it that is wrong at first: Enter saves, and leads to what is wrong.
    tab_to(lead, lead.get_by_role("button", name="Add a measure"))
    lead.keyboard.press("Enter")
    dialog = dialog_of(lead)
    tab_to(lead, dialog.get_by_label("What it is"), 4)
    lead.keyboard.type("Time until all have begun")
    lead.keyboard.press("Tab")
    lead.keyboard.type("minutes")
    # What was typed is not lost by a key, or by a press beside it, that were meant otherwise.
    lead.keyboard.press("Escape")
    expect(dialog.get_by_role("status")).to_contain_text("still here")
    lead.keyboard.press("Escape")
    lead.mouse.click(5, 400)
    expect(dialog.get_by_label("What it is")).to_have_value("Time until all have begun")
    expect(dialog.get_by_label("Unit")).to_have_value("minutes")
    dialog.get_by_label("Unit").focus()
    lead.keyboard.press("Enter")
    number = lead.get_by_role("button", name="Add a number")
    expect(number).to_be_visible(timeout=SLOW)
    tab_to(lead, number)
    lead.keyboard.press("Enter")
    value = dialog.get_by_label("The number")
    tab_to(lead, value, 8)
    lead.keyboard.type("one")
    lead.keyboard.press("Enter")
    expect(dialog.get_by_text("Write it as a number, such as 12 or 12.5.")).to_be_visible()
    expect(value).to_be_focused()
    lead.keyboard.press("Control+a")
    lead.keyboard.type("1")
    lead.keyboard.press("Tab")
    lead.keyboard.type("7")
    lead.keyboard.press("Enter")
    expect(dialog).to_be_hidden(timeout=SLOW)
    expect(number).to_be_focused()
    measure = lead.get_by_role("article", name="Time until all have begun")
    expect(measure.get_by_role("listitem")).to_contain_text("1 minute")
    expect(measure.get_by_role("listitem")).to_contain_text("among only 7 people")
    lead.goto(f"{address}/write")
    expect(row).to_contain_text("Hard going", timeout=SLOW)


def test_two_write_one_entry_and_one_removes_it(server: LaterServer, visit: Visit) -> None:
    lead = visit("school-lead")
    address = started_from_nothing(lead, INVITED)
    row = add_entry(lead, "Getting there", tried="A folder for all plans.")
    invite(lead, CONTRIBUTOR)
    colleague = visit("contributor")
    accept(colleague)
    written(colleague, address)
    both = colleague.get_by_role("button", name=re.compile("A folder for all plans"))
    both.click()
    row.click()
    section(colleague, "What happened").click()
    colleague.keyboard.type("Nobody opened it.")
    section(lead, "What next").click()
    lead.keyboard.type("Ask them first.")
    expect(section(lead, "What happened")).to_contain_text("Nobody opened it.", timeout=SLOW)
    expect(section(colleague, "What next")).to_contain_text("Ask them first.", timeout=SLOW)
    colleague.get_by_role("radio", name="Stuck").check()
    expect(lead.get_by_role("radio", name="Stuck")).to_be_checked(timeout=SLOW)
    expect_saved(colleague)

    # Whoever had it open is told, and can put it back with all that both wrote.
    lead.get_by_role("button", name="Remove this entry").click()
    notice = colleague.get_by_role("status").filter(has_text="was removed")
    expect(notice).to_be_visible(timeout=SLOW)
    notice.get_by_role("button", name="Put it back").click()
    expect(both).to_be_focused(timeout=SLOW)
    both.click()
    expect(section(colleague, "What happened")).to_contain_text("Nobody opened it.", timeout=SLOW)
    expect(lead.get_by_role("button", name=re.compile("A folder for all plans"))).to_be_visible(timeout=SLOW)


def test_an_entry_outlasts_a_lost_connection(server: LaterServer, visit: Visit) -> None:
    lead = visit("school-lead")
    address = started_from_nothing(lead, TITLE)
    add_entry(lead, "Getting there", tried="Ten minutes.").click()
    section(lead, "What happened").click()
    lead.context.set_offline(True)
    lead.keyboard.type("Written in the hall, without a connection.")
    lead.get_by_role("radio", name="Going well").check()
    expect(lead.get_by_text("There is no connection.", exact=False).first).to_be_visible(timeout=SLOW)
    expect(lead.get_by_text("Saved", exact=True)).to_have_count(0)
    lead.get_by_role("button", name="Add a measure").scroll_into_view_if_needed()
    lead.context.set_offline(False)
    expect_saved(lead)
    written(lead, address)
    row = lead.get_by_role("button", name=re.compile("Ten minutes"))
    expect(row).to_contain_text("Going well", timeout=SLOW)
    row.click()
    expect(section(lead, "What happened")).to_contain_text("without a connection", timeout=SLOW)


def test_an_entry_is_removed_and_put_back(server: LaterServer, visit: Visit) -> None:
    lead = visit("school-lead")
    started_from_nothing(lead, "A short one")
    row = add_entry(lead, "Hard going", tried="Something small.")
    row.click()
    lead.get_by_role("button", name="Remove this entry").click()
    expect(lead.get_by_text("No entries yet")).to_be_visible(timeout=SLOW)
    lead.get_by_text("Undo", exact=True).click()
    expect(row).to_contain_text("Hard going", timeout=SLOW)
    row.click()
    expect(section(lead, "What we tried")).to_contain_text("Something small.", timeout=SLOW)

    # When that has gone, it stands at the end, for everybody who writes here.
    lead.get_by_role("button", name="Done").click()
    lead.get_by_role("button", name="Add a measure").click()
    lead.get_by_label("What it is").fill("Minutes waited")
    dialog_of(lead).get_by_role("button", name="Add it").click()
    measures = lead.get_by_role("region", name="Measures")
    measures.get_by_role("button", name=re.compile("^Remove it")).click()
    row.click()
    lead.get_by_role("button", name="Remove this entry").click()
    expect(lead.get_by_text("No entries yet")).to_be_visible(timeout=SLOW)
    lead.reload()
    entries = lead.get_by_role("region", name="Entries")
    entries.get_by_text("Taken out (1)").click(timeout=SLOW)
    gone = entries.get_by_role("listitem")
    expect(gone).to_contain_text("Something small.")
    expect(gone).to_contain_text(re.compile("Taken out by .+ on "))
    is_sound(lead)
    gone.get_by_role("button", name="Put it back").click()
    expect(row).to_be_focused(timeout=SLOW)
    expect(row).to_contain_text("Hard going")
    expect(entries.get_by_text(re.compile("Taken out"))).to_have_count(0)
    measures.get_by_text("Taken out (1)").click()
    measures.get_by_role("button", name=re.compile("^Put it back.*Minutes waited")).click()
    expect(measures.get_by_role("heading", name="Minutes waited")).to_be_focused(timeout=SLOW)
    expect(measures.get_by_text(re.compile("Taken out"))).to_have_count(0)
