"""The queue and the way of a story: what each of those concerned is told, and at what cost."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlmodel import select

from app.actions import publishing
from app.actions.submissions import take_over
from app.errors import NotAllowed
from app.models.items import Audience, Item, Submission, SubmissionState
from app.models.people import Role
from app.policies.answers import require
from app.queries.items import item_facts
from app.queries.reviews import reviews
from app.queries.timeline import part_in, timeline
from app.queries.viewers import person_viewer
from app.schemas.submissions import Timeline
from tests.factories import County
from tests.statements import counted


@dataclass
class Cast:
    """A school in a cluster, and everybody who leads around it."""

    school: int
    cluster: int
    author: UUID
    lead: UUID
    cluster_lead: UUID
    regional: UUID
    colleague: UUID


@pytest.fixture
def cast(county: County) -> Cast:
    region = county.region()
    cluster = county.cluster(region, name="Fenside")
    school = county.school(cluster)
    return Cast(
        school=school,
        cluster=cluster,
        author=county.person(Role.contributor, school, name="A. Uthor"),
        lead=county.person(Role.school_lead, school, name="L. Ead"),
        cluster_lead=county.person(Role.cluster_lead, cluster, name="C. Lead"),
        regional=county.person(Role.regional_lead, region, name="R. Egional"),
        colleague=county.person(Role.contributor, school),
    )


def way(county: County, story: UUID, person: UUID) -> Timeline:
    with county.database.read() as session:
        viewer, item = person_viewer(session, person), session.get_one(Item, story)
        facts = item_facts(session, item)
        part = part_in(session, viewer, facts)
        require(part.answer)
        return timeline(session, viewer, item, facts, part.submissions)


def told(found: Timeline) -> list[tuple[str, str | None, Audience | None]]:
    return [(one.what, one.person.name if one.person else None, one.audience) for one in found.entries]


def two_waiting(county: County, cluster: int) -> None:
    """At a new school, a contributor's story waits for its lead, and the lead's own for the Cluster Lead."""
    school = county.school(cluster)
    lead, author = county.person(Role.school_lead, school), county.person(Role.contributor, school)
    county.submit(county.story(author, school), author)
    county.submit(county.story(lead, school), lead, Audience.cluster)


def test_a_longer_queue_costs_no_more_statements(county: County, cast: Cast) -> None:
    two_waiting(county, cast.cluster)
    with county.database.read() as session, counted(session) as few:
        reviews(session, person_viewer(session, cast.regional))
    for _ in range(4):
        two_waiting(county, cast.cluster)
    with county.database.read() as session, counted(session) as many:
        found = reviews(session, person_viewer(session, cast.regional))
    assert found.around_count == 10
    assert len(many) == len(few)


def test_what_waits_around_says_for_whom_and_since_when(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school)
    submission = county.submit(story, cast.author)
    with county.database.read() as session:
        by_cluster = reviews(session, person_viewer(session, cast.cluster_lead))
        by_region = reviews(session, person_viewer(session, cast.regional))
        by_author = reviews(session, person_viewer(session, cast.author))
    (seen,) = by_cluster.around
    assert (seen.submission, seen.waiting_for, seen.school_days) == (submission, "L. Ead, School Lead", 0)
    # What a draft is called, and who writes it, is not for those it merely waits around.
    assert (seen.title, seen.byline) == (None, [])
    assert (seen.can_decide, seen.can_take_over) == (False, True)
    assert [one.submission for one in by_region.around] == [submission]
    assert (by_author.mine, by_author.around) == ([], [])


def test_whoever_took_over_is_named_as_the_one_it_waits_for(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school)
    submission = county.submit(story, cast.author)
    with county.database.write() as session:
        item, found = session.get_one(Item, story), session.get_one(Submission, submission)
        take_over(session, person_viewer(session, cast.cluster_lead), item, found, "On leave.")
    with county.database.read() as session:
        (mine,) = reviews(session, person_viewer(session, cast.cluster_lead)).mine
        (theirs,) = reviews(session, person_viewer(session, cast.lead)).mine
    words = "C. Lead, Cluster Lead, who took it over"
    assert (mine.waiting_for, theirs.waiting_for) == (words, words)


def test_those_on_the_draft_see_the_whole_way(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school)
    county.publish(story, cast.author, Audience.county)
    with county.database.write() as session:
        item = session.get_one(Item, story)
        lead = person_viewer(session, cast.lead)
        publishing.step_down(session, lead, item, Audience.cluster, "A pupil could be recognised.")
    for person in (cast.author, cast.lead):
        found = way(county, story, person)
        assert found.complete
        happened = [one for one in told(found) if one[0] != "privacy_confirmed"]
        assert happened == [
            ("asked", "A. Uthor", Audience.school),
            ("approved", "L. Ead", Audience.school),
            ("asked", "L. Ead", Audience.cluster),
            ("approved", "C. Lead", Audience.cluster),
            ("asked", "L. Ead", Audience.county),
            ("approved", "R. Egional", Audience.county),
            ("stepped_down", "L. Ead", Audience.cluster),
        ]
        assert found.entries[-1].message == "A pupil could be recognised."
        assert {one.revision for one in found.entries} == {1}
        assert ("privacy_confirmed", "L. Ead", None) in told(found)


def test_an_approver_sees_what_they_took_part_in_and_what_readers_know(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, text="Secret words of the story.")
    county.publish(story, cast.author, Audience.county)
    found = way(county, story, cast.regional)
    assert not found.complete
    assert [one for one in told(found) if one[0] != "privacy_confirmed"] == [
        # Regional Leads belong to the cluster's readers, and are not told who approved there.
        ("published", None, Audience.cluster),
        ("asked", "L. Ead", Audience.county),
        ("approved", "R. Egional", Audience.county),
    ]
    assert "Secret" not in found.model_dump_json()


def test_a_reader_has_no_part_in_it(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, audience=Audience.county)
    for person in (cast.colleague, county.person(Role.school_lead, county.school())):
        with pytest.raises(NotAllowed, match="those who write it and those who review it"):
            way(county, story, person)


def test_who_waits_for_their_first_answer_sees_that_they_asked(county: County, cast: Cast) -> None:
    story = county.story(cast.author, cast.school, title="As it was sent")
    county.publish(story, cast.author, Audience.cluster)
    county.submit(story, cast.cluster_lead, Audience.county, revision=1)
    with county.database.write() as session:
        session.get_one(Item, story).title = "As the draft is called by now"
    found = way(county, story, cast.cluster_lead)
    assert found.title == "As it was sent"
    assert ("asked", "C. Lead", Audience.county) in told(found)
    assert ("asked", "A. Uthor", Audience.school) not in told(found)


def test_a_school_leads_own_stands_once(county: County, cast: Cast) -> None:
    story = county.story(cast.lead, cast.school)
    county.submit(story, cast.lead)
    (once,) = way(county, story, cast.lead).entries
    assert (once.what, once.own_lead) == ("asked", True)
    with county.database.read() as session:
        assert session.exec(select(Submission.state)).one() is SubmissionState.approved
