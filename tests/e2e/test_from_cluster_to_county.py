"""The second main job, end to end: a cluster's story goes to the county and the public, is held up and found
there, and is gone from every door as soon as its school says so."""

import re
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server, SignIn
from tests.e2e.test_ladder import ANYONE, TEXT, propose, queued, reads
from tests.e2e.test_shared_space import (
    CLUSTER_LEAD,
    SLOW,
    TITLE,
    expect_saved,
    section,
    send,
    start_story,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

REASON = "They say what ten minutes cost, and what they did when somebody was ill."
NOTE = "Read the part about assembly first."
COLLECTION = "Time to talk"
WORD = "assembly"
OLDER, NEWER = "teaching-assistants/2015/4", "teaching-assistants/2025/4"
"""The recommendation it is tagged with, and what the newer edition says in its place."""


def test_up_to_the_public_held_up_found_and_withdrawn(server: Server, as_persona: SignIn) -> None:
    lead, cluster_lead, regional = (
        as_persona("school-lead"),
        as_persona("cluster-lead"),
        as_persona("regional-lead"),
    )
    address = start_story(lead)
    section(lead).click()
    lead.keyboard.type(TEXT)
    expect_saved(lead)
    send(lead, re.compile(f"Send to {re.escape(CLUSTER_LEAD)}"))
    queued(cluster_lead, re.compile("^Approve"))
    expect(cluster_lead.get_by_role("listitem").filter(has_text=TITLE)).to_have_count(0, timeout=SLOW)

    refused: list[str] = []
    for page in (cluster_lead, regional):
        page.on("response", lambda answer: refused.append(answer.url) if answer.status == 403 else None)
    propose(cluster_lead, address, "Propose to the county …", "Three of our schools tried it.")
    queued(regional, re.compile("^Approve"))
    expect(regional.get_by_role("listitem").filter(has_text=TITLE)).to_have_count(0, timeout=SLOW)
    propose(regional, address, "Propose for the public …", "Other counties ask about this.")
    # They are asked about the revision that they read; nothing is asked of the draft, which is not theirs.
    assert refused == []
    lead.goto("/reviews")
    lead.get_by_role("link", name=TITLE, exact=True).click(timeout=SLOW)
    expect(lead.get_by_text(ANYONE)).to_be_visible(timeout=SLOW)
    lead.get_by_role("button", name="Consent").click()
    expect(lead.get_by_text("The school consented")).to_be_visible(timeout=SLOW)

    award(regional, address)
    collection = collect(regional)
    visitor = as_persona("", width=360, height=740)
    read_signed_out(visitor, address, collection)
    assert visitor.context.cookies() == []

    stranger = as_persona("other-school-lead")
    with httpx2.Client(base_url=server.url) as anybody:
        withdraw(lead, address, Doors(anybody, address, collection, stranger))

    visitor.goto(address)
    expect(visitor.get_by_text("not public")).to_be_visible(timeout=SLOW)
    expect(visitor.get_by_text(TEXT)).to_have_count(0)
    visitor.goto(collection)
    expect(visitor.get_by_text(TITLE)).to_have_count(0)
    regional.goto("/")
    expect(regional.get_by_text(COLLECTION).first).to_be_visible(timeout=SLOW)


def award(regional: Page, address: str) -> None:
    regional.goto(address)
    regional.get_by_role("button", name="Make it an exemplar").click(timeout=SLOW)
    dialog = regional.get_by_role("dialog", name="Make this an exemplar")
    dialog.get_by_role("checkbox").first.check(timeout=SLOW)
    dialog.get_by_label("Why, in your own words").fill(REASON)
    dialog.get_by_role("button", name="Make it an exemplar").click()
    expect(dialog).to_be_hidden(timeout=SLOW)
    expect(regional.get_by_text(REASON)).to_be_visible(timeout=SLOW)


def collect(regional: Page) -> str:
    """A public collection with the story in it; its address."""
    regional.goto("/exemplars")
    regional.get_by_role("button", name="New collection").click(timeout=SLOW)
    dialog = regional.get_by_role("dialog", name="A new collection")
    dialog.get_by_label("Title").fill(COLLECTION)
    dialog.get_by_role("button", name="Begin").click()
    regional.wait_for_url("**/collections/*/edit", timeout=SLOW)
    regional.get_by_role("combobox", name="Add a story").press_sequentially(WORD)
    regional.get_by_role("option", name=re.compile(re.escape(TITLE))).click(timeout=SLOW)
    note = regional.get_by_role("textbox", name=re.compile("Why it is here")).first
    note.fill(NOTE)
    note.blur()
    regional.get_by_role("radio", name=re.compile("Anyone")).check()
    expect(regional.get_by_text("Anyone can read this collection")).to_be_visible(timeout=SLOW)
    found = re.search(r"/collections/[0-9a-f-]{36}", regional.url)
    assert found
    return found[0]


def read_signed_out(visitor: Page, address: str, collection: str) -> None:
    """Found by a word under either edition's recommendation, read in the collection, with its award."""
    for recommendation in (OLDER, NEWER):
        visitor.goto(f"/library?recommendation={recommendation}&q={WORD}")
        expect(visitor.get_by_role("link", name=TITLE)).to_be_visible(timeout=SLOW)
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_text(REASON)).to_be_visible(timeout=SLOW)
    reads(visitor, address)
    visitor.goto(collection)
    expect(visitor.get_by_text(NOTE)).to_be_visible(timeout=SLOW)
    expect(visitor.get_by_role("link", name=TITLE)).to_be_visible()


def withdraw(lead: Page, address: str, doors: "Doors") -> None:
    before = doors.all_open()
    lead.goto(address)
    lead.get_by_role("button", name="Take it back …").click(timeout=SLOW)
    dialog = lead.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile("Take it back from everyone It is a draft")).check()
    dialog.get_by_label("Why").fill("A family asked us to.")
    with lead.expect_response(re.compile("step-down")) as answered:
        dialog.get_by_role("button", name="Take it back from everyone", exact=True).click()
    assert answered.value.ok
    doors.all_shut(before)


class Doors:
    """Every way to the story, for a visitor without an account and for a colleague from another cluster."""

    def __init__(self, anybody: httpx2.Client, address: str, collection: str, stranger: Page) -> None:
        self.visitor = anybody
        self.stranger = stranger
        story = f"/api{address}"
        library = f"/api/library?recommendation={NEWER}"
        self.texts = [
            address,
            story,
            f"{story}/revisions/1",
            "/exemplars",
            "/api/exemplars",
            collection,
            f"/api{collection}",
            "/feed.xml",
            "/sitemap.xml",
            "/api/library",
            f"/api/library?q={WORD}",
        ]
        self.counts: dict[str, Callable[[Any], int]] = {
            "/api/library": lambda found: int(found["total"]),
            library: lambda found: int(found["total"]),
            "/api/library?exemplar=true": lambda found: int(found["total"]),
            f"/api/library?q={WORD}": lambda found: int(found["total"]),
            "/api/library?phase=Primary": lambda found: count_of(found, "recommendation", NEWER),
        }
        self.telling = (TITLE, TEXT[:40], REASON, NOTE)
        self.id = address.removeprefix("/stories/")
        self.etags: dict[str, str] = {}

    def all_open(self) -> dict[str, int]:
        """Make sure that there is something to lose, and remember what a browser would keep."""
        for door in self.texts:
            answer = self.visitor.get(door)
            assert answer.status_code == 200, door
            assert any(words in answer.text for words in (*self.telling, self.id)), door
            if "etag" in answer.headers:
                self.etags[door] = answer.headers["etag"]
        assert address_of(self.etags), "no door of the public face can be revalidated"
        assert self.stranger.request.get(self.texts[1]).status == 200
        return self._counts()

    def all_shut(self, before: dict[str, int]) -> None:
        """Nothing of it is left anywhere, nor in what a cache holds and asks about again.

        Each door is tried once, right after the withdrawal was answered: nothing may take a second to notice.
        """
        for door in self.texts:
            known = {"if-none-match": self.etags[door]} if door in self.etags else {}
            answer = self.visitor.get(door, headers=known)
            assert answer.status_code != 304, door
            for words in self.telling if self.id in door else (*self.telling, self.id):
                assert words not in answer.text, (door, words)
        after = self._counts()
        assert after == {door: count - 1 for door, count in before.items()}
        assert self.visitor.get(self.texts[1]).status_code == 404
        assert self.stranger.request.get(self.texts[1]).status == 404
        for listed in ("/api/library?q=" + WORD, "/api/stories?limit=100", "/api/exemplars", "/api/home"):
            assert TITLE not in self.stranger.request.get(listed).text(), listed

    def _counts(self) -> dict[str, int]:
        return {door: count(self.visitor.get(door).json()) for door, count in self.counts.items()}


def address_of(etags: dict[str, str]) -> list[str]:
    return [door for door in etags if not door.startswith("/api/")]


def count_of(found: Any, facet: str, value: str) -> int:
    values = next(one for one in found["facets"] if one["key"] == facet)["values"]
    return int(next((one["count"] for one in values if one["value"] == value), 0))
