"""Another school says that it adapted a story: the story, the recommendation and the library show it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from app.actions.demo_places import demo_id
from tests.e2e.conftest import Server, SignIn
from tests.e2e.test_pages import axe, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400)]

STORY = f"/stories/{demo_id('story', 'ten-minutes-before-the-bell')}"
TITLE = re.compile("^Ten minutes before the bell")
SCHOOL = "Emberwick Primary School"
RESULT = "We moved it to the end of the day. Nobody misses the old briefing."


def well(page: Page) -> None:
    settle(page)
    problems = axe(page)
    assert not problems, "\n".join(problems)


def tried(page: Page) -> Locator:
    return page.get_by_role("region", name="We tried this too")


def of_school(page: Page) -> Locator:
    own = page.get_by_role("heading", name=SCHOOL, exact=True)
    return tried(page).get_by_role("listitem").filter(has=own)


def test_another_school_adapts_it_on_a_phone_and_everybody_finds_it(
    server: Server, as_persona: SignIn
) -> None:
    teacher = as_persona("other-school-lead")
    teacher.set_viewport_size({"width": 360, "height": 740})
    teacher.goto(STORY)
    teacher.get_by_role("link", name="Tried by 6 other schools").click()
    expect(tried(teacher).get_by_text("schools tried it and stopped")).to_be_visible()
    ask = tried(teacher).get_by_role("button", name="We tried this too")
    # By keyboard, from the invitation to the saved words.
    ask.focus()
    teacher.keyboard.press("Enter")
    first = tried(teacher).get_by_role("radio").first
    expect(first).to_be_focused()
    say = tried(teacher).get_by_role("button", name=f"Say it for {SCHOOL}")
    say.click()
    expect(tried(teacher).get_by_text("Choose what your school did with it.")).to_be_visible()
    first.focus()
    teacher.keyboard.press("Space")
    teacher.keyboard.press("ArrowDown")
    expect(tried(teacher).get_by_role("radio", name="We adapted it")).to_be_checked()
    well(teacher)
    tried(teacher).get_by_label("Where and with whom?").fill("Year 4. Ring 01522 555123.")
    changed = tried(teacher).get_by_label("What did you change, and what came of it?")
    changed.fill(RESULT)
    say.click()
    expect(tried(teacher).get_by_text("There is a telephone number in this")).to_be_visible()

    # What was begun outlasts a reload and a lost connection.
    teacher.reload()
    expect(changed).to_have_value(RESULT)
    tried(teacher).get_by_label("Where and with whom?").fill("Year 4, two classes")
    teacher.context.set_offline(True)
    expect(tried(teacher).get_by_text("You are offline. What you wrote stays here")).to_be_visible()
    expect(say).to_be_disabled()
    teacher.context.set_offline(False)
    say.click()
    expect(of_school(teacher)).to_contain_text(RESULT)
    expect(teacher.get_by_role("heading", name=SCHOOL, exact=True)).to_be_focused()
    expect(
        teacher.get_by_role("link", name="Tried by 7 other schools: 1 as it is, 4 adapted")
    ).to_be_visible()
    assert teacher.evaluate("document.documentElement.scrollWidth") == 360
    well(teacher)

    # The author hears of it, and finds it in the story.
    author = as_persona("school-lead")
    author.goto("/")
    author.get_by_role("link", name=re.compile(f"^{SCHOOL} adapted “Ten minutes")).click()
    expect(of_school(author)).to_contain_text("Year 4, two classes")
    expect(of_school(author).get_by_text("Adapted", exact=True)).to_be_visible()
    expect(of_school(author).get_by_role("button")).to_have_count(0)
    expect(tried(author).get_by_role("button", name="We tried this too")).to_have_count(0)

    # The recommendation says so, and leads into the library.
    author.goto("/evidence/teaching-assistants/2015/4")
    expect(
        author.get_by_text(re.compile("schools tried what another wrote about: .*adapted it"))
    ).to_be_visible()
    well(author)
    author.get_by_role("link", name="Where it was stopped, and why").click()
    expect(author.get_by_role("checkbox", name="Stopped elsewhere")).to_be_checked()
    expect(author.get_by_role("heading", name=TITLE)).to_be_visible()
    teacher.goto("/library")
    teacher.set_viewport_size({"width": 1200, "height": 800})
    teacher.get_by_role("checkbox", name="Tried by our school").check()
    expect(teacher.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(teacher.get_by_text("1 story", exact=True).first).to_be_visible()

    # Taking it back is at once, and can be undone.
    teacher.goto(STORY)
    of_school(teacher).get_by_role("button", name="Take it back").click()
    expect(of_school(teacher)).to_have_count(0)
    expect(tried(teacher).get_by_role("button", name="We tried this too")).to_be_focused()
    teacher.get_by_role("button", name="Undo").click()
    expect(of_school(teacher)).to_contain_text(RESULT)

    # A change by the same school is a change of the same words.
    of_school(teacher).get_by_role("button", name="Change").click()
    of_school(teacher).get_by_role("radio", name="We tried it and stopped").check()
    of_school(teacher).get_by_label("Why did you stop?").fill("The bus came earlier.")
    of_school(teacher).get_by_role("button", name="Save the change").click()
    expect(of_school(teacher)).to_contain_text("The bus came earlier.")
    author.goto(STORY)
    expect(of_school(author).get_by_text("Stopped", exact=True)).to_be_visible()


def test_the_public_reads_the_numbers(server: Server, as_persona: SignIn) -> None:
    visitor = as_persona("")
    visitor.goto(f"/stories/{demo_id('story', 'exam-wrappers')}")
    expect(tried(visitor).get_by_text("school tried it and stopped")).to_be_visible()
    expect(tried(visitor).get_by_role("heading", level=3)).to_have_count(0)
    expect(visitor.get_by_text("Skendleham Academy")).to_have_count(0)
    well(visitor)
