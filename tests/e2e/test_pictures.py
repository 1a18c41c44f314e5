"""Pictures in the text: pasted, described, published and read; after a lost connection; by keyboard."""

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Locator, Route, expect

from tests.e2e.conftest import Server, SignIn
from tests.e2e.test_pages import axe, settle
from tests.e2e.test_shared_space import (
    CLUSTER_LEAD,
    CONTRIBUTOR,
    SLOW,
    TITLE,
    accept,
    expect_saved,
    invite,
    section,
    send,
    start_story,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

SHOWS = "Two tables by the window, with the rota above them"
HAND_OVER = """([box, kind, bytes, html]) => {
    const data = new DataTransfer();
    if (bytes) {
        const made = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
        data.items.add(new File([made], 'image.png', { type: 'image/png' }));
    }
    if (html) data.setData('text/html', html);
    const { left, top } = box.getBoundingClientRect();
    const where = { clientX: left + 30, clientY: top + 12, bubbles: true, cancelable: true };
    box.dispatchEvent(kind === 'paste'
        ? new ClipboardEvent('paste', { clipboardData: data, ...where })
        : new DragEvent('drop', { dataTransfer: data, ...where }));
}"""


def photo(colour: str = "seagreen", size: tuple[int, int] = (900, 600)) -> bytes:
    image = Image.new("RGB", size, "linen")
    image.paste(colour, (60, 60, size[0] - 60, size[1] // 2))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def hand_over(box: Locator, kind: str, content: bytes = b"", html: str = "") -> None:
    """Paste or drop a picture, or HTML, on what is written in ``box``."""
    bytes_ = base64.b64encode(content).decode() if content else ""
    box.page.evaluate(HAND_OVER, [box.element_handle(), kind, bytes_, html])


def shown(box: Locator) -> Locator:
    """The pictures that can be seen in a section while it is written."""
    return box.locator("figure img")


def is_painted(picture: Locator) -> None:
    """It has been fetched and can be seen, not only named."""
    expect(picture).to_be_visible(timeout=SLOW)
    picture.scroll_into_view_if_needed()
    picture.page.wait_for_function(
        "(image) => image.complete && image.naturalWidth > 0", arg=picture.element_handle(), timeout=SLOW
    )


@pytest.mark.parametrize(
    ("width", "height", "dark"), [(360, 740, False), (1280, 800, True)], ids=["phone", "laptop"]
)
def test_pasted_described_published_and_read(as_persona: SignIn, width: int, height: int, dark: bool) -> None:
    lead = as_persona("school-lead", width=width, height=height, dark=dark)
    address = start_story(lead)
    box = section(lead)
    box.click()
    lead.keyboard.type("We moved two tables.")
    hand_over(box, "paste", photo())
    is_painted(shown(box))
    lead.get_by_label("What does it show?").first.fill(SHOWS)
    lead.keyboard.press("Enter")
    expect(box.get_by_text(SHOWS)).to_be_visible(timeout=SLOW)
    # The cursor is in the text after it.
    lead.keyboard.type("Then we waited.")
    expect(box.locator("figure + p")).to_have_text("Then we waited.")
    expect_saved(lead)
    settle(lead)
    assert axe(lead) == []
    # On a phone the tools stand where the next step is, while one writes.
    lead.locator("#title-context").click()

    send(lead, re.compile(f"Send to {re.escape(CLUSTER_LEAD)}"))
    expect(lead.get_by_text(re.compile("Waiting for")).first).to_be_visible(timeout=SLOW)
    reviewer = as_persona("cluster-lead", width=width, height=height, dark=dark)
    reviewer.goto("/reviews")
    reviewer.get_by_role("link", name=re.compile(TITLE)).first.click()
    is_painted(reviewer.get_by_role("img", name=SHOWS))
    reviewer.get_by_role("button", name="Approve").click()
    expect(reviewer.get_by_role("button", name="Approve")).to_be_hidden(timeout=SLOW)

    reader = as_persona("same-cluster-lead", width=width, height=height, dark=dark)
    reader.goto(address)
    figure = reader.get_by_role("article").get_by_role("figure")
    is_painted(figure.get_by_role("img", name=SHOWS))
    expect(figure.locator("figcaption")).to_have_text(SHOWS)
    # It stands between the two paragraphs, and not once more below the text.
    expect(reader.locator("#context figure + p")).to_have_text("Then we waited.")
    expect(reader.get_by_role("img", name=SHOWS)).to_have_count(1)
    assert reader.evaluate("document.documentElement.scrollWidth") == width
    settle(reader)
    assert axe(reader) == []
    source = figure.get_by_role("img").get_attribute("src")
    stranger = as_persona("other-school-lead")
    assert stranger.request.get(str(source)).status == 404


def test_it_comes_in_its_place_after_a_lost_connection(as_persona: SignIn) -> None:
    lead, contributor = as_persona("school-lead"), as_persona("contributor")
    address = start_story(lead)
    invite(lead, CONTRIBUTOR)
    accept(contributor)
    contributor.goto(f"{address}/write")
    theirs = section(contributor)
    expect(theirs).to_be_visible(timeout=SLOW)
    lost = [True]

    def badly(route: Route) -> None:
        if lost[0]:
            route.abort("connectionreset")
        else:
            route.continue_()

    lead.route("**/api/uploads/**", badly)
    box = section(lead)
    box.click()
    lead.keyboard.type("Before it.")
    hand_over(box, "paste", photo())
    expect(box.get_by_text(re.compile("No connection: goes on by itself"))).to_be_visible(timeout=SLOW)
    lead.keyboard.type("After it.")
    # Whoever writes along sees that something is to come, and where; nothing can be sent without it.
    expect(theirs.get_by_text("There is no picture here yet.")).to_be_visible(timeout=SLOW)
    lead.get_by_role("button", name="Share with your school").click()
    dialog = lead.get_by_role("dialog")
    dialog.get_by_role("button", name="Share it").click()
    expect(dialog.get_by_text("A picture or file is still on its way")).to_be_visible(timeout=SLOW)
    dialog.get_by_role("button", name="Not yet").click()
    expect(dialog).to_be_hidden(timeout=SLOW)
    lost[0] = False
    is_painted(shown(box))
    is_painted(shown(theirs))
    for one in (box, theirs):
        order = one.evaluate("box => [...box.children].map(child => child.tagName).join(' ')")
        assert order == "P FIGURE P"
    # What one says it shows, the other reads.
    theirs.get_by_label("What does it show?").fill(SHOWS)
    contributor.keyboard.press("Enter")
    expect(box.get_by_text(SHOWS)).to_be_visible(timeout=SLOW)


def test_chosen_moved_described_and_taken_out_by_keyboard(as_persona: SignIn) -> None:
    page = as_persona("school-lead")
    start_story(page)
    box = section(page)
    box.click()
    page.keyboard.type("One.")
    page.keyboard.press("Enter")
    page.keyboard.type("Two.")
    page.keyboard.press("Alt+F10")
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Picture", exact=True).press("Enter")
    choosing.value.set_files({"name": "wall.png", "mimeType": "image/png", "buffer": photo()})
    is_painted(shown(box))

    def order() -> str:
        return str(
            box.evaluate(
                "box => [...box.children].map(one => one.matches('p') ? one.innerText.trim() : '*').join(' ')"
            )
        )

    assert order().strip() == "One. Two. *"
    # The cursor stands after it: back up is the picture itself.
    page.keyboard.press("ArrowUp")
    expect(box.locator("figure.chosen")).to_be_visible()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert order().startswith("* One. Two.")
    page.keyboard.press("Alt+ArrowDown")
    assert order().startswith("One. * Two.")
    page.keyboard.press("Enter")
    page.keyboard.type("A wall")
    page.keyboard.press("Escape")
    expect(box.locator("figure.chosen")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("A green wall")
    page.keyboard.press("Enter")
    expect(box.get_by_text("A green wall")).to_be_visible(timeout=SLOW)
    # Cut and pasted within the story it is the same picture.
    page.keyboard.press("ArrowUp")
    expect(box.locator("figure.chosen")).to_be_visible()
    page.keyboard.press("Delete")
    expect(box.locator("figure")).to_have_count(0)
    page.keyboard.press("Control+z")
    is_painted(shown(box))
    expect(box.get_by_text("A green wall")).to_be_visible(timeout=SLOW)

    # Among the files it is said that it stands in the text; once it does not, one press removes it there too.
    row = page.get_by_role("group", name="wall.png")
    expect(row.get_by_text("In the text")).to_be_visible(timeout=SLOW)
    out = page.get_by_text("“wall.png” is out of the text.")
    expect(out).to_be_hidden()
    box.locator("figure img").click()
    page.keyboard.press("Delete")
    expect(out).to_be_visible(timeout=SLOW)
    expect(row.get_by_text("In the text")).to_be_hidden()
    settle(page)
    assert axe(page) == []
    page.get_by_role("button", name="Remove it there too").press("Enter")
    expect(row).to_be_hidden(timeout=SLOW)
    expect(out).to_be_hidden()
    page.get_by_text("Undo", exact=True).click()
    expect(row).to_be_visible(timeout=SLOW)


def test_pictures_from_elsewhere_are_neither_fetched_nor_kept(as_persona: SignIn) -> None:
    page = as_persona("school-lead")
    address = start_story(page)
    box = section(page)
    box.click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    hand_over(box, "paste", html='<p>Words <img src="https://elsewhere.example/a.png" alt="x"> after</p>')
    expect(box.get_by_text("Words after")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("The words are in, without their pictures.")).to_be_visible()
    # One that claims to be copied here, of another story, or of none.
    foreign = (
        '<div data-pm-slice="0 0 []"><p>More</p>'
        '<figure data-picture="0b0e1a2c-3d4f-4a5b-8c6d-7e8f9a0b1c2d"></figure>'
        '<figure data-picture="https://elsewhere.example/b.png"></figure>'
        '<img src="https://elsewhere.example/c.png"></div>'
    )
    hand_over(box, "paste", html=foreign)
    expect(box.get_by_text("More")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("Pictures of another story did not come along.")).to_be_visible()
    expect(box.locator("figure, img")).to_have_count(0)
    expect_saved(page)
    assert not [url for url in asked if "elsewhere" in url]
    page.reload()
    expect(section(page).get_by_text("More")).to_be_visible(timeout=SLOW)
    assert "elsewhere" not in page.content()
    assert address in page.url


def test_in_a_part_of_an_entry_it_is_the_entrys(as_persona: SignIn, server: Server) -> None:
    page = as_persona("school-lead", width=360, height=740)
    page.goto("/")
    started = page.request.post(
        "/api/stories",
        data={
            "kind": "change_journey",
            "title": "A journey with a photo",
            "home_school_urn": next(
                int(seat["place"])
                for seat in page.request.get("/api/session").json()["seats"]
                if seat["place_kind"] == "school"
            ),
            "tags": [],
        },
        headers={"Origin": server.url},
    ).json()
    page.goto(f"/stories/{started['id']}/write")
    page.get_by_role("button", name="Add an entry").first.click()
    box = section(page, "What we tried")
    expect(box).to_be_visible(timeout=SLOW)
    box.click()
    page.keyboard.type("We put up the rota.")
    hand_over(box, "drop", photo("indianred"))
    is_painted(shown(box))
    files = page.request.get(f"/api/stories/{started['id']}/attachments").json()["files"]
    assert [one["entry"] is not None for one in files] == [True]
