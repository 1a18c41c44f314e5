"""From a meeting's end to minutes that the cluster reads, and an action that is done."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.test_shared_space import (
    CLUSTER_LEAD,
    CONTRIBUTOR,
    SLOW,
    expect_saved,
    expect_words,
    invite,
    section,
    send,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

SAID = "We disagreed about Fridays."


def command(page: Page, board: str, **fields: object) -> None:
    sent = {"commands": [{"id": str(uuid4()), **fields}]}
    answer = page.request.post(f"/api/boards/{board}/commands", data=sent)
    assert answer.ok, answer.text()
    assert answer.json()["answers"][0]["ack"], answer.text()


def end_the_live_meeting(cluster_lead: Page, colleagues: list[Page]) -> str:
    """The meeting, whose board says something was decided."""
    coming = cluster_lead.request.get("/api/meetings?when=coming&cluster=fenside").json()
    meeting = next(one for one in coming["items"] if one["state"] == "live")
    board: str = meeting["board"]
    for page in colleagues:
        page.goto(f"/boards/{board}")
        expect(page.get_by_text(meeting["title"]).first).to_be_visible(timeout=SLOW)
    command(cluster_lead, board, do="decision.add", decision=str(uuid4()), text="Ten minutes, every school.")
    command(cluster_lead, board, do="board.end", leave_hidden=True)
    return str(meeting["id"])


def test_a_meeting_ends_in_minutes_that_its_cluster_reads(as_persona: SignIn) -> None:
    lead, contributor, cluster_lead = (
        as_persona(who) for who in ("school-lead", "contributor", "cluster-lead")
    )
    meeting = end_the_live_meeting(cluster_lead, [lead, contributor])

    lead.goto(f"/meetings/{meeting}")
    lead.get_by_role("button", name="Write the minutes").click()
    lead.wait_for_url("**/write", timeout=SLOW)
    found = re.search(r"/stories/[0-9a-f-]{36}", lead.url)
    assert found
    address = found[0]
    expect_words(section(lead, "What we decided"), "Ten minutes, every school.")
    expect_words(section(lead, "Who was there"), CONTRIBUTOR)

    # Whoever did not begin them is told who did; once invited, both write.
    contributor.goto(f"/meetings/{meeting}")
    expect(contributor.get_by_text("A. Marsh writes the minutes").first).to_be_visible(timeout=SLOW)
    invite(lead, CONTRIBUTOR)
    contributor.goto("/")
    invitation = contributor.get_by_role("listitem").filter(has_text="Minutes:").first
    invitation.get_by_role("button", name="Accept").click()
    expect(contributor.get_by_text("You are an author of").first).to_be_visible(timeout=SLOW)
    contributor.goto(f"{address}/write")
    theirs = section(contributor, "What was said")
    expect(theirs).to_be_visible(timeout=SLOW)
    theirs.click()
    contributor.keyboard.type(SAID)
    expect_words(section(lead, "What was said"), SAID)
    expect_saved(contributor)

    send(lead, re.compile(f"Send to {re.escape(CLUSTER_LEAD)}"))
    expect(lead.get_by_text(re.compile("Waiting for")).first).to_be_visible(timeout=SLOW)
    cluster_lead.goto("/reviews")
    cluster_lead.get_by_role("link", name=re.compile("Minutes:")).first.click()
    expect(cluster_lead.get_by_text(SAID).first).to_be_visible(timeout=SLOW)
    cluster_lead.get_by_role("button", name="Approve").click()
    expect(cluster_lead.get_by_role("button", name="Approve")).to_be_hidden(timeout=SLOW)

    neighbour = as_persona("same-cluster-lead")
    neighbour.goto(f"/meetings/{meeting}")
    neighbour.get_by_role("link", name="Read the minutes").click()
    expect(neighbour.get_by_role("article")).to_contain_text(SAID, timeout=SLOW)
    expect(neighbour.get_by_text("Everyone at the schools of Fenside can read this").first).to_be_visible()
    with neighbour.expect_download() as taken:
        neighbour.get_by_role("link", name="These minutes as text").click()
    assert SAID in taken.value.path().read_text("utf-8")
    neighbour.goto("/clusters/fenside")
    expect(neighbour.get_by_role("link", name=re.compile("^Minutes:")).first).to_be_visible(timeout=SLOW)

    # Who came as a visitor from another cluster is told that they were begun, and reads nothing of them.
    visitor = as_persona("other-school-lead")
    assert visitor.request.get(f"/api/meetings/{meeting}/minutes").json()["story"] is None
    for path in (f"/api{address}", f"/api{address}/text.md", f"/api{address}/draft"):
        assert visitor.request.get(path).status == 404, path


def test_an_action_is_given_comes_home_and_is_done(as_persona: SignIn) -> None:
    cluster_lead, contributor = as_persona("cluster-lead"), as_persona("contributor")
    cluster_lead.goto("/clusters/fenside")
    cluster_lead.get_by_role("button", name="Add an action").click()
    cluster_lead.get_by_label("What will be done").fill("Bring both timetables")
    cluster_lead.get_by_label("Who does it").select_option(label=CONTRIBUTOR)
    cluster_lead.get_by_label("By when").fill("2020-01-08")
    cluster_lead.get_by_label("Recommendation").select_option(label="4 Fully prepared")
    cluster_lead.get_by_role("button", name="Add the action").click()
    row = cluster_lead.get_by_role("listitem").filter(has_text="Bring both timetables")
    expect(row).to_contain_text("was due 8 January 2020", timeout=SLOW)
    expect(row).to_contain_text("4 Fully prepared")

    # What it is stays as it is until it is changed, its recommendation too.
    cluster_lead.get_by_role("button", name="Change “Bring both timetables”").click()
    expect(cluster_lead.get_by_label("Recommendation").locator("option:checked")).to_have_text(
        "4 Fully prepared"
    )
    cluster_lead.get_by_label("Recommendation").select_option(label="3 Independent learners")
    cluster_lead.get_by_role("button", name="Save", exact=True).click()
    expect(row).to_contain_text("3 Independent learners", timeout=SLOW)

    contributor.goto("/")
    contributor.get_by_role("checkbox", name="Bring both timetables").check()
    expect(contributor.get_by_text("“Bring both timetables” is done.").first).to_be_visible(timeout=SLOW)
    cluster_lead.reload()
    cluster_lead.get_by_text(re.compile(r"Done lately")).click()
    expect(cluster_lead.get_by_role("checkbox", name="Bring both timetables")).to_be_checked(timeout=SLOW)
