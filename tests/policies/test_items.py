"""The ladder's rules, one by one, as mission.md words them."""

from uuid import UUID, uuid4

import pytest

from app.models.items import Audience, SubmissionState
from app.models.people import Role
from app.policies.answers import Denied
from app.policies.items import (
    Approvers,
    ItemFacts,
    Published,
    SubmissionFacts,
    approvers_of,
    in_audience,
    may_ask,
    may_decide,
    may_edit,
    may_see_draft,
    may_step_down,
    readable_revision,
)
from app.policies.viewers import PersonViewer, Public, SeatHeld, System

SCHOOL, OTHER_SCHOOL, CLUSTER, OTHER_CLUSTER, REGION = 900_001, 900_002, 1, 2, 1


def somebody(*seats: SeatHeld, person: UUID | None = None, clusters: tuple[int, ...] = ()) -> PersonViewer:
    return PersonViewer(person or uuid4(), frozenset(seats), frozenset(clusters))


def contributor(person: UUID | None = None, school: int = SCHOOL) -> PersonViewer:
    return somebody(SeatHeld(Role.contributor, school_urn=school), person=person, clusters=(CLUSTER,))


def school_lead(person: UUID | None = None, school: int = SCHOOL) -> PersonViewer:
    return somebody(SeatHeld(Role.school_lead, school_urn=school), person=person, clusters=(CLUSTER,))


def story(*authors: UUID, **published: Published) -> ItemFacts:
    return ItemFacts(
        item_id=uuid4(),
        home_school_urn=SCHOOL,
        home_cluster_id=None,
        cluster_id=CLUSTER,
        region_id=REGION,
        authors=frozenset(authors),
        byline=frozenset(authors),
        publications={Audience(name): value for name, value in published.items()},
    )


def test_authors_write_and_the_school_lead_reads_along() -> None:
    author = contributor()
    draft = story(author.person_id)
    assert may_edit(author, draft)
    assert may_see_draft(school_lead(), draft)
    assert not may_edit(school_lead(), draft)
    assert not may_see_draft(contributor(), draft)
    assert not may_see_draft(school_lead(school=OTHER_SCHOOL), draft)
    assert not may_see_draft(Public(), draft)
    assert may_see_draft(System(), draft)


def test_an_author_without_any_seat_is_out() -> None:
    person = uuid4()
    assert not may_edit(somebody(person=person), story(person))
    assert not may_see_draft(somebody(person=person), story(person))


def test_a_draft_without_authors_passes_to_the_home_school_lead() -> None:
    assert may_edit(school_lead(), story())
    assert not may_edit(school_lead(school=OTHER_SCHOOL), story())


def test_readers_get_the_newest_revision_of_the_audiences_they_are_in() -> None:
    item = story(uuid4(), school=Published(5), cluster=Published(3, CLUSTER))
    near = somebody(SeatHeld(Role.contributor, school_urn=OTHER_SCHOOL), clusters=(CLUSTER,))
    far = somebody(SeatHeld(Role.contributor, school_urn=OTHER_SCHOOL), clusters=(OTHER_CLUSTER,))
    assert readable_revision(contributor(), item) == 5
    assert readable_revision(near, item) == 3
    assert readable_revision(far, item) is None
    assert readable_revision(Public(), item) is None


def test_the_county_is_everyone_with_a_seat_and_the_public_is_anyone() -> None:
    administrator = somebody(SeatHeld(Role.administrator))
    item = story(county=Published(1))
    assert in_audience(administrator, Audience.county, item)
    assert not in_audience(somebody(), Audience.county, item)
    assert in_audience(Public(), Audience.public, story(public=Published(1)))


def test_being_administrator_opens_nothing_private() -> None:
    item = story(uuid4(), school=Published(1), cluster=Published(1, CLUSTER))
    administrator = somebody(SeatHeld(Role.administrator))
    assert readable_revision(administrator, item) is None
    assert not may_see_draft(administrator, item)


def test_any_author_asks_for_the_school_but_only_a_lead_for_the_cluster() -> None:
    author = contributor()
    item = story(author.person_id, school=Published(1))
    assert may_ask(author, item, Audience.school)
    denied = may_ask(author, item, Audience.cluster)
    assert isinstance(denied, Denied)
    assert "School Lead" in denied.reason
    assert may_ask(school_lead(), item, Audience.cluster)
    assert not may_ask(school_lead(school=OTHER_SCHOOL), item, Audience.cluster)


def test_an_author_who_leads_elsewhere_may_ask_for_the_cluster() -> None:
    lead = school_lead(school=OTHER_SCHOOL)
    assert may_ask(lead, story(lead.person_id, school=Published(1)), Audience.cluster)


def test_any_author_may_ask_to_update_what_is_published() -> None:
    author = contributor()
    item = story(author.person_id, school=Published(1), cluster=Published(1, CLUSTER))
    assert may_ask(author, item, Audience.cluster)


ASKER, LEAD, CLUSTER_LEAD, REGIONAL, OTHER_REGIONAL = (uuid4() for _ in range(5))


@pytest.mark.parametrize(
    ("audience", "byline", "approvers", "expected"),
    [
        (Audience.school, {ASKER}, Approvers(school_leads=frozenset({LEAD})), {LEAD}),
        # At school level the lead's own name on it does not matter.
        (Audience.school, {ASKER, LEAD}, Approvers(school_leads=frozenset({LEAD})), {LEAD}),
        # The Cluster Lead stands in for a missing School Lead, and then they may not be named.
        (Audience.school, {ASKER}, Approvers(cluster_leads=frozenset({CLUSTER_LEAD})), {CLUSTER_LEAD}),
        (
            Audience.school,
            {ASKER, CLUSTER_LEAD},
            Approvers(cluster_leads=frozenset({CLUSTER_LEAD}), regional_leads=frozenset({REGIONAL})),
            {REGIONAL},
        ),
        (
            Audience.cluster,
            {ASKER},
            Approvers(frozenset({LEAD}), frozenset({CLUSTER_LEAD}), frozenset({REGIONAL})),
            {CLUSTER_LEAD},
        ),
        # A Cluster Lead on the byline: the region's Regional Lead decides.
        (
            Audience.cluster,
            {CLUSTER_LEAD},
            Approvers(cluster_leads=frozenset({CLUSTER_LEAD}), regional_leads=frozenset({REGIONAL})),
            {REGIONAL},
        ),
        # And if that one is named as well, the other region's.
        (
            Audience.cluster,
            {CLUSTER_LEAD, REGIONAL},
            Approvers(
                cluster_leads=frozenset({CLUSTER_LEAD}),
                regional_leads=frozenset({REGIONAL}),
                other_regional_leads=frozenset({OTHER_REGIONAL}),
            ),
            {OTHER_REGIONAL},
        ),
        # Two hold the seat, one is named: the other one decides, and nobody further up.
        (
            Audience.cluster,
            {CLUSTER_LEAD},
            Approvers(cluster_leads=frozenset({CLUSTER_LEAD, LEAD}), regional_leads=frozenset({REGIONAL})),
            {LEAD},
        ),
        # The county is a Regional Lead's to open, not the Cluster Lead's.
        (
            Audience.county,
            {ASKER},
            Approvers(frozenset({LEAD}), frozenset({CLUSTER_LEAD}), frozenset({REGIONAL})),
            {REGIONAL},
        ),
        # Consent to go public is the home school's own, its lead named or not.
        (
            Audience.public,
            {LEAD},
            Approvers(frozenset({LEAD}), frozenset({CLUSTER_LEAD}), frozenset({REGIONAL})),
            {LEAD},
        ),
        (
            Audience.public,
            set(),
            Approvers(frozenset({ASKER}), frozenset({CLUSTER_LEAD}), frozenset({REGIONAL})),
            {CLUSTER_LEAD},
        ),
        # Whoever asks does not decide, named or not.
        (
            Audience.cluster,
            set(),
            Approvers(cluster_leads=frozenset({ASKER}), regional_leads=frozenset({REGIONAL})),
            {REGIONAL},
        ),
    ],
)
def test_who_decides(
    audience: Audience, byline: set[UUID], approvers: Approvers, expected: set[UUID]
) -> None:
    facts = SubmissionFacts(audience, SubmissionState.waiting, ASKER, frozenset(byline), approvers)
    assert approvers_of(facts) == expected
    for person in (ASKER, LEAD, CLUSTER_LEAD, REGIONAL, OTHER_REGIONAL):
        assert bool(may_decide(somebody(person=person), facts)) == (person in expected)


def test_nothing_is_decided_twice() -> None:
    approvers = Approvers(cluster_leads=frozenset({CLUSTER_LEAD}))
    facts = SubmissionFacts(Audience.cluster, SubmissionState.approved, ASKER, frozenset(), approvers)
    assert not may_decide(somebody(person=CLUSTER_LEAD), facts)


def test_who_takes_it_back() -> None:
    author = contributor()
    item = story(author.person_id, school=Published(1), cluster=Published(1, CLUSTER))
    cluster_lead = somebody(SeatHeld(Role.cluster_lead, cluster_id=CLUSTER))
    other_cluster_lead = somebody(SeatHeld(Role.cluster_lead, cluster_id=OTHER_CLUSTER))
    assert may_step_down(school_lead(), item, Audience.school)
    assert may_step_down(cluster_lead, item, Audience.cluster)
    assert not may_step_down(cluster_lead, item, Audience.school)
    assert not may_step_down(other_cluster_lead, item, Audience.cluster)
    assert not may_step_down(author, item, Audience.cluster)
    assert not may_step_down(school_lead(), item, Audience.county), "it never got there"
