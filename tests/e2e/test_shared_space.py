"""The first main job, end to end: two write one story, lose the server, and publish it to their cluster."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Server, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

TITLE = "Ten quiet minutes"
LEAD, CONTRIBUTOR, CLUSTER_LEAD = "A. Marsh", "J. Okoro", "C. Penhallow"
SLOW = 30_000
"""Milliseconds that a loaded machine may take for what a person would wait a second for."""


def section(page: Page, name: str = "Context") -> Locator:
    """Where a section is written."""
    return page.get_by_role("textbox", name=name, exact=True)


def words(box: Locator) -> str:
    """What stands in a section, without the flags of the others' carets."""
    text: str = box.evaluate(
        """box => {
            const copy = box.cloneNode(true);
            copy.querySelectorAll('.caret').forEach(caret => caret.remove());
            return [...copy.children].map(block => block.textContent).join('\\n');
        }"""
    )
    return text.replace("\u2060", "")


def expect_words(box: Locator, text: str) -> None:
    """Wait until ``text`` stands in the section."""
    expect(box).to_be_visible(timeout=SLOW)
    box.page.wait_for_function(
        """([box, text]) => {
            const copy = box.cloneNode(true);
            copy.querySelectorAll('.caret').forEach(caret => caret.remove());
            return copy.textContent.replaceAll('\\u2060', '').includes(text);
        }""",
        arg=[box.element_handle(), text],
        timeout=SLOW,
    )


def expect_saved(page: Page) -> None:
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible(timeout=SLOW)


def start_story(page: Page) -> str:
    """From Home to the Write page of a new case study; its address."""
    page.goto("/")
    page.get_by_role("link", name="Write a story").first.click()
    page.get_by_label("What is it about?").fill(TITLE)
    page.get_by_role("checkbox", name=re.compile("prepared", re.IGNORECASE)).check()
    page.get_by_role("button", name="Start writing").click()
    expect(section(page)).to_be_visible(timeout=SLOW)
    found = re.search(r"/stories/[0-9a-f-]{36}", page.url)
    assert found, page.url
    return found[0]


def invite(page: Page, name: str) -> None:
    page.get_by_role("button", name="Invite a colleague").click()
    dialog = page.get_by_role("dialog", name="Who writes this story")
    dialog.get_by_role("combobox").press_sequentially(name.rsplit(maxsplit=1)[-1])
    page.get_by_role("option", name=re.compile(re.escape(name))).first.click()
    expect(page.get_by_text(f"{name} will find your invitation on Home.")).to_be_visible()
    page.keyboard.press("Escape")


def accept(page: Page) -> None:
    page.goto("/")
    invitation = page.get_by_role("listitem").filter(has_text=TITLE).first
    invitation.get_by_role("button", name=re.compile("Accept|Yes|Write with")).click()
    expect(page.get_by_role("link", name=re.compile(TITLE)).first).to_be_visible(timeout=SLOW)


def send(page: Page, button: str | re.Pattern[str], note: str = "") -> None:
    """Take a step from the bar of the Write page."""
    page.get_by_role("button", name=button).first.click()
    dialog = page.get_by_role("dialog")
    if note:
        dialog.get_by_label("A note to whoever reads it").fill(note)
    promise = dialog.get_by_role("checkbox", name=re.compile("No pupil can be recognised"))
    go = dialog.get_by_role("button", name=re.compile("^(Send|Share it|Update it)$"))
    expect(go).to_be_visible()
    if dialog.get_by_role("region", name="Before this leaves the school").count():
        promise.or_(dialog.get_by_text("confirmed").first).first.wait_for(timeout=SLOW)
        if promise.count():
            promise.check()
    go.click()
    expect(dialog).to_be_hidden(timeout=SLOW)


def test_two_write_lose_the_server_and_publish(server: Server, as_persona: SignIn) -> None:
    lead, contributor = as_persona("school-lead"), as_persona("contributor")
    address = start_story(lead)
    invite(lead, CONTRIBUTOR)
    accept(contributor)
    contributor.goto(f"{address}/write")
    mine, theirs = section(lead), section(contributor)
    expect(theirs).to_be_visible(timeout=SLOW)

    # Both type in the same section at once, and see each other.
    mine.click()
    lead.keyboard.type("We meet before the bell. ")
    expect_words(theirs, "We meet before the bell.")
    expect(lead.get_by_role("list", name="Also here")).to_contain_text(CONTRIBUTOR)
    theirs.click()
    contributor.keyboard.press("Control+Home")
    expect(lead.locator(".caret .flag", has_text=CONTRIBUTOR)).to_be_attached()
    expect(contributor.locator(".caret .flag", has_text=LEAD)).to_be_attached()
    ours, others = "Every single morning, all of us. ", "Ten minutes, paid, and no longer. "
    for one, other in zip(ours, others.ljust(len(ours)), strict=False):
        lead.keyboard.type(one)
        contributor.keyboard.type(other)
    for box in (mine, theirs):
        expect_words(box, ours.strip())
        expect_words(box, others.strip())
    expect_saved(lead)
    expect_saved(contributor)
    assert words(mine) == words(theirs)

    # The server dies in mid-sentence; both go on typing; it comes back, and every word is there.
    server.kill()
    lead.keyboard.type("Written while the server was gone. ")
    contributor.keyboard.type("And so was this. ")
    expect(lead.get_by_text(re.compile("not saved|offline", re.IGNORECASE)).first).to_be_visible(timeout=SLOW)
    server.start()
    for box in (mine, theirs):
        expect_words(box, "Written while the server was gone.")
        expect_words(box, "And so was this.")
    expect_saved(lead)
    expect_saved(contributor)
    assert words(mine) == words(theirs)
    assert ours.strip() in words(mine)
    assert others.strip() in words(mine)
    after = words(mine)
    lead.reload()
    expect_words(section(lead), "And so was this.")
    assert words(section(lead)) == after

    publish(lead, as_persona("cluster-lead"), address)

    # The cluster reads what was approved, not what is being changed since.
    section(lead).click()
    lead.keyboard.press("Control+End")
    lead.keyboard.type("Only a draft so far. ")
    expect_saved(lead)
    neighbour = as_persona("same-cluster-lead")
    neighbour.goto("/clusters/fenside")
    neighbour.get_by_role("link", name=TITLE).first.click()
    neighbour.wait_for_url(f"**{address}", timeout=SLOW)
    article = neighbour.get_by_role("article")
    expect(article).to_contain_text("Written while the server was gone.", timeout=SLOW)
    expect(article).to_contain_text("Nine of twenty-one, in June.")
    expect(article).not_to_contain_text("Only a draft so far.")
    expect(neighbour.get_by_text("Everyone at the schools of Fenside can read this").first).to_be_visible()

    nothing_to_find(as_persona("other-school-lead"), server, address, document_of(lead, address))


def publish(lead: Page, cluster_lead: Page, address: str) -> None:
    """The lead sends it; the Cluster Lead asks for a change, gets it, and approves."""
    send(lead, re.compile(f"Send to {re.escape(CLUSTER_LEAD)}"), "Is the middle too long?")
    expect(lead.get_by_text(re.compile("Waiting for")).first).to_be_visible(timeout=SLOW)
    cluster_lead.goto("/reviews")
    cluster_lead.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(cluster_lead.get_by_text("Is the middle too long?").first).to_be_visible(timeout=SLOW)
    cluster_lead.get_by_role("button", name="Ask for a change").click()
    dialog = cluster_lead.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("How do you know?")
    dialog.get_by_role("button", name="Send it to the authors").click()
    expect(dialog).to_be_hidden(timeout=SLOW)

    expect(lead.get_by_text("How do you know?").first).to_be_visible(timeout=SLOW)
    changed = section(lead, "What changed and how we know")
    changed.click()
    lead.keyboard.type("Nine of twenty-one, in June.")
    expect_saved(lead)
    send(lead, "Send the changed version")
    cluster_lead.goto("/reviews")
    cluster_lead.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(cluster_lead.get_by_text("Nine of twenty-one, in June.").first).to_be_visible(timeout=SLOW)
    cluster_lead.get_by_role("button", name="Approve").click()
    expect(cluster_lead.get_by_role("button", name="Approve")).to_be_hidden(timeout=SLOW)
    lead.goto(f"{address}/write")
    expect_words(section(lead), "And so was this.")


def document_of(page: Page, address: str) -> str:
    draft = page.request.get(f"/api{address}/draft").json()
    return str(draft["document_id"])


def nothing_to_find(page: Page, server: Server, address: str, document_id: str) -> None:
    """By page, API, list and socket."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        re.compile("cannot find|not shared|no such", re.IGNORECASE), timeout=SLOW
    )
    expect(page.get_by_text(TITLE)).to_have_count(0)
    assert page.request.get(f"/api{address}").status == 404
    for door in ("revisions", "revisions/1", "draft", "submissions", "authors"):
        assert page.request.get(f"/api{address}/{door}").status == 404, door
    for listed in ("/api/stories?limit=100", "/api/clusters/fenside/stories?limit=100", "/api/home"):
        assert TITLE not in page.request.get(listed).text(), listed
    code = page.evaluate(
        """address => new Promise(resolve => {
            const socket = new WebSocket(address);
            socket.onclose = event => resolve(event.code);
        })""",
        f"ws://127.0.0.1:{server.port}/ws/documents/{document_id}",
    )
    assert code == 4404


def test_a_lead_takes_a_colleagues_story_to_the_cluster(server: Server, as_persona: SignIn) -> None:
    """The School Lead does not write it; what goes is the revision that the school reads."""
    lead = as_persona("school-lead", width=360, height=740)
    lead.goto("/")
    drafts = lead.request.get("/api/drafts").json()
    # A resource would have to say first what others may do with it.
    story = next(
        one
        for one in drafts
        if not one["may_edit"] and one["audience"]["reach"] == "school" and one["kind"] != "resource"
    )
    lead.goto(f"/stories/{story['id']}/write")
    send(lead, re.compile(f"Send to {re.escape(CLUSTER_LEAD)}"))
    expect(lead.get_by_text(re.compile(f"Waiting for {re.escape(CLUSTER_LEAD)}")).first).to_be_visible(
        timeout=SLOW
    )
    queue = as_persona("cluster-lead").request.get("/api/reviews").json()["mine"]
    assert story["id"] in [review["story_id"] for review in queue]
