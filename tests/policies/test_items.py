"""Who reads and writes what, as mission.md words it."""

from uuid import uuid4

from app.models.items import Audience
from app.models.people import Role
from app.policies.items import Published, in_audience, may_edit, may_see_draft, readable_revision
from app.policies.viewers import Public, SeatHeld, System
from tests.policies.people import (
    CLUSTER,
    OTHER_CLUSTER,
    OTHER_SCHOOL,
    contributor,
    school_lead,
    somebody,
    story,
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
