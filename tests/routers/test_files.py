"""Files of an item: in order, taken out and put back, with their terms; given out to who may have them."""

from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.models.audit import AuditEntry
from app.models.items import ItemKind
from app.models.people import Role
from tests.conftest import problem, sqlite_copy
from tests.factories import County
from tests.office_files import moving, open_document, slides, workbook
from tests.routers.conftest import SignedIn
from tests.uploads import PDF, docx, picture, sent


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Where the files are does not depend on which database there is."""
    return sqlite_copy(sqlite_template, tmp_path)


def names(client: TestClient, story: UUID) -> list[str]:
    listed = client.get(f"/api/stories/{story}/attachments").json()["files"]
    return [one["name"] for one in listed]


def test_files_have_an_order_and_a_description(client: TestClient, story: UUID) -> None:
    files = [sent(client, story, f"{name}.txt", b"x") for name in "abc"]
    at = f"/api/stories/{story}/files/{files[2]['id']}"
    assert client.patch(at, json={"position": 0}).json()["name"] == "c.txt"
    assert names(client, story) == ["c.txt", "a.txt", "b.txt"]
    assert client.patch(at, json={"description": " Who  is where "}).json()["description"] == "Who is where"
    assert client.patch(at, json={"position": 900}).status_code == 200
    assert names(client, story) == ["a.txt", "b.txt", "c.txt"]


def test_the_files_of_an_entry_have_an_order_of_their_own(
    client: TestClient, county: County, author: UUID, school: int
) -> None:
    journey = county.story(author, school, title="A journey", kind=ItemKind.change_journey)
    entry = str(county.entry(journey, author, tried="We met."))
    told = [sent(client, journey, f"{name}.txt", b"x", entry=entry) for name in "ab"]
    sent(client, journey, "other.txt", b"x")
    client.patch(f"/api/stories/{journey}/files/{told[1]['id']}", json={"position": 0})
    listed = client.get(f"/api/stories/{journey}/attachments").json()["files"]
    assert [one["name"] for one in listed if one["entry"] == entry] == ["b.txt", "a.txt"]
    assert [one["name"] for one in listed if one["entry"] is None] == ["other.txt"]


def test_a_file_that_was_taken_out_can_be_put_back(client: TestClient, story: UUID, county: County) -> None:
    files = [sent(client, story, f"{name}.txt", b"x") for name in "ab"]
    at = f"/api/stories/{story}/files/{files[0]['id']}"
    assert client.delete(at).status_code == 204
    assert names(client, story) == ["b.txt"]
    assert client.delete(at).status_code == 404
    assert client.patch(at, json={"position": 0}).status_code == 404
    assert client.post(f"{at}/restore").json()["id"] == files[0]["id"]
    assert client.post(f"{at}/restore").status_code == 404
    assert names(client, story) == ["a.txt", "b.txt"]
    with county.database.read() as session:
        done = session.exec(select(AuditEntry.action).where(AuditEntry.subject_id == str(story))).all()
    assert [one for one in done if one.startswith("file.")] == [
        "file.added",
        "file.added",
        "file.removed",
        "file.restored",
    ]


def test_a_resource_has_terms_and_a_story_has_none(
    client: TestClient, story: UUID, county: County, author: UUID, school: int
) -> None:
    resource = county.story(author, school, title="A resource", kind=ItemKind.resource)
    listed = client.get(f"/api/stories/{resource}/attachments").json()
    assert listed["licence"] is None
    assert len(listed["licences"]) == 8
    chosen = client.put(f"/api/stories/{resource}/licence", json={"licence": "cc_by"}).json()
    assert chosen["name"] == "CC BY 4.0"
    assert client.get(f"/api/stories/{resource}/attachments").json()["licence"] == chosen
    assert client.put(f"/api/stories/{story}/licence", json={"licence": "cc_by"}).status_code == 409
    assert client.get(f"/api/stories/{story}/attachments").json()["licences"] == []


def test_how_a_file_is_given_out(client: TestClient, story: UUID) -> None:
    for name, content, how in (
        ("Rota.docx", docx(), "attachment"),
        ("Rota.txt", b"Hedgehogs", "attachment"),
        ("Rota.pdf", PDF, "inline"),
        ("Größe.jpg", picture(), "inline"),
    ):
        answer = client.get(sent(client, story, name, content)["url"])
        assert answer.headers["content-disposition"].startswith(f"{how}; filename=")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox; default-src 'none'" in answer.headers.get_list("content-security-policy")
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "private, no-cache"
        assert answer.headers["content-length"] == str(len(answer.content))
    assert "filename*=UTF-8''Gr%C3%B6%C3%9Fe.jpg" in answer.headers["content-disposition"]


def test_asked_about_alone_a_file_is_told_of_without_being_sent(client: TestClient, story: UUID) -> None:
    """As those ask who check an address, or want to know how large it is."""
    file = sent(client, story, "photo.jpg", picture(size=(60, 40)))
    for at in (file["url"], file["preview"]):
        whole, told = client.get(at), client.head(at, headers={"Range": "bytes=0-3"})
        assert (told.status_code, told.content) == (200, b"")
        assert told.headers["etag"] == whole.headers["etag"]
        for name in ("content-type", "content-disposition", "cache-control", "x-content-type-options"):
            assert told.headers[name] == whole.headers[name]
    assert client.head(file["url"]).headers["content-length"] == str(file["size"])
    client.cookies.clear()
    assert [client.head(file[at]).status_code for at in ("url", "preview")] == [404, 404]


def test_ranges(client: TestClient, story: UUID) -> None:
    url = sent(client, story, "Rota.txt", b"0123456789")["url"]

    def asked(range_: str, **more: str) -> tuple[int, bytes, str | None]:
        answer = client.get(url, headers={"Range": range_, **more})
        return answer.status_code, answer.content, answer.headers.get("content-range")

    assert asked("bytes=2-4") == (206, b"234", "bytes 2-4/10")
    assert asked("bytes=7-") == (206, b"789", "bytes 7-9/10")
    assert asked("bytes=-3") == (206, b"789", "bytes 7-9/10")
    assert asked("bytes=5-99") == (206, b"56789", "bytes 5-9/10")
    for all_of_it in ("bytes=4-2", "bytes=-", "lines=1-2", "bytes=0-1,4-5"):
        assert asked(all_of_it) == (200, b"0123456789", None)
    beyond = client.get(url, headers={"Range": "bytes=10-"})
    assert problem(beyond)["status"] == 416
    assert beyond.headers["content-range"] == "bytes */10"
    etag = client.get(url).headers["etag"]
    assert asked("bytes=2-4", **{"If-Range": etag})[0] == 206
    assert asked("bytes=2-4", **{"If-Range": '"another"'})[0] == 200
    same = client.get(url, headers={"If-None-Match": etag})
    assert (same.status_code, same.content) == (304, b"")


def test_readers_have_what_the_revision_they_read_holds(
    client: TestClient, story: UUID, county: County, author: UUID, school: int, signed_in: SignedIn
) -> None:
    county.person(Role.school_lead, school)
    reader = signed_in(county.person(Role.contributor, school))
    old = sent(client, story, "Rota.txt", b"Monday")
    assert reader.get(old["url"]).status_code == 404
    county.publish(story, author)
    assert reader.get(old["url"]).content == b"Monday"
    (read,) = reader.get(f"/api/stories/{story}").json()["files"]
    assert (read["url"], read["uploaded_at"], read["versions"]) == (old["url"], None, 1)

    new = sent(client, story, "Rota.txt", b"Tuesday", replaces=old["id"])
    assert reader.get(new["url"]).status_code == 404
    assert reader.get(old["url"]).content == b"Monday"
    county.publish(story, author)
    assert reader.get(new["url"]).content == b"Tuesday"
    assert reader.get(old["url"]).status_code == 404, "what they read no longer has it"
    assert client.get(old["url"]).content == b"Monday"

    client.delete(f"/api/stories/{story}/files/{old['id']}")
    assert reader.get(new["url"]).content == b"Tuesday"
    county.publish(story, author)
    assert reader.get(new["url"]).status_code == 404


def test_a_step_down_takes_its_files_along_even_from_a_browsers_memory(
    client: TestClient, story: UUID, county: County, author: UUID, school: int, signed_in: SignedIn
) -> None:
    lead = signed_in(county.person(Role.school_lead, school))
    reader = signed_in(county.person(Role.contributor, school))
    photo = sent(client, story, "photo.jpg", picture())
    county.publish(story, author)
    etag = reader.get(photo["url"]).headers["etag"]
    assert reader.get(photo["preview"]).status_code == 200
    down = {"audience": "school", "reason": "A pupil could be recognised."}
    assert lead.post(f"/api/stories/{story}/step-down", json=down).status_code == 204
    for address in (photo["url"], photo["preview"]):
        assert reader.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_what_stands_in_a_file_is_found_by_its_readers_alone(
    client: TestClient, story: UUID, county: County, author: UUID, school: int, signed_in: SignedIn
) -> None:
    county.person(Role.school_lead, school)
    reader = signed_in(county.person(Role.contributor, school))
    elsewhere = signed_in(county.person(Role.contributor, county.school(county.cluster())))
    sent(client, story, "Rota.pdf", PDF)
    sent(client, story, "Rota.docx", docx("A quorum of badgers"))

    def found(browser: TestClient, words: str) -> int:
        total: int = browser.get(f"/api/library?q={words}").json()["total"]
        return total

    assert found(reader, "hedgehog") == 0
    county.publish(story, author)
    for words in ("hedgehog", "badgers"):
        assert found(reader, words) == 1
        assert found(elsewhere, words) == 0
    (hit,) = reader.get("/api/library?q=badgers").json()["items"]
    assert "badgers" in "".join(piece["text"] for piece in hit["snippet"])


def test_whoever_writes_is_told_what_was_changed_in_a_file_and_readers_are_not(
    client: TestClient, story: UUID, county: County, author: UUID, school: int, signed_in: SignedIn
) -> None:
    county.person(Role.school_lead, school)
    reader = signed_in(county.person(Role.contributor, school))
    file = sent(client, story, "wave.gif", moving())
    assert file["note"].startswith("It moved; the first picture of it is kept.")
    (listed,) = client.get(f"/api/stories/{story}/attachments").json()["files"]
    assert (listed["note"], listed["name"]) == (file["note"], "wave.png")
    county.publish(story, author)
    (read,) = reader.get(f"/api/stories/{story}").json()["files"]
    assert (read["id"], read["note"]) == (file["id"], "")


def test_slides_and_workbooks_are_found_by_their_words_and_looked_through(
    client: TestClient, story: UUID, county: County, author: UUID, school: int, signed_in: SignedIn
) -> None:
    county.person(Role.school_lead, school)
    reader = signed_in(county.person(Role.contributor, school))
    sent(client, story, "Talk.pptx", slides("Hedgehogs read", notes="Sam was born 12/03/2016"))
    sent(client, story, "Marks.xlsx", workbook())
    sent(client, story, "Plan.odt", open_document())
    check = client.get(f"/api/stories/{story}/privacy").json()
    assert check["unread"] == []
    assert [(one["section_title"], one["match"]) for one in check["findings"]] == [
        ("The file “Talk.pptx”", "12/03/2016"),
        ("The file “Marks.xlsx”", "12/03/2016"),
        ("The file “Marks.xlsx”", "7700900123"),
        ("The file “Plan.odt”", "sam@ashlow.sch.uk"),
    ]
    county.publish(story, author)
    for words in ("hedgehogs", "aardvarks", "wombats"):
        assert reader.get(f"/api/library?q={words}").json()["total"] == 1
