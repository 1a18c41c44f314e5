"""Collections: put together, put in order by one of two, and left by what the county has lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from uuid import UUID

import pytest
from sqlmodel import select

from app.actions import collections
from app.db import Database
from app.errors import Changed, Conflict, Invalid, NotAllowed, NotFound
from app.models.collections import Collection, CollectionItem
from app.models.items import Audience, Item
from app.models.notices import Notice, NoticeKind
from app.models.people import Role
from app.queries.collections import get_collection, members
from app.queries.viewers import person_viewer
from tests.curation import Curation
from tests.factories import County


@pytest.fixture
def curation(county: County) -> Curation:
    return Curation(county)


def inside(database: Database, collection: UUID) -> list[UUID]:
    with database.read() as session:
        found = members(session, collection)
        assert [one.position for one in found] == list(range(len(found)))
        return [one.item_id for one in found]


def add(curation: Curation, collection: UUID, story: UUID, position: int | None = None) -> None:
    with curation.database.write() as session:
        viewer = person_viewer(session, curation.curator)
        item = session.get_one(Item, story)
        collections.add(session, viewer, get_collection(session, collection), item, position=position)


def order(curation: Curation, collection: UUID, stories: list[UUID], version: int) -> None:
    with curation.database.write() as session:
        viewer = person_viewer(session, curation.curator)
        found = get_collection(session, collection)
        collections.put_in_order(session, viewer, found, version=version, order=stories)


def take_out(curation: Curation, collection: UUID, story: UUID) -> None:
    with curation.database.write() as session:
        viewer = person_viewer(session, curation.curator)
        collections.take_out(session, viewer, get_collection(session, collection), story)


def show_to(curation: Curation, collection: UUID, audience: Audience) -> None:
    with curation.database.write() as session:
        found = get_collection(session, collection)
        viewer = person_viewer(session, curation.curator)
        collections.show_to(session, viewer, found, version=found.version, audience=audience)


def test_only_what_the_county_reads_goes_in_and_once(curation: Curation, database: Database) -> None:
    story = curation.story()
    collection = curation.collection([story])
    with pytest.raises(Conflict):
        add(curation, collection, story)
    with pytest.raises(NotAllowed, match="whole county"):
        add(curation, collection, curation.story(Audience.cluster))
    assert inside(database, collection) == [story]


def test_of_two_who_order_at_once_the_second_is_told(curation: Curation, database: Database) -> None:
    one, two, three = (curation.story(title=title) for title in ("One", "Two", "Three"))
    collection = curation.collection([one, two, three])
    read = curation.version(collection)
    order(curation, collection, [three, one, two], read)
    with pytest.raises(Changed):
        order(curation, collection, [two, one, three], read)
    assert inside(database, collection) == [three, one, two]


def test_an_order_names_each_story_once(curation: Curation, database: Database) -> None:
    one, two = curation.story(title="One"), curation.story(title="Two")
    collection = curation.collection([one, two])
    for wrong in ([one], [one, one], [one, two, two], [one, curation.story(title="Not in it")]):
        with pytest.raises(Invalid):
            order(curation, collection, wrong, curation.version(collection))
    assert inside(database, collection) == [one, two]


def test_taking_out_can_be_undone_with_its_note_and_place(curation: Curation, database: Database) -> None:
    one, two, three = (curation.story(title=title) for title in ("One", "Two", "Three"))
    collection = curation.collection([one, two, three])
    take_out(curation, collection, two)
    assert inside(database, collection) == [one, three]
    with pytest.raises(NotFound):
        take_out(curation, collection, two)
    add(curation, collection, two, position=1)
    assert inside(database, collection) == [one, two, three]
    with database.read() as session:
        row = session.get_one(CollectionItem, (collection, two))
        assert (row.note, row.left_at, row.left_by) == ("Note 2 of *What we stopped doing*.", None, None)


def test_what_the_county_loses_leaves_and_the_curators_are_told(
    curation: Curation, county: County, database: Database
) -> None:
    other = county.person(Role.regional_lead, county.region())
    one, two, three = (curation.story(Audience.public, title) for title in ("One", "Two", "Three"))
    shown = curation.collection([one, two, three], Audience.public)
    draft = curation.collection([two], title="Not yet")
    before = curation.version(shown)
    curation.take_back(two, Audience.public)
    assert inside(database, shown) == [one, two, three], "the county still reads it"
    curation.take_back(two, Audience.county)
    assert inside(database, shown) == [one, three]
    assert inside(database, draft) == []
    assert curation.version(shown) == before + 1, "who is editing notices"
    with database.read() as session:
        notices = session.exec(select(Notice).where(Notice.kind == NoticeKind.collection_item_left)).all()
    assert {(n.person_id, n.collection_id) for n in notices} == {
        (person, collection) for person in (curation.curator, other) for collection in (shown, draft)
    }
    assert {n.message for n in notices} == {""}
    with pytest.raises(NotAllowed):
        add(curation, shown, two)


def test_what_comes_back_to_the_county_may_come_back(
    curation: Curation, county: County, database: Database
) -> None:
    one, two = curation.story(title="One"), curation.story(title="Two")
    collection = curation.collection([one, two], Audience.county)
    curation.take_back(one, Audience.county)
    asked = county.submit(one, curation.lead, Audience.county, revision=1)
    county.approve(asked, curation.curator)
    assert inside(database, collection) == [two], "not by itself"
    add(curation, collection, one)
    assert inside(database, collection) == [two, one]


def test_an_empty_collection_stays_a_draft_and_only_a_draft_is_deleted(
    curation: Curation, database: Database
) -> None:
    collection = curation.collection()
    with pytest.raises(Conflict, match="at least one"):
        show_to(curation, collection, Audience.county)
    story = curation.story()
    add(curation, collection, story)
    show_to(curation, collection, Audience.public)

    def delete() -> None:
        with database.write() as session:
            viewer = person_viewer(session, curation.curator)
            found = get_collection(session, collection)
            collections.delete(session, viewer, found, version=found.version)

    with pytest.raises(NotAllowed, match="draft again"):
        delete()
    curation.take_back(story, Audience.county)
    show_to(curation, collection, Audience.draft)
    delete()
    with database.read() as session:
        assert session.get(Collection, collection) is None
        assert not session.exec(select(Notice).where(Notice.collection_id == collection)).all()


def test_of_two_at_the_very_same_moment_one_order_stands(curation: Curation, database: Database) -> None:
    one, two, three = (curation.story(title=title) for title in ("One", "Two", "Three"))
    collection = curation.collection([one, two, three])
    read = curation.version(collection)
    orders = [[three, two, one], [two, three, one]]
    at_once = Barrier(len(orders))

    def try_order(stories: list[UUID]) -> bool:
        at_once.wait(timeout=30)
        try:
            order(curation, collection, stories, read)
        except Changed:
            return False
        return True

    with ThreadPoolExecutor(len(orders)) as pool:
        done = list(pool.map(try_order, orders))
    assert sorted(done) == [False, True]
    assert inside(database, collection) == orders[done.index(True)]
    assert curation.version(collection) == read + 1


def test_taken_back_while_it_is_being_added_it_does_not_stay(curation: Curation, database: Database) -> None:
    """Whichever comes first, the collection does not hold what the county cannot read."""
    collection = curation.collection()
    stories = [curation.story(title=title) for title in ("One", "Two", "Three")]
    for story in stories:
        at_once = Barrier(2)

        def try_add(story: UUID = story, at_once: Barrier = at_once) -> None:
            at_once.wait(timeout=30)
            with suppress(NotAllowed):
                add(curation, collection, story)

        def take_back(story: UUID = story, at_once: Barrier = at_once) -> None:
            at_once.wait(timeout=30)
            curation.take_back(story, Audience.county)

        with ThreadPoolExecutor(2) as pool:
            for doing in [pool.submit(try_add), pool.submit(take_back)]:
                doing.result()
    assert inside(database, collection) == []
