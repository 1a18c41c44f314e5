"""Two services on one database: each hears of the other's updates by hint, and neither loses any."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions import stories
from app.db import Database
from app.queries.items import get_item, item_facts
from app.queries.viewers import person_viewer
from app.realtime.bus import Bus, Hint, Listener, LocalBus
from app.realtime.codes import Close
from app.realtime.documents.compaction import compact
from app.settings import Settings
from tests.factories import County
from tests.realtime.conftest import HASTY, Draft, make_draft
from tests.realtime.peers import converge, together
from tests.realtime.servers import serving, sockets_app
from tests.realtime.test_writing_together import stored_text
from tests.realtime.wire import Address


class DeafBus(LocalBus):
    """Loses every hint."""

    def tell(self, hint: Hint, teller: Listener) -> None:
        """Say nothing."""


Two = tuple[Draft, Address, Address]


def two_services(database: Database, folder: Path, bus: Bus) -> Iterator[Two]:
    """Two services, each with connections of its own, that share a database and a bus."""
    url = database.engine.url.render_as_string(hide_password=False)
    one, other = Database(url), Database(url)
    settings = Settings(frontend=folder / "none")
    with (
        serving(sockets_app(one, settings, tuning=HASTY, bus=bus)) as here,
        serving(sockets_app(other, settings, tuning=HASTY, bus=bus)) as there,
    ):
        yield make_draft(County(one)), here, there
    one.close()
    other.close()


@pytest.fixture
def hinted(database: Database, tmp_path: Path) -> Iterator[Two]:
    """They hear each other's hints."""
    yield from two_services(database, tmp_path, LocalBus())


@pytest.fixture
def deaf(database: Database, tmp_path: Path) -> Iterator[Two]:
    """Every hint is lost."""
    yield from two_services(database, tmp_path, DeafBus())


def test_people_on_different_services_write_together(hinted: Two) -> None:
    draft, here, there = hinted
    one = draft.peer(here, draft.author).join()
    two = draft.peer(there, draft.colleague).join()
    for number in range(40):
        one.type(f"here{number}.")
        two.type(f"there{number}.")
        one.read(0)
        two.read(0)
    converge([one, two])
    assert all(f"there{number}." in one.text() and f"here{number}." in two.text() for number in range(40))
    assert stored_text(draft.database, draft) == one.text()


def test_a_lost_hint_costs_time_and_no_data(deaf: Two) -> None:
    """What was missed comes with the next thing that is stored."""
    draft, here, there = deaf
    one = draft.peer(here, draft.author).join()
    two = draft.peer(there, draft.colleague).join()
    for number in range(10):
        one.type(f"here{number}.")
    one.until(lambda: one.saved)
    assert "here" not in two.text()
    two.type("there.")
    together([one, two], lambda: two.saved and "here9." in two.text())
    one.type("again.")
    one.until(lambda: one.saved and "there." in one.text())
    assert stored_text(draft.database, draft) == one.text()


def test_what_was_missed_and_compacted_meanwhile_is_loaded_again(deaf: Two) -> None:
    draft, here, there = deaf
    one = draft.peer(here, draft.author).join()
    two = draft.peer(there, draft.colleague).join()
    for _ in range(2):
        one.type("here.")
        one.until(lambda: one.saved)
        assert compact(draft.database, draft.document) is not None
    two.type("there.")
    together([two], lambda: two.closed is not None or two.saved)
    if two.closed is not None:
        two.disconnect()
        two.join()
    together([two], lambda: two.saved and "here." in two.text())
    assert "there." in stored_text(draft.database, draft)


def test_access_that_ends_in_one_ends_in_the_other(hinted: Two) -> None:
    draft, _, there = hinted
    colleague = draft.peer(there, draft.colleague).join()
    with draft.database.write() as session:
        item = get_item(session, draft.story)
        stories.change_author(
            session,
            person_viewer(session, draft.author),
            item_facts(session, item),
            draft.colleague,
            may_write=False,
            on_byline=None,
        )
    colleague.until(lambda: colleague.closed is not None)
    assert colleague.closed == Close.decide_again
