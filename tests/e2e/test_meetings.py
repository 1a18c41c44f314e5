"""A meeting from its template to the moment it starts, by the people who are part of it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app import clock
from tests.e2e.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

TITLE = "Handover, a second time"


def copy_a_template(page: Page) -> None:
    """Make a template of one's own: another column, a stage less, and one moved up by keys."""
    page.goto("/meetings/templates")
    page.get_by_role("listitem").filter(
        has=page.get_by_role("heading", name="Journey share", exact=True)
    ).get_by_role("button", name="Make a copy").click()
    expect(page.get_by_role("heading", name="Journey share, ours")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Short journeys")
    page.get_by_role("button", name="Add a column").click()
    page.keyboard.type("What we would not do again")
    page.get_by_role("button", name="Take “Questions” out").click()
    page.get_by_role("button", name="Add a stage").click()
    page.keyboard.type("Silence")
    page.get_by_role("button", name="Save the template").click()
    expect(page.get_by_role("heading", name="Short journeys")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=re.compile("^Saved$"))).to_be_visible()
    page.reload()
    expect(page.get_by_label("Title", exact=True).nth(3)).to_have_value("What we would not do again")
    assert page.get_by_label("Title", exact=True).last.input_value() == "Silence"
    expect(page.get_by_role("button", name="Take “Questions” out")).to_have_count(0)


def test_a_meeting_is_planned_answered_changed_and_started(as_persona: SignIn) -> None:
    lead, colleague, visitor = (
        as_persona(one) for one in ("cluster-lead", "school-lead", "other-school-lead")
    )
    copy_a_template(lead)
    day = (clock.now() + timedelta(days=1)).astimezone(clock.LONDON).date().isoformat()

    # The form says what is missing before it sends anything.
    lead.goto("/meetings/plan")
    lead.get_by_role("button", name="Plan this meeting").click()
    expect(lead.get_by_label("What is it called?")).to_be_focused()
    lead.get_by_label("What is it called?").fill(TITLE)
    lead.get_by_label("Day").fill(day)
    lead.get_by_label("From").fill("16:10")
    ours = lead.get_by_label("Template").locator("option", has_text="Short journeys")
    lead.get_by_label("Template").select_option(ours.get_attribute("value"))
    expect(lead.get_by_text("“What we would not do again”")).to_be_visible()
    lead.get_by_label("Agenda").fill("- the card in its second year")
    lead.get_by_role("button", name="Plan this meeting").click()
    expect(lead.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(lead.get_by_text("16:10 to 17:10")).to_be_visible()
    address = lead.url

    # Somebody from another cluster knows nothing of it until they are asked.
    visitor.goto(address)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("We cannot find that")
    lead.get_by_role("button", name="Ask people to come").click()
    lead.get_by_role("combobox", name="Find somebody").fill("Nowak")
    lead.get_by_role("option", name=re.compile("T. Nowak")).click()
    lead.get_by_role("button", name="Ask them").click()
    expect(lead.get_by_role("dialog")).to_have_count(0)
    visitor.reload()
    expect(visitor.get_by_text("You are a visitor")).to_be_visible()
    visitor.get_by_role("button", name="I am coming").click()
    expect(visitor.get_by_text("You have said that you are coming.")).to_be_visible()

    # It stands on a colleague's Home, who hears of another time.
    colleague.goto("/")
    colleague.get_by_role("link", name=TITLE, exact=True).click()
    colleague.get_by_role("button", name="I cannot come").click()
    expect(colleague.get_by_text("You have said that you cannot come.")).to_be_visible()
    with colleague.expect_download() as download:
        colleague.get_by_role("link", name="For my calendar").click()
    assert download.value.suggested_filename.endswith(".ics")
    lead.get_by_role("link", name="Change this meeting").click()
    lead.get_by_label("From").fill("16:30")
    lead.get_by_role("button", name="Save the changes").click()
    expect(lead.get_by_text("16:30 to 17:30")).to_be_visible()
    expect(lead.get_by_text("Coming (2)")).to_be_visible()
    colleague.goto("/")
    expect(colleague.get_by_text(f"changed “{TITLE}”: it is on")).to_be_visible()

    # It is not due yet, and so is started by a second word only.
    expect(colleague.get_by_role("button", name="Start the meeting")).to_have_count(0)
    lead.get_by_role("button", name="Start the meeting").click()
    lead.get_by_role("button", name="Start it now").click()
    lead.wait_for_url("**/boards/*")
    visitor.goto("/meetings")
    expect(
        visitor.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link", name="Go to the board")
    ).to_be_visible()
