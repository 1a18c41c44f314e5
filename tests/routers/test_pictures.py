"""Pictures in the text: of the story's own files, in the version that was approved, and nobody else's."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.models.items import Audience, ItemKind, Revision
from app.models.people import Role
from app.queries.public_pages import story_page
from tests.conftest import problem, sqlite_copy
from tests.factories import County
from tests.routers.conftest import SignedIn
from tests.uploads import PDF, begin, part, picture, sent


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Where the files are does not depend on which database there is."""
    return sqlite_copy(sqlite_template, tmp_path)


def described(client: TestClient, story: UUID, words: str, **more: Any) -> dict[str, Any]:
    """A picture of the story, with its description."""
    file = sent(client, story, "wall.png", picture("PNG"), **more)
    client.patch(f"/api/stories/{story}/files/{file['id']}", json={"description": words})
    return file


def in_text(*files: str) -> str:
    return "\n\n".join(["Before.", *(f"![](picture:{file})" for file in files), "After."])


def test_a_reader_sees_it_in_its_place_and_not_again_below(
    client: TestClient, county: County, story: UUID, author: UUID, signed_in: SignedIn
) -> None:
    placed = described(client, story, "Two tables by the window")
    below = described(client, story, "The rota")
    county.rewrite(story, in_text(placed["id"]))
    county.publish(story, author, Audience.public)
    anyone = signed_in(county.person(Role.contributor, county.school(county.cluster())))
    read = anyone.get(f"/api/stories/{story}").json()
    html = read["sections"][0]["html"]
    assert html.startswith("<p>Before.</p>\n<figure>")
    assert f'src="{placed["url"]}"' in html
    assert 'alt="Two tables by the window"' in html
    assert "<figcaption" in html
    assert [one["id"] for one in read["files"]] == [below["id"]]
    assert anyone.get(placed["url"]).status_code == 200
    anyone.cookies.clear()
    with county.database.read() as session:
        page = story_page(session, story)
    assert page is not None
    assert f'src="{placed["url"]}"' in page.body
    assert anyone.get(placed["preview"]).status_code == 200
    text = anyone.get(f"/api/stories/{story}/text.md").text
    assert f"\n![Two tables by the window](http://testserver{placed['url']})\n" in text
    found = anyone.get("/api/library", params={"q": "window"}).json()["items"]
    assert [one["story"]["id"] for one in found] == [str(story)]


def test_only_who_reads_the_revision_has_the_picture(
    client: TestClient, county: County, story: UUID, author: UUID, signed_in: SignedIn
) -> None:
    placed = described(client, story, "A wall")
    county.rewrite(story, in_text(placed["id"]))
    county.publish(story, author, Audience.school)
    other = signed_in(county.person(Role.school_lead, county.school(county.cluster())))
    assert other.get(placed["url"]).status_code == 404
    assert other.get(f"/api/stories/{story}").status_code == 404


def test_what_was_approved_keeps_the_version_and_the_words_that_it_froze(
    client: TestClient, county: County, story: UUID, author: UUID, school: int, signed_in: SignedIn
) -> None:
    placed = described(client, story, "As it was")
    county.rewrite(story, in_text(placed["id"]))
    county.publish(story, author, Audience.school)
    reader = signed_in(county.person(Role.contributor, school))
    sent(client, story, "wall.png", picture("PNG", (30, 30)), replaces=placed["id"])
    client.patch(f"/api/stories/{story}/files/{placed['id']}", json={"description": "As it is now"})
    html = reader.get(f"/api/stories/{story}").json()["sections"][0]["html"]
    assert placed["url"] in html
    assert "As it was" in html
    assert reader.get(placed["url"].replace("versions/1", "versions/2")).status_code == 404
    county.publish(story, author, Audience.school)
    read = reader.get(f"/api/stories/{story}").json()["sections"][0]
    assert f"{placed['id']}/versions/2" in read["html"]
    assert "As it is now" in read["html"]
    # What changed is seen in the text too: whoever reviews compares that.
    assert "As it is now" in read["markdown"]


def test_one_that_was_taken_away_leaves_nothing_and_breaks_nothing(
    client: TestClient, county: County, story: UUID, author: UUID, school: int, signed_in: SignedIn
) -> None:
    placed = described(client, story, "A wall")
    county.rewrite(story, in_text(placed["id"]))
    client.delete(f"/api/stories/{story}/files/{placed['id']}")
    county.publish(story, author, Audience.school)
    read = signed_in(county.person(Role.contributor, school)).get(f"/api/stories/{story}").json()
    assert read["sections"][0]["html"] == "<p>Before.</p>\n<p>After.</p>\n"
    assert placed["id"] not in str(read)


def test_a_section_of_nothing_but_a_picture_that_was_taken_away_is_not_written(
    client: TestClient, county: County, story: UUID, author: UUID
) -> None:
    placed = described(client, story, "A wall")
    county.rewrite(story, f"![](picture:{placed['id']})")
    client.delete(f"/api/stories/{story}/files/{placed['id']}")
    asked = {"audience": "school", "confirmed": True}
    assert client.post(f"/api/stories/{story}/submissions", json=asked).status_code == 422
    client.post(f"/api/stories/{story}/files/{placed['id']}/restore")
    county.publish(story, author, Audience.school)


def test_anothers_picture_shows_nothing_of_it(
    client: TestClient, county: County, story: UUID, author: UUID, school: int, signed_in: SignedIn
) -> None:
    away = county.school(county.cluster())
    elsewhere = county.person(Role.contributor, away)
    secret = county.story(elsewhere, away)
    theirs = described(signed_in(elsewhere), secret, "Nobody else may know this")
    pdf = sent(client, story, "rota.pdf", PDF)
    county.rewrite(story, in_text(theirs["id"], str(uuid4()), pdf["id"]))
    county.publish(story, author, Audience.school)
    read = signed_in(county.person(Role.contributor, school)).get(f"/api/stories/{story}").json()
    assert read["sections"][0]["html"] == "<p>Before.</p>\n<p>After.</p>\n"
    assert theirs["id"] not in str(read)
    with county.database.read() as session:
        kept = session.exec(select(Revision).where(Revision.item_id == story)).one()
    assert theirs["id"] not in str(kept.sections)
    # A PDF is no picture: it stays where it was, below the text.
    assert [one["id"] for one in read["files"]] == [pdf["id"]]


def test_in_an_entry_of_a_journey(
    client: TestClient, county: County, author: UUID, school: int, signed_in: SignedIn
) -> None:
    journey = county.story(author, school, title="A journey", kind=ItemKind.change_journey)
    entry = county.entry(journey, author, tried="We met.")
    placed = described(client, journey, "The timetable", entry=str(entry))
    below = described(client, journey, "The sheet", entry=str(entry))
    county.rewrite(journey, in_text(placed["id"]), f"e{entry.hex}-tried")
    county.publish(journey, author, Audience.school)
    read = signed_in(county.person(Role.contributor, school)).get(f"/api/stories/{journey}").json()
    told = read["journey"]["entries"][0]
    assert f'src="{placed["url"]}"' in told["sections"][0]["html"]
    assert [one["id"] for one in told["files"]] == [below["id"]]


def test_who_reviews_sees_it(
    client: TestClient, county: County, story: UUID, author: UUID, school: int, signed_in: SignedIn
) -> None:
    placed = described(client, story, "A wall")
    county.rewrite(story, in_text(placed["id"]))
    lead = county.person(Role.school_lead, school)
    submission = county.submit(story, author)
    read = signed_in(lead).get(f"/api/submissions/{submission}").json()
    assert placed["url"] in read["sections"][0]["html"]
    assert read["files"] == []


def test_its_description_is_looked_through_before_it_leaves(
    client: TestClient, county: County, story: UUID, author: UUID
) -> None:
    placed = described(client, story, "Ask jo.bloggs@school.example about it")
    county.rewrite(story, in_text(placed["id"]))
    found = client.get(f"/api/stories/{story}/privacy").json()["findings"]
    assert [one["match"] for one in found] == ["jo.bloggs@school.example"]


def test_whoever_sends_it_chooses_its_id(client: TestClient, story: UUID) -> None:
    chosen = str(uuid4())
    content = picture("PNG")
    assert begin(client, story, "a.png", len(content), id=chosen).json()["id"] == chosen
    # Asked again, as after a lost answer, it is the same one.
    again = begin(client, story, "a.png", len(content), id=chosen)
    assert (again.status_code, again.json()["received"]) == (201, 0)
    assert part(client, chosen, 0, content).json()["file"]["id"] == chosen
    assert begin(client, story, "a.png", len(content), id=chosen).json()["file"]["id"] == chosen
    assert problem(begin(client, story, "b.png", 5, id=chosen))["status"] == 409


def test_an_id_that_something_else_has_is_refused(
    client: TestClient, county: County, story: UUID, signed_in: SignedIn
) -> None:
    away = county.school(county.cluster())
    other = county.person(Role.contributor, away)
    theirs = county.story(other, away)
    coming = begin(signed_in(other), theirs, "a.png", 5).json()["id"]
    there = sent(signed_in(other), theirs, "a.png", picture("PNG"))["id"]
    for taken in (coming, there):
        assert problem(begin(client, story, "a.png", 5, id=taken))["status"] == 409


def test_one_that_was_refused_can_be_tried_again_in_its_place(client: TestClient, story: UUID) -> None:
    chosen = str(uuid4())
    bad = b"<svg onload='alert(1)'/>"
    begin(client, story, "a.png", len(bad), id=chosen)
    assert part(client, chosen, 0, bad).status_code == 422
    content = picture("PNG")
    assert begin(client, story, "a.png", len(content), id=chosen).json()["received"] == 0
    assert part(client, chosen, 0, content).json()["file"]["id"] == chosen
