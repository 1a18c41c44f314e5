"""What there is about a recommendation: the library's counts, scoped to the viewer, and what is missing."""

from app.db import Database
from app.models.items import Audience
from app.models.people import Role
from app.models.places import School
from app.policies.viewers import Public, Viewer
from app.queries.evidence import edition_view
from app.queries.evidence_picture import recommendation_picture
from app.queries.library import Search, library_view
from app.queries.library_catalogue import Catalogues
from app.schemas.evidence import RecommendationCount
from app.schemas.evidence_picture import RecommendationPicture
from tests.curation import Curation
from tests.factories import County

TAS, EDITION, NUMBER = "teaching-assistants", "2015", 4
ADDRESS = f"{TAS}/{EDITION}/{NUMBER}"


def picture(database: Database, county: County, viewer: Viewer) -> RecommendationPicture:
    with database.read() as session:
        return recommendation_picture(session, viewer, county.recommendation(NUMBER), Catalogues())


def row(database: Database, viewer: Viewer) -> RecommendationCount:
    with database.read() as session:
        found = edition_view(session, viewer, TAS, EDITION).recommendations
    return next(one for one in found if one.number == NUMBER)


def of_phase(database: Database, school: int, phase: str) -> None:
    with database.write() as session:
        session.get_one(School, school).phase = phase


def test_nothing_is_missing_beside_nothing(database: Database, county: County) -> None:
    found = picture(database, county, Public())
    assert (found.stories, found.exemplars, found.missing) == (0, 0, [])


def test_the_counts_are_the_librarys(database: Database, county: County) -> None:
    curation = Curation(county)
    own, close = county.recommendation(NUMBER), county.recommendation(4, edition="2025")
    for nth, (tag, audience) in enumerate(
        [(own, Audience.county), (close, Audience.county), (own, Audience.cluster), (own, Audience.public)]
    ):
        story = county.story(curation.author, curation.school, title=f"{nth}", tags=[tag], audience=audience)
        if nth == 0:
            curation.award(story)
    viewers = [Public()] + [
        county.viewer(person) for person in (curation.author, curation.curator, curation.reader)
    ]
    for viewer in viewers:
        found, counted = picture(database, county, viewer), row(database, viewer)
        with database.read() as session:
            search = Search(choices={"recommendation": (ADDRESS,)})
            library = library_view(session, viewer, search)
            exemplars = library_view(
                session, viewer, Search(choices={**search.choices, "exemplar": ("true",)})
            ).total
        assert found.stories == counted.stories == library.total
        assert found.exemplars == counted.exemplars == exemplars
        assert sum(share.stories for share in found.phases) == found.stories
    # One through the other edition, by a link that says how near it is.
    assert row(database, viewers[1]).stories == 4
    assert row(database, viewers[1]).through_other_editions == 1
    assert row(database, viewers[0]).stories == 1


def test_what_is_missing_is_said_in_words(database: Database, county: County) -> None:
    curation = Curation(county)
    secondary = county.school(county.cluster())
    of_phase(database, secondary, "Secondary")
    county.story(
        curation.author, curation.school, tags=[county.recommendation(NUMBER)], audience=Audience.county
    )
    lead = picture(database, county, county.viewer(curation.curator))
    assert lead.missing == [
        "No story yet from a secondary school.",
        "No exemplar yet.",
        "Nothing yet from 2 of 3 clusters.",
        "It does not say what did not work.",
    ]
    assert [share.stories for share in lead.clusters] == [1, 0, 0]
    assert lead.can.ask_for_stories
    # A contributor is no lead: which clusters are silent is not theirs to chase.
    author = picture(database, county, county.viewer(curation.author))
    assert (author.clusters, author.can.ask_for_stories) == ([], False)
    assert row(database, county.viewer(curation.author)).no_story_from == ["a secondary school"]


def test_what_did_not_work_need_be_said_once(database: Database, county: County) -> None:
    curation = Curation(county)
    tags = [county.recommendation(NUMBER)]
    viewer = county.viewer(curation.reader)
    county.story(curation.author, curation.school, tags=tags, audience=Audience.county)
    county.story(curation.author, curation.school, tags=tags, audience=Audience.county)
    assert "None says what did not work." in picture(database, county, viewer).missing
    honest = county.story(curation.author, curation.school, tags=tags)
    county.rewrite(honest, "We gave it up at Easter.", section="what-did-not-work")
    county.publish(honest, curation.author, Audience.county)
    assert "None says what did not work." not in picture(database, county, viewer).missing


def test_collections_that_one_may_read(database: Database, county: County) -> None:
    curation = Curation(county)
    tags = [county.recommendation(NUMBER)]
    inside = county.story(curation.author, curation.school, tags=tags, audience=Audience.county)
    shown = curation.collection([inside], audience=Audience.county, title="For the county")
    curation.collection([inside], audience=Audience.draft, title="Not yet")
    reader = picture(database, county, county.viewer(curation.reader))
    assert [(one.id, one.stories) for one in reader.collections] == [(shown, 1)]
    assert picture(database, county, Public()).collections == []


def test_a_lead_who_has_left_asks_nobody(database: Database, county: County) -> None:
    former = county.viewer(county.former(Role.regional_lead, county.region()))
    found = picture(database, county, former)
    assert (found.clusters, found.can.ask_for_stories) == ([], False)
