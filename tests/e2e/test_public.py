"""Somebody who has never signed in: reads with scripts and without, and finds nothing that was taken back."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import PATIENCE, Server, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

SLOW = 30_000
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def story(server: Server) -> dict[str, Any]:
    """A story that anyone may read and whose School Lead is a persona."""
    with httpx2.Client(base_url=server.url, timeout=PATIENCE) as lead:
        lead.post("/api/session/demo", json={"persona": "same-cluster-lead"}).raise_for_status()
        found = [
            one["story"]["id"]
            for one in httpx2.get(f"{server.url}/api/library", timeout=PATIENCE).json()["items"]
        ]
        for one in found:
            read: dict[str, Any] = lead.get(f"/api/stories/{one}").json()
            if "public" in read["can"]["step_down"]:
                return read
    raise AssertionError("the demo county has no public story of this school")


@pytest.fixture
def without_scripts(server: Server, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=server.url, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def cookies(context: BrowserContext) -> list[Any]:
    return list(context.cookies())


def head_of(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries(
            [...document.head.querySelectorAll('meta[property], meta[name=description], link[rel=canonical]')]
                .map(one => [one.getAttribute('property') ?? one.getAttribute('name') ?? one.rel,
                             one.content ?? one.href]))"""
    )
    return found


def test_a_story_reads_well_without_scripts(
    server: Server, without_scripts: Page, story: dict[str, Any]
) -> None:
    page = without_scripts
    page.goto(f"/stories/{story['id']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(story["title"])
    for section in story["sections"]:
        expect(page.get_by_role("heading", level=2, name=section["title"])).to_be_visible()
    expect(page.get_by_text(story["byline"][0]["name"])).to_be_visible()
    expect(page.get_by_text("needs JavaScript")).to_have_count(0)
    page.get_by_role("link", name="Library").click()
    page.get_by_role("link", name=story["title"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story["title"])


def test_with_scripts_the_app_takes_over_and_no_cookie_is_set(
    server: Server, as_persona: SignIn, story: dict[str, Any]
) -> None:
    page = as_persona("")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    address = f"/stories/{story['id']}"
    page.goto(address)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(story["title"], timeout=SLOW)
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator(".served")).to_have_count(0)
    expect(page).to_have_title(f"{story['title']} · Mobilise")
    head = head_of(page)
    assert head["canonical"] == head["og:url"] == server.url + address
    assert head["og:title"] == story["title"]
    assert head["og:type"] == "article"
    assert head["description"] == head["og:description"]
    picture = httpx2.get(head["og:image"])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    banner = page.get_by_role("banner")
    for place in ("Library", "Exemplars", "Sign in"):
        expect(banner.get_by_role("link", name=place)).to_be_visible()
    banner.get_by_role("link", name="Library").click()
    expect(heading).to_have_text("Library", timeout=SLOW)
    assert "canonical" not in head_of(page)
    assert complaints == []
    assert cookies(page.context) == []


def test_what_is_not_public_looks_like_what_is_not_there(server: Server, as_persona: SignIn) -> None:
    lead = as_persona("school-lead")
    drafts = lead.request.get("/api/drafts").json()
    private = drafts[0]["id"] if isinstance(drafts, list) else drafts["items"][0]["id"]
    page = as_persona("")
    seen = []
    for one in (private, NOBODY):
        page.goto(f"/stories/{one}")
        expect(page.get_by_role("heading", level=1)).to_have_text("This is not public", timeout=SLOW)
        sign_in = page.locator("main").get_by_role("link", name="Sign in")
        assert one in (sign_in.get_attribute("href") or "")
        seen.append(page.locator("main").inner_text())
    assert seen[0] == seen[1]
    assert cookies(page.context) == []


def test_what_is_taken_back_is_gone_everywhere_at_the_next_look(
    server: Server, as_persona: SignIn, without_scripts: Page, story: dict[str, Any]
) -> None:
    """Each door is tried once: sooner than at the first request after the lead's it cannot be gone."""
    address, title = f"/stories/{story['id']}", story["title"]
    doors = (
        address,
        f"/api{address}",
        "/",
        "/library",
        "/exemplars",
        "/feed.xml",
        "/sitemap.xml",
        "/api/library",
    )
    etags = {}
    with httpx2.Client(base_url=server.url) as visitor:
        for door in doors:
            etags[door] = visitor.get(door).headers.get("etag", "")
        assert title in visitor.get("/feed.xml").text
        lead = as_persona("same-cluster-lead")
        answer = lead.request.post(
            f"/api{address}/step-down", data={"audience": "public", "reason": "A parent asked us to."}
        )
        assert answer.ok, answer.text()
        for door in doors:
            again = visitor.get(door, headers={"if-none-match": etags[door]} if etags[door] else {})
            assert again.status_code == (404 if door == f"/api{address}" else 200), door
            assert title not in again.text, door
            assert door == f"/api{address}" or story["id"] not in again.text, door
        assert visitor.get(address).content == visitor.get(f"/stories/{NOBODY}").content
    page = as_persona("")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("This is not public", timeout=SLOW)
    without_scripts.goto(address)
    expect(without_scripts.get_by_text(title)).to_have_count(0)
