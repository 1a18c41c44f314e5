"""Links of items: what people write, and what is found out there, whose owners hear when it is dead."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from app import clock
from app.actions import links, stories
from app.actions.links import DEAD_AFTER, MOST_LINKS, Looked, Page
from app.db import Database
from app.errors import Conflict, Invalid, NotFound
from app.jobs.table import outside
from app.jobs.worker import Worker
from app.models.files import ItemLink, LinkState
from app.models.items import Audience, Item
from app.models.notices import Job, Notice, NoticeKind, OutboxEntry
from app.models.people import Role
from app.models.places import School
from app.queries.items import item_facts
from app.queries.links import get_link, links_of_draft, links_to_check
from app.queries.notices import notices
from app.queries.stories import story_view
from app.queries.viewers import person_viewer
from app.settings import Settings
from tests.factories import County
from tests.jobs.desk import work_off


class Shelf:
    """An author with a story, and its links."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.county = County(database)
        self.school = self.county.school(self.county.cluster())
        self.lead = self.county.person(Role.school_lead, self.school)
        self.author = self.county.person(Role.contributor, self.school)
        self.story = self.county.story(self.author, self.school)

    def add(self, url: str = "https://example.org/page", *, fetch: bool = True, **words: str) -> UUID:
        given = {"title": "", "description": ""} | words
        with self.database.write() as session:
            viewer, item = person_viewer(session, self.author), session.get_one(Item, self.story)
            return links.add_link(session, viewer, item, url=url, fetch=fetch, **given).id

    def do(self, action: Any, link: UUID, *, removed: bool = False, **fields: Any) -> None:
        with self.database.write() as session:
            viewer, item = person_viewer(session, self.author), session.get_one(Item, self.story)
            action(session, viewer, item, get_link(session, item.id, link, removed=removed), **fields)

    def shown(self) -> list[Any]:
        with self.database.read() as session:
            return links_of_draft(session, self.story)

    def row(self, link: UUID) -> ItemLink:
        with self.database.read() as session:
            return session.get_one(ItemLink, link)


class Web:
    """All pages are as a test wants them to be."""

    def __init__(self) -> None:
        self.default = Page(Looked.there, "A page", "About it")
        self.looked: list[str] = []

    def look(self, url: str, *, words: bool) -> Page:
        self.looked.append(url)
        return self.default


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database)


@pytest.fixture
def worker(database: Database, tmp_path: Path) -> Worker:
    """A worker that goes nowhere."""
    return Worker(database, Settings(database_url=f"sqlite:///{tmp_path / 'queue-is-beside.db'}"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" HTTP://Example.org/a b ", "http://Example.org/a%20b"),
        ("www.example.org/a", "https://www.example.org/a"),
        ("example.org", "https://example.org"),
        ("example.org:443/x", "https://example.org:443/x"),
    ],
)
def test_addresses_are_kept_as_browsers_show_them(shelf: Shelf, given: str, kept: str) -> None:
    shelf.add(given)
    assert [one.url for one in shelf.shown()] == [kept]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,hello",
        "ftp://example.org/",
        "mailto:someone@example.org",
        "file:///etc/passwd",
        "https://",
        "https://[::1",
        "hello",
        "https://me:secret@example.org/",
        "me@example.org",
    ],
)
def test_what_is_no_page_is_no_link(shelf: Shelf, url: str) -> None:
    with pytest.raises(Invalid):
        shelf.add(url)
    assert shelf.shown() == []


def test_the_same_link_twice_and_too_many(shelf: Shelf) -> None:
    shelf.add("https://example.org/1")
    with pytest.raises(Conflict):
        shelf.add("https://example.org/1")
    for number in range(2, MOST_LINKS + 1):
        shelf.add(f"https://example.org/{number}")
    with pytest.raises(Conflict):
        shelf.add("https://example.org/more")


def test_words_places_and_taking_away(shelf: Shelf) -> None:
    one, two, three = (shelf.add(f"https://example.org/{n}", title=n) for n in ("one", "two", "three"))
    shelf.do(links.change_link, three, title=None, description=" Its\n words ", position=0)
    shelf.do(links.change_link, two, title="Two!\u202e", description=None, position=None)
    assert [(one.title, one.description) for one in shelf.shown()] == [
        ("three", "Its words"),
        ("one", ""),
        ("Two!", ""),
    ]
    shelf.do(links.remove_link, one)
    assert [one.title for one in shelf.shown()] == ["three", "Two!"]
    with pytest.raises(NotFound):
        shelf.do(links.remove_link, one)
    shelf.do(links.restore_link, one, removed=True)
    assert [one.title for one in shelf.shown()] == ["three", "one", "Two!"]
    other = shelf.county.story(shelf.author, shelf.school)
    with shelf.database.read() as session, pytest.raises(NotFound):
        get_link(session, other, one)


def test_its_page_is_looked_at_once_by_the_worker(shelf: Shelf, worker: Worker) -> None:
    link = shelf.add(description="Mine")
    web = Web()
    worker.outside = outside(web)
    assert shelf.shown()[0].state is LinkState.waiting
    work_off(worker)
    assert web.looked == ["https://example.org/page"]
    (shown,) = shelf.shown()
    # What the author wrote stays; what they left out is the page's own.
    assert (shown.title, shown.description, shown.state) == ("A page", "Mine", LinkState.there)
    web.default = Page(Looked.there, "Another title")
    _look_again(shelf, web, timedelta(days=8))
    assert shelf.row(link).title == "A page"


def test_where_nothing_leaves_the_county_nothing_is_looked_at(shelf: Shelf, worker: Worker) -> None:
    shelf.add(fetch=False)
    with shelf.database.read() as session:
        assert session.exec(select(OutboxEntry).where(OutboxEntry.job == Job.fetch_link)).all() == []
    assert shelf.shown()[0].state is LinkState.unchecked
    assert outside(None) == {}
    # And what was asked for before somebody turned it off ends in peace.
    shelf.add("https://example.org/2", fetch=True)
    assert work_off(worker) == 1
    assert shelf.shown()[1].checked_at is None
    assert shelf.shown()[1].state is LinkState.unchecked, "and nobody waits for it"


def _look_again(shelf: Shelf, web: Web, after: timedelta) -> None:
    """As the job does, ``after`` the day of the test."""
    with clock.at(clock.now() + after):
        found = outside(web)[Job.check_links](shelf.database, {})
        with shelf.database.write() as session:
            links.take_in(session, found["findings"])


def test_a_page_gone_three_times_in_a_row_is_dead_and_its_authors_hear_of_it_once(
    shelf: Shelf,
) -> None:
    link = shelf.add(title="Gone")
    web = Web()
    _look_again(shelf, web, timedelta(hours=2))
    web.default = Page(Looked.missing)
    _look_again(shelf, web, timedelta(days=8))
    assert (shelf.row(link).failures, shelf.row(link).state) == (1, LinkState.there)
    _look_again(shelf, web, timedelta(days=9))
    assert shelf.row(link).failures == 1, "not every day"
    web.default = Page(Looked.there)
    _look_again(shelf, web, timedelta(days=11))
    assert shelf.row(link).failures == 0, "in a row"
    web.default = Page(Looked.missing)
    for time in range(DEAD_AFTER):
        _look_again(shelf, web, timedelta(days=20 + 3 * time))
    assert shelf.row(link).state is LinkState.dead
    assert shelf.shown()[0].title == "Gone"
    for time in range(3):
        _look_again(shelf, web, timedelta(days=40 + 8 * time))
    with shelf.database.read() as session:
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.link_dead)).all()
        assert [one.person_id for one in told] == [shelf.author]
        (words,) = notices(session, person_viewer(session, shelf.author)).items
    assert "could not be found" in words.words
    assert words.link == f"/stories/{shelf.story}/write"
    # It comes back, and goes again: that is news.
    web.default = Page(Looked.there)
    _look_again(shelf, web, timedelta(days=70))
    assert shelf.row(link).state is LinkState.there
    web.default = Page(Looked.missing)
    for time in range(DEAD_AFTER):
        _look_again(shelf, web, timedelta(days=80 + 3 * time))
    with shelf.database.read() as session:
        assert len(session.exec(select(Notice).where(Notice.kind == NoticeKind.link_dead)).all()) == 2


def test_the_school_lead_hears_of_it_where_nobody_writes_any_more(shelf: Shelf) -> None:
    shelf.add()
    shelf.county.end_seats(shelf.author)
    web = Web()
    web.default = Page(Looked.missing)
    for time in range(DEAD_AFTER):
        _look_again(shelf, web, timedelta(days=1 + 3 * time))
    with shelf.database.read() as session:
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.link_dead)).all()
    assert [one.person_id for one in told] == [shelf.lead]


def test_readers_are_told_that_a_page_could_not_be_found(shelf: Shelf) -> None:
    link = shelf.add(title="A page")
    shelf.county.publish(shelf.story, shelf.author, Audience.school)
    reader = shelf.county.person(Role.contributor, shelf.school)

    def read() -> Any:
        with shelf.database.read() as session:
            item = session.get_one(Item, shelf.story)
            return story_view(session, person_viewer(session, reader), item, item_facts(session, item)).links[
                0
            ]

    assert (read().state, read().site, read().checked_at) == (LinkState.unchecked, "example.org", None)
    web = Web()
    web.default = Page(Looked.missing)
    for time in range(DEAD_AFTER):
        _look_again(shelf, web, timedelta(days=1 + 3 * time))
    assert read().state is LinkState.dead
    assert read().checked_at is not None
    assert shelf.row(link).state is LinkState.dead


def test_addresses_that_we_do_not_go_to_are_nobodys_fault(shelf: Shelf) -> None:
    link = shelf.add("http://intranet.example/")
    web = Web()
    web.default = Page(Looked.refused)
    for day in (1, 9, 17, 25):
        _look_again(shelf, web, timedelta(days=day))
    assert (shelf.row(link).state, shelf.row(link).failures) == (LinkState.unchecked, 0)


def test_what_was_found_of_another_address_or_a_removed_link_changes_nothing(shelf: Shelf) -> None:
    link, gone = shelf.add(), shelf.add("https://example.org/gone")
    shelf.do(links.remove_link, gone)
    page = Page(Looked.there, "Wrong")
    with shelf.database.write() as session:
        links.take_in(
            session,
            [
                links.Finding(link, "https://example.org/other", page),
                links.Finding(gone, "https://example.org/gone", page),
            ],
        )
    assert shelf.row(link).title == shelf.row(gone).title == ""


def test_sites_are_asked_one_page_at_a_time_and_longest_overdue_first(shelf: Shelf) -> None:
    for number in range(3):
        shelf.add(f"https://one.example/{number}")
    shelf.add("https://two.example/")
    with shelf.database.read() as session:
        assert links_to_check(session, clock.now(), 25) == [], "new ones are looked at by their own job first"
        turn = links_to_check(session, clock.now() + timedelta(days=1), 25)
    assert sorted(url for url, _ in turn) == ["https://one.example/0", "https://two.example/"]


def test_a_page_to_which_many_link_is_looked_at_once(shelf: Shelf) -> None:
    other = shelf.county.story(shelf.author, shelf.school)
    mine = shelf.add()
    with shelf.database.write() as session:
        viewer, item = person_viewer(session, shelf.author), session.get_one(Item, other)
        theirs = links.add_link(
            session, viewer, item, url="https://example.org/page", title="Ours", description="", fetch=True
        ).id
    web = Web()
    _look_again(shelf, web, timedelta(hours=2))
    assert web.looked == ["https://example.org/page"]
    assert (shelf.row(mine).title, shelf.row(theirs).title) == ("A page", "Ours")
    assert shelf.row(mine).state is shelf.row(theirs).state is LinkState.there
    _look_again(shelf, web, timedelta(hours=3))
    assert len(web.looked) == 1, "not before its turn"


def test_a_site_with_hundreds_of_links_leaves_others_their_turn(shelf: Shelf) -> None:
    shelf.add("https://last.example/")
    with shelf.database.write() as session:
        session.add_all(
            ItemLink(
                item_id=shelf.story,
                url=f"https://popular.example/{number}",
                state=LinkState.unchecked,
                created_by=shelf.author,
                created_at=clock.now() - timedelta(days=30),
            )
            for number in range(300)
        )
    with shelf.database.read() as session:
        turn = links_to_check(session, clock.now() + timedelta(days=1), 40)
    assert [url for url, _ in turn] == ["https://popular.example/0", "https://last.example/"]


def test_when_we_cannot_look_nothing_is_said_of_a_page(shelf: Shelf, worker: Worker) -> None:
    link = shelf.add()
    web = Web()
    web.default = Page(Looked.unknown)
    worker.outside = outside(web)
    work_off(worker)
    assert (shelf.row(link).state, shelf.row(link).checked_at) == (LinkState.unchecked, None)
    for day in (1, 9, 17, 25):
        _look_again(shelf, web, timedelta(days=day))
    assert (shelf.row(link).state, shelf.row(link).failures) == (LinkState.unchecked, 0)
    web.default = Page(Looked.there, "A page")
    _look_again(shelf, web, timedelta(days=26))
    assert (shelf.row(link).state, shelf.row(link).title) == (LinkState.there, "A page")


class Published(Shelf):
    """Its story is read by its school, with a link that has been taken out of the draft since."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.link = self.add(fetch=False, title="The guidance")
        self.county.publish(self.story, self.author, Audience.school)
        self.do(links.remove_link, self.link)

    def told(self, person: UUID | None = None) -> Any:
        with self.database.read() as session:
            (found,) = notices(session, person_viewer(session, person or self.author)).items
        return found


def test_a_link_that_only_readers_still_see_is_looked_at_and_its_owner_told_where_it_is(
    database: Database,
) -> None:
    shelf, web = Published(database), Web()
    web.default = Page(Looked.missing)
    for time in range(DEAD_AFTER):
        _look_again(shelf, web, timedelta(days=1 + 3 * time))
    assert web.looked == ["https://example.org/page"] * DEAD_AFTER
    assert shelf.row(shelf.link).state is LinkState.dead
    told = shelf.told()
    with shelf.database.read() as session:
        name = session.get_one(School, shelf.school).name
    assert f"in revision 1, read by everyone with a seat at {name}" in told.words
    assert "Your draft no longer has this link" in told.words
    assert told.link == f"/stories/{shelf.story}/write"
    # Who does not write it any more is not told what stands in whose revision, nor sent to the draft.
    with shelf.database.write() as session:
        viewer = person_viewer(session, shelf.lead)
        facts = item_facts(session, session.get_one(Item, shelf.story))
        stories.remove_author(session, viewer, facts, shelf.author)
    left = shelf.told()
    assert "could not be found" in left.words
    assert "evision" not in left.words
    assert left.link is None


def test_once_nobody_reads_it_any_more_it_is_left_alone(database: Database) -> None:
    shelf, web = Published(database), Web()
    shelf.add("https://example.net/never")
    never = shelf.add("https://example.net/never-published", fetch=False)
    shelf.do(links.remove_link, never)
    with shelf.database.read() as session:
        turn = links_to_check(session, clock.now() + timedelta(days=1), 40)
    assert [url for url, _ in turn] == ["https://example.org/page", "https://example.net/never"]
    web.default = Page(Looked.missing)
    for time in range(DEAD_AFTER):
        _look_again(shelf, web, timedelta(days=1 + 3 * time))
    shelf.county.publish(shelf.story, shelf.author, Audience.school)
    web.looked.clear()
    _look_again(shelf, web, timedelta(days=40))
    assert "https://example.org/page" not in web.looked
    with shelf.database.read() as session:
        words = [one.words for one in notices(session, person_viewer(session, shelf.author)).items]
    assert not any("revision" in one for one in words)


def test_what_was_away_when_a_revision_was_made_is_not_in_it(database: Database) -> None:
    shelf = Shelf(database)
    link = shelf.add(fetch=False)
    shelf.do(links.remove_link, link)
    shelf.county.publish(shelf.story, shelf.author, Audience.school)
    shelf.do(links.restore_link, link, removed=True)
    shelf.do(links.remove_link, link)
    page = links.Finding(link, "https://example.org/page", Page(Looked.missing))
    for _ in range(DEAD_AFTER):
        with shelf.database.write() as session:
            links.take_in(session, [page])
    assert shelf.row(link).failures == 0
