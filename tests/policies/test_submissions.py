"""The steps of the ladder, one by one, as mission.md words them."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from app.models.items import OPEN_STATES, Audience, SubmissionState
from app.models.people import Role
from app.policies.answers import Denied
from app.policies.items import Published
from app.policies.submissions import (
    Approvers,
    SubmissionFacts,
    approvers_of,
    deciders_of,
    may_ask,
    may_decide,
    may_see_submission,
    may_see_timeline,
    may_step_down,
    may_take_over,
    may_withdraw,
)
from app.policies.viewers import PersonViewer, Public, SeatHeld
from tests.policies.people import (
    CLUSTER,
    OTHER_CLUSTER,
    OTHER_SCHOOL,
    REGION,
    contributor,
    school_lead,
    somebody,
    story,
)

NOBODY = Approvers()
ASKER, LEAD, CLUSTER_LEAD, REGIONAL, OTHER_REGIONAL = (uuid4() for _ in range(5))


def only(person: UUID) -> frozenset[UUID]:
    return frozenset({person})


REGIONS = Approvers(regional_leads=only(REGIONAL), other_regional_leads=only(OTHER_REGIONAL))


def cluster_lead(cluster: int = CLUSTER) -> PersonViewer:
    return somebody(SeatHeld(Role.cluster_lead, cluster_id=cluster))


def regional(person: UUID) -> PersonViewer:
    return somebody(SeatHeld(Role.regional_lead, region_id=REGION), person=person)


def test_any_author_asks_for_the_school_but_only_a_lead_for_the_cluster() -> None:
    author = contributor()
    item = story(author.person_id, school=Published(1))
    assert may_ask(author, item, Audience.school, NOBODY)
    denied = may_ask(author, item, Audience.cluster, NOBODY)
    assert isinstance(denied, Denied)
    assert "School Lead" in denied.reason
    assert may_ask(school_lead(), item, Audience.cluster, NOBODY)
    assert not may_ask(school_lead(school=OTHER_SCHOOL), item, Audience.cluster, NOBODY)


def test_an_author_who_leads_elsewhere_may_ask_for_the_cluster() -> None:
    lead = school_lead(school=OTHER_SCHOOL)
    assert may_ask(lead, story(lead.person_id, school=Published(1)), Audience.cluster, NOBODY)


def test_any_author_may_ask_to_update_what_is_published() -> None:
    author = contributor()
    item = story(author.person_id, school=Published(1), cluster=Published(1, CLUSTER))
    assert may_ask(author, item, Audience.cluster, NOBODY)


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


def test_the_county_is_asked_for_by_the_school_or_by_the_cluster_that_reads_it() -> None:
    author = contributor()
    item = story(author.person_id, school=Published(1), cluster=Published(1, CLUSTER))
    assert may_ask(school_lead(), item, Audience.county, NOBODY)
    assert may_ask(cluster_lead(), item, Audience.county, NOBODY)
    assert not may_ask(cluster_lead(OTHER_CLUSTER), item, Audience.county, NOBODY)
    assert not may_ask(author, item, Audience.county, NOBODY)
    assert not may_ask(somebody(person=REGIONAL), item, Audience.county, REGIONS)
    assert not may_ask(cluster_lead(), story(author.person_id, school=Published(1)), Audience.county, NOBODY)


def test_a_regional_lead_proposes_for_the_public_and_the_school_does_not() -> None:
    item = story(uuid4(), school=Published(1), cluster=Published(1, CLUSTER), county=Published(1))
    for viewer in (school_lead(), cluster_lead(), contributor(), regional(OTHER_REGIONAL)):
        assert not may_ask(viewer, item, Audience.public, REGIONS)
    assert may_ask(regional(REGIONAL), item, Audience.public, REGIONS)
    vacant = Approvers(other_regional_leads=frozenset({OTHER_REGIONAL}))
    assert may_ask(regional(OTHER_REGIONAL), item, Audience.public, vacant), "the seat of its own is empty"


def test_nobody_asks_without_a_seat() -> None:
    person = uuid4()
    item = story(person, school=Published(1), cluster=Published(1, CLUSTER), county=Published(1))
    for audience in Audience:
        assert not may_ask(somebody(person=person), item, audience, Approvers(regional_leads=only(person)))
        assert not may_ask(Public(), item, audience, NOBODY)


CHAIN = Approvers(only(LEAD), only(CLUSTER_LEAD), only(REGIONAL), only(OTHER_REGIONAL))


@pytest.mark.parametrize(
    ("audience", "byline", "expected"),
    [
        (Audience.school, set(), {CLUSTER_LEAD, REGIONAL, OTHER_REGIONAL}),
        (Audience.cluster, set(), {REGIONAL, OTHER_REGIONAL}),
        (Audience.county, set(), {OTHER_REGIONAL}),
        # Consent is never taken over.
        (Audience.public, set(), set()),
        # Nor does anybody who is named on it take anything over.
        (Audience.school, {CLUSTER_LEAD}, {REGIONAL, OTHER_REGIONAL}),
        # Where the one who would decide is named, the next one decides, and those further up may take over.
        (Audience.cluster, {CLUSTER_LEAD}, {OTHER_REGIONAL}),
        (Audience.county, {REGIONAL}, set()),
    ],
)
def test_who_takes_over(audience: Audience, byline: set[UUID], expected: set[UUID]) -> None:
    facts = SubmissionFacts(audience, SubmissionState.waiting, ASKER, frozenset(byline), CHAIN)
    for person in (ASKER, LEAD, CLUSTER_LEAD, REGIONAL, OTHER_REGIONAL, uuid4()):
        assert bool(may_take_over(somebody(person=person), facts)) == (person in expected)
        took = replace(facts, taken_over_by=person)
        assert (person in deciders_of(took)) == (person in expected | approvers_of(facts))
        assert approvers_of(facts) <= deciders_of(took), "who comes back finds it still theirs"


def test_who_asked_does_not_take_over_their_own() -> None:
    facts = SubmissionFacts(Audience.cluster, SubmissionState.waiting, REGIONAL, frozenset(), CHAIN)
    denied = may_take_over(somebody(person=REGIONAL), facts)
    assert isinstance(denied, Denied)
    assert "You asked" in denied.reason
    assert REGIONAL not in deciders_of(replace(facts, taken_over_by=REGIONAL))


def test_why_consent_is_not_taken_over_is_said() -> None:
    facts = SubmissionFacts(Audience.public, SubmissionState.waiting, REGIONAL, frozenset(), CHAIN)
    denied = may_take_over(somebody(person=OTHER_REGIONAL), facts)
    assert isinstance(denied, Denied)
    assert "school's own decision" in denied.reason


@pytest.mark.parametrize("state", [s for s in SubmissionState if s not in OPEN_STATES])
def test_what_is_decided_is_not_taken_over(state: SubmissionState) -> None:
    facts = SubmissionFacts(Audience.school, state, ASKER, frozenset(), CHAIN)
    assert not may_take_over(somebody(person=CLUSTER_LEAD), facts)


def test_who_proposed_it_sees_it_and_takes_it_back_while_they_hold_their_seat() -> None:
    item = story(uuid4(), school=Published(1), cluster=Published(1, CLUSTER), county=Published(1))
    for audience, asker in ((Audience.county, cluster_lead()), (Audience.public, regional(REGIONAL))):
        asked = SubmissionFacts(audience, SubmissionState.waiting, asker.person_id, frozenset(), REGIONS)
        for may in (may_see_submission, may_withdraw):
            assert may(asker, item, asked)
            assert not may(somebody(person=asker.person_id), item, asked)
    gone = replace(asked, approvers=Approvers(regional_leads=only(OTHER_REGIONAL)))
    assert not may_withdraw(regional(REGIONAL), item, gone)


def test_who_takes_it_back() -> None:
    author = contributor()
    item = story(author.person_id, school=Published(1), cluster=Published(1, CLUSTER))
    person = cluster_lead().person_id
    who = Approvers(only(LEAD), only(person), only(REGIONAL), only(OTHER_REGIONAL))
    assert may_step_down(school_lead(), item, Audience.school, who)
    assert may_step_down(somebody(person=person), item, Audience.cluster, who)
    assert may_step_down(somebody(person=REGIONAL), item, Audience.cluster, who)
    assert not may_step_down(somebody(person=OTHER_REGIONAL), item, Audience.cluster, who)
    assert not may_step_down(somebody(person=person), item, Audience.school, who)
    assert not may_step_down(cluster_lead(OTHER_CLUSTER), item, Audience.cluster, who)
    assert not may_step_down(author, item, Audience.cluster, who)
    assert not may_step_down(school_lead(), item, Audience.county, who), "it never got there"


def test_the_widest_rungs_are_taken_back_by_the_region_and_by_the_school() -> None:
    here = {"school": Published(1), "cluster": Published(1, CLUSTER)}
    item = story(uuid4(), **here, county=Published(1), public=Published(1))
    for audience in (Audience.county, Audience.public):
        assert may_step_down(school_lead(), item, audience, CHAIN)
        assert may_step_down(somebody(person=REGIONAL), item, audience, CHAIN)
        assert not may_step_down(somebody(person=OTHER_REGIONAL), item, audience, CHAIN)
        assert not may_step_down(somebody(person=CLUSTER_LEAD), item, audience, CHAIN)
        vacant = replace(CHAIN, regional_leads=frozenset())
        assert may_step_down(somebody(person=OTHER_REGIONAL), item, audience, vacant)


def test_who_stands_in_takes_back_too() -> None:
    item = story(uuid4(), school=Published(1))
    vacant = replace(CHAIN, school_leads=frozenset())
    assert may_step_down(somebody(person=CLUSTER_LEAD), item, Audience.school, vacant)
    assert not may_step_down(somebody(person=REGIONAL), item, Audience.school, vacant)
    # The Cluster Lead is named on it, so the Regional Lead approved it.
    named = story(CLUSTER_LEAD, school=Published(1))
    assert may_step_down(somebody(person=REGIONAL), named, Audience.school, vacant)


def test_what_happened_is_for_those_who_had_a_part_in_it() -> None:
    author = contributor()
    item = story(author.person_id, school=Published(1))
    asked = SubmissionFacts(Audience.cluster, SubmissionState.waiting, LEAD, frozenset(), CHAIN)
    for viewer in (author, school_lead(), somebody(SeatHeld(Role.cluster_lead), person=CLUSTER_LEAD)):
        assert may_see_timeline(viewer, item, [asked], may_step_it_down=False)
    reader = contributor()
    assert not may_see_timeline(reader, item, [asked], may_step_it_down=False)
    assert may_see_timeline(reader, item, [], may_step_it_down=True)
    assert not may_see_timeline(Public(), item, [asked], may_step_it_down=False)
