"""Collections over HTTP: what one may not read is not in them, nor counted, nor noticed by its gap."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.models.items import Audience
from app.models.people import Role
from tests.conftest import problem
from tests.curation import Curation
from tests.factories import County
from tests.routers.conftest import SignedIn


@pytest.fixture
def curation(county: County) -> Curation:
    return Curation(county)


def titles(client: TestClient, collection: UUID) -> list[str]:
    found = client.get(f"/api/collections/{collection}").json()["items"]
    return [one["story"]["title"] for one in found]


def counted(client: TestClient) -> dict[str, int]:
    return {one["title"]: one["stories"] for one in client.get("/api/collections").json()["items"]}


def test_a_public_collection_shows_the_public_only_what_is_public(
    curation: Curation, signed_in: SignedIn, visitor: TestClient
) -> None:
    first, hidden, last = (
        curation.story(audience, title)
        for audience, title in (
            (Audience.public, "First"),
            (Audience.county, "Hidden"),
            (Audience.public, "Last"),
        )
    )
    collection = curation.collection([first, hidden, last], Audience.public)
    reader = signed_in(curation.reader)
    assert titles(reader, collection) == ["First", "Hidden", "Last"]
    assert titles(visitor, collection) == ["First", "Last"]
    assert (counted(reader), counted(visitor)) == (
        {"What we stopped doing": 3},
        {"What we stopped doing": 2},
    )
    page = visitor.get(f"/api/collections/{collection}")
    assert "Hidden" not in page.text
    assert "Note 2" not in page.text
    assert str(hidden) not in page.text
    assert "position" not in page.text
    assert "etag" not in page.headers
    assert visitor.get(f"/api/collections?story={hidden}").json()["items"][0]["holds"] is None


def test_what_is_no_longer_public_is_gone_for_the_public_at_once_and_for_all_when_the_county_loses_it(
    curation: Curation, signed_in: SignedIn, visitor: TestClient
) -> None:
    one, two = curation.story(Audience.public, "One"), curation.story(Audience.public, "Two")
    collection = curation.collection([one, two], Audience.public)
    curator, reader = signed_in(curation.curator), signed_in(curation.reader)
    curation.take_back(one, Audience.public)
    assert titles(visitor, collection) == ["Two"]
    assert titles(reader, collection) == ["One", "Two"]
    curation.take_back(one, Audience.county)
    assert titles(reader, collection) == titles(curator, collection) == ["Two"]
    assert titles(signed_in(curation.lead), collection) == ["Two"], "nor for those who can still read it"
    curation.take_back(two, Audience.county)
    assert counted(visitor) == counted(reader) == {}
    assert counted(curator) == {"What we stopped doing": 0}
    assert titles(visitor, collection) == []


def test_drafts_are_the_curators_and_the_countys_are_not_the_publics(
    curation: Curation, county: County, signed_in: SignedIn, visitor: TestClient
) -> None:
    story = curation.story(Audience.public)
    draft = curation.collection([story], title="A draft")
    shared = curation.collection([story], Audience.county, "The county's")
    other = signed_in(county.person(Role.regional_lead, county.region()))
    reader, administrator = signed_in(curation.reader), signed_in(county.person(Role.administrator))
    assert counted(other) == {"A draft": 1, "The county's": 1}
    assert counted(reader) == counted(administrator) == {"The county's": 1}
    assert counted(visitor) == {}
    for client in (reader, administrator, visitor):
        assert client.get(f"/api/collections/{draft}").status_code == 404
    assert visitor.get(f"/api/collections/{shared}").status_code == 404


def test_from_an_empty_draft_to_a_public_book(
    curation: Curation, signed_in: SignedIn, visitor: TestClient
) -> None:
    one, two = curation.story(Audience.public, "One"), curation.story(Audience.public, "Two")
    curator = signed_in(curation.curator)
    made = curator.post("/api/collections", json={"title": "Two of them", "cover": "tides"})
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    address = f"/api/collections/{made.json()['id']}"
    for story in (one, two):
        view = curator.post(f"{address}/items", json={"story": str(story)})
        assert view.status_code == 201
    etag = view.headers["etag"]
    order = {"stories": [str(two), str(one)]}
    moved = curator.put(f"{address}/order", json=order, headers={"If-Match": etag})
    late = curator.put(f"{address}/order", json=order, headers={"If-Match": etag})
    assert (moved.status_code, late.status_code) == (200, 412)
    assert problem(late)["type"] == "changed"
    assert curator.put(f"{address}/order", json=order).status_code == 428
    noted = curator.patch(
        f"{address}/items/{two}",
        json={"note": "Read this **first**. <script>alert(1)</script>"},
        headers={"If-Match": moved.headers["etag"]},
    )
    assert noted.json()["items"][0]["note_html"].startswith("<p>Read this <strong>first</strong>.")
    assert "<script" not in noted.json()["items"][0]["note_html"]
    said = curator.patch(
        address,
        json={"introduction": "[Here](javascript:alert(1)) they are.", "cover": "wolds"},
        headers={"If-Match": noted.headers["etag"]},
    )
    assert "href" not in said.json()["introduction_html"]
    shown = curator.post(
        f"{address}/audience", json={"audience": "public"}, headers={"If-Match": said.headers["etag"]}
    )
    assert shown.json()["audience"]["words"].startswith("Anyone can read")
    view = visitor.get(address).json()
    assert [one["story"]["title"] for one in view["items"]] == ["Two", "One"]
    assert (view["cover"], view["version"], view["can"]) == ("wolds", None, {"edit": False, "delete": False})
    back = curator.post(
        f"{address}/audience", json={"audience": "draft"}, headers={"If-Match": shown.headers["etag"]}
    )
    assert visitor.get(address).status_code == 404
    assert curator.delete(address, headers={"If-Match": back.headers["etag"]}).status_code == 204
    assert curator.get(address).status_code == 404


def test_what_cannot_be_is_refused_in_plain_words(curation: Curation, signed_in: SignedIn) -> None:
    curator = signed_in(curation.curator)
    cover = curator.post("/api/collections", json={"title": "New", "cover": "<svg>"})
    assert problem(cover)["type"] == "invalid"
    collection = curation.collection()
    address = f"/api/collections/{collection}"
    unknown = curator.post(f"{address}/items", json={"story": str(collection)})
    assert (unknown.status_code, "story" in problem(unknown)["detail"]) == (404, True)
    school_only = curator.post(f"{address}/items", json={"story": str(curation.story(Audience.school))})
    assert school_only.status_code == 404, "not theirs to know"
    cluster_only = curator.post(f"{address}/items", json={"story": str(curation.story(Audience.cluster))})
    assert cluster_only.status_code == 403
