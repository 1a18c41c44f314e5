"""A story with its writers, and the service in front of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from app.db import Database
from app.models.people import Role
from app.realtime.boards.rooms import BoardPace
from app.realtime.documents.compaction import Thresholds
from app.realtime.documents.projector import Rest
from app.realtime.documents.rooms import Pace
from app.realtime.hub import Tuning
from app.settings import Settings
from tests.conftest import sqlite_copy
from tests.factories import County
from tests.realtime.peers import Peer
from tests.realtime.servers import serving, sockets_app
from tests.realtime.wire import Address

HASTY = Tuning(
    pace=Pace(silence=0.5),
    rest=Rest(quiet=0.2, at_most=1.0, again=0.3),
    thresholds=Thresholds(again=0.3),
    look_seconds=0.3,
    boards=BoardPace(time=0.3),
)


@dataclass
class Draft:
    """A draft of two authors. ``lead`` leads its school and reads along, ``stranger`` is of another one."""

    county: County
    database: Database
    story: UUID
    document: UUID
    school: int
    cluster: int
    author: UUID
    colleague: UUID
    lead: UUID
    stranger: UUID

    def peer(self, address: Address, person: UUID, **options: int) -> Peer:
        """A browser in which ``person`` is signed in."""
        return Peer(address, self.document, self.county.token(person), **options)


def make_draft(county: County) -> Draft:
    """A fresh draft in a fresh school."""
    cluster = county.cluster()
    school, other = county.school(cluster), county.school(cluster)
    author = county.person(Role.contributor, school)
    colleague = county.person(Role.contributor, school)
    story = county.story(author, school, text="It began on a Monday.")
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
        stranger=county.person(Role.school_lead, other),
    )


@pytest.fixture(scope="module")
def shared_county(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """A county on SQLite in which every test of a file has a draft of its own."""
    database = Database(sqlite_copy(sqlite_template, tmp_path_factory.mktemp("county")))
    yield County(database)
    database.close()


@pytest.fixture
def draft(shared_county: County) -> Draft:
    """A draft of one's own."""
    return make_draft(shared_county)


@pytest.fixture(scope="module")
def address(shared_county: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The service in front of the county, in a hurry. Its documents may hold 200 kB."""
    settings = Settings(frontend=tmp_path_factory.mktemp("no-screens"), document_bytes=200_000)
    with serving(sockets_app(shared_county.database, settings, tuning=HASTY)) as address:
        yield address
