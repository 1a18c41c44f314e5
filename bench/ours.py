"""Mobilise as a contender: a temporary county whose people write, `mobilise serve`, what is on its disk."""

import os
import signal
import sys
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Self
from uuid import UUID

from pycrdt import Doc, XmlFragment
from sqlmodel import Session, select

from app import clock, migrate
from app.actions.sessions import sign_in
from app.actions.stories import start_story
from app.db import Database
from app.models.documents import Document
from app.models.items import AuthorState, ItemAuthor, ItemKind
from app.models.people import Holding, Person, Role, Seat
from app.models.places import Cluster, ClusterMembership, Region, School, SchoolStatus
from app.queries.documents import stored_document
from app.queries.viewers import person_viewer
from bench.crowd import Crowd
from bench.dialects import Dialect
from bench.report import OURS
from bench.rooms import Door, Failed, Load
from bench.servers import Contender, Running
from bench.wire import read_var_uint

URN = 100_001


@dataclass(frozen=True)
class County:
    """A database with a document for each room, and a signed-in author for each place in it."""

    folder: Path
    documents: dict[str, UUID]
    tokens: list[str]

    @property
    def url(self) -> str:
        return f"sqlite:///{self.folder / 'bench.sqlite3'}"

    @classmethod
    def made(cls, folder: Path, rooms: dict[str, int]) -> Self:
        """A migrated database in `folder` for `rooms` (name → how many write in it)."""
        county = cls(folder, {}, [])
        database = Database(county.url)
        try:
            migrate.upgrade(database)
            with database.write() as session:
                people = _people(session, max(rooms.values()))
                county.tokens.extend(sign_in(session, person, days=1, how="bench") for person in people)
                for name, writers in rooms.items():
                    county.documents[name] = _document(session, name, people[:writers])
        finally:
            database.close()
        return county

    def contender(self) -> Contender:
        return Contender(
            name=OURS,
            version=version("mobilise"),
            command=lambda port: [
                str(Path(sys.executable).with_name("mobilise")),
                "serve",
                "--port",
                str(port),
            ],
            doors=self.doors,
            environment={"MOBILISE_DATABASE_URL": self.url, "MOBILISE_DEMO": "false"},
            log=self.folder / "mobilise.log",
        )

    def doors(self, port: int, room: str, people: int) -> list[Door]:
        path = f"/ws/documents/{self.documents[room]}"
        cookies = (f"mobilise_session={token}" for token in self.tokens[:people])
        return [Door(port, path, Dialect(), {"Cookie": cookie}) for cookie in cookies]

    def must_hold(self, room: str, clocks: dict[int, int]) -> int:
        """The sum of `clocks` (Yjs client → clock). Raises Failed unless the disk holds all of that."""
        stored = self.stored(room)
        for client, clock_seen in clocks.items():
            if stored.get(client, 0) < clock_seen:
                raise Failed(f"others saw {client} at {clock_seen}, the disk has {stored.get(client, 0)}")
        return sum(clocks.values())

    def stored(self, room: str) -> dict[int, int]:
        """What the disk holds of a room's document: Yjs client → clock."""
        database = Database(self.url)
        try:
            with database.read() as session:
                updates = stored_document(session, self.documents[room]).updates
        finally:
            database.close()
        doc: Doc[XmlFragment] = Doc()
        for update in updates:
            doc.apply_update(update)
        return _clocks(doc.get_state())


def kill_while_typing(server: Running, load: Load, rooms: list[str]) -> dict[str, dict[int, int]]:
    """Kill −9 in mid-sentence. Answers, per room, up to which clock others had seen each Yjs client."""
    crowd = Crowd(load, server.doors(rooms, load.people))
    try:
        crowd.type_until(load.window, lambda: os.kill(server.process.pid, signal.SIGKILL))
        server.process.wait()
        return {name: room.seen_by_others() for name, room in zip(rooms, crowd.rooms, strict=True)}
    finally:
        crowd.close()


def _people(session: Session, count: int) -> list[UUID]:
    """`count` contributors of one school."""
    since = clock.today() - timedelta(days=30)
    region = Region(slug="bench", name="Bench")
    session.add(region)
    session.flush()
    assert region.id is not None
    cluster = Cluster(slug="bench", name="Bench", region_id=region.id)
    school = School(urn=URN, name="Bench School", status=SchoolStatus.open, phase="Primary")
    session.add_all([cluster, school])
    session.flush()
    assert cluster.id is not None
    seat = Seat(role=Role.contributor, school_urn=URN)
    session.add_all([ClusterMembership(school_urn=URN, cluster_id=cluster.id, from_date=since), seat])
    people = [Person(name=f"Writer {number + 1}", created_at=clock.now()) for number in range(count)]
    session.add_all(people)
    session.flush()
    assert seat.id is not None
    for person in people:
        session.add(Holding(seat_id=seat.id, person_id=person.id, from_date=since, how="appointed"))
    session.flush()
    return [person.id for person in people]


def _document(session: Session, title: str, authors: list[UUID]) -> UUID:
    """A story's document that all `authors` may edit."""
    item = start_story(
        session,
        person_viewer(session, authors[0]),
        title=title,
        school_urn=URN,
        tags=[],
        kind=ItemKind.case_study,
    )
    now = clock.now()
    for position, author in enumerate(authors[1:], 1):
        session.add(
            ItemAuthor(
                item_id=item.id,
                person_id=author,
                state=AuthorState.accepted,
                position=position,
                invited_by=authors[0],
                invited_at=now,
                answered_at=now,
            )
        )
    session.flush()
    return session.exec(select(Document.id).where(Document.item_id == item.id)).one()


def _clocks(state_vector: bytes) -> dict[int, int]:
    count, at = read_var_uint(state_vector, 0)
    clocks = {}
    for _ in range(count):
        client, at = read_var_uint(state_vector, at)
        clocks[client], at = read_var_uint(state_vector, at)
    return clocks
