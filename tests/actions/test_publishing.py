"""The ladder at work: what each step leaves behind, and for whom."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlmodel import col, select

from app.actions import publishing
from app.db import Database
from app.errors import Conflict, Invalid, NotAllowed, Superseded
from app.models.audit import AuditEntry
from app.models.items import Audience, Item, Publication, Revision, Submission, SubmissionState
from app.models.people import Role
from app.policies.items import readable_revision
from app.queries.drafts import draft_view
from app.queries.items import item_facts
from app.queries.viewers import person_viewer
from tests.factories import County


@dataclass
class Cast:
    """A school with its people in a cluster with its lead."""

    cluster: int
    school: int
    author: UUID
    lead: UUID
    cluster_lead: UUID
    regional_lead: UUID
    neighbour: UUID


@pytest.fixture
def cast(county: County) -> Cast:
    region = county.region()
    cluster = county.cluster(region)
    school, near = county.school(cluster), county.school(cluster)
    return Cast(
        cluster=cluster,
        school=school,
        author=county.person(Role.contributor, school),
        lead=county.person(Role.school_lead, school),
        cluster_lead=county.person(Role.cluster_lead, cluster),
        regional_lead=county.person(Role.regional_lead, region),
        neighbour=county.person(Role.school_lead, near),
    )


def reads(county: County, story: UUID, person: UUID) -> str | None:
    """The first section's text as this person reads it, or nothing."""
    with county.database.read() as session:
        facts = item_facts(session, session.get_one(Item, story))
        number = readable_revision(person_viewer(session, person), facts)
        if number is None:
            return None
        revision = session.exec(
            select(Revision).where(Revision.item_id == story, Revision.number == number)
        ).one()
        return str(revision.sections[0]["markdown"]).strip()


def decide(
    county: County,
    submission: UUID,
    who: UUID,
    outcome: SubmissionState,
    *,
    message: str = "",
    revision: int | None = None,
) -> None:
    with county.database.write() as session:
        found = session.get_one(Submission, submission)
        publishing.decide(
            session,
            person_viewer(session, who),
            session.get_one(Item, found.item_id),
            found,
            outcome=outcome,
            revision=revision or found.revision_number,
            message=message,
        )


def state(county: County, submission: UUID) -> SubmissionState:
    with county.database.read() as session:
        return session.get_one(Submission, submission).state


def test_a_draft_becomes_the_schools_when_its_lead_approves(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, text="We met before school.")
    colleague = county.person(Role.contributor, cast.school)
    submission = county.submit(story, cast.author)
    assert state(county, submission) is SubmissionState.waiting
    assert reads(county, story, colleague) is None
    county.approve(submission, cast.lead)
    assert reads(county, story, colleague) == "We met before school."
    assert reads(county, story, cast.neighbour) is None


def test_a_school_leads_own_needs_no_review_and_says_so(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school)
    submission = county.submit(story, cast.lead)
    with county.database.read() as session:
        found = session.get_one(Submission, submission)
        assert (found.state, found.own_lead) == (SubmissionState.approved, True)
    assert reads(county, story, cast.author)


def test_a_school_lead_goes_to_the_cluster_in_one_step(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school)
    submission = county.submit(story, cast.lead, Audience.cluster)
    assert reads(county, story, cast.author), "the school reads it at once"
    assert reads(county, story, cast.neighbour) is None, "the cluster once it is approved"
    county.approve(submission, cast.cluster_lead)
    assert reads(county, story, cast.neighbour)


def test_a_contributor_must_go_by_the_school_first(county: County, cast: Cast) -> None:
    lead_elsewhere = cast.neighbour
    story = county.story(cast.author, cast.school)
    county.join(story, cast.author, lead_elsewhere)
    with pytest.raises(NotAllowed):
        county.submit(story, cast.author, Audience.cluster)
    with pytest.raises(Conflict, match="school first"):
        county.submit(story, lead_elsewhere, Audience.cluster)


def test_nobody_reads_the_edits_made_since(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="As approved.", audience=Audience.cluster)
    county.rewrite(story, "As it is being changed.")
    assert reads(county, story, cast.neighbour) == "As approved."
    assert reads(county, story, cast.author) == "As approved."


def test_an_update_goes_to_everyone_who_approved_before(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, text="First.")
    county.approve(county.submit(story, cast.author), cast.lead)
    county.approve(county.submit(story, cast.lead, Audience.cluster, revision=1), cast.cluster_lead)
    county.rewrite(story, "Second.")
    at_cluster = county.submit(story, cast.author, Audience.cluster)
    with county.database.read() as session:
        waiting = session.exec(
            select(Submission.audience).where(Submission.state == SubmissionState.waiting)
        ).all()
    assert set(waiting) == {Audience.school, Audience.cluster}
    colleague = county.person(Role.contributor, cast.school)
    assert reads(county, story, colleague) == "First."
    county.approve(at_cluster, cast.cluster_lead)
    assert reads(county, story, cast.neighbour) == "Second."
    assert reads(county, story, colleague) == "Second.", "approval replaces it in narrower audiences"
    with county.database.read() as session:
        assert not session.exec(
            select(Submission).where(Submission.state == SubmissionState.waiting)
        ).all(), "and settles what they still had before them"


def test_an_update_approved_narrowly_leaves_the_wider_audience_its_own(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="First.", audience=Audience.cluster)
    county.rewrite(story, "Second.")
    county.submit(story, cast.lead, Audience.cluster)
    assert reads(county, story, cast.author) == "Second.", "the School Lead's own, at once"
    assert reads(county, story, cast.neighbour) == "First."


def test_a_question_keeps_it_open_and_the_answer_brings_a_new_revision(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="It worked.")
    submission = county.submit(story, cast.lead, Audience.cluster)
    with pytest.raises(Invalid):
        decide(county, submission, cast.cluster_lead, SubmissionState.needs_changes)
    decide(county, submission, cast.cluster_lead, SubmissionState.needs_changes, message="How do you know?")
    assert state(county, submission) is SubmissionState.needs_changes
    county.rewrite(story, "It worked for nine of twenty-one.")
    assert county.submit(story, cast.lead, Audience.cluster) == submission
    assert state(county, submission) is SubmissionState.waiting
    county.approve(submission, cast.cluster_lead)
    assert reads(county, story, cast.neighbour) == "It worked for nine of twenty-one."


def test_approving_what_is_no_longer_asked_is_refused(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="First.")
    submission = county.submit(story, cast.lead, Audience.cluster)
    county.rewrite(story, "Second.")
    county.submit(story, cast.lead, Audience.cluster)
    with pytest.raises(Superseded):
        decide(county, submission, cast.cluster_lead, SubmissionState.approved, revision=1)
    assert reads(county, story, cast.neighbour) is None


def test_nobody_approves_their_own_above_the_school(county: County, cast: Cast) -> None:
    """A Cluster Lead who is on the byline hands it to the Regional Lead."""
    county.seat(cast.cluster_lead, Role.contributor, cast.school)
    story = county.story(cast.author, cast.school)
    county.join(story, cast.author, cast.cluster_lead)
    county.approve(county.submit(story, cast.author), cast.lead)
    submission = county.submit(story, cast.lead, Audience.cluster, revision=1)
    with pytest.raises(NotAllowed):
        county.approve(submission, cast.cluster_lead)
    county.approve(submission, cast.regional_lead)
    assert reads(county, story, cast.neighbour)


def test_declined_ends_it_and_one_may_ask_again(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school)
    first = county.submit(story, cast.lead, Audience.cluster)
    decide(county, first, cast.cluster_lead, SubmissionState.declined, message="Too thin for now.")
    assert state(county, first) is SubmissionState.declined
    assert county.submit(story, cast.lead, Audience.cluster) != first


def test_taking_it_back(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school)
    submission = county.submit(story, cast.author)
    with county.database.write() as session:
        publishing.withdraw(
            session,
            person_viewer(session, cast.author),
            session.get_one(Item, story),
            session.get_one(Submission, submission),
        )
    assert state(county, submission) is SubmissionState.withdrawn
    with pytest.raises(NotAllowed):
        county.approve(submission, cast.lead)


def step_down(county: County, story: UUID, who: UUID, audience: Audience) -> None:
    with county.database.write() as session:
        item = session.get_one(Item, story)
        publishing.step_down(session, person_viewer(session, who), item, audience, "A reason.")


def test_stepping_down_takes_the_wider_audiences_too_and_keeps_the_record(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, audience=Audience.cluster)
    step_down(county, story, cast.lead, Audience.school)
    assert reads(county, story, cast.neighbour) is None
    assert reads(county, story, cast.author) is None
    with county.database.read() as session:
        ended = session.exec(select(Publication).where(Publication.item_id == story)).all()
        assert {p.audience for p in ended} == {Audience.school, Audience.cluster}
        assert all(p.ended_reason == "A reason." for p in ended)
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "story.stepped_down")).one()
    assert entry.actor_id == cast.lead


def test_stepping_down_from_the_cluster_leaves_the_school_reading(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, audience=Audience.cluster)
    step_down(county, story, cast.cluster_lead, Audience.cluster)
    assert reads(county, story, cast.neighbour) is None
    assert reads(county, story, cast.author)


def test_after_a_step_down_no_open_request_brings_it_back(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="First.", audience=Audience.cluster)
    county.rewrite(story, "Second.")
    waiting = county.submit(story, cast.lead, Audience.cluster)
    step_down(county, story, cast.lead, Audience.cluster)
    assert state(county, waiting) is SubmissionState.withdrawn


def test_nothing_new_is_not_submitted_again(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, audience=Audience.school)
    with pytest.raises(Conflict, match="Nothing has changed"):
        county.submit(story, cast.lead)
    with county.database.read() as session:
        assert session.get_one(Item, story).last_revision == 1


def test_an_empty_story_goes_nowhere(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, text="")
    with pytest.raises(Invalid, match="nothing written"):
        county.submit(story, cast.author)


def test_a_school_that_moves_leaves_its_publications_until_the_new_cluster_approves(
    county: County, cast: Cast
) -> None:
    story = county.story(cast.lead, cast.school, audience=Audience.cluster)
    new = county.cluster()
    new_lead, new_neighbour = (
        county.person(Role.cluster_lead, new),
        county.person(Role.school_lead, county.school(new)),
    )
    county.move(cast.school, new)
    assert reads(county, story, cast.neighbour)
    assert reads(county, story, new_neighbour) is None
    county.approve(county.submit(story, cast.lead, Audience.cluster), new_lead)
    assert reads(county, story, new_neighbour)
    assert reads(county, story, cast.neighbour) is None


def test_bylines_outlive_seats(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, audience=Audience.school)
    county.end_seats(cast.author)
    with county.database.read() as session:
        facts = item_facts(session, session.get_one(Item, story))
    assert cast.author not in facts.authors
    assert cast.author in facts.byline


def test_every_write_leaves_its_audit_row(database: Database, county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, audience=Audience.cluster)
    with database.read() as session:
        actions = session.exec(
            select(AuditEntry.action).where(AuditEntry.subject_id == str(story)).order_by(col(AuditEntry.id))
        ).all()
    assert actions == [
        "story.started",
        "story.submitted",
        "story.privacy_confirmed",
        "story.submitted",
        "submission.approved",
    ]


def test_a_lead_takes_a_colleagues_story_from_the_school_to_the_cluster(county: County, cast: Cast) -> None:
    """What the school reads is offered to its lead, who does not write it; the draft stays the author's."""
    story = county.story(cast.author, cast.school, text="As the school reads it.")
    county.approve(county.submit(story, cast.author), cast.lead)
    county.rewrite(story, "As it is being changed.")

    def offered(person: UUID) -> list[tuple[Audience, int | None]]:
        with county.database.read() as session:
            viewer, item = person_viewer(session, person), session.get_one(Item, story)
            view = draft_view(session, viewer, item, item_facts(session, item))
            return [(step.audience, step.revision) for step in view.next_steps if step.allowed]

    assert offered(cast.author) == [(Audience.school, None)]
    assert offered(cast.lead) == [(Audience.cluster, 1)]
    submission = county.submit(story, cast.lead, Audience.cluster, revision=1)
    assert offered(cast.lead) == []
    county.approve(submission, cast.cluster_lead)
    assert reads(county, story, cast.neighbour) == "As the school reads it."
