"""From the cluster to the county and to the public: who asks, who decides, what each step leaves behind."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlmodel import col, select

from app.actions import publishing
from app.errors import Conflict, Invalid, NotAllowed
from app.models.audit import AuditEntry
from app.models.items import Audience, Item, Publication, Submission, SubmissionState
from app.models.people import Role
from app.policies.viewers import Public
from app.queries.drafts import draft_view
from app.queries.items import item_facts
from app.queries.stories import story_view
from app.queries.viewers import person_viewer
from tests.factories import County


@dataclass
class Cast:
    """A school in a cluster of one of two regions, and everybody who leads around it."""

    cluster: int
    school: int
    region: int
    author: UUID
    lead: UUID
    cluster_lead: UUID
    regional: UUID
    other_regional: UUID


@pytest.fixture
def cast(county: County) -> Cast:
    region, other = county.region(), county.region()
    cluster = county.cluster(region)
    school = county.school(cluster)
    return Cast(
        cluster=cluster,
        school=school,
        region=region,
        author=county.person(Role.contributor, school),
        lead=county.person(Role.school_lead, school, name="L. Ead"),
        cluster_lead=county.person(Role.cluster_lead, cluster),
        regional=county.person(Role.regional_lead, region, name="R. Egional"),
        other_regional=county.person(Role.regional_lead, other),
    )


def reads(county: County, story: UUID) -> dict[Audience, int]:
    """Which revision each audience reads now."""
    with county.database.read() as session:
        found = session.exec(
            select(Publication).where(Publication.item_id == story, col(Publication.ended_at).is_(None))
        ).all()
        return {one.audience: one.revision_number for one in found}


def open_ones(county: County) -> dict[Audience, int]:
    """Which revision waits for each audience."""
    with county.database.read() as session:
        found = session.exec(select(Submission).where(Submission.state == SubmissionState.waiting)).all()
        return {one.audience: one.revision_number for one in found}


def waiting(county: County, audience: Audience) -> UUID:
    with county.database.read() as session:
        return session.exec(
            select(Submission.id).where(
                Submission.audience == audience, Submission.state == SubmissionState.waiting
            )
        ).one()


def step_down(county: County, story: UUID, who: UUID, audience: Audience) -> None:
    with county.database.write() as session:
        item = session.get_one(Item, story)
        publishing.step_down(session, person_viewer(session, who), item, audience, "A reason.")


def decide(county: County, submission: UUID, who: UUID, outcome: SubmissionState) -> None:
    with county.database.write() as session:
        found = session.get_one(Submission, submission)
        item = session.get_one(Item, found.item_id)
        publishing.decide(
            session,
            person_viewer(session, who),
            item,
            found,
            outcome=outcome,
            revision=found.revision_number,
            message="Why.",
        )


def test_from_the_cluster_to_the_public_by_consent(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, audience=Audience.cluster)
    to_county = county.submit(story, cast.cluster_lead, Audience.county, revision=1)
    for nobody in (cast.lead, cast.cluster_lead, cast.other_regional):
        with pytest.raises(NotAllowed):
            county.approve(to_county, nobody)
    county.approve(to_county, cast.regional)
    to_public = county.submit(story, cast.regional, Audience.public, revision=1)
    for nobody in (cast.cluster_lead, cast.regional, cast.other_regional):
        with pytest.raises(NotAllowed):
            county.approve(to_public, nobody)
    county.approve(to_public, cast.lead)
    assert reads(county, story) == dict.fromkeys(list(Audience)[1:], 1)
    with county.database.read() as session:
        item = session.get_one(Item, story)
        assert story_view(session, Public(), item, item_facts(session, item)).revision == 1


def test_each_rung_only_from_the_one_below(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, audience=Audience.school)
    with pytest.raises(Conflict, match="cluster first"):
        county.submit(story, cast.lead, Audience.county, revision=1)
    with pytest.raises(Conflict, match="county first"):
        county.submit(story, cast.regional, Audience.public, revision=1)
    assert open_ones(county) == {}


def test_what_goes_wider_is_what_the_audience_below_agreed_to(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="First.", audience=Audience.cluster)
    county.rewrite(story, "Second.")
    with pytest.raises(Conflict, match="cluster reads another revision"):
        county.submit(story, cast.lead, Audience.county)
    county.submit(story, cast.lead, Audience.cluster)
    with pytest.raises(Invalid):
        county.submit(story, cast.cluster_lead, Audience.county, revision=2)
    county.submit(story, cast.cluster_lead, Audience.county, revision=1)
    assert open_ones(county)[Audience.county] == 1


def test_where_the_seat_of_its_region_is_empty_the_other_one_proposes_and_approves(
    county: County, cast: Cast
) -> None:
    story = county.story(cast.author, cast.school, audience=Audience.cluster)
    county.end_seats(cast.regional)
    county.approve(county.submit(story, cast.lead, Audience.county, revision=1), cast.other_regional)
    county.approve(county.submit(story, cast.other_regional, Audience.public, revision=1), cast.lead)
    assert Audience.public in reads(county, story)


def test_a_school_that_says_no_is_heard(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, audience=Audience.county)
    asked = county.submit(story, cast.regional, Audience.public, revision=1)
    decide(county, asked, cast.lead, SubmissionState.declined)
    assert Audience.public not in reads(county, story)
    assert reads(county, story)[Audience.county] == 1


def test_a_later_revision_goes_to_the_approvers_of_every_rung(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, text="First.", audience=Audience.public)
    county.rewrite(story, "Second.")
    county.submit(story, cast.author, Audience.public)
    assert open_ones(county) == dict.fromkeys(list(Audience)[1:], 2)
    county.approve(waiting(county, Audience.county), cast.regional)
    assert reads(county, story) == {
        Audience.school: 2,
        Audience.cluster: 2,
        Audience.county: 2,
        Audience.public: 1,
    }, "replaced there and in narrower ones; the wider one keeps its own"
    assert open_ones(county) == {Audience.public: 2}, "what narrower approvers still had is settled"
    county.approve(waiting(county, Audience.public), cast.lead)
    assert set(reads(county, story).values()) == {2}


def test_an_update_by_one_of_the_approvers_is_decided_by_the_others(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school, text="First.", audience=Audience.public)
    county.rewrite(story, "Second.")
    county.submit(story, cast.lead, Audience.public)
    assert reads(county, story)[Audience.school] == 2, "a School Lead's own, at once"
    assert open_ones(county) == dict.fromkeys([Audience.cluster, Audience.county, Audience.public], 2)
    with pytest.raises(NotAllowed):
        county.approve(waiting(county, Audience.public), cast.lead)
    # Nobody else leads the school, so the next one consents in its place.
    county.approve(waiting(county, Audience.public), cast.cluster_lead)
    assert set(reads(county, story).values()) == {2}


def test_the_school_takes_it_back_from_everywhere_at_once(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, text="First.", audience=Audience.public)
    county.rewrite(story, "Second.")
    county.submit(story, cast.author, Audience.public)
    step_down(county, story, cast.lead, Audience.school)
    assert reads(county, story) == {}
    assert open_ones(county) == {}, "nothing that was open brings it back"


def test_each_rung_is_stepped_down_by_whoever_approves_it(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, audience=Audience.public)
    for nobody in (cast.author, cast.cluster_lead, cast.other_regional):
        with pytest.raises(NotAllowed):
            step_down(county, story, nobody, Audience.public)
    step_down(county, story, cast.regional, Audience.public)
    assert Audience.public not in reads(county, story)
    with pytest.raises(NotAllowed):
        step_down(county, story, cast.cluster_lead, Audience.county)
    step_down(county, story, cast.regional, Audience.county)
    step_down(county, story, cast.cluster_lead, Audience.cluster)
    assert reads(county, story) == {Audience.school: 1}
    with county.database.read() as session:
        ended = session.exec(
            select(AuditEntry.actor_id).where(AuditEntry.action == "story.stepped_down")
        ).all()
    assert ended == [cast.regional, cast.regional, cast.cluster_lead]


def test_who_stood_in_for_a_missing_school_lead_takes_it_back_too(county: County, cast: Cast) -> None:
    """A Cluster Lead does not read what only the school reads, and is answerable for it all the same."""
    county.end_seats(cast.lead)
    story = county.story(cast.author, cast.school, audience=Audience.school)
    with pytest.raises(NotAllowed):
        step_down(county, story, cast.regional, Audience.school)
    step_down(county, story, cast.cluster_lead, Audience.school)
    assert reads(county, story) == {}


def test_after_a_move_the_old_cluster_keeps_what_the_county_goes_on_to_read(
    county: County, cast: Cast
) -> None:
    """A wider approval gives the new cluster nothing that its own lead has not approved."""
    story = county.story(cast.author, cast.school, text="First.", audience=Audience.county)
    new = county.cluster(cast.region)
    county.move(cast.school, new)
    county.rewrite(story, "Second.")
    county.submit(story, cast.author, Audience.county)
    county.approve(waiting(county, Audience.county), cast.regional)
    with county.database.read() as session:
        at_cluster = session.exec(
            select(Publication).where(
                Publication.audience == Audience.cluster, col(Publication.ended_at).is_(None)
            )
        ).one()
    assert (at_cluster.cluster_id, at_cluster.revision_number) == (cast.cluster, 2)
    assert open_ones(county) == {Audience.cluster: 2}, "the new Cluster Lead is still asked"
    county.approve(waiting(county, Audience.cluster), county.person(Role.cluster_lead, new))
    with county.database.read() as session:
        now = session.exec(
            select(Publication.cluster_id).where(
                Publication.audience == Audience.cluster, col(Publication.ended_at).is_(None)
            )
        ).one()
    assert now == new


def test_everybody_is_shown_their_own_next_step(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, audience=Audience.cluster)

    def doors(person: UUID) -> list[tuple[Audience, int | None, str]]:
        with county.database.read() as session:
            item, viewer = session.get_one(Item, story), person_viewer(session, person)
            view = story_view(session, viewer, item, item_facts(session, item))
            return [(step.audience, step.revision, step.approver) for step in view.can.ask]

    to_county = [(Audience.county, 1, "R. Egional, Regional Lead")]
    assert [doors(one) for one in (cast.lead, cast.cluster_lead)] == [to_county, to_county]
    assert [doors(one) for one in (cast.author, cast.regional)] == [[], []]
    with county.database.read() as session:
        item, viewer = session.get_one(Item, story), person_viewer(session, cast.author)
        steps = draft_view(session, viewer, item, item_facts(session, item)).next_steps
    assert [(s.audience, s.allowed, s.reason) for s in steps] == [
        (Audience.cluster, True, ""),
        (Audience.county, False, "Its School Lead or the Cluster Lead takes it to the county."),
    ]
    asked = county.submit(story, cast.lead, Audience.county, revision=1)
    assert [doors(one) for one in (cast.lead, cast.cluster_lead)] == [[], []], "it has been asked for"
    county.approve(asked, cast.regional)
    assert doors(cast.regional) == [(Audience.public, 1, "L. Ead, School Lead")]
    assert doors(cast.lead) == []
