"""Every page, at every width and in both colours: nothing broken, nothing beside the screen, axe content."""

import pytest
from playwright.sync_api import Page

from app.actions.demo_places import demo_id
from tests.e2e.conftest import ROOT, Server, SignIn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose answer depends on the colours. Light and dark have the same elements in the same places."""
WIDTHS = (320, 360, 1280)
PAGES = {
    "/": "school-lead",
    "/sign-in": "",
    "/clusters": "school-lead",
    "/clusters/fenside": "cluster-lead",
    "/schools/900001": "same-cluster-lead",
    "/evidence": "other-school-lead",
    "/evidence/teaching-assistants/2015": "school-lead",
    "/evidence/teaching-assistants/2025/3": "school-lead",
    "/reviews": "regional-lead",
    "/write": "contributor",
    "{review}": "school-lead",
    "{story}": "same-cluster-lead",
    "{draft}": "school-lead",
    "{resource}": "other-school-lead",
    "{resource being written}": "contributor",
    "{timeline}": "school-lead",
    "{journey}": "other-school-lead",
    "{journey that is written}": "school-lead",
    "/exemplars": "",
    "/administration/rubric": "administrator",
    "{collection}": "regional-lead",
    "/meetings": "regional-lead",
    "{meeting}": "cluster-lead",
    "{meeting that is live}": "cluster-lead",
    "{meeting that has ended}": "cluster-lead",
    "{board}": "cluster-lead",
    "{board that has ended}": "school-lead",
    "{wall}": "cluster-lead",
    "{wall afterwards}": "cluster-lead",
    "{record}": "same-cluster-lead",
    "/meetings/plan": "cluster-lead",
    "/meetings/templates": "cluster-lead",
    "{template}": "cluster-lead",
    "/nothing/here": "regional-lead",
}


def resolve(address: str, page: Page) -> str:
    """An address of the demo county for a placeholder."""
    match address:
        case "{review}":
            return f"/reviews/{page.request.get('/api/reviews').json()['mine'][0]['submission']}"
        case "{story}":
            return f"/stories/{page.request.get('/api/stories').json()['items'][0]['id']}"
        case "{timeline}":
            drafts = page.request.get("/api/drafts").json()
            story = next(d["id"] for d in drafts if d["audience"]["reach"] == "county")
            return f"/stories/{story}/timeline"
        case "{journey}":
            found = page.request.get("/api/library?kind=change_journey").json()["items"]
            return f"/stories/{found[0]['story']['id']}"
        case "{journey that is written}":
            drafts = page.request.get("/api/drafts").json()
            return f"/stories/{next(d['id'] for d in drafts if d['kind'] == 'change_journey')}/write"
        case "{collection}":
            collections = page.request.get("/api/collections").json()["items"]
            return f"/collections/{collections[0]['id']}/edit"
        case "{draft}":
            drafts = page.request.get("/api/drafts").json()
            return f"/stories/{next(d['id'] for d in drafts if d['may_edit'])}/write"
        case "{resource}":
            return f"/stories/{demo_id('story', 'planning-sheet')}"
        case "{resource being written}":
            return f"/stories/{demo_id('story', 'planning-sheet')}/write"
        case "{meeting}":
            return f"/meetings/{meeting(page, 'planned')['id']}"
        case "{meeting that is live}":
            return f"/meetings/{meeting(page, 'live')['id']}"
        case "{meeting that has ended}":
            return f"/meetings/{meeting(page, 'ended')['id']}"
        case "{board}":
            return f"/boards/{meeting(page, 'live')['board']}"
        case "{board that has ended}":
            return f"/boards/{meeting(page, 'ended')['board']}"
        case "{wall}":
            return f"/boards/{meeting(page, 'live')['board']}/wall"
        case "{wall afterwards}":
            return f"/boards/{meeting(page, 'ended')['board']}/wall"
        case "{record}":
            return f"/boards/{meeting(page, 'ended')['board']}/record"
        case "{template}":
            return f"/meetings/templates/{page.request.get('/api/board-templates').json()[0]['id']}"
        case _:
            return address


def meeting(page: Page, state: str) -> dict[str, str]:
    """A meeting of the demo county's own cluster that is in this state, as a list gives it."""
    when = "past" if state == "ended" else "coming"
    found = page.request.get(f"/api/meetings?cluster=fenside&when={when}").json()["items"]
    return next(one for one in found if one["state"] == state)


def settle(page: Page) -> None:
    """Wait until nothing is loading any more."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        "() => document.querySelector('h1') && !document.querySelector('[aria-busy=true]')"
    )


@pytest.mark.parametrize("address", PAGES)
def test_page(server: Server, as_persona: SignIn, address: str) -> None:
    page = as_persona(PAGES[address])
    page.emulate_media(reduced_motion="reduce")  # no colour is looked at on its way to another
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(resolve(address, page))
    settle(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wider = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, f"{wider} px beside the screen at {width} px"
    problems = axe(page)
    page.set_viewport_size({"width": 360, "height": 740})
    problems += axe(page)
    page.emulate_media(color_scheme="dark")
    if address.startswith("{wall"):  # asks which colours the device has when it opens
        page.reload()
        settle(page)
    assert page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
    problems += axe(page, *COLOURS)
    page.set_viewport_size({"width": 1280, "height": 800})
    problems += axe(page, *COLOURS)
    assert not problems, "\n".join(problems)
    expected = {"404"} if address == "/nothing/here" else set()
    assert not [text for text in said if not any(one in text for one in expected)], said


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds, a line each: against WCAG 2.2 AA and best practice, or by these rules alone."""
    if not page.evaluate("() => 'axe' in window"):
        # By evaluate: the page's own policy lets no foreign script element run, and that is as it should be.
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async (runOnly) => {
            const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
            const some = nodes => nodes.slice(0, 3).map(n => n.html).join(' | ');
            return violations.map(v => `${v.id}: ${v.help}: ${some(v.nodes)}`);
        }""",
        list(rules or EVERYTHING),
    )
    return list(found)
