"""Readers never see what is held back of a journey, or not yet approved, by any door."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import clock
from app.actions import journeys, measures
from app.db import Database
from app.errors import Conflict
from app.main import create_app
from app.models.files import FileVersion, ItemFile
from app.models.items import Audience, Item, ItemKind
from app.models.journeys import JourneyEntry, Measure, Phase
from app.models.people import Role
from app.queries.viewers import person_viewer
from app.settings import Settings
from tests.conftest import sqlite_copy
from tests.examples import examples
from tests.factories import County
from tests.screens import make_build

_numbers = count(1)


def secret() -> str:
    """A word that stands nowhere else, like no other, and that no stemmer shortens."""
    figures = sha256(str(next(_numbers)).encode()).hexdigest()[:14]
    return figures.translate(str.maketrans("0123456789abcdef", "bcdfghjklmnpqrtv")) + "zj"


@dataclass
class Service:
    """The service, with two schools of a cluster."""

    app: FastAPI
    county: County
    author: UUID
    school: int
    cluster_lead: UUID
    readers: dict[str, TestClient]


@pytest.fixture(scope="module")
def service(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    database = Database(sqlite_copy(sqlite_template, tmp_path_factory.mktemp("held-back")))
    county = County(database)
    cluster = county.cluster()
    school, other = county.school(cluster), county.school(cluster)
    screens = make_build(tmp_path_factory.mktemp("screens") / "build")
    app = create_app(Settings(frontend=screens, files=str(tmp_path_factory.mktemp("files"))), database)
    with TestClient(app, base_url="http://testserver") as public:
        readers = {
            "school": county.client(app, county.person(Role.contributor, school)),
            "cluster": county.client(app, county.person(Role.contributor, other)),
        }
        for reader in readers.values():
            reader.portal = public.portal
        yield Service(
            app,
            county,
            county.person(Role.school_lead, school),
            school,
            county.person(Role.cluster_lead, cluster),
            readers | {"public": public},
        )
    database.close()


@dataclass
class Told:
    """A journey and what stands in it. ``words`` are secrets by what they are the words of."""

    service: Service
    story: UUID
    entries: list[UUID] = field(default_factory=list)
    measures: list[UUID] = field(default_factory=list)
    hidden: set[UUID] = field(default_factory=set)
    removed: set[UUID] = field(default_factory=set)
    words: dict[UUID, dict[str, str]] = field(default_factory=dict)
    phases: dict[str, str] = field(default_factory=dict)
    files: dict[UUID, UUID] = field(default_factory=dict)
    ever: set[str] = field(default_factory=set)
    read: dict[str, frozenset[str]] = field(default_factory=dict)
    files_read: dict[str, frozenset[UUID]] = field(default_factory=dict)

    def new(self) -> str:
        word = secret()
        self.ever.add(word)
        return word

    def shared(self) -> frozenset[str]:
        """What the next revision holds."""
        there = [one for one in self.words if one not in self.hidden | self.removed]
        return frozenset(
            [*self.phases.values(), *(word for one in there for word in self.words[one].values())]
        )

    def do(self, what: str, which: int) -> None:
        """One thing that somebody does."""
        service = self.service
        with service.county.database.write() as session:
            viewer = person_viewer(session, service.author)
            item = session.get_one(Item, self.story)
            day = clock.today() - timedelta(days=which)
            match what:
                case "entry":
                    word = self.new()
                    entry = journeys.add_entry(
                        session,
                        viewer,
                        item,
                        entry_id=uuid4(),
                        happened_on=day,
                        words={"wrong": f"It was {word}."},
                    ).id
                    self.entries.append(entry)
                    self.words[entry] = {"text": word}
                case "phase":
                    self.phases[day.isoformat()] = word = self.new()
                    journeys.set_phase(session, viewer, item, phase=Phase.deliver, since=day, note=word)
                case "measure":
                    name, source = self.new(), self.new()
                    one = measures.add_measure(
                        session, viewer, item, measure_id=uuid4(), name=name, source=source
                    ).id
                    self.measures.append(one)
                    self.words[one] = {"name": name, "source": source}
                case "point" if self.measures:
                    one = self.measures[which % len(self.measures)]
                    if one not in self.removed:
                        self.words[one][day.isoformat()] = word = self.new()
                        measures.set_point(session, viewer, item, one, day, value=which, note=word)
                case "no point" if self.measures:
                    one = self.measures[which % len(self.measures)]
                    if one not in self.removed:
                        self.words[one].pop(day.isoformat(), None)
                        measures.remove_point(session, viewer, item, one, day)
                case "remove measure" if self.measures:
                    one = self.measures[which % len(self.measures)]
                    if one not in self.removed:
                        version = session.get_one(Measure, one).version
                        measures.remove_measure(session, viewer, item, one, version=version)
                        self.removed.add(one)
                case "file" if self.entries:
                    entry = self.entries[which % len(self.entries)]
                    if "file" not in self.words[entry]:
                        self.words[entry]["file"] = word = self.new()
                        self.files[entry] = file = uuid4()
                        now = clock.now()
                        session.add(
                            ItemFile(
                                id=file,
                                item_id=item.id,
                                entry_id=entry,
                                description=word,
                                newest=1,
                                created_at=now,
                            )
                        )
                        session.flush()
                        session.add(
                            FileVersion(
                                file_id=file,
                                number=1,
                                name="plan.pdf",
                                media_type="application/pdf",
                                size=1,
                                sha256="",
                                key=str(file),
                                uploaded_by=service.author,
                                uploaded_at=now,
                            )
                        )
                case "hold" | "show" if self.entries:
                    entry = self.entries[which % len(self.entries)]
                    if entry not in self.removed:
                        version = session.get_one(JourneyEntry, entry).version
                        held = what == "hold"
                        journeys.change_entry(session, viewer, item, entry, version=version, held_back=held)
                        (self.hidden.add if held else self.hidden.discard)(entry)
                case "remove" if self.entries:
                    entry = self.entries[which % len(self.entries)]
                    if entry not in self.removed:
                        version = session.get_one(JourneyEntry, entry).version
                        journeys.remove_entry(session, viewer, item, entry, version=version)
                        self.removed.add(entry)
                case "restore" if self.entries:
                    entry = self.entries[which % len(self.entries)]
                    journeys.restore_entry(session, viewer, item, entry)
                    self.removed.discard(entry)

    def publish(self, audience: Audience) -> None:
        """What is shared now comes to that audience; a School Lead's own comes to the school at once."""
        county = self.service.county
        try:
            submission = county.submit(self.story, self.service.author, audience)
        except Conflict:
            return
        here = self.shared()
        files = frozenset(
            file for entry, file in self.files.items() if entry not in self.hidden | self.removed
        )
        self.read["school"], self.files_read["school"] = here, files
        if audience is Audience.cluster:
            county.approve(submission, self.service.cluster_lead)
            self.read["cluster"], self.files_read["cluster"] = here, files


def doors(reader: TestClient, story: UUID, secrets: set[str]) -> tuple[str, str]:
    """All that ``reader`` gets from the page of the story, and from everywhere else."""
    at = f"/api/stories/{story}"
    page = reader.get(at)
    answers = [
        reader.get(f"{at}/text.md"),
        reader.get(f"{at}/revisions"),
        *(reader.get(f"{at}/revisions/{number}") for number in range(1, 8)),
        reader.get(f"{at}/journey"),
        reader.get(f"{at}/draft"),
        reader.get(f"{at}/timeline"),
        reader.get(f"{at}/submissions"),
        reader.get(f"{at}/privacy"),
        reader.get(f"{at}/attachments"),
        reader.get(f"/stories/{story}"),
        reader.get("/api/stories?limit=100"),
        reader.get("/feed.xml"),
        reader.get("/api/drafts"),
    ]
    for word in sorted(secrets):
        found = reader.get("/api/library", params={"q": word})
        answers.append(found)
        if found.json()["total"]:
            page_text = page.text
            assert word in page_text, "the library counts what its reader does not read"
    return page.text, "\n".join(answer.text for answer in answers)


DOINGS = st.tuples(
    st.sampled_from(
        [
            *("entry", "entry", "measure", "point", "point", "phase", "hold", "hold", "show"),
            *("remove", "restore", "file", "no point", "remove measure", "to school", "to cluster"),
        ]
    ),
    st.integers(1, 4),
)


@settings(
    max_examples=examples(5),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(doings=st.lists(DOINGS, min_size=3, max_size=14), at_last=st.sampled_from(["school", "cluster"]))
def test_readers_never_see_what_waits(service: Service, doings: list[tuple[str, int]], at_last: str) -> None:
    county = service.county
    story = county.story(service.author, service.school, kind=ItemKind.change_journey)
    told = Told(service, story)
    told.do("entry", 1)
    for what, which in [*doings, (f"to {at_last}", 1), ("entry", 1), ("hold", 1), ("point", 2)]:
        if what.startswith("to "):
            told.publish(Audience(what.removeprefix("to ")))
        else:
            told.do(what, which)
    for kind, reader in service.readers.items():
        theirs = told.read.get(kind, frozenset())
        page, elsewhere = doors(reader, story, told.ever)
        assert [word for word in told.ever - theirs if word in page or word in elsewhere] == [], kind
        assert [word for word in theirs if word not in page] == [], kind
        for file in set(told.files.values()) - told.files_read.get(kind, frozenset()):
            assert reader.get(f"/api/files/{file}/versions/1").status_code == 404
