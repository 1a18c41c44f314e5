"""Curators ask for stories, and that is followed until there is a draft, whose text nobody is told."""

from uuid import UUID

import pytest
from sqlmodel import col, select

from app.actions import requests, stories
from app.db import Database
from app.errors import Conflict, Invalid, NotAllowed, NotFound
from app.models.audit import AuditEntry
from app.models.items import Audience, Item, ItemKind
from app.models.notices import Notice, NoticeKind
from app.models.people import Role
from app.models.places import School, SchoolStatus
from app.models.requests import RequestState, StoryRequest
from app.queries.requests import get_request, places_to_ask, request_lists, request_views
from app.queries.viewers import person_viewer
from app.schemas.requests import RequestLists, RequestView
from tests.factories import County


class Asking:
    """Two clusters in two regions, with a school each that has a lead and a contributor."""

    def __init__(self, county: County) -> None:
        self.county = county
        north, south = county.region(), county.region()
        self.cluster, self.elsewhere = county.cluster(north), county.cluster(south)
        self.school, self.other = county.school(self.cluster), county.school(self.cluster)
        self.far = county.school(self.elsewhere)
        self.lead = county.person(Role.school_lead, self.school)
        self.contributor = county.person(Role.contributor, self.school)
        self.neighbour = county.person(Role.contributor, self.other)
        self.stranger = county.person(Role.school_lead, self.far)
        self.cluster_lead = county.person(Role.cluster_lead, self.cluster)
        self.curator = county.person(Role.regional_lead, south)
        self.fellow = county.person(Role.regional_lead, north)
        self.about = county.recommendation(4)

    def ask(self, by: UUID | None = None, *, school: int | None = None, cluster: str | None = None) -> UUID:
        if cluster is None and school is None:
            school = self.school
        with self.county.database.write() as session:
            return requests.ask_for_story(
                session,
                person_viewer(session, by or self.curator),
                school_urn=school,
                cluster_slug=cluster,
                recommendation=self.about,
                message="You said that the handover worked. How?",
            ).id

    def start(
        self, request: UUID, by: UUID, school: int | None = None, title: str = "A draft’s title"
    ) -> UUID:
        with self.county.database.write() as session:
            viewer = person_viewer(session, by)
            item = stories.start_story(
                session,
                viewer,
                title=title,
                school_urn=school or self.school,
                tags=[self.about],
                kind=ItemKind.case_study,
            )
            requests.take_up(session, viewer, request, item)
            return item.id

    def answer(self, what: str, request: UUID, by: UUID, reason: str = "Not this term.") -> None:
        with self.county.database.write() as session:
            viewer = person_viewer(session, by)
            {"decline": requests.decline, "withdraw": requests.withdraw}[what](
                session, viewer, get_request(session, viewer, request), reason
            )

    def view(self, request: UUID, person: UUID) -> RequestView:
        with self.county.database.read() as session:
            viewer = person_viewer(session, person)
            return request_views(session, viewer, [get_request(session, viewer, request)])[0]

    def lists(self, person: UUID) -> RequestLists:
        with self.county.database.read() as session:
            return request_lists(session, person_viewer(session, person))

    def told(self, kind: NoticeKind) -> set[UUID]:
        with self.county.database.read() as session:
            return set(session.exec(select(Notice.person_id).where(Notice.kind == kind)).all())


@pytest.fixture
def asking(county: County) -> Asking:
    return Asking(county)


def test_who_may_ask_whom(asking: Asking) -> None:
    mine, other = f"cluster-{asking.cluster}", f"cluster-{asking.elsewhere}"
    asking.ask(asking.fellow, school=asking.far)
    asking.ask(asking.fellow, cluster=other)
    asking.ask(asking.cluster_lead)
    for by, place in (
        (asking.cluster_lead, {"school": asking.far}),
        (asking.cluster_lead, {"cluster": mine}),
        (asking.lead, {"school": asking.school}),
        (asking.contributor, {"school": asking.other}),
    ):
        with pytest.raises(NotAllowed):
            asking.ask(by, **place)


def test_who_sees_a_request(asking: Asking) -> None:
    to_school, to_cluster = asking.ask(), asking.ask(cluster=f"cluster-{asking.cluster}")
    for who in (asking.lead, asking.contributor, asking.curator, asking.fellow):
        assert asking.view(to_school, who).state is RequestState.waiting
    for who in (asking.lead, asking.neighbour, asking.cluster_lead, asking.fellow):
        assert asking.view(to_cluster, who).cluster is not None
    for request, who in (
        (to_school, asking.neighbour),
        (to_school, asking.cluster_lead),
        (to_school, asking.stranger),
        (to_cluster, asking.stranger),
    ):
        with pytest.raises(NotFound):
            asking.view(request, who)


def test_lists_agree_with_who_may_see_it(asking: Asking) -> None:
    asked = {
        asking.ask(),
        asking.ask(cluster=f"cluster-{asking.cluster}"),
        asking.ask(asking.cluster_lead, school=asking.other),
    }
    everyone = (
        asking.lead,
        asking.contributor,
        asking.neighbour,
        asking.stranger,
        asking.cluster_lead,
        asking.curator,
        asking.fellow,
    )
    for who in everyone:
        lists = asking.lists(who)
        listed = {one.id for one in (*lists.to_answer, *lists.asked)}
        for request in asked:
            try:
                asking.view(request, who)
                assert request in listed
            except NotFound:
                assert request not in listed


def test_the_leads_are_told_and_never_who_asked(asking: Asking) -> None:
    asking.ask()
    assert asking.told(NoticeKind.story_requested) == {asking.lead}
    asking.ask(asking.curator, cluster=f"cluster-{asking.cluster}")
    assert asking.told(NoticeKind.story_requested) == {asking.lead, asking.cluster_lead}


def test_a_school_without_a_lead_is_told_as_a_whole(asking: Asking) -> None:
    asking.ask(school=asking.other)
    assert asking.told(NoticeKind.story_requested) == {asking.neighbour}


def test_taken_up_by_starting_the_story(asking: Asking) -> None:
    request = asking.ask()
    story = asking.start(request, asking.contributor)
    seen = asking.view(request, asking.curator)
    assert seen.state is RequestState.started
    assert seen.taken_up_at is not None
    assert seen.taken_up_at.urn == asking.school
    assert asking.told(NoticeKind.story_request_answered) == {asking.curator}

    # Who asked knows that there is a draft; its title and its author only once they may read it.
    assert seen.story is None
    assert "draft’s title" not in seen.model_dump_json()
    assert str(asking.contributor) not in seen.model_dump_json()
    assert str(story) not in seen.model_dump_json()
    mine = asking.view(request, asking.contributor).story
    assert mine is not None
    assert (mine.title, mine.audience) == ("A draft’s title", Audience.draft)

    asking.county.rewrite(story, "We met before school.")
    asking.county.publish(story, asking.contributor, Audience.cluster)
    read = asking.view(request, asking.fellow).story
    assert read is not None
    assert (read.title, read.audience) == ("A draft’s title", Audience.cluster)
    # The curator of the other region reads nothing of this cluster.
    assert asking.view(request, asking.curator).story is None


def test_a_request_to_a_cluster_is_taken_up_at_one_of_its_schools(asking: Asking) -> None:
    request = asking.ask(cluster=f"cluster-{asking.cluster}")
    assert asking.view(request, asking.neighbour).can.start
    assert not asking.view(request, asking.cluster_lead).can.start
    asking.start(request, asking.neighbour, asking.other)
    taken_up = asking.view(request, asking.lead).taken_up_at
    assert taken_up is not None
    assert taken_up.urn == asking.other


def test_the_story_of_another_school_does_not_answer_it(asking: Asking) -> None:
    county, request = asking.county, asking.ask()
    county.seat(asking.contributor, Role.contributor, asking.other)
    with pytest.raises(NotAllowed):
        asking.start(request, asking.contributor, asking.other)
    with pytest.raises(NotFound):
        asking.start(request, asking.stranger, asking.far)
    with county.database.read() as session:
        assert session.exec(select(Item)).all() == []


def test_answered_once(asking: Asking) -> None:
    for what in ("start", "decline", "withdraw"):
        request = asking.ask()
        if what == "start":
            asking.start(request, asking.lead)
        else:
            asking.answer(what, request, asking.lead if what == "decline" else asking.curator)
        with pytest.raises(NotAllowed):
            asking.start(request, asking.lead)
        with pytest.raises(NotAllowed):
            asking.answer("decline", request, asking.lead)
        with pytest.raises(NotAllowed):
            asking.answer("withdraw", request, asking.curator)


def test_who_says_no(asking: Asking) -> None:
    request = asking.ask()
    for who in (asking.contributor, asking.curator):
        assert not asking.view(request, who).can.decline
        with pytest.raises(NotAllowed):
            asking.answer("decline", request, who)
    asking.answer("decline", request, asking.lead, "We stopped it after a term.")
    seen = asking.view(request, asking.curator)
    assert (seen.state, seen.reason) == (RequestState.declined, "We stopped it after a term.")
    assert asking.told(NoticeKind.story_request_answered) == {asking.curator}


def test_who_takes_it_back(asking: Asking) -> None:
    request = asking.ask()
    with pytest.raises(NotAllowed):
        asking.answer("withdraw", request, asking.lead)
    asking.answer("withdraw", request, asking.fellow, "")
    assert asking.lists(asking.lead).to_answer == []


def test_asked_twice_while_it_waits(asking: Asking) -> None:
    request = asking.ask()
    with pytest.raises(Conflict):
        asking.ask(asking.fellow)
    asking.answer("decline", request, asking.lead)
    asking.ask(asking.fellow)


def test_places_that_may_be_asked(asking: Asking, database: Database) -> None:
    def found(person: UUID, text: str) -> list[str]:
        with database.read() as session:
            places = places_to_ask(session, person_viewer(session, person), text)
            return [named.name for place in places for named in (place.school, place.cluster) if named]

    with database.read() as session:
        mine, far = session.get_one(School, asking.school).name, session.get_one(School, asking.far).name
    assert mine in found(asking.curator, mine)
    assert found(asking.cluster_lead, far) == []
    assert found(asking.cluster_lead, mine) == [mine]
    assert found(asking.lead, mine) == []
    assert any(name.startswith("Cluster") for name in found(asking.curator, "cluster"))


def test_a_closed_school_is_not_asked(asking: Asking, database: Database) -> None:
    with database.write() as session:
        school = session.get_one(School, asking.far)
        school.status = SchoolStatus.closed
        session.add(school)
    with pytest.raises(Invalid):
        asking.ask(school=asking.far)


def test_who_has_lost_every_seat_sees_nothing(asking: Asking) -> None:
    request = asking.ask(asking.cluster_lead)
    asking.county.end_seats(asking.cluster_lead)
    with pytest.raises(NotFound):
        asking.view(request, asking.cluster_lead)
    assert asking.lists(asking.cluster_lead).asked == []


def test_every_step_is_on_record(asking: Asking, database: Database) -> None:
    asking.answer("decline", asking.ask(), asking.lead, "Words of ours")
    asking.answer("withdraw", asking.ask(), asking.curator)
    asking.start(asking.ask(), asking.lead)
    with database.read() as session:
        rows = session.exec(
            select(AuditEntry).where(AuditEntry.subject_kind == "request").order_by(col(AuditEntry.id))
        ).all()
        states = session.exec(select(StoryRequest.state)).all()
    assert [row.action for row in rows] == [
        "request.asked",
        "request.declined",
        "request.asked",
        "request.withdrawn",
        "request.asked",
        "request.started",
    ]
    assert set(states) == {RequestState.declined, RequestState.withdrawn, RequestState.started}
    assert "Words of ours" not in repr(rows)
