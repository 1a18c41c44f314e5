"""What notices say: by what their reader may see when they read them, and nothing beyond."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from app import clock
from app.actions import notices as actions
from app.actions import publishing, requests
from app.db import Database
from app.errors import Invalid, NotFound
from app.models.audit import AuditEntry
from app.models.collections import Collection
from app.models.items import Audience, Item
from app.models.notices import Notice, NoticeKind
from app.models.people import Role
from app.queries.notices import notices
from app.queries.requests import get_request
from app.queries.viewers import person_viewer
from app.schemas.notices import NoticePage, NoticeView
from tests.factories import County
from tests.statements import counted

TITLE = "Ten minutes before the bell"


class Reading:
    """A published story, its leads, and somebody to tell of it."""

    def __init__(self, county: County) -> None:
        self.county = county
        region = county.region()
        cluster = county.cluster(region, "Fenside")
        self.school = county.school(cluster, "Ashlow Primary")
        self.lead = county.person(Role.school_lead, self.school)
        self.author = county.person(Role.contributor, self.school)
        self.cluster_lead = county.person(Role.cluster_lead, cluster)
        self.curator = county.person(Role.regional_lead, region, name="P. Adeyemi")
        self.story = county.story(self.author, self.school, title=TITLE)

    def tell(self, kind: NoticeKind, *people: UUID, **about: object) -> None:
        about = {"item": self.story, "by": self.curator} | about
        with self.county.database.write() as session:
            actions.tell(session, kind, people, **about)  # type: ignore[arg-type]

    def read(self, person: UUID, **how: object) -> NoticePage:
        with self.county.database.read() as session:
            return notices(session, person_viewer(session, person), **how)  # type: ignore[arg-type]

    def one(self, person: UUID) -> NoticeView:
        (found,) = self.read(person).items
        return found


@pytest.fixture
def reading(county: County) -> Reading:
    return Reading(county)


@pytest.mark.parametrize(
    "kind",
    [NoticeKind.exemplar_awarded, NoticeKind.exemplar_review_due, NoticeKind.exemplar_ended],
)
def test_a_title_is_told_while_its_reader_may_read_it(reading: Reading, kind: NoticeKind) -> None:
    reading.tell(kind, reading.cluster_lead, message="Its reason, told to you alone.")
    hidden = reading.one(reading.cluster_lead)
    assert "a story from Ashlow Primary" in hidden.words.replace("A story", "a story")
    assert (hidden.link, hidden.message) == (None, "")

    reading.county.publish(reading.story, reading.author, Audience.cluster)
    shown = reading.one(reading.cluster_lead)
    assert f"“{TITLE}”" in shown.words
    assert (shown.link, shown.message) == (f"/stories/{reading.story}", "Its reason, told to you alone.")

    with reading.county.database.write() as session:
        viewer, item = person_viewer(session, reading.lead), session.get_one(Item, reading.story)
        publishing.step_down(session, viewer, item, Audience.school, "A pupil could be recognised.")
    assert TITLE not in reading.one(reading.cluster_lead).model_dump_json()


def test_what_has_left_a_collection_is_told_without_its_title(reading: Reading) -> None:
    with reading.county.database.write() as session:
        collection = Collection(
            title="Handovers that work",
            cover="fen",
            made_by=reading.curator,
            created_at=clock.now(),
            updated_at=clock.now(),
        )
        session.add(collection)
        session.flush()
        collection_id = collection.id
    reading.tell(
        NoticeKind.collection_item_left,
        reading.curator,
        reading.cluster_lead,
        by=reading.lead,
        collection=collection_id,
    )
    told = reading.one(reading.curator)
    assert told.words == (
        "A story from Ashlow Primary has left the collection “Handovers that work”: "
        "the county no longer reads it."
    )
    assert told.link == f"/collections/{collection_id}"
    # A draft of the curators' is not everybody's to know.
    assert "Handovers" not in reading.one(reading.cluster_lead).model_dump_json()


def test_a_request_for_a_decision_names_the_story_to_whoever_decides(reading: Reading) -> None:
    county = reading.county
    county.publish(reading.story, reading.author, Audience.school)
    submission = county.submit(reading.story, reading.lead, Audience.cluster, revision=1)
    reading.tell(
        NoticeKind.submission_raised, reading.cluster_lead, reading.curator, by=None, submission=submission
    )
    mine, further = reading.one(reading.cluster_lead), reading.one(reading.curator)
    assert mine.words == f"“{TITLE}” has waited for you for more than ten school days."
    assert mine.link == f"/reviews/{submission}"
    assert further.words.startswith("A story from Ashlow Primary has waited for more than ten school days.")
    assert further.link == "/reviews"

    county.approve(submission, reading.cluster_lead)
    assert reading.one(reading.curator).words.endswith("waited for an answer, and has one now.")


def test_a_request_that_waits_stands_on_home_and_not_among_the_notices(reading: Reading) -> None:
    county = reading.county
    with county.database.write() as session:
        request = requests.ask_for_story(
            session,
            person_viewer(session, reading.curator),
            school_urn=reading.school,
            cluster_slug=None,
            recommendation=county.recommendation(4),
            message="How did you find the time?",
        ).id
    assert (reading.read(reading.lead).items, reading.read(reading.lead).unread) == ([], 0)
    with county.database.write() as session:
        viewer = person_viewer(session, reading.lead)
        requests.decline(session, viewer, get_request(session, viewer, request), "We stopped it.")
    asked, answered = reading.one(reading.lead), reading.one(reading.curator)
    assert asked.words.startswith("P. Adeyemi asked Ashlow Primary to write about “")
    assert answered.words.startswith("Ashlow Primary will not write about “")
    assert (answered.message, answered.link) == ("We stopped it.", "/requests")
    # Who has left the school is told nothing more of it.
    county.end_seats(reading.lead)
    assert "Ashlow" not in reading.one(reading.lead).words


def test_unread_first_page_by_page(reading: Reading) -> None:
    begin = clock.now() - timedelta(days=9)
    for day in range(9):
        with clock.at(begin + timedelta(days=day // 2)):
            reading.tell(NoticeKind.exemplar_awarded, reading.lead)
    every = [one.id for one in reading.read(reading.lead, limit=100).items]
    with reading.county.database.write() as session:
        for one in every[1:5:2]:
            actions.mark_read(session, reading.lead, one, read=True)
    expected = [one.id for one in reading.read(reading.lead, limit=100).items]
    assert [one.read for one in reading.read(reading.lead, limit=100).items] == [False] * 7 + [True] * 2
    found, cursor = [], None
    while True:
        page = reading.read(reading.lead, limit=2, cursor=cursor)
        assert page.unread == 7
        found += [one.id for one in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == expected
    assert sorted(found) == sorted(every)


@pytest.mark.parametrize("cursor", ["x", "bm9uZQ", "WzAsICIyMDI2IiwgMV0", "WzAsIG51bGwsIG51bGxd"])
def test_a_cursor_of_somebody_else_s(reading: Reading, cursor: str) -> None:
    with pytest.raises(Invalid):
        reading.read(reading.lead, cursor=cursor)


def test_read_by_oneself_alone(reading: Reading, database: Database) -> None:
    for _ in range(3):
        reading.tell(NoticeKind.exemplar_awarded, reading.lead, reading.author)
    first = reading.read(reading.lead).items[0].id
    with database.write() as session, pytest.raises(NotFound):
        actions.mark_read(session, reading.author, first, read=True)
    with database.write() as session:
        actions.mark_read(session, reading.lead, first, read=True)
        actions.mark_read(session, reading.lead, first, read=True)
    assert (reading.read(reading.lead).unread, reading.read(reading.author).unread) == (2, 3)
    with database.write() as session:
        rest = actions.mark_all_read(session, reading.lead)
        actions.mark_read(session, reading.lead, first, read=False)
    assert first not in rest
    assert len(rest) == 2
    assert (reading.read(reading.lead).unread, reading.read(reading.author).unread) == (1, 3)
    with database.read() as session:
        actions_taken = session.exec(
            select(AuditEntry.action).where(AuditEntry.actor_id == reading.lead)
        ).all()
    assert [one for one in actions_taken if one.startswith("notice")] == [
        "notice.read",
        "notices.read",
        "notice.unread",
    ]


def test_many_notices_take_as_many_statements_as_one_of_each(reading: Reading, database: Database) -> None:
    county = reading.county
    county.publish(reading.story, reading.author, Audience.school)
    submission = county.submit(reading.story, reading.lead, Audience.cluster, revision=1)

    def told() -> int:
        with database.read() as session, counted(session) as statements:
            notices(session, person_viewer(session, reading.cluster_lead), limit=100)
        return len(statements)

    def tell() -> None:
        for kind in (NoticeKind.submission_raised, NoticeKind.exemplar_awarded):
            reading.tell(kind, reading.cluster_lead, submission=submission)

    tell()
    once = told()
    for _ in range(12):
        tell()
    with database.read() as session:
        assert len(session.exec(select(Notice)).all()) == 26
    assert told() == once
