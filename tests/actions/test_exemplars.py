"""Awards: pinned, once, told of, looked at again, and gone when the county may no longer read the story."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from app import clock
from app.actions import exemplars
from app.actions.exemplars import COUNTY_LOST_IT, remind_of_reviews
from app.db import Database
from app.errors import Conflict, Invalid, NotAllowed, Superseded
from app.models.audit import AuditEntry
from app.models.exemplars import Exemplar, ExemplarReview
from app.models.items import Audience, Item
from app.models.library import LibraryEntry
from app.models.notices import Notice, NoticeKind
from app.models.people import Role
from app.queries.rubric import current_rubric
from app.queries.viewers import person_viewer
from tests.curation import Curation
from tests.factories import County


@pytest.fixture
def curation(county: County) -> Curation:
    return Curation(county)


def told(database: Database, kind: NoticeKind) -> set[UUID]:
    with database.read() as session:
        return set(session.exec(select(Notice.person_id).where(Notice.kind == kind)).all())


def exemplar(database: Database, award: UUID) -> Exemplar:
    with database.read() as session:
        return session.get_one(Exemplar, award)


def test_an_award_pins_the_revision_and_tells_the_authors_and_their_lead(
    curation: Curation, database: Database
) -> None:
    story = curation.story()
    made = exemplar(database, curation.award(story))
    assert (made.revision_number, made.criteria, made.awarded_by) == (1, ["honest"], curation.curator)
    assert made.review_by == exemplars._a_year_on(clock.today())
    assert told(database, NoticeKind.exemplar_awarded) == {curation.author, curation.lead}
    with database.read() as session:
        assert session.exec(select(LibraryEntry.exemplar).where(LibraryEntry.item_id == story)).all() == [
            True
        ]
        actions = session.exec(select(AuditEntry.action).where(AuditEntry.subject_id == str(story))).all()
    assert "exemplar.awarded" in actions


def test_one_award_at_a_time_by_a_regional_lead_of_whichever_region(
    curation: Curation, county: County, database: Database
) -> None:
    story = curation.story()
    other = county.person(Role.regional_lead, county.region())
    first = curation.award(story, by=other)
    with pytest.raises(Conflict):
        curation.award(story)
    curation.retire(first)
    assert curation.award(story) != first
    with pytest.raises(NotAllowed):
        curation.award(curation.story(title="Another"), by=curation.lead)


def test_not_to_ones_own_work_nor_to_what_only_the_cluster_reads(curation: Curation, county: County) -> None:
    county.seat(curation.curator, Role.contributor, curation.school)
    county.person(Role.regional_lead, county.region())
    own = county.story(curation.curator, curation.school, audience=Audience.county)
    with pytest.raises(NotAllowed, match="Your name is on this"):
        curation.award(own)
    with pytest.raises(NotAllowed, match="whole county"):
        curation.award(curation.story(Audience.cluster))


def test_what_was_read_is_what_is_awarded(curation: Curation, county: County, database: Database) -> None:
    story = curation.story()
    county.rewrite(story, "Another text altogether.")
    county.publish(story, curation.author, Audience.county)
    with pytest.raises(Superseded):
        curation.award(story, revision=1)
    assert exemplar(database, curation.award(story, revision=2)).revision_number == 2


@pytest.mark.parametrize("criteria", [[], ["honest", "no-such-thing"]])
def test_criteria_come_from_the_rubric(curation: Curation, database: Database, criteria: list[str]) -> None:
    story = curation.story()
    with database.write() as session, pytest.raises(Invalid):
        exemplars.award(
            session,
            person_viewer(session, curation.curator),
            session.get_one(Item, story),
            revision=1,
            rubric=current_rubric(session).version,
            criteria=criteria,
            reason="Because.",
            review_by=None,
        )


def test_the_day_to_look_again_is_in_the_future(curation: Curation) -> None:
    with pytest.raises(Invalid):
        curation.award(curation.story(), review_by=clock.today())


def test_retiring_says_why_to_those_on_it(curation: Curation, database: Database) -> None:
    story = curation.story()
    award = curation.award(story)
    curation.retire(award, "We know more about this now.")
    ended = exemplar(database, award)
    assert (ended.ended_by, ended.ended_reason) == (curation.curator, "We know more about this now.")
    assert told(database, NoticeKind.exemplar_ended) == {curation.author, curation.lead}
    with pytest.raises(Conflict):
        curation.retire(award)
    with database.read() as session:
        assert session.exec(select(LibraryEntry.exemplar)).all() == [False]


def test_it_ends_by_itself_when_the_county_loses_the_story(
    curation: Curation, county: County, database: Database
) -> None:
    other = county.person(Role.regional_lead, county.region())
    story = curation.story(Audience.public)
    award = curation.award(story)
    curation.take_back(story, Audience.public)
    assert exemplar(database, award).ended_at is None
    curation.take_back(story, Audience.county)
    ended = exemplar(database, award)
    assert (ended.ended_reason, ended.ended_by) == (COUNTY_LOST_IT, None)
    assert told(database, NoticeKind.exemplar_ended) == {curation.curator, other}
    with database.read() as session:
        assert not any(session.exec(select(Notice.message)).all())
        assert session.exec(select(LibraryEntry.exemplar)).all() == [False]


def test_reminders_go_out_once_until_somebody_has_looked(
    curation: Curation, county: County, database: Database
) -> None:
    awarder = county.person(Role.regional_lead, county.region())
    day = clock.today() + timedelta(days=30)
    award = curation.award(curation.story(), by=awarder, review_by=day)

    def remind(days: int) -> int:
        with database.write() as session:
            return remind_of_reviews(session, day + timedelta(days=days))

    assert remind(-1) == 0
    assert remind(0) == 1
    assert remind(1) == 0
    assert told(database, NoticeKind.exemplar_review_due) == {awarder, curation.curator}
    with database.write() as session:
        found = session.get_one(Exemplar, award)
        viewer = person_viewer(session, curation.curator)
        exemplars.keep(session, viewer, found, review_by=day + timedelta(days=60), words="Still true.")
    with database.read() as session:
        review = session.exec(select(ExemplarReview)).one()
        assert (review.person_id, review.message) == (curation.curator, "Still true.")
    assert remind(59) == 0
    assert remind(60) == 1


def test_a_curator_who_has_left_is_not_reminded(
    curation: Curation, county: County, database: Database
) -> None:
    awarder = county.person(Role.regional_lead, county.region())
    award = curation.award(curation.story(), by=awarder)
    county.end_seats(awarder)
    with database.write() as session:
        assert remind_of_reviews(session, exemplar(database, award).review_by) == 1
    assert told(database, NoticeKind.exemplar_review_due) == {curation.curator}
