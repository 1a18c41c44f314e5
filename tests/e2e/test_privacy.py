"""Before a story leaves its school, on a phone by keyboard alone: what was found, and what becomes of it."""

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.test_shared_space import CLUSTER_LEAD, SLOW, expect_saved, section, start_story

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

TEXT = "Parents ring 01522 523456. Sam, born 12/03/2016, was the first to read alone."
NAME = "Before this leaves the school"


def tab_to(page: Page, wanted: Locator) -> None:
    """Move the focus on with Tab until it is on ``wanted``."""
    for _ in range(40):
        # While one writes on a phone, the bar with the next step makes room for the keyboard.
        if wanted.count() and wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {wanted}")


def press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"))


def test_by_keyboard_on_a_phone(as_persona: SignIn) -> None:
    page = as_persona("school-lead", width=360, height=740)
    start_story(page)
    section(page).click()
    page.keyboard.type(TEXT)
    expect_saved(page)

    opener = page.get_by_role("button", name=re.compile(f"Send to {re.escape(CLUSTER_LEAD)}")).first
    press(page, opener)
    dialog = page.get_by_role("dialog")
    check = dialog.get_by_role("region", name=NAME)
    expect(check.locator("mark")).to_have_text(["01522 523456", "12/03/2016"], timeout=SLOW)
    expect(check.get_by_text("Telephone number, in “Context”")).to_be_visible()
    assert fits(page)

    # Sending before that leads to the first thing to look at.
    press(page, dialog.get_by_role("button", name="Send", exact=True))
    first = check.get_by_role("listitem").first
    expect(first.get_by_role("button", name="Change it")).to_be_focused()

    # The number may stay, with a reason that says something.
    press(page, first.get_by_role("button", name="It may stay"))
    why = first.get_by_label("Why may it stay?")
    expect(why).to_be_focused()
    page.keyboard.type("ok")
    press(page, first.get_by_role("button", name="Keep it, with this reason"))
    expect(first.get_by_text("Say in a few words why it may stay.")).to_be_visible(timeout=SLOW)
    expect(why).to_be_focused()
    page.keyboard.type(", it is our office’s number")
    press(page, first.get_by_role("button", name="Keep it, with this reason"))
    expect(first.get_by_text("ok, it is our office’s number")).to_be_visible(timeout=SLOW)
    second = check.get_by_role("listitem").nth(1)
    expect(second.get_by_role("button", name="Change it")).to_be_focused()

    # The birthday may not: its author changes it where it stands.
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(section(page)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("Parents ring 01522 523456. One child was the first to read alone.")
    expect_saved(page)

    press(page, opener)
    expect(check.locator("mark")).to_have_text(["01522 523456"], timeout=SLOW)
    press(page, dialog.get_by_role("button", name="Send", exact=True))
    promise = check.get_by_role("checkbox")
    expect(promise).to_be_focused()
    page.keyboard.press("Space")
    expect(promise).to_be_checked()
    press(page, dialog.get_by_role("button", name="Send", exact=True))
    expect(dialog).to_be_hidden(timeout=SLOW)
    expect(page.get_by_text(re.compile(f"Waiting for {re.escape(CLUSTER_LEAD)}")).first).to_be_visible(
        timeout=SLOW
    )


def test_what_is_found_in_a_file_leads_to_it(as_persona: SignIn) -> None:
    page = as_persona("school-lead", width=360, height=740)
    start_story(page)
    section(page).click()
    page.keyboard.type("We wrote it down.")
    told = FilePayload(name="Rota.txt", mimeType="text/plain", buffer=b"Parents ring 01522 523456.")
    page.get_by_label("Choose files").set_input_files(told)
    row = page.get_by_role("group", name="Rota.txt")
    expect(row).to_be_visible(timeout=SLOW)
    expect_saved(page)
    page.locator("#title-context").click()
    page.get_by_role("button", name=re.compile(f"Send to {re.escape(CLUSTER_LEAD)}")).first.click()
    check = page.get_by_role("dialog").get_by_role("region", name=NAME)
    expect(check.get_by_text("Rota.txt").first).to_be_visible(timeout=SLOW)
    press(page, check.get_by_role("button", name="Change it"))
    expect(row).to_be_focused(timeout=SLOW)
    expect(row).to_be_in_viewport()
    # What is in the row comes next.
    tab_to(page, row.get_by_label("What is it?"))


def test_with_nothing_found_it_is_one_tick(as_persona: SignIn) -> None:
    page = as_persona("school-lead")
    start_story(page)
    section(page).click()
    page.keyboard.type("Nobody is named here.")
    expect_saved(page)
    page.get_by_role("button", name=re.compile(f"Send to {re.escape(CLUSTER_LEAD)}")).first.click()
    dialog = page.get_by_role("dialog")
    check = dialog.get_by_role("region", name=NAME)
    expect(check.get_by_text(re.compile("found none"))).to_be_visible(timeout=SLOW)
    expect(check.get_by_role("listitem")).to_have_count(0)
    check.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(dialog).to_be_hidden(timeout=SLOW)


def test_within_the_school_nobody_is_asked(as_persona: SignIn) -> None:
    page = as_persona("school-lead")
    start_story(page)
    section(page).click()
    page.keyboard.type(TEXT)
    expect_saved(page)
    page.get_by_role("button", name="Share with your school").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("region", name=NAME)).to_have_count(0)
    dialog.get_by_role("button", name="Share it").click()
    expect(dialog).to_be_hidden(timeout=SLOW)
