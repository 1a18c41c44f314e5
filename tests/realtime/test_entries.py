"""Entries of a journey in a document that people have open: there at once, and written like the rest."""

import time

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlmodel import select

from app.actions import journeys
from app.actions.documents import add_sections
from app.content.journey_sections import entry_key
from app.models.documents import Document, DocumentProjection
from app.models.items import Item, ItemKind
from app.models.people import Role
from app.queries.documents import stored_document
from app.queries.viewers import person_viewer
from tests.factories import County
from tests.realtime.conftest import Draft
from tests.realtime.http_door import HttpAddress
from tests.realtime.peers import Peer, together
from tests.realtime.wire import PATIENCE, Address


@pytest.fixture
def journey(shared_county: County) -> Draft:
    """A journey of two authors."""
    county = shared_county
    cluster = county.cluster()
    school = county.school(cluster)
    author, colleague = (county.person(Role.contributor, school) for _ in range(2))
    story = county.story(author, school, text="Nobody had time.", kind=ItemKind.change_journey)
    county.join(story, author, colleague)
    return Draft(
        county=county,
        database=county.database,
        story=story,
        document=county.document(story),
        school=school,
        cluster=cluster,
        author=author,
        colleague=colleague,
        lead=county.person(Role.school_lead, school),
        stranger=county.person(Role.school_lead, county.school(cluster)),
    )


def write_into(peer: Peer, key: str, text: str) -> None:
    """Type into the paragraph that stands there to be typed in."""
    (paragraph,) = list(peer.section(key).children)
    assert isinstance(paragraph, XmlElement)
    with peer.doc.transaction():
        paragraph.children.append(XmlText(text))


def until_read_out(journey: Draft, key: str, text: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        with journey.database.read() as session:
            found = session.get_one(DocumentProjection, journey.document).sections
        if text in found.get(key, {}).get("markdown", ""):
            return
        assert time.monotonic() < until, f"{text!r} was not read out of {key}"
        time.sleep(0.01)


def same_on_disk(journey: Draft, peer: Peer, key: str) -> bool:
    with journey.database.read() as session:
        doc: Doc[XmlFragment] = Doc()
        for update in stored_document(session, journey.document).updates:
            doc.apply_update(update)
    return str(doc.get(key, type=XmlFragment)) == peer.text(key)


@pytest.mark.parametrize("door", ["socket", "http"])
def test_an_entry_begun_while_the_page_is_open_is_there_to_write_in(
    journey: Draft, address: Address, door: str
) -> None:
    there = HttpAddress(address.port, every=2) if door == "http" else address
    one, two = (journey.peer(there, who).join() for who in (journey.author, journey.colleague))
    one.type("Written before.", "why")
    together([one, two], lambda: one.saved)
    entry = journey.county.entry(journey.story, journey.author)
    key = entry_key(entry, "wrong")
    together([one, two], lambda: all(len(list(peer.section(key).children)) == 1 for peer in (one, two)))
    assert one.news, "its page looks again at what is not prose"
    write_into(one, key, "Nobody came.")
    together([one, two], lambda: one.saved and "Nobody came." in two.text(key))
    two.type("And it rained.", entry_key(entry, "happened"))
    together([one, two], lambda: two.saved)
    until_read_out(journey, key, "Nobody came.")
    until_read_out(journey, entry_key(entry, "happened"), "And it rained.")
    assert same_on_disk(journey, one, key)
    for peer in (one, two):
        peer.leave()
    journey.county.publish(journey.story, journey.author)
    again = journey.peer(there, journey.colleague).join()
    assert "Nobody came." in again.text(key)
    again.leave()


def test_what_is_on_its_way_meets_a_new_entry_in_order(journey: Draft, address: Address) -> None:
    """Both write the log: whoever comes second takes the next number, and nothing is lost."""
    one = journey.peer(address, journey.author).join()
    entries = []
    for number in range(8):
        one.type(f"Line {number}.", "why")
        entries.append(journey.county.entry(journey.story, journey.colleague, tried=f"Entry {number}."))
    one.until(lambda: one.saved)
    keys = [entry_key(entry, "tried") for entry in entries]
    one.until(lambda: all(f"Entry {number}." in one.text(key) for number, key in enumerate(keys)))
    until_read_out(journey, "why", "Line 7.")
    until_read_out(journey, keys[-1], "Entry 7.")
    assert same_on_disk(journey, one, "why")
    one.leave()


def test_a_removed_entry_is_no_longer_read_out_and_comes_back(journey: Draft) -> None:
    entry = journey.county.entry(journey.story, journey.author, tried="Still here.")
    key = entry_key(entry, "tried")
    with journey.database.write() as session:
        viewer = person_viewer(session, journey.author)
        item = session.get_one(Item, journey.story)
        journeys.remove_entry(session, viewer, item, entry, version=1)
    journey.county.write_in(journey.story, "why", "Something else.")
    with journey.database.read() as session:
        assert key not in session.get_one(DocumentProjection, journey.document).sections
    with journey.database.write() as session:
        journeys.restore_entry(session, viewer, session.get_one(Item, journey.story), entry)
    until_read_out(journey, key, "Still here.")


def test_sections_that_the_service_adds_count_towards_the_size(journey: Draft) -> None:
    def size() -> tuple[int, int]:
        with journey.database.read() as session:
            row = session.exec(select(Document).where(Document.id == journey.document)).one()
            return row.size, row.last_seq

    before, seq = size()
    with journey.database.write() as session:
        add_sections(session, journey.story, {"e-x": "A thousand words."})
    after, next_seq = size()
    assert after > before + len("A thousand words.")
    assert next_seq == seq + 1
