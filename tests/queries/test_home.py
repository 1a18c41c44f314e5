"""Home: what needs somebody now, in as many statements for a dozen drafts as for one."""

from app.actions import requests
from app.db import Database
from app.models.items import Audience, Item
from app.models.people import Role
from app.queries.drafts import list_drafts
from app.queries.home import home_view
from app.queries.items import facts_of, item_facts
from app.queries.viewers import person_viewer
from tests.factories import County
from tests.statements import counted


def test_a_dozen_drafts_take_as_many_statements_as_one(county: County, database: Database) -> None:
    cluster = county.cluster()
    school = county.school(cluster)
    author, lead = county.person(Role.contributor, school), county.person(Role.school_lead, school)
    county.person(Role.cluster_lead, cluster)

    def write_one(number: int) -> None:
        tags = [county.recommendation(1 + number % 7)]
        audience = (Audience.draft, Audience.school, Audience.cluster)[number % 3]
        story = county.story(author, school, title=f"Story {number}", tags=tags, audience=audience)
        if audience is Audience.draft:
            county.submit(story, author)

    def of_home() -> int:
        with database.read() as session, counted(session) as statements:
            view = home_view(session, person_viewer(session, lead))
        assert view.writing
        return len(statements)

    def of_drafts() -> int:
        with database.read() as session, counted(session) as statements:
            list_drafts(session, person_viewer(session, author))
        return len(statements)

    for number in range(3):
        write_one(number)
    before = of_home(), of_drafts()
    for number in range(3, 12):
        write_one(number)
    assert (of_home(), of_drafts()) == before
    assert before[0] <= 45
    assert before[1] <= 16


def test_facts_of_many_are_the_facts_of_each(county: County, database: Database) -> None:
    here, there = county.cluster(), county.cluster()
    people = []
    for cluster in (here, there, None):
        school = county.school(cluster)
        author, colleague = county.person(Role.contributor, school), county.person(Role.school_lead, school)
        people.append((school, author, colleague))
    stories = []
    for school, author, colleague in people:
        audience = Audience.draft if school == people[2][0] else Audience.cluster
        story = county.story(author, school, audience=audience)
        county.join(story, author, colleague)
        stories.append(story)
    county.end_seats(people[0][1])
    county.move(people[1][0], here)
    with database.read() as session:
        items = [session.get_one(Item, one) for one in stories]
        together = facts_of(session, items)
        assert together == {item.id: item_facts(session, item) for item in items}
    first, second, third = (together[one] for one in stories)
    assert (first.cluster_id, second.cluster_id, third.cluster_id) == (here, here, None)
    assert people[0][1] not in first.authors
    assert {people[1][1], people[1][2]} == second.authors
    assert (first.audience, third.audience) == (Audience.cluster, Audience.draft)


def test_what_is_asked_of_the_school_stands_on_everyone_s_home(county: County, database: Database) -> None:
    region = county.region()
    school = county.school(county.cluster(region))
    curator = county.person(Role.regional_lead, region)
    colleague, other = (
        county.person(Role.contributor, school),
        county.person(Role.contributor, county.school()),
    )
    with database.write() as session:
        requests.ask_for_story(
            session,
            person_viewer(session, curator),
            school_urn=school,
            cluster_slug=None,
            recommendation=county.recommendation(4),
            message="How did you find the time?",
        )
    with database.read() as session:
        (asked,) = home_view(session, person_viewer(session, colleague)).requests
        assert home_view(session, person_viewer(session, other)).requests == []
    assert (asked.message, asked.can.start, asked.can.decline) == ("How did you find the time?", True, False)
