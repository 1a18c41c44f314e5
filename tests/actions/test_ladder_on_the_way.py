"""The ladder while things change under way: two people at once, schools that move, people who have gone."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.actions import publishing, stories
from app.db import Database
from app.errors import Conflict, NotFound
from app.models.items import Audience, AuthorState, Item, Publication, Submission, SubmissionState
from app.models.people import Role
from app.models.places import ClusterMembership
from app.policies.submissions import may_see_submission, may_withdraw
from app.queries.drafts import list_invitations
from app.queries.items import NO_SUCH_STORY, item_facts
from app.queries.people import invitations_waiting
from app.queries.stories import revisions
from app.queries.submissions import submission_facts
from app.queries.viewers import person_viewer
from tests.factories import County


@dataclass
class Cast:
    """A school in a cluster, and their people; ``helper`` leads another school and writes here."""

    cluster: int
    school: int
    author: UUID
    lead: UUID
    cluster_lead: UUID
    helper: UUID


@pytest.fixture
def cast(county: County) -> Cast:
    cluster = county.cluster()
    school = county.school(cluster)
    return Cast(
        cluster=cluster,
        school=school,
        author=county.person(Role.contributor, school),
        lead=county.person(Role.school_lead, school),
        cluster_lead=county.person(Role.cluster_lead, cluster),
        helper=county.person(Role.school_lead, county.school(cluster)),
    )


def open_ones(county: County) -> dict[Audience, tuple[int, int | None]]:
    """Every open submission: which revision goes to which audience, and its cluster."""
    with county.database.read() as session:
        found = session.exec(select(Submission).where(Submission.state == SubmissionState.waiting)).all()
        return {one.audience: (one.revision_number, one.cluster_id) for one in found}


def current(county: County) -> dict[Audience, tuple[int, int | None]]:
    """What each audience reads, and for the cluster which one."""
    with county.database.read() as session:
        found = session.exec(select(Publication).where(col(Publication.ended_at).is_(None))).all()
        return {one.audience: (one.revision_number, one.cluster_id) for one in found}


def decide(session: Session, submission: UUID, who: UUID, outcome: SubmissionState) -> None:
    found = session.get_one(Submission, submission)
    publishing.decide(
        session,
        person_viewer(session, who),
        session.get_one(Item, found.item_id),
        found,
        outcome=outcome,
        revision=found.revision_number,
        message="Why.",
    )


def while_it_is_approved(
    database: Database, submission: UUID, approver: UUID, other: Callable[[], object]
) -> None:
    """Let ``other`` begin after the approval has been made and before it is committed."""
    with ThreadPoolExecutor(1) as pool:
        with database.write() as session:
            decide(session, submission, approver, SubmissionState.approved)
            done = pool.submit(other)
            if not database.is_sqlite:  # there the second writer cannot even begin
                _until_it_waits(database, done)
        done.result()


def _until_it_waits(database: Database, done: Future[object]) -> None:
    while not done.done():
        with database.engine.connect() as connection:
            if connection.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
                return


def test_what_is_sent_while_an_earlier_revision_is_approved_waits_its_turn(
    county: County, cast: Cast
) -> None:
    story = county.story(cast.lead, cast.school, text="First.")
    first = county.submit(story, cast.lead, Audience.cluster)
    county.rewrite(story, "Second.")
    while_it_is_approved(
        county.database,
        first,
        cast.cluster_lead,
        lambda: county.submit(story, cast.lead, Audience.cluster),
    )
    with county.database.read() as session:
        approved = session.get_one(Submission, first)
        assert (approved.state, approved.revision_number) == (SubmissionState.approved, 1)
    assert open_ones(county) == {Audience.cluster: (2, cast.cluster)}
    assert current(county)[Audience.cluster] == (1, cast.cluster)


def test_a_step_down_takes_away_what_is_approved_at_the_same_moment(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school)
    submission = county.submit(story, cast.lead, Audience.cluster)

    def step_down() -> None:
        with county.database.write() as session:
            item, viewer = session.get_one(Item, story), person_viewer(session, cast.lead)
            publishing.step_down(session, viewer, item, Audience.school, "A pupil could be recognised.")

    while_it_is_approved(county.database, submission, cast.cluster_lead, step_down)
    assert current(county) == {}


def test_after_a_move_the_answer_to_a_question_goes_to_the_new_cluster(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="First.")
    submission = county.submit(story, cast.lead, Audience.cluster)
    with county.database.write() as session:
        decide(session, submission, cast.cluster_lead, SubmissionState.needs_changes)
    new = county.cluster()
    county.move(cast.school, new)
    county.rewrite(story, "Second.")
    assert county.submit(story, cast.lead, Audience.cluster) == submission
    assert open_ones(county) == {Audience.cluster: (2, new)}


def test_without_a_cluster_updates_go_where_it_is_read_already(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="First.", audience=Audience.cluster)
    with county.database.write() as session:
        session.exec(sa.delete(ClusterMembership).where(col(ClusterMembership.school_urn) == cast.school))
    with pytest.raises(Conflict, match="Nothing has changed"):
        county.submit(story, cast.lead, Audience.cluster)
    county.rewrite(story, "Second.")
    county.approve(county.submit(story, cast.lead, Audience.cluster), cast.cluster_lead)
    assert current(county)[Audience.cluster] == (2, cast.cluster)


def test_nobody_is_asked_about_what_their_audience_reads_already(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, text="First.")
    county.approve(county.submit(story, cast.author), cast.lead)
    county.approve(county.submit(story, cast.lead, Audience.cluster, revision=1), cast.cluster_lead)
    county.rewrite(story, "Second.")
    at_cluster = county.submit(story, cast.author, Audience.cluster)
    with county.database.write() as session:
        at_school = session.exec(
            select(Submission.id).where(
                Submission.audience == Audience.school, Submission.state == SubmissionState.waiting
            )
        ).one()
        decide(session, at_school, cast.lead, SubmissionState.approved)
        decide(session, at_cluster, cast.cluster_lead, SubmissionState.declined)
    county.submit(story, cast.author, Audience.cluster)
    assert open_ones(county) == {Audience.cluster: (2, cast.cluster)}


def test_an_older_revision_does_not_come_back(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="First.", audience=Audience.cluster)
    county.rewrite(story, "Second.")
    county.approve(county.submit(story, cast.lead, Audience.cluster), cast.cluster_lead)
    with pytest.raises(Conflict):
        county.submit(story, cast.lead, Audience.cluster, revision=1)


def test_what_the_school_has_not_read_goes_to_its_lead_on_the_way_to_the_cluster(
    county: County, cast: Cast
) -> None:
    story = county.story(cast.author, cast.school, text="First.")
    county.join(story, cast.author, cast.helper)
    county.approve(county.submit(story, cast.author), cast.lead)
    county.rewrite(story, "Second.")
    county.submit(story, cast.helper, Audience.cluster)
    assert open_ones(county) == {Audience.school: (2, cast.cluster), Audience.cluster: (2, cast.cluster)}


@pytest.mark.parametrize("gone", ["without a seat", "no longer an author"])
def test_whoever_asked_and_has_gone_neither_reads_it_nor_takes_it_back(
    county: County, cast: Cast, gone: str
) -> None:
    story = county.story(cast.author, cast.school)
    submission = county.submit(story, cast.author)
    if gone == "without a seat":
        county.end_seats(cast.author)
    else:
        with county.database.write() as session:
            item = item_facts(session, session.get_one(Item, story))
            stories.remove_author(session, person_viewer(session, cast.lead), item, cast.author)
    with county.database.read() as session:
        item = item_facts(session, session.get_one(Item, story))
        asked = submission_facts(session, item, session.get_one(Submission, submission))
        for may in (may_see_submission, may_withdraw):
            assert not may(person_viewer(session, cast.author), item, asked)
            assert may(person_viewer(session, cast.lead), item, asked)


def test_an_invitation_ends_with_the_last_seat(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, title="Only for us")
    county.invite(story, cast.author, cast.helper)
    with county.database.read() as session:
        assert [one.title for one in list_invitations(session, cast.helper)] == ["Only for us"]
        assert invitations_waiting(session, cast.helper) == 1
    county.end_seats(cast.helper)
    with county.database.write() as session:
        assert list_invitations(session, cast.helper) == []
        assert invitations_waiting(session, cast.helper) == 0
        with pytest.raises(NotFound) as refused:
            stories.answer_invitation(
                session, person_viewer(session, cast.helper), story, AuthorState.accepted
            )
    assert refused.value.detail == NO_SUCH_STORY


def test_a_story_of_others_is_no_more_there_than_one_that_is_not(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school)
    with county.database.write() as session, pytest.raises(NotFound) as refused:
        stories.answer_invitation(session, person_viewer(session, cast.helper), story, AuthorState.accepted)
    assert refused.value.detail == NO_SUCH_STORY


def test_an_author_who_is_not_named_is_not_named_to_readers_by_the_revisions_either(
    county: County, cast: Cast
) -> None:
    story = county.story(cast.lead, cast.school)
    with county.database.write() as session:
        viewer = person_viewer(session, cast.lead)
        facts = item_facts(session, session.get_one(Item, story))
        stories.change_author(session, viewer, facts, cast.lead, may_write=None, on_byline=False)
    county.submit(story, cast.lead)
    with county.database.read() as session:
        facts = item_facts(session, session.get_one(Item, story))
        (to_its_author,) = revisions(session, person_viewer(session, cast.lead), facts)
        (to_a_reader,) = revisions(session, person_viewer(session, cast.author), facts)
    assert to_its_author.made_by is not None
    assert to_its_author.made_by.id == cast.lead
    assert to_a_reader.made_by is None
