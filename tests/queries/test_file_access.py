"""Nobody has a file that is not in what they read: whatever happened to a story and its files before."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from app import clock
from app.actions import files, publishing
from app.db import Database
from app.errors import AppError, NotFound
from app.models.files import FileVersion, ItemFile, Upload
from app.models.items import Audience, Item, Submission, SubmissionState
from app.models.people import Role
from app.policies.items import may_see_draft
from app.policies.viewers import PersonViewer, Public, Viewer
from app.queries.files import get_version
from app.queries.items import item_facts
from app.queries.stories import story_view
from app.queries.submissions import submission_view
from app.queries.timeline import part_in
from app.queries.viewers import person_viewer
from app.schemas.files import FileView
from tests.conftest import sqlite_copy
from tests.examples import examples
from tests.factories import County


@dataclass
class Place:
    """A county with one story, and everybody who may come near it."""

    database: Database
    story: UUID
    people: dict[str, UUID] = field(default_factory=dict)


@pytest.fixture
def place(sqlite_template: Path, tmp_path: Path) -> Place:
    database = Database(sqlite_copy(sqlite_template, tmp_path))
    county = County(database)
    region, other = county.region("North"), county.region("South")
    cluster, elsewhere = county.cluster(region), county.cluster(other)
    school, near, far = county.school(cluster), county.school(cluster), county.school(elsewhere)
    people = {
        "author": county.person(Role.contributor, school),
        "lead": county.person(Role.school_lead, school),
        "colleague": county.person(Role.contributor, school),
        "near": county.person(Role.contributor, near),
        "far": county.person(Role.contributor, far),
        "cluster_lead": county.person(Role.cluster_lead, cluster),
        "other_cluster_lead": county.person(Role.cluster_lead, elsewhere),
        "regional_lead": county.person(Role.regional_lead, region),
        "administrator": county.person(Role.administrator),
    }
    return Place(database, county.story(people["author"], school), people)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 2)),
        st.tuples(st.just("version"), st.integers(0, 2)),
        st.tuples(st.just("remove"), st.integers(0, 2)),
        st.tuples(st.just("restore"), st.integers(0, 2)),
        st.tuples(st.just("ask"), st.integers(1, 4)),
        st.tuples(st.just("approve"), st.integers(1, 4)),
        st.tuples(st.just("withdraw"), st.integers(1, 4)),
        st.tuples(st.just("down"), st.integers(1, 4)),
    ),
    max_size=14,
)
ASKS = {1: "author", 2: "lead", 3: "cluster_lead", 4: "regional_lead"}
APPROVES = {1: "lead", 2: "cluster_lead", 3: "regional_lead", 4: "lead"}
RUNGS = {1: Audience.school, 2: Audience.cluster, 3: Audience.county, 4: Audience.public}


class Story:
    """One story as it goes through its steps, in a transaction that is undone."""

    def __init__(self, session: Session, place: Place) -> None:
        self.session, self.place = session, place
        self.item = session.get_one(Item, place.story)

    def viewer(self, who: str) -> Viewer:
        return Public() if who == "public" else person_viewer(self.session, self.place.people[who])

    def do(self, what: str, which: int) -> None:
        """What the rules do not let be done now is left."""
        with self.session.begin_nested() as point:
            try:
                getattr(self, f"_{what}")(which)
            except AppError:
                point.rollback()
        self.session.expire_all()

    def _file(self, which: int, *, removed: bool = False) -> ItemFile:
        rows = self.session.exec(select(ItemFile).where(ItemFile.item_id == self.item.id)).all()
        found = [one for one in rows if (one.removed_at is not None) is removed]
        if which >= len(found):
            raise NotFound
        return sorted(found, key=lambda one: one.position)[which]

    def _send(self, file: UUID | None) -> None:
        author = self.place.people["author"]
        now = clock.now()
        upload = Upload(
            item_id=self.item.id,
            file_id=file,
            person_id=author,
            name="a.txt",
            size=1,
            started_at=now,
            expires_at=now,
        )
        version = FileVersion(
            file_id=uuid4(),
            number=0,
            name="a.txt",
            media_type="text/plain",
            size=1,
            sha256="x",
            key=uuid4().hex,
            uploaded_by=author,
            uploaded_at=now,
        )
        files.add_version(self.session, upload, version)

    def _add(self, _: int) -> None:
        self._send(None)

    def _version(self, which: int) -> None:
        self._send(self._file(which).id)

    def _remove(self, which: int) -> None:
        files.remove_file(self.session, self._author(), self._file(which))

    def _restore(self, which: int) -> None:
        files.restore_file(self.session, self._author(), self._file(which, removed=True), most=30)

    def _author(self) -> PersonViewer:
        return person_viewer(self.session, self.place.people["author"])

    def _person(self, who: str) -> PersonViewer:
        return person_viewer(self.session, self.place.people[who])

    def _ask(self, rung: int) -> None:
        below = item_facts(self.session, self.item).publications.get(RUNGS.get(rung - 1, Audience.draft))
        publishing.ask(
            self.session,
            self._person(ASKS[rung]),
            self.item,
            audience=RUNGS[rung],
            revision=below.revision_number if below else None,
            confirmed=True,
        )

    def _open(self, rung: int) -> Submission:
        found = self.session.exec(
            select(Submission).where(
                Submission.item_id == self.item.id,
                Submission.audience == RUNGS[rung],
                Submission.state == SubmissionState.waiting,
            )
        ).first()
        if found is None:
            raise NotFound
        return found

    def _approve(self, rung: int) -> None:
        submission = self._open(rung)
        publishing.decide(
            self.session,
            self._person(APPROVES[rung]),
            self.item,
            submission,
            outcome=SubmissionState.approved,
            revision=submission.revision_number,
            message="",
        )

    def _withdraw(self, rung: int) -> None:
        publishing.withdraw(self.session, self._person(ASKS[rung]), self.item, self._open(rung))

    def _down(self, rung: int) -> None:
        publishing.step_down(self.session, self._person("lead"), self.item, RUNGS[rung], "A pupil.")

    def told_of(self, who: str) -> set[tuple[UUID, int]]:
        """The versions in what somebody reads or reviews, as the screens show it to them."""
        viewer, facts = self.viewer(who), item_facts(self.session, self.item)
        told: list[FileView] = []
        with suppress(NotFound):
            told += story_view(self.session, viewer, self.item, facts).files
        if isinstance(viewer, PersonViewer):
            for one in part_in(self.session, viewer, facts).submissions:
                told += submission_view(self.session, viewer, facts, one).files
        return {(file.id, file.version) for file in told}

    def given(self, who: str) -> set[tuple[UUID, int]]:
        """The versions that somebody is given when they ask for each one there is."""
        viewer, found = self.viewer(who), set()
        for version in self.session.exec(select(FileVersion)).all():
            with suppress(NotFound):
                get_version(self.session, viewer, version.file_id, version.number)
                found.add((version.file_id, version.number))
        return found


@settings(
    max_examples=examples(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_everybody_is_given_what_they_are_told_of_and_nothing_else(
    place: Place, steps: list[tuple[str, int]]
) -> None:
    with Session(place.database.engine) as session:
        story = Story(session, place)
        for what, which in [("add", 0), ("ask", 1), ("approve", 1), *steps]:
            story.do(what, which)
        everything = {(one.file_id, one.number) for one in session.exec(select(FileVersion)).all()}
        for who in (*place.people, "public"):
            on_draft = may_see_draft(story.viewer(who), item_facts(session, story.item))
            expected = everything if on_draft else story.told_of(who)
            assert story.given(who) == expected, who
        session.rollback()
