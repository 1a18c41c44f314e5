"""A small county with one of every kind of person, and one story at every stage of the ladder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, select

from app import clock
from app.actions import (
    board_templates,
    cluster_actions,
    collections,
    exemplars,
    invitations,
    journeys,
    links,
    measures,
    meetings,
    requests,
)
from app.actions.files import remove_file
from app.actions.saved_searches import save_search
from app.actions.stories import remove_author
from app.db import Database
from app.models.boards import Board
from app.models.files import ItemFile
from app.models.items import Audience, Item, ItemKind
from app.models.journeys import Phase
from app.models.meetings import Meeting
from app.models.notices import Notice
from app.models.people import Role
from app.queries.details import journey_phases
from app.queries.items import item_facts
from app.queries.viewers import person_viewer
from tests.boards import PLAN, Meet, guest_token
from tests.factories import County
from tests.uploads import begun, stored

KINDS = (
    "signed_out",
    "guest",
    "author",
    "invited",
    "contributor",
    "school_lead",
    "same_cluster_lead",
    "same_cluster_contributor",
    "other_lead",
    "cluster_lead",
    "other_cluster_lead",
    "regional_lead",
    "other_regional_lead",
    "former_lead",
    "administrator",
)
"""Everyone quality.md names. All but the first two are signed in; the second is the live meeting's guest."""

TAKEN_OFF = "taken_off"
"""Somebody at the author's school who wrote each story and journey too, until an author ended that: one more
contributor there, and nothing else."""

JOURNEYS = ("draft", "cluster", "public")
STAGES = ("draft", "school", "cluster", "county", "public")

EVERYONE = frozenset(KINDS)
NO_ACCOUNT = frozenset({"signed_out", "guest"})
SIGNED_IN = EVERYONE - NO_ACCOUNT
SEATED = SIGNED_IN - {"former_lead"}
ON_THE_DRAFT = frozenset({"author", "school_lead"})
_SCHOOL = ON_THE_DRAFT | {"contributor"}
_CLUSTER = _SCHOOL | {
    "invited",
    "same_cluster_lead",
    "same_cluster_contributor",
    "cluster_lead",
    "regional_lead",
}
READERS = {
    "draft": frozenset[str](),
    "school": _SCHOOL,
    "cluster": _CLUSTER,
    "county": SEATED,
    "public": EVERYONE,
}
"""Who reads a revision of a story at each stage (mission.md, "the ladder of audiences")."""


class NothingLasts(Database):
    """Every write is done for real, and then undone: each request finds the same world."""

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Like the real one up to the commit, which is a rollback."""
        with Session(self.engine) as session:
            try:
                yield session
                session.flush()
            finally:
                session.rollback()


@dataclass
class World:
    """The county's people by kind, and ids of what they meet there."""

    people: dict[str, UUID]
    tokens: dict[str, str]
    guest: str
    """The token of the guest's own cookie."""
    guest_of_ended: str
    """The token of somebody who was a guest of the meeting that has ended."""
    stories: dict[str, UUID]
    documents: dict[str, UUID]
    waiting: UUID
    """A submission of the ``school`` stage's story to the cluster, asked by the School Lead."""
    school: int
    near: int
    """A school of the same cluster: that of the other lead and contributor there, and of who is invited."""
    cluster: str
    recommendation: int
    curated: "Curated"
    saved_search: UUID
    """The author's."""
    requested: UUID
    """A story request by the Regional Lead to the school, about another recommendation than the stories'."""
    notice: int
    """The School Lead's, of that request."""
    meetings: dict[str, "Convened"]
    """The cluster's, by what they are: ``planned``, ``live`` and ``ended``. The Cluster Lead facilitates; the
    other lead was invited to the live one as a visitor, and to the ended one, and came."""
    template: UUID
    """The cluster's own, at version 1."""
    action: UUID
    """The cluster's, given to the author between meetings, at version 1."""
    journeys: dict[str, "Journey"]
    """Some of them, by their stage: those at ``JOURNEYS``."""
    links: dict[str, UUID]
    """One of each stage's story, which its author added after it was published."""
    removed_links: dict[str, UUID]
    """Another of each, which its author removed."""
    files: dict[str, UUID]
    """One of each stage's story, published with it."""
    removed_files: dict[str, UUID]
    """Another of each, which was never published and which its author removed."""
    uploads: dict[str, UUID]
    """The author's, to each stage's story; nothing of it has come yet."""
    resource: UUID
    """The author's draft of one."""


@dataclass
class Convened:
    """A meeting and its board."""

    meeting: UUID
    board: UUID


@dataclass
class Journey:
    """A change journey by the author, with its second phase, and an entry and a measure at version 1; another
    of each was removed."""

    story: UUID
    phase: UUID
    entry: UUID
    removed_entry: UUID
    measure: UUID
    removed_measure: UUID


@dataclass
class Curated:
    """A public story that is an exemplar, and by their audience collections of it, each at version 3."""

    story: UUID
    exemplar: UUID
    collections: dict[str, UUID]


def build(database: Database) -> World:
    """Make the county."""
    county = County(database)
    north, south = county.region("North"), county.region("South")
    cluster, elsewhere = county.cluster(north, "Fenside"), county.cluster(south, "Elsewhere")
    school, near, far = county.school(cluster), county.school(cluster), county.school(elsewhere)
    people = {
        "author": county.person(Role.contributor, school),
        "invited": county.person(Role.contributor, near),
        "contributor": county.person(Role.contributor, school),
        "school_lead": county.person(Role.school_lead, school),
        "same_cluster_lead": county.person(Role.school_lead, near),
        "same_cluster_contributor": county.person(Role.contributor, near),
        "other_lead": county.person(Role.school_lead, far),
        "cluster_lead": county.person(Role.cluster_lead, cluster),
        "other_cluster_lead": county.person(Role.cluster_lead, elsewhere),
        "regional_lead": county.person(Role.regional_lead, north),
        "other_regional_lead": county.person(Role.regional_lead, south),
        "former_lead": county.former(Role.school_lead, school),
        "administrator": county.person(Role.administrator),
        TAKEN_OFF: county.person(Role.contributor, school),
    }
    tags = [county.recommendation(4)]
    convened = {state: _convene(county, people, cluster, state) for state in ("planned", "live", "ended")}
    guest_of_ended = _hold(county, people, cluster, convened["ended"])
    stories = {
        stage: county.story(people["author"], school, title=f"A story at {stage}", tags=tags)
        for stage in STAGES
    }
    files = {stage: stored(county, story, people["author"]) for stage, story in stories.items()}
    # Before it is published: what a revision holds must not differ from the draft.
    linked = {stage: _link(county, people, one) for stage, one in stories.items()}
    for stage in STAGES:
        county.invite(stories[stage], people["author"], people["invited"])
        if stage != "draft":
            _publish(county, people, stories[stage], stage)
    waiting = county.submit(stories["school"], people["school_lead"], Audience.cluster, revision=1)
    with database.write() as session:
        saved = save_search(session, person_viewer(session, people["author"]), "Reading", "q=reading").id
    requested, notice = _ask_for_a_story(county, people, school)
    world = World(
        people=people,
        tokens={kind: county.token(person) for kind, person in people.items()},
        guest=guest_token(county, convened["live"].board),
        guest_of_ended=guest_of_ended,
        stories=stories,
        documents={stage: county.document(story) for stage, story in stories.items()},
        waiting=waiting,
        school=school,
        near=near,
        cluster=f"cluster-{cluster}",
        recommendation=tags[0],
        curated=_curate(county, people, school, tags),
        saved_search=saved,
        requested=requested,
        notice=notice,
        meetings=convened,
        template=_template(county, people, cluster),
        action=_action(county, people, cluster),
        journeys={stage: _journey(county, people, school, tags, stage) for stage in JOURNEYS},
        links=linked,
        removed_links={stage: _link(county, people, one, removed=True) for stage, one in stories.items()},
        files=files,
        removed_files={stage: _removed_file(county, people, one) for stage, one in stories.items()},
        uploads={stage: begun(county, one, people["author"]) for stage, one in stories.items()},
        resource=county.story(people["author"], school, title="A resource", kind=ItemKind.resource),
    )
    for story in (*stories.values(), *(one.story for one in world.journeys.values())):
        _take_off(county, people, story)
    return world


def _take_off(county: County, people: dict[str, UUID], story: UUID) -> None:
    county.join(story, people["author"], people[TAKEN_OFF])
    with county.database.write() as session:
        viewer, item = person_viewer(session, people["author"]), session.get_one(Item, story)
        remove_author(session, viewer, item_facts(session, item), people[TAKEN_OFF])


def _convene(county: County, people: dict[str, UUID], cluster: int, state: str) -> Convened:
    with county.database.write() as session:
        viewer = person_viewer(session, people["cluster_lead"])
        meeting = meetings.plan_meeting(
            session,
            viewer,
            cluster,
            title=f"A meeting, {state}",
            starts_at=clock.now() + timedelta(days=1),
            lasts_minutes=60,
            facilitator_id=people["cluster_lead"],
            plan=PLAN,
        )
        if state != "planned":
            invitations.invite(session, viewer, meeting, [people["other_lead"], people["school_lead"]])
            meetings.start_meeting(session, viewer, session.get_one(Meeting, meeting.id))
        board = session.exec(select(Board.id).where(Board.meeting_id == meeting.id)).one()
        return Convened(meeting.id, board)


def _hold(county: County, people: dict[str, UUID], cluster: int, convened: "Convened") -> str:
    """Hold a meeting from beginning to end; the token of the guest who was there."""
    colleagues = [people["school_lead"], people["other_lead"]]
    held = Meet(county, cluster, convened.meeting, convened.board, people["cluster_lead"], colleagues)
    guest = guest_token(county, convened.board)
    held.go("write")
    for colleague in colleagues:
        held.card(colleague, "Ten minutes together")
    held.go("commit")
    held.do(held.facilitator, "decision.add", decision=str(uuid4()), text="Every school tries ten minutes.")
    held.do(held.facilitator, "board.end")
    return guest


def _template(county: County, people: dict[str, UUID], cluster: int) -> UUID:
    with county.database.write() as session:
        viewer = person_viewer(session, people["cluster_lead"])
        return board_templates.make_template(session, viewer, cluster, name="Ours", about="", plan=PLAN).id


def _action(county: County, people: dict[str, UUID], cluster: int) -> UUID:
    with county.database.write() as session:
        viewer = person_viewer(session, people["cluster_lead"])
        return cluster_actions.add_action(
            session, viewer, cluster, text="Share the timetable", owner_person_id=people["author"]
        ).id


def _journey(county: County, people: dict[str, UUID], school: int, tags: list[int], stage: str) -> Journey:
    author = people["author"]
    kind = ItemKind.change_journey
    story = county.story(author, school, title=f"A journey at {stage}", tags=tags, kind=kind)
    entry, removed_entry = (county.entry(story, author, tried="We met.") for _ in range(2))
    measure, removed_measure = (county.measure(story, author, "Minutes", 3, 4) for _ in range(2))
    with county.database.write() as session:
        viewer, item = person_viewer(session, author), session.get_one(Item, story)
        first = journey_phases(session, story)[0]
        first.since -= timedelta(days=100)
        session.add(first)
        phase = journeys.set_phase(
            session, viewer, item, phase=Phase.prepare, since=clock.today(), note=""
        ).id
        journeys.remove_entry(session, viewer, item, removed_entry, version=1)
        measures.remove_measure(session, viewer, item, removed_measure, version=1)
    if stage != "draft":
        _publish(county, people, story, stage)
    return Journey(story, phase, entry, removed_entry, measure, removed_measure)


def _link(county: County, people: dict[str, UUID], story: UUID, *, removed: bool = False) -> UUID:
    with county.database.write() as session:
        viewer, item = person_viewer(session, people["author"]), session.get_one(Item, story)
        address = f"https://example.org/{'removed' if removed else 'there'}"
        link = links.add_link(session, viewer, item, url=address, title="", description="", fetch=False)
        if removed:
            links.remove_link(session, viewer, item, link)
        return link.id


def _removed_file(county: County, people: dict[str, UUID], story: UUID) -> UUID:
    file = stored(county, story, people["author"], name="Removed.txt")
    with county.database.write() as session:
        viewer = person_viewer(session, people["author"])
        remove_file(session, viewer, session.get_one(ItemFile, file))
    return file


def _ask_for_a_story(county: County, people: dict[str, UUID], school: int) -> tuple[UUID, int]:
    with county.database.write() as session:
        request = requests.ask_for_story(
            session,
            person_viewer(session, people["regional_lead"]),
            school_urn=school,
            cluster_slug=None,
            recommendation=county.recommendation(5),
            message="How do you know that it worked?",
        )
        (notice,) = session.exec(select(Notice.id).where(Notice.request_id == request.id)).all()
        assert notice is not None
        return request.id, notice


def _curate(county: County, people: dict[str, UUID], school: int, tags: list[int]) -> Curated:
    story = county.story(people["author"], school, title="An exemplar", tags=tags)
    _publish(county, people, story, "public")
    with county.database.write() as session:
        viewer = person_viewer(session, people["regional_lead"])
        item = session.get_one(Item, story)
        exemplar = exemplars.award(
            session,
            viewer,
            item,
            revision=1,
            rubric=1,
            criteria=["honest"],
            reason="It says what they stopped doing.",
            review_by=None,
        )
        made = {}
        for audience in (Audience.draft, Audience.county, Audience.public):
            one = collections.start(session, viewer, title=f"A collection: {audience}", cover="reeds")
            collections.add(session, viewer, one, item)
            if audience is Audience.draft:
                collections.change(session, viewer, one, version=2, introduction="Not yet.")
            else:
                collections.show_to(session, viewer, one, version=2, audience=audience)
            made[audience.value] = one.id
        return Curated(story, exemplar.id, made)


def _publish(county: County, people: dict[str, UUID], story: UUID, stage: str) -> None:
    """Up to ``stage`` by the real steps, each asked for and approved by those who are there for it."""
    steps = {
        "school": ("author", "school_lead"),
        "cluster": ("school_lead", "cluster_lead"),
        "county": ("cluster_lead", "regional_lead"),
        "public": ("regional_lead", "school_lead"),
    }
    for rung, (asks, approves) in list(steps.items())[: STAGES.index(stage)]:
        revision = None if rung == "school" else 1
        submission = county.submit(story, people[asks], Audience(rung), revision=revision)
        county.approve(submission, people[approves])
