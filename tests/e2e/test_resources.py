"""A resource with its files, from a lost connection to another person's downloads; and on a phone."""

import io
import random
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from app.actions.demo_places import demo_id
from app.actions.demo_resources import FILES
from tests.e2e.conftest import SignIn
from tests.e2e.test_pages import axe, settle
from tests.e2e.test_shared_space import SLOW, section

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

TITLE = "Planning sheet"
PARTS = ["What it is", "The files", "How to use it", "What to know before you use it"]
LICENCE = "Anyone may use, change and share it, if they say whose it is and do not sell it."


def start_resource(page: Page) -> str:
    page.goto("/write?kind=resource")
    page.get_by_label("What is it?").fill(TITLE)
    page.get_by_role("button", name="Start writing").click()
    expect(page.get_by_label("Choose files")).to_be_attached(timeout=SLOW)
    return page.url


def csv(lines: int) -> bytes:
    """A real table, as large as one likes, and not the same all over."""
    numbers = random.Random(5)
    rows = (f"{n},{numbers.randrange(10**12)},{numbers.randrange(10**12)}" for n in range(lines))
    return ("day,minutes,pupils\n" + "\n".join(rows) + "\n").encode()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (40, 110, 100)).save(out, "PNG")
    return out.getvalue()


def choose(
    page: Page, name: str, content: bytes, kind: str = "text/csv", *, label: str = "Choose files"
) -> None:
    page.get_by_label(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})


def test_a_file_survives_a_lost_connection_and_reaches_a_colleague(
    as_persona: SignIn, tmp_path: Path
) -> None:
    page = as_persona("contributor")
    address = start_resource(page)
    content = csv(70_000)
    assert len(content) > 3 * 512 * 1024
    sent: list[str] = []

    def badly(route: Route) -> None:
        sent.append(route.request.headers["upload-offset"])
        if len(sent) == 2:
            route.abort()  # it never leaves
        elif len(sent) == 3:
            route.fetch()  # it arrives, and its answer does not
            route.abort()
        else:
            route.continue_()

    page.route(
        "**/api/uploads/*",
        lambda route: badly(route) if route.request.method == "PATCH" else route.continue_(),
    )
    choose(page, "minutes.csv", content)
    expect(page.get_by_role("link", name="minutes.csv")).to_be_visible(timeout=SLOW)
    # What had arrived was not sent again.
    assert sent[:4] == ["0", "524288", "524288", "1048576"]
    page.unroute_all()

    # The page is closed halfway: afterwards the same file goes on from there, and no other.
    sent.clear()

    def only_the_first(route: Route) -> None:
        sent.append(route.request.headers["upload-offset"])
        if len(sent) == 1:
            route.continue_()
        else:
            route.abort()

    page.route(
        "**/api/uploads/*",
        lambda route: only_the_first(route) if route.request.method == "PATCH" else route.continue_(),
    )
    choose(page, "pupils.csv", content + b"1,2,3\n")
    expect(page.get_by_text("No connection: goes on by itself from 524 KB").first).to_be_visible(timeout=SLOW)
    page.unroute_all()
    page.goto("/")
    page.goto(address)
    expect(page.get_by_text("Stopped at 524 KB of").first).to_be_visible(timeout=SLOW)
    choose(page, "other.csv", b"a,b\n", label="Choose the same file")
    expect(page.get_by_text("This is another file: we are waiting for “pupils.csv”.")).to_be_visible()
    first = []
    page.on("request", lambda asked: first.append(asked) if asked.method == "PATCH" else None)
    choose(page, "pupils.csv", content + b"1,2,3\n", label="Choose the same file")
    expect(page.get_by_role("link", name="pupils.csv")).to_be_visible(timeout=SLOW)
    assert first[0].headers["upload-offset"] == "524288"

    # It is described; what it may be used for is said; and it goes to the school.
    fields = page.get_by_label("What is it?")
    fields.first.fill("Minutes of preparation by day")
    fields.first.press("Enter")
    expect(page.get_by_text("Saved", exact=True)).to_have_count(2, timeout=SLOW)
    page.get_by_text(LICENCE, exact=True).click()
    expect(page.get_by_text("These are the terms from the next version")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Ask to share with your school").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text("Waiting for A. Marsh").first).to_be_visible(timeout=SLOW)

    # Whoever decides sees what they decide about.
    lead = as_persona("school-lead")
    lead.goto("/reviews")
    lead.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(lead.get_by_role("link", name="Minutes of preparation by day")).to_be_visible(timeout=SLOW)
    lead.get_by_role("button", name="Approve").click()
    expect(lead.get_by_role("button", name="Approve")).to_be_hidden(timeout=SLOW)
    lead.goto(address.removesuffix("/write"))
    link = lead.get_by_role("link", name="Minutes of preparation by day")
    expect(link).to_be_visible(timeout=SLOW)
    expect(lead.get_by_text(LICENCE)).to_be_visible()
    with lead.expect_download() as download:
        link.click()
    kept = tmp_path / "kept.csv"
    download.value.save_as(kept)
    assert download.value.suggested_filename == "minutes.csv"
    assert kept.read_bytes() == content
    # Another school has neither the page nor the file.
    stranger = as_persona("same-cluster-lead")
    file = link.get_attribute("href")
    assert stranger.request.get(f"{lead.url.split('/stories')[0]}{file}").status == 404


def test_what_is_pasted_or_dropped_into_the_text_becomes_its_file(as_persona: SignIn) -> None:
    page = as_persona("school-lead")
    start_resource(page)
    box = section(page, "What it is")
    expect(box).to_be_visible(timeout=SLOW)
    box.click()
    hand_over = """([box, name, kind, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }));
        const made = kind === 'paste'
            ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
            : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
        box.dispatchEvent(made);
    }"""
    page.evaluate(hand_over, [box.element_handle(), "", "paste", list(picture())])
    expect(box.locator("figure img")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("link", name="Pasted picture.png")).to_be_visible(timeout=SLOW)
    # Beside the editors too: a browser would open the file in place of the page.
    page.evaluate(hand_over, [page.locator("h1, .desk").first.element_handle(), "", "drop", list(picture())])
    expect(page.get_by_role("link", name="Pasted picture.png")).to_have_count(2, timeout=SLOW)

    # The first goes, and comes back.
    page.get_by_role("button", name="Remove “Pasted picture.png”").first.click()
    expect(page.get_by_role("link", name="Pasted picture.png")).to_have_count(1, timeout=SLOW)
    # The focus is where one was, not at the top of the page.
    expect(page.get_by_role("heading", name="Pictures and files")).to_be_focused()
    page.get_by_text("Undo", exact=True).click()
    expect(page.get_by_role("link", name="Pasted picture.png")).to_have_count(2, timeout=SLOW)


def test_a_resource_is_found_by_words_in_its_file_and_taken_home(as_persona: SignIn, tmp_path: Path) -> None:
    """One of the demo county: files first, the newest version for readers, the older for its authors."""
    sheet = demo_id("story", "planning-sheet")
    reader = as_persona("other-school-lead")
    reader.goto("/library")
    reader.get_by_role("searchbox").fill("help that is not given first")
    reader.keyboard.press("Enter")
    reader.get_by_role("link", name="Planning sheet for ten minutes together").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Planning sheet for ten minutes together")
    contents = reader.get_by_role("navigation", name="In this resource")
    expect(contents.get_by_role("link")).to_have_text(PARTS, timeout=SLOW)
    expect(reader.get_by_role("heading", name="The file")).to_be_visible(timeout=SLOW)
    headings = reader.get_by_role("article").get_by_role("heading", level=2).all_inner_texts()
    assert headings.index("What it is") < headings.index("The file") < headings.index("How to use it")
    link = reader.get_by_role("link", name="A week on one side of A4, four columns")
    with reader.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "sheet.docx")
    assert download.value.suggested_filename == "Planning sheet.docx"
    assert (tmp_path / "sheet.docx").read_bytes() == (FILES / "planning-sheet-2.docx").read_bytes()
    older = f"{link.get_attribute('href')}".replace("/versions/2", "/versions/1")
    assert reader.request.get(older).status == 404

    author = as_persona("contributor")
    author.goto(f"/stories/{sheet}/write")
    author.get_by_text("An older version").click(timeout=SLOW)
    with author.expect_download() as download:
        author.get_by_role("link", name="Version 1").click()
    download.value.save_as(tmp_path / "older.docx")
    assert (tmp_path / "older.docx").read_bytes() == (FILES / "planning-sheet-1.docx").read_bytes()

    # What is said of a file while the connection is lost is not called saved, and arrives when it is back.
    words = author.get_by_label("What is it?")
    author.context.set_offline(True)
    words.fill("A week on one side of A4")
    words.press("Enter")
    expect(author.get_by_text("Not saved yet. It is saved when the connection is back.")).to_be_visible()
    expect(author.locator(".trouble")).to_contain_text("Keep this page open")
    author.context.set_offline(False)
    expect(author.get_by_text(re.compile("^Not saved yet"))).to_have_count(0, timeout=SLOW)
    author.reload()
    expect(words).to_have_value("A week on one side of A4", timeout=SLOW)

    # Whoever says what came of it is spoken to about a resource.
    reader.get_by_role("button", name="We tried this too").click()
    tried = reader.get_by_role("region", name="We tried this too")
    tried.get_by_label("Where and with whom?").fill("Year 2")
    expect(tried.get_by_text("We use it the way it comes.")).to_be_visible()
    reader.reload()
    # What was written before anything was chosen is there.
    expect(tried.get_by_label("Where and with whom?")).to_have_value("Year 2", timeout=SLOW)
    tried.get_by_role("radio", name="We took it on as it is").check()
    tried.get_by_role("button", name=re.compile("^Say it for")).click()
    expect(reader.get_by_role("link", name="Tried by 3 other schools")).to_be_visible(timeout=SLOW)
    author.goto("/")
    expect(
        author.get_by_text(
            "Emberwick Primary School took on “Planning sheet for ten minutes together” as it is."
        ).first
    ).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_phone_by_keyboard(as_persona: SignIn, dark: bool) -> None:
    page = as_persona("school-lead", width=360, height=740, dark=dark)
    address = start_resource(page)
    choose(page, "wall.png", picture(), "image/png")
    choose(page, "times.csv", csv(3))
    choose(page, "drawing.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")
    expect(page.get_by_role("link", name="wall.png")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("link", name="times.csv")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("drawing.pdf was not added")).to_be_visible(timeout=SLOW)
    # It would be refused again, so that is not offered; the focus is not lost with the message.
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.get_by_role("button", name="Dismiss “drawing.pdf”").press("Enter")
    expect(page.get_by_text("drawing.pdf was not added")).to_have_count(0)
    expect(page.get_by_role("heading", name="Pictures and files")).to_be_focused()
    # Three terms to choose from, and the others for whoever asks.
    terms = page.get_by_role("group", name="What may others do with it?").get_by_role("radio")
    expect(terms).to_have_count(3)
    page.get_by_role("button", name="Show 5 other terms").press("Enter")
    expect(terms).to_have_count(8)
    expect(terms.nth(1)).to_be_focused()

    # By keys: the second file is put first, and a link is added, first a wrong one.
    page.get_by_role("button", name="Move “times.csv”", exact=True).press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    names = page.locator(".attachments .name a")
    expect(names).to_have_text(["times.csv", "wall.png"], timeout=SLOW)
    page.get_by_label("What does it show?").fill("The wall in our hall, a column for each day")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Add a link").press("Enter")
    expect(page.get_by_label("Address of the page")).to_be_focused()
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is not the address of a page.")).to_be_visible(timeout=SLOW)
    page.get_by_label("Address of the page").fill("www.example.org/guidance")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="example.org")).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("button", name="Add a link")).to_be_focused()
    settle(page)
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")

    page.reload()
    expect(names).to_have_text(["times.csv", "wall.png", "example.org/guidance"], timeout=SLOW)
    page.get_by_role("button", name=re.compile("Share with (your )?school")).first.click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Share")).last.click()
    expect(page.get_by_role("dialog")).to_be_hidden(timeout=SLOW)
    page.goto(address.removesuffix("/write"))
    expect(page.get_by_role("img", name="The wall in our hall, a column for each day")).to_be_visible(
        timeout=SLOW
    )
    settle(page)
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
