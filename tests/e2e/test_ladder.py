"""From the cluster to the county, to the public by consent, and back by the school: each in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.test_shared_space import (
    CLUSTER_LEAD,
    CONTRIBUTOR,
    LEAD,
    SLOW,
    TITLE,
    expect_saved,
    section,
    send,
    start_story,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

TEXT = "Ten minutes, every morning, and nobody is taken out of assembly for it."
REGIONAL_LEAD = "P. Adeyemi"
ANYONE = re.compile("Anyone will be able to read it, without signing in")


def queued(page: Page, name: re.Pattern[str]) -> None:
    """Press a button in the row of the story in one's queue."""
    page.goto("/reviews")
    row = page.get_by_role("listitem").filter(has_text=TITLE).first
    row.get_by_role("button", name=name).click(timeout=SLOW)


def propose(page: Page, address: str, name: str, note: str) -> None:
    """Take it further from the story's page."""
    page.goto(address)
    page.get_by_role("button", name=name).click(timeout=SLOW)
    dialog = page.get_by_role("dialog")
    check = dialog.get_by_role("region", name="Before this leaves the school")
    promise = check.get_by_role("checkbox", name=re.compile("No pupil can be recognised"))
    promise.or_(check.get_by_text("confirmed").first).first.wait_for(timeout=SLOW)
    if promise.count():
        promise.check()
    dialog.get_by_label("A note to whoever decides").fill(note)
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(dialog).to_be_hidden(timeout=SLOW)
    expect(page.get_by_text(re.compile("It waits for")).first).to_be_visible(timeout=SLOW)


def reads(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("article")).to_contain_text(TEXT, timeout=SLOW)


def finds_nothing(page: Page, address: str) -> None:
    assert page.request.get(f"/api{address}").status == 404
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        re.compile("cannot find|not shared|no such|not public", re.IGNORECASE), timeout=SLOW
    )
    expect(page.get_by_text(TEXT)).to_have_count(0)


def test_up_to_the_public_by_consent_and_back_by_the_school(as_persona: SignIn) -> None:
    lead, cluster_lead = as_persona("school-lead"), as_persona("cluster-lead")
    regional, stranger, public = (
        as_persona("regional-lead"),
        as_persona("other-school-lead"),
        as_persona("", width=360, height=740),
    )
    address = start_story(lead)
    section(lead).click()
    lead.keyboard.type(TEXT)
    expect_saved(lead)
    send(lead, re.compile(f"Send to {re.escape(CLUSTER_LEAD)}"))

    # One click in the queue, with what one should know before it.
    cluster_lead.goto("/reviews")
    row = cluster_lead.get_by_role("listitem").filter(has_text=TITLE).first
    expect(row).to_contain_text(f"{LEAD} confirmed that no pupil can be recognised in it", timeout=SLOW)
    row.get_by_role("button", name=re.compile("^Approve")).click()
    expect(row).to_be_hidden(timeout=SLOW)
    finds_nothing(stranger, address)

    propose(cluster_lead, address, "Propose to the county …", "Three of our schools tried it.")
    regional.goto("/reviews")
    regional.get_by_role("link", name=TITLE, exact=True).click(timeout=SLOW)
    expect(regional.get_by_text("Three of our schools tried it.").first).to_be_visible(timeout=SLOW)

    # A conversation, which the one who asked reads without loading the page again.
    submission = regional.url
    cluster_lead.goto(submission)
    expect(cluster_lead.get_by_role("heading", name=TITLE)).to_be_visible(timeout=SLOW)
    regional.get_by_label("Say something").fill("Which three?")
    regional.get_by_role("button", name="Say it").click()
    expect(cluster_lead.get_by_text("Which three?")).to_be_visible(timeout=SLOW)
    regional.get_by_role("button", name="Approve").click()
    expect(regional.get_by_role("button", name="Approve")).to_be_hidden(timeout=SLOW)
    reads(stranger, address)
    finds_nothing(public, address)

    propose(regional, address, "Propose for the public …", "Other counties ask about this.")
    lead.goto("/reviews")
    lead.get_by_role("link", name=TITLE, exact=True).click(timeout=SLOW)
    expect(lead.get_by_text(ANYONE)).to_be_visible(timeout=SLOW)
    lead.get_by_role("button", name="Consent").click()
    expect(lead.get_by_text("The school consented")).to_be_visible(timeout=SLOW)
    reads(public, address)
    assert public.context.cookies() == []

    lead.goto(address)
    lead.get_by_role("button", name="Take it back …").click(timeout=SLOW)
    dialog = lead.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile("Take it back from everyone It is a draft")).check()
    dialog.get_by_label("Why").fill("A family asked us to.")
    dialog.get_by_role("button", name="Take it back from everyone", exact=True).click()
    expect(dialog).to_be_hidden(timeout=SLOW)
    for page in (public, stranger):
        finds_nothing(page, address)

    lead.goto(f"{address}/timeline")
    first = lead.get_by_role("listitem").filter(has_text="took it back from everyone").first
    expect(first).to_contain_text("A family asked us to.", timeout=SLOW)
    for words in (
        f"{LEAD} shared it with the school, as its School Lead",
        f"{CLUSTER_LEAD} approved it: everyone at the schools of Fenside can read it",
        f"{CLUSTER_LEAD} asked to show it to the county",
        f"{REGIONAL_LEAD} approved it: everyone in Mobilise across the county can read it",
        f"{REGIONAL_LEAD} proposed it for the public",
        f"{LEAD} consented for the school: anyone can read it, without signing in",
    ):
        expect(lead.get_by_role("listitem").filter(has_text=words)).to_have_count(1)


def test_a_decision_is_taken_over_from_somebody_who_is_away(as_persona: SignIn) -> None:
    contributor, cluster_lead, lead = (
        as_persona("contributor"),
        as_persona("cluster-lead", width=360, height=740),
        as_persona("school-lead"),
    )
    start_story(contributor)
    section(contributor).click()
    contributor.keyboard.type(TEXT)
    expect_saved(contributor)
    send(contributor, "Ask to share with your school")

    # What it is called is not for the Cluster Lead before they have taken it over. The newest comes last.
    cluster_lead.goto("/reviews")
    waiting = cluster_lead.get_by_role("listitem").filter(has_text="A story from Thornholme Primary School")
    waiting.last.get_by_role("button", name=re.compile("Take over")).click(timeout=SLOW)
    expect(cluster_lead.get_by_text(TITLE)).to_have_count(0)
    dialog = cluster_lead.get_by_role("dialog")
    expect(dialog).to_contain_text(f"waits for {LEAD}, School Lead")
    dialog.get_by_role("button", name="Take it over").click()
    expect(dialog.get_by_text("Say why in a few words")).to_be_visible()
    dialog.get_by_label("Why").fill(f"{LEAD} is away until half-term.")
    dialog.get_by_role("button", name="Take it over").click()
    cluster_lead.wait_for_url("**/reviews/*", timeout=SLOW)
    expect(cluster_lead.get_by_text(TEXT)).to_be_visible(timeout=SLOW)
    expect(
        contributor.get_by_text(
            re.compile(f"{re.escape(CLUSTER_LEAD)}, Cluster Lead, who took it over")
        ).first
    ).to_be_visible(timeout=SLOW)
    cluster_lead.get_by_role("button", name="Approve").click()
    expect(cluster_lead.get_by_role("button", name="Approve")).to_be_hidden(timeout=SLOW)
    lead.goto("/reviews")
    expect(lead.get_by_role("heading", name="Reviews", level=1)).to_be_visible(timeout=SLOW)
    expect(
        lead.get_by_role("listitem").filter(has_text=f"{CONTRIBUTOR} asks").filter(has_text=TITLE)
    ).to_have_count(0)
