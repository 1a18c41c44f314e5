"""The library in a browser: searching, narrowing down, an address that says it all, by hand and by keys."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import SignIn
from tests.e2e.test_pages import axe, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

BOX = "Search the library"


def total(page: Page) -> int:
    """What the page says it found, of all kinds together."""
    words = page.locator("h2.total").inner_text().split(" for “")[0]
    assert re.match(r"\d|Nothing", words), words
    return sum(int(one) for one in re.findall(r"\d+", words))


def number(words: Locator) -> int:
    """The first number in some words."""
    return int(re.search(r"\d+", words.inner_text())[0])  # type: ignore[index]


def results(page: Page) -> Locator:
    return page.locator("ol.hits h3 a")


def answered(page: Page, act: Callable[[], object]) -> None:
    """Do something, and wait until the library has answered and the answer is shown."""
    with page.expect_response(lambda answer: urlsplit(answer.url).path == "/api/library"):
        act()
    expect(page.get_by_role("region", name="What was found")).to_have_attribute("aria-busy", "false")


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_type_narrow_down_go_back_and_share(as_persona: SignIn) -> None:
    page = as_persona("school-lead")
    page.goto("/library")
    settle(page)
    everything = total(page)
    answered(page, lambda: page.get_by_role("searchbox", name=BOX).fill("reading"))
    expect(results(page).first).to_be_visible()
    assert asked(page) == {"q": ["reading"]}
    found = total(page)
    assert 0 < found < everything
    expect(page.locator("ol.hits mark").first).to_have_text(re.compile("read", re.IGNORECASE))

    primary = page.get_by_role("group", name="Phase").get_by_role("checkbox", name=re.compile("^Primary"))
    answered(page, primary.check)
    assert asked(page) == {"q": ["reading"], "phase": ["Primary"]}
    narrowed, titles = total(page), results(page).all_inner_texts()
    assert narrowed < found
    expect(page.get_by_role("button", name="Take away Primary")).to_be_visible()

    other = page.context.new_page()
    other.goto(page.url)
    settle(other)
    expect(results(other).first).to_be_visible()
    assert (total(other), results(other).all_inner_texts()) == (narrowed, titles)
    expect(other.get_by_role("searchbox", name=BOX)).to_have_value("reading")

    answered(page, page.go_back)
    assert (asked(page), total(page)) == ({"q": ["reading"]}, found)
    expect(primary).not_to_be_checked()
    answered(page, page.go_forward)
    expect(primary).to_be_checked()
    answered(page, lambda: page.get_by_role("button", name="Clear all").click())
    assert asked(page) == {"q": ["reading"]}
    # Typing replaced the address in place: one step further back is where we came from.
    answered(page, page.go_back)
    answered(page, page.go_back)
    page.go_back()
    assert urlsplit(page.url).path != "/library"


def test_a_facets_number_is_what_choosing_it_gives(as_persona: SignIn) -> None:
    page = as_persona("regional-lead")
    page.goto("/library")
    settle(page)
    group = page.get_by_role("group", name="Recommendation", exact=True)
    option = group.get_by_role("checkbox").first
    promised = number(group.locator("label .count").first)
    answered(page, option.check)
    assert total(page) == promised
    assert "recommendation" in asked(page)


def test_by_keys_alone(as_persona: SignIn) -> None:
    page = as_persona("same-cluster-lead")
    page.goto("/library")
    settle(page)
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name=BOX)
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("school")
    answered(page, lambda: page.keyboard.press("Enter"))
    said = page.locator("[role=status]", has_text=re.compile("for “school”"))
    expect(said.first).to_be_attached()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    answered(page, lambda: page.keyboard.press("Escape"))
    expect(box).to_have_value("")
    assert asked(page) == {}
    page.keyboard.press("ArrowDown")
    title = results(page).first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_on_a_phone_one_narrows_down_in_a_sheet(as_persona: SignIn) -> None:
    page = as_persona("school-lead", width=360, height=740)
    page.goto("/library")
    settle(page)
    expect(page.get_by_role("group", name="Phase")).to_be_hidden()
    page.get_by_role("button", name="Narrow down").click()
    sheet = page.get_by_role("dialog", name="Narrow down")
    phase = sheet.get_by_role("group", name="Phase")
    answered(page, phase.get_by_role("checkbox", name=re.compile("^Secondary")).check)
    button = sheet.get_by_role("button", name=re.compile(r"^Show \d"))
    expect(button).to_have_text(re.compile(rf"Show {total(page)} result"))
    assert not axe(page)
    button.click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("button", name="Narrow down (1)")).to_be_focused()
    assert asked(page) == {"phase": ["Secondary"]}
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def test_nothing_found_teaches_what_to_loosen(as_persona: SignIn) -> None:
    page = as_persona("school-lead")
    page.goto("/library?q=reading&phase=Nobody")
    settle(page)
    way = page.get_by_role("link", name="Any phase")
    expect(way).to_be_visible()
    promised = number(way.locator(".."))
    answered(page, way.click)
    assert total(page) == promised > 0
    page.get_by_role("searchbox", name=BOX).fill("raeding")
    meant = page.get_by_role("link", name="reading", exact=True)
    expect(meant).to_be_visible()
    answered(page, meant.click)
    expect(page.get_by_role("searchbox", name=BOX)).to_have_value("reading")
    assert total(page) == promised


def test_signed_out_one_finds_what_is_public_and_nothing_else(as_persona: SignIn) -> None:
    page = as_persona("")
    page.goto("/library")
    settle(page)
    expect(results(page).first).to_be_visible()
    for words in page.locator("ol.hits > li").all_inner_texts():
        assert "Anyone can read this" in words
    inside = as_persona("school-lead")
    inside.goto("/library")
    settle(inside)
    expect(results(inside).first).to_be_visible()
    assert total(page) < total(inside)
    expect(page.get_by_role("button", name="Save this search")).to_have_count(0)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Library").wait_for()


def test_a_search_is_saved_forgotten_and_taken_back(as_persona: SignIn) -> None:
    page = as_persona("other-school-lead")
    page.goto("/library?q=reading")
    settle(page)
    found = total(page)
    page.get_by_role("button", name="Save this search").click()
    dialog = page.get_by_role("dialog", name="Save this search")
    dialog.get_by_label("Name").fill("Reading, for Monday")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Saved as “Reading, for Monday”")).to_be_focused()
    expect(page.get_by_role("button", name="Save this search")).to_have_count(0)

    page.goto("/library")
    settle(page)
    page.get_by_text("Saved searches").click()
    kept = page.get_by_role("link", name=re.compile("Reading, for Monday"))
    expect(kept).to_contain_text(f"{found} result")
    page.get_by_role("button", name="Forget “Reading, for Monday”").click()
    expect(kept).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Saved searches").click()
    answered(page, kept.click)
    assert asked(page) == {"q": ["reading"]}


def test_without_a_network_it_says_so_and_keeps_what_was_typed(as_persona: SignIn) -> None:
    page = as_persona("school-lead")
    page.goto("/library")
    settle(page)
    before = results(page).all_inner_texts()
    gone = re.compile(r"/api/library\?.*q=toast")

    def refuse(route: Route) -> None:
        route.abort()

    page.route(gone, refuse)
    box = page.get_by_role("searchbox", name=BOX)
    box.press_sequentially("toast")
    problem = page.get_by_role("alert").filter(has_text="We cannot reach Mobilise")
    expect(problem).to_be_visible()
    expect(box).to_have_value("toast")
    assert results(page).all_inner_texts() == before
    page.unroute(gone)
    answered(page, lambda: page.get_by_role("button", name="Try again").click())
    expect(problem).to_have_count(0)
    assert asked(page) == {"q": ["toast"]}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "address", ["/library", "/library?q=reading&phase=Primary", "/library?q=zzzz&phase=Primary"]
)
def test_everybody_can_use_it(as_persona: SignIn, address: str, dark: bool) -> None:
    page = as_persona("school-lead", dark=dark)
    page.goto(address)
    settle(page)
    for width in (320, 360, 640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{wider} px beside the screen at {width} px"
        if width in (360, 1280):
            assert not axe(page)


def test_a_recommendations_page_leads_to_the_stories_it_counts(as_persona: SignIn) -> None:
    page = as_persona("regional-lead")
    page.goto("/evidence/teaching-assistants/2015/4")
    settle(page)
    share = page.get_by_role("link", name="Primary", exact=True)
    promised = number(share.locator("..").locator(".number"))
    answered(page, share.click)
    assert total(page) == promised
    assert asked(page) == {"recommendation": ["teaching-assistants/2015/4"], "phase": ["Primary"]}
    page.go_back()
    ask = page.get_by_role("link", name="Ask a school to write about this")
    expect(ask).to_have_attribute("href", "/requests?recommendation=teaching-assistants/2015/4")


def test_a_story_says_how_like_ones_own_its_school_is(as_persona: SignIn) -> None:
    page = as_persona("school-lead")
    page.goto("/library?q=reading")
    settle(page)
    mine = page.request.get("/api/session").json()["seats"][0]["place"]
    stories = page.request.get("/api/library?phase=Primary").json()["items"]
    other = next(hit["story"] for hit in stories if str(hit["story"]["school"]["urn"]) != mine)
    page.goto(f"/stories/{other['id']}")
    beside = page.get_by_role("region", name="Schools like yours")
    expect(beside).to_contain_text("primary like yours")
    answered(page, beside.get_by_role("link", name=re.compile("from schools like yours")).click)
    assert asked(page) == {"like": [mine]}
