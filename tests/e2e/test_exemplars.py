"""A Regional Lead holds a story up, makes a small book of stories by keyboard, and a visitor reads it."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from app.actions.demo_places import demo_id
from tests.e2e.conftest import Server, SignIn
from tests.e2e.test_pages import axe, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

SLOW = 30_000
REASON = "Five afternoons, everybody in one room, and they say what a checklist did in somebody’s appraisal."
PHONICS = "Every adult trained for phonics: the term it took"
WRAPPERS = "Exam wrappers in Year 10: no measurable change"
COVER = "Cover ate our TAs"


def story(slug: str) -> UUID:
    return demo_id("story", slug)


def well(page: Page) -> None:
    settle(page)
    problems = axe(page)
    assert not problems, "\n".join(problems)


def saved(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$")).first).to_be_visible(
        timeout=SLOW
    )


def in_order(page: Page, *titles: str) -> None:
    """Waits until the stories stand in this order: a key is answered with the next picture, not at once."""
    rows = page.get_by_role("list").filter(has=page.locator(".handle"))
    expect(rows.get_by_role("heading")).to_have_text(list(titles), timeout=SLOW)


def add(page: Page, words: str, title: str) -> None:
    page.get_by_role("combobox", name="Add a story").press_sequentially(words)
    option = page.get_by_role("option", name=re.compile(re.escape(title)))
    expect(option).to_be_visible(timeout=SLOW)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=title, level=3)).to_be_visible(timeout=SLOW)


def handle(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Move “{title}”", exact=True)


def test_an_award_is_given_read_by_anyone_and_retired(server: Server, as_persona: SignIn) -> None:
    curator = as_persona("regional-lead")
    curator.goto(f"/stories/{story('whole-school-phonics-tas')}")
    curator.get_by_role("button", name="Make it an exemplar").click(timeout=SLOW)
    dialog = curator.get_by_role("dialog", name="Make this an exemplar")
    expect(dialog).to_contain_text("no measurable change", timeout=SLOW)
    give = dialog.get_by_role("button", name="Make it an exemplar")
    give.click()
    expect(dialog).to_contain_text("Choose at least one.")
    dialog.get_by_role("checkbox", name="Honest about what did not work").check()
    dialog.get_by_label("Why, in your own words").fill(REASON)
    well(curator)
    give.click()
    expect(dialog).to_be_hidden(timeout=SLOW)
    expect(curator.get_by_role("heading", name="Why this is an exemplar")).to_be_visible(timeout=SLOW)

    visitor = as_persona("")
    visitor.goto("/exemplars")
    expect(visitor.get_by_text(REASON)).to_be_visible(timeout=SLOW)
    expect(visitor.get_by_text(COVER)).to_have_count(0)
    well(visitor)
    visitor.get_by_role("link", name=PHONICS).click()
    expect(visitor.get_by_role("heading", name=PHONICS, level=1)).to_be_visible(timeout=SLOW)
    expect(visitor.get_by_text(REASON)).to_be_visible()
    expect(visitor.get_by_text("Regional Lead, North").first).to_be_visible()
    expect(visitor.get_by_role("button", name="Retire it")).to_have_count(0)
    well(visitor)

    curator.get_by_role("button", name="Retire it").click()
    dialog = curator.get_by_role("dialog", name="Retire this exemplar")
    dialog.get_by_label("Why").fill("We learnt more since.")
    dialog.get_by_role("button", name="Retire it").click()
    expect(dialog).to_be_hidden(timeout=SLOW)
    expect(curator.get_by_role("button", name="Make it an exemplar")).to_be_visible(timeout=SLOW)
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_be_visible(timeout=SLOW)
    expect(visitor.get_by_text(REASON)).to_have_count(0)


def test_a_collection_is_made_by_keyboard_and_read_signed_out(server: Server, as_persona: SignIn) -> None:
    curator = as_persona("regional-lead")
    curator.goto("/exemplars")
    curator.get_by_role("button", name="New collection").click(timeout=SLOW)
    dialog = curator.get_by_role("dialog", name="A new collection")
    dialog.get_by_label("Title").fill("Where to begin")
    dialog.get_by_text("Lanterns").click()
    dialog.get_by_role("button", name="Begin").click()
    curator.wait_for_url("**/collections/*/edit", timeout=SLOW)
    expect(curator.get_by_role("radio", name=re.compile("Anyone"))).to_be_disabled(timeout=SLOW)
    add(curator, "phonics", PHONICS)
    add(curator, "wrappers", WRAPPERS)
    add(curator, "cover ate", COVER)
    in_order(curator, PHONICS, WRAPPERS, COVER)

    # By keys: the focus stays on the handle, and what happens is said.
    handle(curator, COVER).focus()
    curator.keyboard.press("Space")
    curator.keyboard.press("ArrowUp")
    curator.keyboard.press("ArrowUp")
    expect(
        curator.locator("[aria-live=assertive], [role=alert]").filter(has_text="place 1 of 3")
    ).to_have_count(1)
    curator.keyboard.press("Space")
    expect(handle(curator, COVER)).to_be_focused()
    in_order(curator, COVER, PHONICS, WRAPPERS)
    curator.keyboard.press("Space")
    curator.keyboard.press("ArrowDown")
    curator.keyboard.press("Escape")
    in_order(curator, COVER, PHONICS, WRAPPERS)
    # By its button, and by dragging.
    curator.get_by_role("button", name=f"Move “{PHONICS}” down").press("Enter")
    in_order(curator, COVER, WRAPPERS, PHONICS)
    expect(curator.get_by_role("button", name=f"Move “{PHONICS}” up")).to_be_focused()
    handle(curator, PHONICS).hover()
    curator.mouse.down()
    expect(curator.get_by_role("listitem").filter(has=handle(curator, PHONICS))).to_have_class(
        re.compile("lifted")
    )
    start, end = handle(curator, PHONICS).bounding_box(), handle(curator, COVER).bounding_box()
    assert start
    assert end
    curator.mouse.move(end["x"] + 10, (start["y"] + end["y"]) / 2)
    curator.mouse.move(end["x"] + 10, end["y"] - 20, steps=5)
    above = curator.get_by_role("listitem").filter(has=handle(curator, COVER))
    expect(above).to_have_attribute("style", re.compile(r"translateY\([1-9]"))
    curator.mouse.up()
    expect(curator.locator(".story h3").first).to_have_text(PHONICS)
    saved(curator)

    note = curator.get_by_role("textbox", name=re.compile("Why it is here")).first
    note.fill("Read what the *checklist* did.")
    note.blur()
    saved(curator)
    # Taken out, and brought back to its place with its note.
    curator.get_by_role("button", name=f"Take “{PHONICS}” out").click()
    expect(curator.locator(".story h3")).to_have_count(2, timeout=SLOW)
    curator.get_by_role("button", name="Undo").click()
    expect(curator.locator(".story h3")).to_have_count(3, timeout=SLOW)
    expect(curator.get_by_role("textbox", name=re.compile("Why it is here")).first).to_have_value(
        "Read what the *checklist* did."
    )
    expect(curator.locator(".story h3").first).to_have_text(PHONICS, timeout=SLOW)
    expect(curator.get_by_text("One of its stories is for the county only.")).to_be_visible()
    curator.get_by_role("radio", name=re.compile("Anyone")).check()
    expect(curator.get_by_text("Anyone can read this collection")).to_be_visible(timeout=SLOW)
    saved(curator)
    well(curator)
    curator.set_viewport_size({"width": 360, "height": 740})
    wider = curator.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0

    visitor = as_persona("", width=360, height=740)
    visitor.goto("/exemplars")
    visitor.get_by_role("link", name="Where to begin").click(timeout=SLOW)
    expect(visitor.get_by_role("heading", name="Where to begin", level=1)).to_be_visible(timeout=SLOW)
    expect(visitor.get_by_role("heading", level=3)).to_have_text([PHONICS, WRAPPERS])
    expect(visitor.get_by_text("2 stories")).to_be_visible()
    expect(visitor.get_by_text(COVER)).to_have_count(0)
    well(visitor)
    visitor.get_by_role("link", name="Begin with the first").click()
    thread = visitor.get_by_role("navigation", name="In the collection “Where to begin”")
    expect(thread).to_contain_text("1 of 2", timeout=SLOW)
    thread.get_by_role("link", name=re.compile("Read on")).click()
    expect(visitor.get_by_role("heading", name=WRAPPERS, level=1)).to_be_visible(timeout=SLOW)
    expect(thread).to_contain_text("2 of 2", timeout=SLOW)
    well(visitor)


def test_the_rubric_is_changed_with_its_history(server: Server, as_persona: SignIn) -> None:
    administrator = as_persona("administrator")
    administrator.goto("/administration/rubric")
    expect(administrator.get_by_role("button", name="Make this version 3")).to_be_disabled(timeout=SLOW)
    well(administrator)
    administrator.get_by_role("button", name="Add a criterion").click()
    administrator.keyboard.type("Short enough to read")
    administrator.get_by_label("In a sentence or two").last.fill("Ten minutes at the most.")
    handle(administrator, "Short enough to read").focus()
    for key in ("Space", "Home", "Space"):
        administrator.keyboard.press(key)
    administrator.get_by_role("button", name="Make this version 3").click()
    expect(administrator.get_by_text("Say in a few words what you changed.")).to_be_visible()
    administrator.get_by_label("What changed, and why").fill("People read on the bus.")
    administrator.get_by_role("button", name="Make this version 3").click()
    expect(administrator.get_by_role("heading", name="Version 3", exact=True)).to_be_visible(timeout=SLOW)
    history = administrator.get_by_role("region", name="Versions")
    expect(history).to_contain_text("People read on the bus.")
    expect(history).to_contain_text("Added: Short enough to read")
    expect(administrator.get_by_label("What to look for").first).to_have_value("Short enough to read")
    well(administrator)
    reader = as_persona("contributor")
    reader.goto("/administration/rubric")
    expect(reader.get_by_text("Ten minutes at the most.").first).to_be_visible(timeout=SLOW)
    expect(reader.get_by_role("button", name=re.compile("Make this version"))).to_have_count(0)
