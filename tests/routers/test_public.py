"""The public face: what is public is there for everybody, in the same bytes; nothing else leaves a trace."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID, uuid4
from xml.etree import ElementTree as ET

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.actions import adoptions, collections, library, publishing
from app.db import Database
from app.main import create_app, serve_from
from app.models.adoptions import Stance
from app.models.items import Audience, Item
from app.models.people import Role
from app.queries import public_lists
from app.queries.collections import get_collection
from app.queries.viewers import person_viewer
from app.settings import Settings
from tests.factories import County
from tests.screens import PAGE, make_build

HOSTILE = "\"><script>alert(1)</script>&amp;'</title><!--"
ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("/", "/library", "/exemplars", "/feed.xml", "/sitemap.xml")


@dataclass
class Shelf:
    """A public story in a public collection, one for the county alone, and who made them."""

    public: UUID
    private: UUID
    collection: UUID
    lead: UUID
    curator: UUID


@pytest.fixture(scope="module")
def screened_app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The service with built screens and no county: putting it together takes longer than most tests."""
    folder = tmp_path_factory.mktemp("public")
    settings = Settings(frontend=make_build(folder / "build"))
    return create_app(settings, Database(f"sqlite:///{folder}/none.db"))


@pytest.fixture
def client(screened_app: FastAPI, database: Database) -> Iterator[TestClient]:
    """Somebody who has not signed in, before built screens."""
    serve_from(screened_app, screened_app.state.settings, database)
    with TestClient(screened_app, base_url="http://stories.test") as client:
        yield client


@pytest.fixture
def shelf(county: County, database: Database) -> Shelf:
    region = county.region()
    cluster = county.cluster(region)
    school = county.school(cluster, "Fen & Dyke Primary")
    lead = county.person(Role.school_lead, school, name="A. Lead")
    county.person(Role.cluster_lead, cluster)
    curator = county.person(Role.regional_lead, region)
    public = county.story(lead, school, title="Ten minutes before the bell", audience=Audience.public)
    private = county.story(lead, school, title="For the county only", audience=Audience.county)
    with database.write() as session:
        viewer = person_viewer(session, curator)
        made = collections.start(session, viewer, title="A small shelf", cover="reeds", introduction="*Read*")
        for story in (public, private):
            collections.add(session, viewer, made, session.get_one(Item, story))
        collections.show_to(session, viewer, made, version=made.version, audience=Audience.public)
        return Shelf(public, private, made.id, lead, curator)


class Page(HTMLParser):
    """What a reader without scripts makes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.scripts = 0
        self.text = ""
        self.title = ""
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in found:
            self.meta[found.get("property") or found.get("name", "")] = found["content"]
        elif tag == "link":
            self.links[found["rel"]] = found["href"]
        elif tag in {"script", "title", "main"}:
            self.scripts += tag == "script"
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] == ["title"]:
            self.title += data
        elif "main" in self._inside:
            self.text += data


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  our own, and it has to be well-formed


def step_down(database: Database, shelf: Shelf) -> None:
    with database.write() as session:
        item = session.get_one(Item, shelf.public)
        publishing.step_down(
            session, person_viewer(session, shelf.lead), item, audience=Audience.public, reason="We moved on."
        )


def test_a_public_story_has_its_text_and_what_previews_want(client: TestClient, shelf: Shelf) -> None:
    answer = client.get(f"/stories/{shelf.public}")
    page, address = Page(answer.text), f"http://stories.test/stories/{shelf.public}"
    assert answer.status_code == 200
    assert page.title == "Ten minutes before the bell · Mobilise"
    assert "We met before school." in page.text
    assert "A. Lead (Fen & Dyke Primary)" in page.text
    assert page.links["canonical"] == page.meta["og:url"] == address
    assert page.meta["og:title"] == "Ten minutes before the bell"
    assert page.meta["description"] == page.meta["og:description"] == "We met before school."
    assert page.meta["og:type"] == "article"
    assert (page.meta["og:locale"], page.meta["og:site_name"]) == ("en_GB", "Mobilise")
    assert page.meta["og:image"] == "http://stories.test/cover.png"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", page.meta["article:published_time"])
    assert page.scripts == Page(PAGE).scripts
    assert PAGE.partition("<script>")[2].partition("</head>")[0] in answer.text


def test_the_answer_is_the_same_for_everybody_and_sets_no_cookie(
    client: TestClient, shelf: Shelf, county: County
) -> None:
    addresses = [f"/stories/{shelf.public}", f"/collections/{shelf.collection}", *LISTS]
    signed_out = [client.get(address) for address in addresses]
    signed_in = county.client(client.app, shelf.curator)  # type: ignore[arg-type]
    signed_in.base_url = client.base_url
    for address, one in zip(addresses, signed_out, strict=True):
        two = signed_in.get(address)
        assert two.content == one.content, address
        assert dict(two.headers) == dict(one.headers), address
        assert "set-cookie" not in one.headers
        assert one.headers["cache-control"] == "public, no-cache"
        assert one.headers["vary"] == "accept-encoding"
        assert "x-robots-tag" not in one.headers


def test_what_is_not_public_is_like_what_never_was(client: TestClient, shelf: Shelf, county: County) -> None:
    unknown = client.get(f"/stories/{uuid4()}")
    assert (unknown.status_code, unknown.text) == (200, PAGE)
    assert unknown.headers["x-robots-tag"] == "noindex"
    for client_ in (client, county.client(client.app, shelf.curator)):  # type: ignore[arg-type]
        for address in (
            f"/stories/{shelf.private}",
            f"/collections/{uuid4()}",
            f"/stories/{shelf.public}/write",
            "/stories/x",
        ):
            private = client_.get(address)
            assert private.content == unknown.content, address
            assert dict(private.headers) == dict(unknown.headers), address
    for address in (f"/collections/{shelf.collection}", *LISTS):
        text = client.get(address).text
        assert "For the county only" not in text
        assert str(shelf.private) not in text


def test_what_was_taken_back_is_gone_from_every_door_at_the_next_request(
    client: TestClient, shelf: Shelf, database: Database
) -> None:
    story = f"/stories/{shelf.public}"
    doors = (story, f"/collections/{shelf.collection}", "/", "/library", "/feed.xml", "/sitemap.xml")
    before = {door: client.get(door) for door in doors}
    assert all(str(shelf.public) in answer.text for answer in before.values())
    step_down(database, shelf)
    for door, old in before.items():
        again = client.get(door, headers={"if-none-match": old.headers["etag"]})
        assert again.status_code == 200, door
        assert str(shelf.public) not in again.text, door
        assert "Ten minutes" not in again.text, door
        assert "We met before school" not in again.text, door
    assert client.get(story).content == client.get(f"/stories/{uuid4()}").content
    assert client.get(f"/api{story}").status_code == 404


def test_a_collection_shown_to_the_public_no_more_is_gone(
    client: TestClient, shelf: Shelf, database: Database
) -> None:
    address = f"/collections/{shelf.collection}"
    page = Page(client.get(address).text)
    assert page.title == "A small shelf · Mobilise"
    assert "Ten minutes before the bell" in page.text
    assert page.meta["description"] == "Read"
    assert address in client.get("/sitemap.xml").text
    assert address in client.get("/exemplars").text
    with database.write() as session:
        made = get_collection(session, shelf.collection)
        collections.show_to(
            session,
            person_viewer(session, shelf.curator),
            made,
            version=made.version,
            audience=Audience.county,
        )
    assert client.get(address).text == PAGE
    assert address not in client.get("/sitemap.xml").text
    assert address not in client.get("/exemplars").text


def test_what_others_do_to_their_collections_brings_nothing_back(
    client: TestClient, shelf: Shelf, database: Database
) -> None:
    """As many collections, and as many changes in all: still not the same as before."""
    address = f"/collections/{shelf.collection}"
    with database.write() as session:
        curator = person_viewer(session, shelf.curator)
        draft = collections.start(session, curator, title="Notes", cover="reeds", introduction="")
        collections.add(session, curator, draft, session.get_one(Item, shelf.public))
        draft_id = draft.id
    assert "A small shelf" in client.get(address).text
    with database.write() as session:
        curator = person_viewer(session, shelf.curator)
        shown, notes = get_collection(session, shelf.collection), get_collection(session, draft_id)
        collections.show_to(session, curator, shown, version=shown.version, audience=Audience.draft)
        collections.delete(session, curator, notes, version=notes.version)
        collections.start(session, curator, title="New notes", cover="reeds", introduction="")
    assert "A small shelf" not in client.get(address).text


@pytest.mark.parametrize("address", ["story", *LISTS, "/robots.txt"])
def test_a_cache_is_told_what_still_holds(client: TestClient, shelf: Shelf, address: str) -> None:
    address = f"/stories/{shelf.public}" if address == "story" else address
    for accept in ("gzip", "identity"):
        first = client.get(address, headers={"accept-encoding": accept})
        etag = first.headers["etag"]
        assert etag.startswith('"')
        again = client.get(address, headers={"accept-encoding": accept, "if-none-match": etag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["cache-control"] == "public, no-cache"
        head = client.head(address, headers={"accept-encoding": accept})
        assert (head.status_code, head.content) == (200, b"")
        assert dict(head.headers) == dict(first.headers)


def test_it_comes_packed_where_that_is_understood(client: TestClient, shelf: Shelf) -> None:
    address = f"/stories/{shelf.public}"
    whole = client.get(address, headers={"accept-encoding": "identity"})
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == whole.content
    assert answer.headers["etag"] != whole.headers["etag"]


def test_a_hostile_title_stays_text(client: TestClient, shelf: Shelf, county: County) -> None:
    school = county.school(county.cluster(), "<b>School</b>")
    lead = county.person(Role.school_lead, school, name="<i>Lead</i>")
    story = county.story(lead, school, title=HOSTILE, text=HOSTILE, audience=Audience.public)
    answer = client.get(f"/stories/{story}")
    page = Page(answer.text)
    assert page.title == f"{HOSTILE} · Mobilise"
    assert page.meta["og:title"] == HOSTILE
    assert "<i>Lead</i> (<b>School</b>)" in page.text
    assert page.scripts == Page(PAGE).scripts
    for address in ("/", "/library"):
        listed = Page(client.get(address).text)
        assert HOSTILE in listed.text
        assert listed.scripts == page.scripts
    feed = parsed(client.get("/feed.xml").text)
    assert HOSTILE in [one.text for one in feed.iter(f"{ATOM}title")]


def test_the_feed_is_atom_newest_first(client: TestClient, shelf: Shelf, county: County) -> None:
    school = county.school(county.cluster())
    lead = county.person(Role.school_lead, school, name="B. Lead")
    newer = county.story(lead, school, title="Newer", audience=Audience.public)
    answer = client.get("/feed.xml")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = parsed(answer.text)
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}id") for one in entries] == [f"urn:uuid:{newer}", f"urn:uuid:{shelf.public}"]
    for one in (feed, *entries):
        assert one.findtext(f"{ATOM}id")
        assert one.findtext(f"{ATOM}title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one.findtext(f"{ATOM}updated") or "")
    assert [one.findtext(f"{ATOM}author/{ATOM}name") for one in entries] == ["B. Lead", "A. Lead"]
    assert entries[0].find(f"{ATOM}link").attrib["href"] == f"http://stories.test/stories/{newer}"  # type: ignore[union-attr]
    assert Page(client.get("/").text).links["alternate"] == "/feed.xml"


def test_a_county_with_nothing_public_has_an_empty_feed_and_map(client: TestClient) -> None:
    feed = parsed(client.get("/feed.xml").text)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated")
    addresses = [one.text for one in parsed(client.get("/sitemap.xml").text).iter() if one.text]
    assert addresses == [f"http://stories.test{path}" for path in ("/", "/exemplars", "/library")]


def test_a_long_map_comes_in_parts(database: Database, shelf: Shelf, county: County) -> None:
    school = county.school(county.cluster())
    lead = county.person(Role.school_lead, school)
    stories = {shelf.public, *(county.story(lead, school, audience=Audience.public) for _ in range(2))}
    with database.read() as session:
        index = parsed(public_lists.sitemap(session, "http://a", most=2))
        assert index.tag.endswith("sitemapindex")
        assert [one.text for one in index.iter() if one.text] == [
            f"http://a/sitemap-{n}.xml" for n in range(3)
        ]
        texts = [public_lists.sitemap_part(session, "http://a", part, most=2) or "" for part in range(3)]
        assert public_lists.sitemap_part(session, "http://a", 3, most=2) is None
    found = [one for text in texts[1:] for one in re.findall(r"http://a/stories/([0-9a-f-]+)<", text)]
    assert sorted(found) == sorted(map(str, stories))
    assert f"/collections/{shelf.collection}" in texts[0]
    assert texts[1].count("<lastmod>") == 2


def test_a_part_that_is_not_there_is_not_found(client: TestClient) -> None:
    assert client.get("/sitemap-1.xml").status_code == 404


def test_the_settings_say_under_which_address_the_public_knows_us(
    database: Database, shelf: Shelf, tmp_path: Path
) -> None:
    settings = Settings(frontend=make_build(tmp_path / "build"), public_url="https://stories.example.org/")
    with TestClient(create_app(settings, database)) as client:
        page = Page(client.get(f"/stories/{shelf.public}").text)
        assert page.links["canonical"] == f"https://stories.example.org/stories/{shelf.public}"
        assert "Sitemap: https://stories.example.org/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize("host", ["evil.test/path", 'x"onload="', "a b", "-", "x" * 300])
def test_a_host_that_is_none_is_not_repeated(client: TestClient, shelf: Shelf, host: str) -> None:
    text = client.get(f"/stories/{shelf.public}", headers={"host": host}).text
    assert Page(text).links["canonical"] == f"/stories/{shelf.public}"
    assert host not in text or host == "-"


def test_the_county_changed_and_so_has_the_page(client: TestClient, shelf: Shelf, database: Database) -> None:
    """Whatever the library's version stands for: what was kept of another one is not served."""
    address = f"/stories/{shelf.public}"
    etag = client.get(address).headers["etag"]
    with database.write() as session:
        library.library_changed(session)
    assert client.get(address).headers["etag"] == etag


def test_without_its_database_the_app_still_opens(tmp_path: Path) -> None:
    """A new database, in which there is not even a table."""
    settings = Settings(frontend=make_build(tmp_path / "build"))
    database = Database(f"sqlite:///{tmp_path}/empty.db")
    with TestClient(create_app(settings, database)) as client:
        assert client.get("/").text == PAGE
        assert client.get("/feed.xml").status_code == 503
    database.close()


def test_a_public_page_tells_at_once_how_many_schools_tried_it(
    client: TestClient, shelf: Shelf, county: County, database: Database
) -> None:
    """In numbers: the page is kept, and made anew when a school says something or takes it back."""
    school = county.school(county.cluster(), "Farthing Primary")
    teacher = county.person(Role.contributor, school)
    address, words = f"/stories/{shelf.public}", "Tried by 1 other school, which stopped"
    before = client.get(address)
    assert words not in before.text
    with database.write() as session:
        viewer, item = person_viewer(session, teacher), session.get_one(Item, shelf.public)
        adoptions.say(session, viewer, item, school, stance=Stance.stopped, result="The hall was sold.")
    after = client.get(address)
    assert words in after.text
    assert after.headers["etag"] != before.headers["etag"]
    for path in (address, *LISTS):
        text = client.get(path).text
        assert "The hall was sold" not in text
        assert "Farthing" not in text
    assert words in client.get("/library").text
    with database.write() as session:
        viewer, item = person_viewer(session, teacher), session.get_one(Item, shelf.public)
        adoptions.take_back(session, viewer, item, school)
    assert client.get(address).headers["etag"] == before.headers["etag"]
