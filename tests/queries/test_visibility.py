"""What the policies say object by object is what the database finds: nothing more and nothing less."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from app import clock
from app.actions.library import index_items
from app.db import Database
from app.models.items import (
    Audience,
    AuthorState,
    Item,
    ItemAuthor,
    ItemKind,
    Publication,
    Revision,
    RevisionByline,
    Submission,
    SubmissionState,
)
from app.models.people import Holding, Person, Role, Seat
from app.models.places import Cluster, ClusterMembership, Region, School, SchoolStatus
from app.policies.items import may_edit, may_see_draft, readable_revision
from app.policies.submissions import may_decide, may_take_over
from app.policies.viewers import PersonViewer, Public, Viewer
from app.queries.items import item_facts
from app.queries.reviews import count_reviews, reviews
from app.queries.submissions import submission_facts
from app.queries.viewers import person_viewer
from app.queries.visibility import draft_is_mine_to_read, draft_is_mine_to_write, visible_revisions
from tests.examples import examples

SCHOOLS, CLUSTERS, PEOPLE, ITEMS = range(4), range(3), range(7), range(3)
CLUSTER_OF_SCHOOL = {0: 0, 1: 0, 2: 1, 3: None}

seats = st.one_of(
    st.tuples(st.sampled_from([Role.contributor, Role.school_lead]), st.sampled_from(SCHOOLS)),
    st.tuples(st.just(Role.cluster_lead), st.sampled_from(CLUSTERS)),
    st.tuples(st.just(Role.regional_lead), st.sampled_from(range(2))),
    st.tuples(st.just(Role.administrator), st.just(0)),
)
holdings = st.lists(
    st.tuples(st.sampled_from(PEOPLE), seats, st.sampled_from(["now", "over", "to come"])), max_size=14
)
authors = st.dictionaries(
    st.sampled_from(PEOPLE), st.tuples(st.sampled_from(AuthorState), st.booleans()), max_size=3
)
publications = st.dictionaries(
    st.sampled_from(list(Audience)[1:]),
    st.tuples(st.integers(1, 4), st.sampled_from(CLUSTERS), st.booleans()),
    max_size=4,
)
submissions = st.dictionaries(
    st.sampled_from(list(Audience)[1:]),
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from([*CLUSTERS, None]),
        st.integers(1, 4),
        st.sampled_from([SubmissionState.waiting, SubmissionState.needs_changes, SubmissionState.approved]),
        st.sampled_from([*PEOPLE, None, None]),
        st.booleans(),
    ),
    max_size=2,
)
HOMES = [*SCHOOLS, *(("minutes", cluster) for cluster in CLUSTERS)]
items = st.tuples(st.sampled_from(HOMES), authors, publications, submissions)
bylines = st.sets(st.sampled_from(PEOPLE), max_size=3)


@contextmanager
def rolled_back(database: Database) -> Iterator[Session]:
    with Session(database.engine) as session:
        yield session
        session.rollback()


def places(session: Session) -> tuple[list[int], list[int], list[int]]:
    regions = [Region(slug=f"r{n}", name=f"Region {n}") for n in range(2)]
    session.add_all(regions)
    session.flush()
    clusters = [
        Cluster(slug=f"c{n}", name=f"Cluster {n}", region_id=regions[n % 2].id or 0) for n in CLUSTERS
    ]
    session.add_all(clusters)
    urns = [900_001 + n for n in SCHOOLS]
    session.add_all(
        School(urn=urn, name=f"School {urn}", status=SchoolStatus.open, phase="Primary") for urn in urns
    )
    session.flush()
    cluster_ids = [cluster.id or 0 for cluster in clusters]
    session.add_all(
        ClusterMembership(
            school_urn=urns[school],
            cluster_id=cluster_ids[cluster],
            from_date=clock.today() - timedelta(days=9),
        )
        for school, cluster in CLUSTER_OF_SCHOOL.items()
        if cluster is not None
    )
    return [region.id or 0 for region in regions], cluster_ids, urns


class RandomCounty:
    """What hypothesis drew, in the database."""

    def __init__(self, session: Session, drawn: tuple[list, list, list]) -> None:  # type: ignore[type-arg]
        self.session = session
        drawn_holdings, drawn_items, drawn_bylines = drawn
        regions, clusters, urns = places(session)
        self.people = [uuid4() for _ in PEOPLE]
        session.add_all(
            Person(id=person, name=f"P. Erson{number}", created_at=clock.now())
            for number, person in enumerate(self.people)
        )
        session.flush()
        seats_made: dict[tuple[Role, int], int] = {}
        for person, (role, place), when in drawn_holdings:
            if (role, place) not in seats_made:
                where = {
                    Role.contributor: {"school_urn": urns[place]},
                    Role.school_lead: {"school_urn": urns[place]},
                    Role.cluster_lead: {"cluster_id": clusters[place % len(clusters)]},
                    Role.regional_lead: {"region_id": regions[place % 2]},
                    Role.administrator: {},
                }[role]
                seat = Seat(role=role, **where)
                session.add(seat)
                session.flush()
                seats_made[role, place] = seat.id or 0
            today = clock.today()
            begin, end = {
                "now": (today, None),
                "over": (today - timedelta(days=5), today),
                "to come": (today + timedelta(days=1), None),
            }[when]
            session.add(
                Holding(
                    seat_id=seats_made[role, place],
                    person_id=self.people[person],
                    from_date=begin,
                    until_date=end,
                    how="appointed",
                )
            )
        self.items = [self._item(drawn, drawn_bylines, urns, clusters) for drawn in drawn_items]
        index_items(session, [item.id for item in self.items])

    def _item(self, drawn, drawn_bylines, urns, clusters) -> Item:  # type: ignore[no-untyped-def]
        home, drawn_authors, drawn_publications, drawn_submissions = drawn
        minutes = isinstance(home, tuple)
        urn = None if minutes else urns[home]
        now = clock.now()
        item = Item(
            kind=ItemKind.minutes if minutes else ItemKind.case_study,
            home_school_urn=urn,
            home_cluster_id=clusters[home[1]] if minutes else None,
            title="A title",
            template_key="case-study",
            template_version=1,
            last_revision=4,
            created_by=self.people[0],
            created_at=now,
            updated_at=now,
        )
        self.session.add(item)
        self.session.flush()
        for person, (state, edits) in drawn_authors.items():
            self.session.add(
                ItemAuthor(
                    item_id=item.id,
                    person_id=self.people[person],
                    state=state,
                    may_edit=edits,
                    invited_by=self.people[0],
                    invited_at=now,
                )
            )
        for number in range(1, 5):
            revision = Revision(
                item_id=item.id,
                number=number,
                title="A title",
                summary="",
                sections=[],
                template_key="case-study",
                template_version=1,
                made_by=self.people[0],
                made_at=now,
            )
            self.session.add(revision)
            self.session.flush()
            for person in drawn_bylines[number % len(drawn_bylines)]:
                self.session.add(
                    RevisionByline(
                        revision_id=revision.id, person_id=self.people[person], position=0, name="P."
                    )
                )
        for audience, (number, cluster, ended) in drawn_publications.items():
            self.session.add(
                Publication(
                    item_id=item.id,
                    audience=audience,
                    school_urn=urn if audience is Audience.school else None,
                    cluster_id=clusters[cluster] if audience is Audience.cluster else None,
                    revision_number=number,
                    approved_by=self.people[0],
                    published_at=now,
                    ended_at=now if ended else None,
                )
            )
        for audience, (person, in_cluster, number, state, taker, raised) in drawn_submissions.items():
            of_cluster = None if in_cluster is None else clusters[in_cluster]
            self.session.add(
                Submission(
                    item_id=item.id,
                    audience=audience,
                    school_urn=urn,
                    cluster_id=clusters[home[1]] if minutes else of_cluster,
                    revision_number=number,
                    state=state,
                    asked_by=self.people[person],
                    asked_at=now,
                    taken_over_by=None if taker is None else self.people[taker],
                    raised_at=now if raised else None,
                )
            )
        return item

    def viewers(self) -> list[Viewer]:
        return [Public(), *(person_viewer(self.session, person) for person in self.people)]


counties = st.tuples(
    holdings, st.lists(items, min_size=1, max_size=3), st.lists(bylines, min_size=1, max_size=3)
)
many = settings(
    max_examples=examples(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(drawn=counties)
@many
def test_visible_revisions_are_what_the_policy_allows(database: Database, drawn) -> None:  # type: ignore[no-untyped-def]
    with rolled_back(database) as session:
        county = RandomCounty(session, drawn)
        for viewer in county.viewers():
            visible = visible_revisions(viewer)
            rows = session.exec(select(visible.c.item_id, visible.c.revision_number)).all()
            found: dict[UUID, int] = dict(tuple(row) for row in rows)
            expected = {
                item.id: number
                for item in county.items
                if (number := readable_revision(viewer, item_facts(session, item))) is not None
            }
            assert found == expected


@given(drawn=counties)
@many
def test_drafts_in_lists_are_what_the_policy_allows(database: Database, drawn) -> None:  # type: ignore[no-untyped-def]
    with rolled_back(database) as session:
        county = RandomCounty(session, drawn)
        for viewer in county.viewers():
            if not isinstance(viewer, PersonViewer):
                continue
            facts = {item.id: item_facts(session, item) for item in county.items}
            for condition, policy in (
                (draft_is_mine_to_write(viewer), may_edit),
                (draft_is_mine_to_read(viewer), may_see_draft),
            ):
                found = set(session.exec(select(Item.id).where(condition)).all())
                assert found == {one for one, fact in facts.items() if policy(viewer, fact)}


def leads_there(session: Session, viewer: PersonViewer, submission: Submission) -> bool:
    """Whether a request that waits for somebody else waits where ``viewer`` leads, or was raised to them."""
    cluster = session.get(Cluster, submission.cluster_id) if submission.cluster_id else None
    in_region = cluster is not None and cluster.region_id in viewer.regions_led
    raised = submission.raised_at is not None and submission.audience is not Audience.public
    of_its_schools = submission.audience is Audience.school and submission.cluster_id in viewer.clusters_led
    return in_region or (raised and bool(viewer.regions_led)) or of_its_schools


@given(drawn=counties)
@many
def test_the_queue_is_what_the_policy_lets_one_decide(database: Database, drawn) -> None:  # type: ignore[no-untyped-def]
    with rolled_back(database) as session:
        county = RandomCounty(session, drawn)
        everything = session.exec(select(Submission)).all()
        facts = {item.id: item_facts(session, item) for item in county.items}
        for viewer in county.viewers():
            if not isinstance(viewer, PersonViewer):
                continue
            waits = {one.id: (one, submission_facts(session, facts[one.item_id], one)) for one in everything}
            allowed = {one.id for one, asked in waits.values() if may_decide(viewer, asked)}
            found = reviews(session, viewer)
            assert {row.submission for row in found.mine} == allowed
            assert all(row.can_decide for row in found.mine)
            around = {
                one.id: may_take_over(viewer, asked)
                for one, asked in waits.values()
                if asked.is_open and one.id not in allowed and leads_there(session, viewer, one)
            }
            assert {row.submission: row.can_take_over for row in found.around} == {
                submission: bool(answer) for submission, answer in around.items()
            }
            assert (found.mine_count, found.around_count) == (len(allowed), len(around))
            waiting = {s.id for s in everything if s.state is SubmissionState.waiting}
            assert count_reviews(session, viewer) == len(allowed & waiting)
