"""Requests that wait: taken over, raised, talked about, and moved with their school."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions import publishing
from app.actions.submissions import follow_schools, raise_old, say, take_over
from app.db import Database
from app.errors import Conflict, NotAllowed
from app.events import ClusterNews, DraftChanged, take
from app.models.audit import AuditEntry
from app.models.items import Audience, Item, Submission, SubmissionEvent, SubmissionState
from app.models.notices import Notice, NoticeKind
from app.models.people import Role
from app.queries.reviews import review_queue, reviews
from app.queries.viewers import person_viewer
from tests.factories import County

MONDAY = datetime(2026, 9, 7, 9, tzinfo=UTC)
TEN_DAYS_ON = datetime(2026, 9, 21, 23, 30, tzinfo=clock.LONDON)
"""The end of the tenth school day after ``MONDAY``."""
ELEVEN_DAYS_ON = datetime(2026, 9, 22, 9, tzinfo=UTC)


@dataclass
class Cast:
    """A school in a cluster of one of two regions, who leads around it, and a story of its author."""

    cluster: int
    school: int
    region: int
    author: UUID
    lead: UUID
    cluster_lead: UUID
    regional: UUID
    other_regional: UUID
    story: UUID


@pytest.fixture
def cast(county: County) -> Cast:
    region, other = county.region(), county.region()
    cluster = county.cluster(region)
    school = county.school(cluster)
    author = county.person(Role.contributor, school)
    return Cast(
        cluster=cluster,
        school=school,
        region=region,
        author=author,
        lead=county.person(Role.school_lead, school),
        cluster_lead=county.person(Role.cluster_lead, cluster),
        regional=county.person(Role.regional_lead, region),
        other_regional=county.person(Role.regional_lead, other),
        story=county.story(author, school),
    )


def at_cluster(county: County, cast: Cast) -> UUID:
    """The story, shared with its school, waits for the Cluster Lead."""
    county.publish(cast.story, cast.author, Audience.school)
    return county.submit(cast.story, cast.lead, Audience.cluster, revision=1)


def taken_over(county: County, submission: UUID, who: UUID) -> None:
    with county.database.write() as session:
        found = session.get_one(Submission, submission)
        item = session.get_one(Item, found.item_id)
        take_over(session, person_viewer(session, who), item, found, "Away until half-term.")


def told(county: County, kind: NoticeKind) -> set[UUID]:
    with county.database.read() as session:
        return set(session.exec(select(Notice.person_id).where(Notice.kind == kind)).all())


def turns(county: County, submission: UUID) -> list[str]:
    with county.database.read() as session:
        return list(
            session.exec(
                select(SubmissionEvent.what)
                .where(SubmissionEvent.submission_id == submission)
                .order_by(col(SubmissionEvent.id))
            ).all()
        )


def raised(county: County, now: datetime) -> int:
    with county.database.write() as session:
        return raise_old(session, now)


def in_queue(county: County, who: UUID) -> list[UUID]:
    with county.database.read() as session:
        return [one.submission for one in review_queue(session, person_viewer(session, who))]


def test_whoever_takes_over_decides_and_the_absent_one_is_told(county: County, cast: Cast) -> None:
    submission = at_cluster(county, cast)
    with pytest.raises(NotAllowed):
        county.approve(submission, cast.regional)
    taken_over(county, submission, cast.regional)
    assert told(county, NoticeKind.submission_taken_over) == {cast.cluster_lead}
    assert in_queue(county, cast.regional) == [submission]
    county.approve(submission, cast.regional)
    assert turns(county, submission) == ["asked", "taken_over", "approved"]
    with county.database.read() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "submission.taken_over")).one()
    assert entry.actor_id == cast.regional
    assert "half-term" not in str(entry.detail), "the record says that it happened, the conversation why"


def test_who_comes_back_first_may_still_decide(county: County, cast: Cast) -> None:
    submission = at_cluster(county, cast)
    taken_over(county, submission, cast.regional)
    county.approve(submission, cast.cluster_lead)
    with pytest.raises(NotAllowed, match="decided already"):
        county.approve(submission, cast.regional)


def test_who_took_over_and_left_their_seat_decides_no_more(county: County, cast: Cast) -> None:
    submission = at_cluster(county, cast)
    taken_over(county, submission, cast.regional)
    county.end_seats(cast.regional)
    with pytest.raises(NotAllowed):
        county.approve(submission, cast.regional)
    assert in_queue(county, cast.cluster_lead) == [submission]


def test_neither_the_asker_nor_the_byline_takes_over_nor_anybody_beside(county: County, cast: Cast) -> None:
    county.seat(cast.regional, Role.contributor, cast.school)
    county.join(cast.story, cast.author, cast.regional)
    submission = at_cluster(county, cast)
    for nobody in (cast.lead, cast.author, cast.regional, cast.cluster_lead):
        with pytest.raises(NotAllowed):
            taken_over(county, submission, nobody)
    taken_over(county, submission, cast.other_regional)


def test_the_schools_consent_is_not_taken_over(county: County, cast: Cast) -> None:
    county.publish(cast.story, cast.author, Audience.county)
    submission = county.submit(cast.story, cast.regional, Audience.public, revision=1)
    for nobody in (cast.cluster_lead, cast.regional, cast.other_regional):
        with pytest.raises(NotAllowed, match="school's own decision"):
            taken_over(county, submission, nobody)


def test_ten_school_days_are_patience_and_the_eleventh_raises_it(county: County, cast: Cast) -> None:
    with clock.at(MONDAY):
        submission = at_cluster(county, cast)
    assert raised(county, TEN_DAYS_ON) == 0
    assert raised(county, ELEVEN_DAYS_ON) == 1
    assert told(county, NoticeKind.submission_raised) == {cast.regional, cast.other_regional}
    assert turns(county, submission) == ["asked", "raised"]
    with clock.at(ELEVEN_DAYS_ON):
        assert raised(county, ELEVEN_DAYS_ON) == 0, "nothing is raised twice"
        with county.database.read() as session:
            (waits,) = reviews(session, person_viewer(session, cast.cluster_lead)).mine
            seen = reviews(session, person_viewer(session, cast.other_regional)).around
    assert (waits.raised, waits.school_days) == (True, 11)
    assert [(one.submission, one.can_take_over) for one in seen] == [(submission, True)]


def test_for_consent_the_school_is_told_again_and_who_proposed(county: County, cast: Cast) -> None:
    with clock.at(MONDAY):
        county.publish(cast.story, cast.author, Audience.county)
        county.submit(cast.story, cast.regional, Audience.public, revision=1)
    assert raised(county, ELEVEN_DAYS_ON) == 1
    assert told(county, NoticeKind.submission_raised) == {cast.lead, cast.regional}


@pytest.mark.parametrize("answer", ["a question", "a newer revision"])
def test_an_answer_begins_the_waiting_anew(county: County, cast: Cast, answer: str) -> None:
    with clock.at(MONDAY):
        submission = at_cluster(county, cast)
    raised(county, ELEVEN_DAYS_ON)
    with clock.at(ELEVEN_DAYS_ON):
        if answer == "a question":
            with county.database.write() as session:
                found = session.get_one(Submission, submission)
                publishing.decide(
                    session,
                    person_viewer(session, cast.cluster_lead),
                    session.get_one(Item, cast.story),
                    found,
                    outcome=SubmissionState.needs_changes,
                    revision=1,
                    message="How do you know?",
                )
        else:
            county.rewrite(cast.story, "We met twice.")
            # The School Lead's cluster step goes on with what the school reads by then.
            county.approve(county.submit(cast.story, cast.author), cast.lead)
            county.submit(cast.story, cast.lead, Audience.cluster, revision=2)
    with county.database.read() as session:
        assert session.get_one(Submission, submission).raised_at is None
    assert raised(county, ELEVEN_DAYS_ON) == 0


def test_two_workers_raise_it_once(county: County, cast: Cast) -> None:
    with clock.at(MONDAY):
        submission = at_cluster(county, cast)
    with ThreadPoolExecutor(1) as pool:
        with county.database.write() as session:
            assert raise_old(session, ELEVEN_DAYS_ON) == 1
            other = pool.submit(raised, county, ELEVEN_DAYS_ON)
            if not county.database.is_sqlite:  # there the second writer cannot even begin
                until_it_waits(county.database, other)
        assert other.result() == 0
    assert turns(county, submission) == ["asked", "raised"]


def until_it_waits(database: Database, done: Future[int]) -> None:
    while not done.done():
        with database.engine.connect() as connection:
            if connection.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
                return


def test_a_conversation_reaches_both_pages_and_ends_with_the_decision(county: County, cast: Cast) -> None:
    submission = at_cluster(county, cast)

    def says(who: UUID, words: str) -> Callable[[Session], None]:
        def speak(session: Session) -> None:
            item, found = session.get_one(Item, cast.story), session.get_one(Submission, submission)
            say(session, person_viewer(session, who), item, found, words)

        return speak

    with county.database.write() as session:
        says(cast.cluster_lead, "Who counted?")(session)
        events = take(session)
    assert ClusterNews(cast.cluster, "reviews") in events
    assert DraftChanged(cast.story, county.document(cast.story)) in events
    with county.database.write() as session:
        says(cast.author, "The teachers did.")(session)
    county.approve(submission, cast.cluster_lead)
    assert turns(county, submission) == ["asked", "said", "said", "approved"]
    with county.database.write() as session, pytest.raises(Conflict, match="decided"):
        says(cast.author, "Thank you.")(session)


def test_what_waits_goes_with_a_school_that_moves(county: County, cast: Cast) -> None:
    submission = at_cluster(county, cast)
    taken_over(county, submission, cast.regional)
    new = county.cluster()
    new_lead = county.person(Role.cluster_lead, new)
    with county.database.write() as session:
        follow_schools(session, None, {cast.school: new})
        news = {one.cluster_id for one in take(session) if isinstance(one, ClusterNews)}
    assert news == {cast.cluster, new}
    assert in_queue(county, cast.cluster_lead) == []
    assert in_queue(county, cast.regional) == [], "taken over in the old cluster"
    assert in_queue(county, new_lead) == [submission]
    with county.database.read() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "submission.moved")).one()
    assert entry.detail["clusters"] == [cast.cluster, new]
    county.approve(submission, new_lead)
