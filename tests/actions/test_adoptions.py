""" "We tried this too": said for a school, changed by whoever is there, taken back at once."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from app import clock
from app.actions import adoptions, stories
from app.actions.library import rebuild_library
from app.db import Database
from app.errors import Changed, Invalid, NeedsIfMatch, NotAllowed
from app.events import ClusterNews, take
from app.models.adoptions import Stance
from app.models.audit import AuditEntry
from app.models.items import Audience, Item, ItemKind
from app.models.library import LibraryEntry
from app.models.notices import Notice, NoticeKind
from app.models.people import Role
from app.policies.viewers import Public
from app.queries.adoptions import adoption_picture
from app.queries.evidence_picture import recommendation_picture
from app.queries.items import item_facts
from app.queries.library import Search, library_total
from app.queries.library_catalogue import Catalogues
from app.queries.library_names import Choices
from app.queries.notices import notices
from app.queries.viewers import person_viewer
from app.schemas.adoptions import AdoptionPicture
from tests.curation import Curation
from tests.factories import County


class Tried(Curation):
    """A county in which schools say what they did with a story."""

    def __init__(self, county: County) -> None:
        super().__init__(county)
        self.other = county.school(county.cluster())
        self.teacher = county.person(Role.contributor, self.other)
        self.colleague = county.person(Role.school_lead, self.other)

    def say(
        self,
        story: UUID,
        by: UUID | None = None,
        school: int | None = None,
        stance: Stance = Stance.adapted,
        result: str = "Fewer interruptions.",
        **more: object,
    ) -> int:
        """The version that came of it."""
        with self.database.write() as session:
            return adoptions.say(
                session,
                person_viewer(session, by or self.teacher),
                session.get_one(Item, story),
                school or self.other,
                stance=stance,
                result=result,
                **more,  # type: ignore[arg-type]
            ).version

    def take_it_back(self, story: UUID, by: UUID | None = None) -> None:
        with self.database.write() as session:
            viewer = person_viewer(session, by or self.teacher)
            adoptions.take_back(session, viewer, session.get_one(Item, story), self.other)

    def picture(self, story: UUID, by: UUID | None = None) -> AdoptionPicture:
        with self.database.read() as session:
            item = session.get_one(Item, story)
            viewer = person_viewer(session, by) if by else Public()
            return adoption_picture(session, viewer, item, item_facts(session, item))

    def found(self, by: UUID, **choices: tuple[str, ...]) -> int:
        with self.database.read() as session:
            chosen: Choices = choices  # type: ignore[assignment]
            return library_total(session, person_viewer(session, by), Search("", chosen), Catalogues())

    def journey(self, title: str = "Our own year with it") -> UUID:
        with self.database.write() as session:
            viewer = person_viewer(session, self.teacher)
            return stories.start_story(
                session,
                viewer,
                title=title,
                school_urn=self.other,
                tags=[],
                kind=ItemKind.change_journey,
            ).id


@pytest.fixture
def tried(county: County) -> Tried:
    return Tried(county)


def test_what_a_school_says_stands_in_the_story_and_in_the_library(tried: Tried) -> None:
    story = tried.story()
    assert tried.found(tried.reader, adoption=("adapted",)) == 0
    tried.say(story, context="Year 4, two classes")
    seen = tried.picture(story, tried.reader)
    assert seen.words == "Tried by 1 other school, which adapted it"
    (one,) = seen.schools
    assert (one.stance, one.context, one.result) == (
        Stance.adapted,
        "Year 4, two classes",
        "Fewer interruptions.",
    )
    assert (one.said_by, one.version) == ("A colleague at the school", None)
    assert [share.label for share in seen.shares if share.by == "phase"] == ["Primary"]
    assert tried.found(tried.reader, adoption=("adapted",)) == 1
    assert tried.found(tried.reader, adoption=("stopped",)) == 0
    assert tried.found(tried.teacher, adoption=("ours",)) == 1
    assert tried.found(tried.lead, adoption=("ours",)) == 0


def test_numbers_are_the_same_for_all_and_words_are_for_colleagues(tried: Tried) -> None:
    story = tried.story(Audience.public)
    tried.say(story)
    tried.say(story, by=tried.reader, school=_school_of(tried, tried.reader), stance=Stance.stopped)
    former = tried.county.former(Role.contributor, tried.school)
    for reader in (None, former):
        seen = tried.picture(story, reader)
        assert (seen.adopted, seen.adapted, seen.stopped) == (0, 1, 1)
        assert seen.words == "Tried by 2 other schools: 1 adapted, 1 stopped"
        assert (seen.schools, seen.shares, seen.mine) == ([], [], [])
    assert len(tried.picture(story, tried.lead).schools) == 2


def test_only_who_has_a_seat_at_the_school_and_reads_the_story(tried: Tried) -> None:
    story = tried.story()
    administrator = tried.county.person(Role.administrator)
    for person, school in (
        (administrator, tried.other),
        (tried.curator, tried.other),
        (tried.reader, tried.other),
        (tried.lead, tried.school),
        (tried.author, tried.school),
    ):
        with pytest.raises(NotAllowed):
            tried.say(story, by=person, school=school)
    of_the_cluster = tried.story(Audience.cluster, title="Not for the county yet")
    with pytest.raises(NotAllowed):
        tried.say(of_the_cluster)
    assert [own.school.urn for own in tried.picture(story, tried.teacher).mine] == [tried.other]
    assert tried.picture(story, tried.lead).mine == []
    assert tried.picture(story, administrator).mine == []


def test_a_later_change_is_anybodys_of_the_school_who_has_seen_what_it_says(tried: Tried) -> None:
    story = tried.story()
    version = tried.say(story)
    assert tried.say(story) == version, "the same said twice changes nothing"
    with pytest.raises(NeedsIfMatch):
        tried.say(story, by=tried.colleague, stance=Stance.stopped)
    newer = tried.say(story, by=tried.colleague, stance=Stance.stopped, version=version)
    with pytest.raises(Changed):
        tried.say(story, stance=Stance.adopted, version=version)
    (one,) = tried.picture(story, tried.colleague).schools
    assert (one.stance, one.version, one.said_by) == (Stance.stopped, newer, "School Lead")


def test_taking_it_back_is_at_once_and_can_be_undone(tried: Tried) -> None:
    story = tried.story()
    version = tried.say(story)
    tried.take_it_back(story, by=tried.colleague)
    tried.take_it_back(story)
    assert tried.picture(story, tried.reader).schools == []
    assert tried.found(tried.reader, adoption=("adapted",)) == 0
    with pytest.raises(Changed):
        tried.say(story, version=version)
    tried.say(story)
    assert tried.picture(story, tried.reader).adapted == 1
    with tried.database.read() as session:
        done = session.exec(select(AuditEntry.action).where(AuditEntry.subject_id == str(story))).all()
        assert [one for one in done if one.startswith("adoption")] == [
            "adoption.said",
            "adoption.taken_back",
            "adoption.said",
        ]


def test_it_can_be_taken_back_by_who_no_longer_reads_the_story(tried: Tried) -> None:
    story = tried.story()
    tried.say(story)
    tried.take_back(story, Audience.county)
    tried.take_it_back(story)
    assert tried.picture(story, tried.lead).schools == []


@pytest.mark.parametrize(
    "text",
    [
        "Ask jo.bloggs@example.org about it",
        "Ring us on 01522 555123",
        "Pupil H801200001001 did best",
        "Sam, born 12/03/2015, did best",
    ],
)
def test_what_could_tell_who_somebody_is_is_refused(tried: Tried, text: str) -> None:
    story = tried.story()
    for field in ("context", "result"):
        with pytest.raises(Invalid) as refused:
            tried.say(story, **{"result": "", field: text})  # type: ignore[arg-type]
        assert [error["where"] for error in refused.value.errors] == [field]
        assert "Please leave it out" in refused.value.detail
    tried.say(story, result="We began on 3 September 2024 with 42 pupils.")


def test_a_journey_is_named_to_those_who_may_read_it(tried: Tried) -> None:
    story, journey = tried.story(), tried.journey()
    assert [one.id for own in tried.picture(story, tried.teacher).mine for one in own.journeys] == [journey]
    tried.say(story, journey=journey)
    for person, title in ((tried.teacher, "Our own year with it"), (tried.colleague, "Our own year with it")):
        (one,) = tried.picture(story, person).schools
        assert one.journey
        assert one.journey.title == title
    (one,) = tried.picture(story, tried.reader).schools
    assert one.journey is None


def test_a_colleague_who_cannot_see_the_journey_does_not_take_it_away(tried: Tried) -> None:
    story, journey = tried.story(), tried.journey()
    version = tried.say(story, journey=journey)
    other = tried.county.person(Role.contributor, tried.other)
    assert tried.picture(story, other).schools[0].journey is None
    version = tried.say(story, by=other, result="Calmer mornings, too.", version=version)
    (one,) = tried.picture(story, tried.teacher).schools
    assert (one.result, one.journey and one.journey.id) == ("Calmer mornings, too.", journey)
    tried.say(story, result="Calmer mornings, too.", version=version)
    assert tried.picture(story, tried.teacher).schools[0].journey is None, "who sees it may"


def test_only_a_journey_of_the_schools_own_can_be_named(tried: Tried) -> None:
    story = tried.story()
    elsewhere = tried.county.story(tried.author, tried.school, title="A draft elsewhere")
    own_story = tried.county.story(tried.teacher, tried.other, title="A case study of ours")
    refusals = set()
    for wrong in (uuid4(), elsewhere, own_story, story):
        with pytest.raises(Invalid) as refused:
            tried.say(story, journey=wrong)
        refusals.add(refused.value.detail)
    assert len(refusals) == 1, "nobody learns which drafts there are"


def test_those_who_wrote_it_are_told_once_for_each_thing_said(tried: Tried) -> None:
    story = tried.story()
    version = tried.say(story)
    tried.take_it_back(story)
    tried.say(story)
    with tried.database.read() as session:
        told = session.exec(select(Notice).where(Notice.kind == NoticeKind.adoption_said)).all()
        assert {one.person_id for one in told} == {tried.author, tried.lead}
        assert len(told) == 2, "saying the same again after taking it back is no news"
        school = tried.picture(story, tried.author).schools[0].school.name
        (news,) = [
            one
            for one in notices(session, person_viewer(session, tried.author)).items
            if one.kind is NoticeKind.adoption_said
        ]
        assert news.words == f"{school} adapted “Least help first”."
        assert news.link == f"/stories/{story}#tried"
        assert news.by is None, "a school says it, and nobody by name"
    tried.say(story, stance=Stance.stopped, version=version + 2)
    with tried.database.read() as session:
        assert len(session.exec(select(Notice).where(Notice.kind == NoticeKind.adoption_said)).all()) == 4


def test_who_can_no_longer_read_the_story_is_not_told_which_school(tried: Tried) -> None:
    story = tried.story(Audience.cluster)
    near = tried.county.school(tried.cluster)
    nearby = tried.county.person(Role.contributor, near)
    tried.say(story, by=nearby, school=near)
    tried.county.end_seats(tried.author)
    with tried.database.read() as session:
        (news,) = notices(session, person_viewer(session, tried.author)).items
        assert news.link is None
        assert news.words.startswith("Another school said what it did with a story from ")


def test_the_cluster_hears_that_there_is_news(tried: Tried) -> None:
    story = tried.story()
    with Session(tried.database.engine) as session:
        viewer = person_viewer(session, tried.teacher)
        adoptions.say(session, viewer, session.get_one(Item, story), tried.other, stance=Stance.adopted)
        assert ClusterNews(tried.cluster, "stories") in take(session)


def test_the_recommendation_shows_who_tried_it(tried: Tried) -> None:
    about = tried.county.recommendation(4)
    one, two = (
        tried.county.story(tried.author, tried.school, title=title, tags=[about], audience=Audience.county)
        for title in ("One", "Two")
    )
    hidden = tried.county.story(
        tried.author, tried.school, title="Of the cluster", tags=[about], audience=Audience.cluster
    )
    tried.say(one)
    tried.say(two, stance=Stance.stopped)
    nearby = tried.county.person(Role.contributor, tried.county.school(tried.cluster))
    tried.say(hidden, by=nearby, school=_school_of(tried, nearby), stance=Stance.adopted)
    with tried.database.read() as session:
        viewer = person_viewer(session, tried.reader)
        seen = recommendation_picture(session, viewer, about, Catalogues()).tried
        assert (seen.schools, seen.adopted, seen.adapted, seen.stopped, seen.stories) == (1, 0, 1, 1, 2)
        assert seen.words == "1 school tried what another wrote about: 1 adapted it, 1 stopped again."
        there = recommendation_picture(session, person_viewer(session, tried.lead), about, Catalogues())
        assert there.tried.schools == 2
        assert recommendation_picture(session, Public(), about, Catalogues()).tried.words == ""


def test_the_order_of_lists_does_not_change_and_a_rebuilt_library_counts_the_same(
    tried: Tried, database: Database
) -> None:
    with clock.at(clock.now() - timedelta(days=3)):
        old = tried.story(title="The older one")
    tried.story(title="The newer one")
    before = _entries(database)
    tried.say(old)
    after = _entries(database)
    assert [(one.item_id, one.published_at) for one in before] == [
        (one.item_id, one.published_at) for one in after
    ]
    with database.write() as session:
        rebuild_library(session)
    assert [one.adapted for one in _entries(database)] == [one.adapted for one in after]
    assert sorted(one.adapted for one in after) == [0, 1]


def _entries(database: Database) -> list[LibraryEntry]:
    with database.read() as session:
        return list(
            session.exec(select(LibraryEntry).order_by(LibraryEntry.published_at)).all()  # type: ignore[arg-type]
        )


def _school_of(tried: Tried, person: UUID) -> int:
    (urn,) = tried.county.viewer(person).schools
    return urn
