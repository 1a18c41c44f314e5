"""Who may give an award, look after it, read it; and who edits the rubric."""

from uuid import uuid4

from app.models.items import Audience
from app.models.people import Role
from app.policies.answers import Denied
from app.policies.collections import may_collect, may_curate, may_delete, may_read
from app.policies.exemplars import may_award, may_edit_rubric, may_keep, may_retire, sees_award
from app.policies.items import ItemFacts, Published
from app.policies.viewers import PersonViewer, Public, SeatHeld, Viewer


def holder(role: Role) -> PersonViewer:
    place = {
        Role.regional_lead: {"region_id": 1},
        Role.cluster_lead: {"cluster_id": 1},
        Role.administrator: {},
    }.get(role, {"school_urn": 900_001})
    return PersonViewer(uuid4(), frozenset({SeatHeld(role, **place)}), region_clusters=frozenset({9}))


def story(**published: int) -> ItemFacts:
    return ItemFacts(
        item_id=uuid4(),
        home_school_urn=900_001,
        home_cluster_id=None,
        cluster_id=1,
        region_id=2,
        authors=frozenset(),
        byline=frozenset(),
        publications={Audience(rung): Published(number) for rung, number in published.items()},
    )


CURATOR = holder(Role.regional_lead)
OTHERS: list[Viewer] = [holder(role) for role in Role if role is not Role.regional_lead]
ALL_OTHERS: list[Viewer] = [*OTHERS, Public()]
COUNTY = story(school=2, cluster=2, county=2)


def test_any_regional_lead_awards_what_the_county_reads() -> None:
    assert may_award(CURATOR, COUNTY, set(), awarded=False)
    assert not may_award(CURATOR, COUNTY, set(), awarded=True)
    assert not may_award(CURATOR, story(school=1, cluster=1), set(), awarded=False)
    for viewer in ALL_OTHERS:
        assert not may_award(viewer, COUNTY, set(), awarded=False)


def test_nobody_awards_or_keeps_their_own_work_but_may_retire_it() -> None:
    own = {CURATOR.person_id}
    answer = may_award(CURATOR, COUNTY, own, awarded=False)
    assert answer == Denied("Your name is on this, so another Regional Lead decides.")
    assert not may_keep(CURATOR, own)
    assert may_keep(CURATOR, {uuid4()})
    assert may_retire(CURATOR)
    assert not any(may_retire(viewer) or may_keep(viewer, set()) for viewer in ALL_OTHERS)


def test_an_award_is_for_those_who_read_what_was_awarded() -> None:
    item = story(county=3, public=2)
    assert sees_award(CURATOR, item, 3)
    assert sees_award(Public(), item, 2)
    assert not sees_award(Public(), item, 3)
    assert not sees_award(Public(), COUNTY, 1)


def test_only_administrators_edit_the_rubric() -> None:
    assert may_edit_rubric(holder(Role.administrator))
    assert not may_edit_rubric(CURATOR)
    assert not may_edit_rubric(Public())


def test_collections_are_the_regional_leads_to_make_and_drafts_are_theirs_alone() -> None:
    assert may_curate(CURATOR)
    assert not any(may_curate(viewer) for viewer in ALL_OTHERS)
    everyone: list[Viewer] = [CURATOR, *ALL_OTHERS]
    readers = {
        audience: [viewer for viewer in everyone if may_read(viewer, audience)]
        for audience in (Audience.draft, Audience.county, Audience.public)
    }
    assert readers[Audience.draft] == [CURATOR]
    assert readers[Audience.county] == everyone[:-1]
    assert readers[Audience.public] == everyone
    assert not may_read(PersonViewer(uuid4()), Audience.county)


def test_only_what_the_county_reads_is_collected_and_only_drafts_are_deleted() -> None:
    assert may_collect(CURATOR, COUNTY)
    assert not may_collect(CURATOR, story(school=1, cluster=1))
    assert not may_collect(OTHERS[0], COUNTY)
    assert may_delete(CURATOR, Audience.draft)
    assert not may_delete(CURATOR, Audience.county)
    assert not may_delete(OTHERS[0], Audience.draft)
