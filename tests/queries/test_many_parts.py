"""A journey with all that belongs to it: as many statements for a dozen of each as for two."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from app import clock
from app.actions import adoptions, journeys, links
from app.db import Database
from app.models.adoptions import Stance
from app.models.items import Audience, Item, ItemKind
from app.models.people import Role
from app.queries.adoptions import adoption_picture
from app.queries.files import attachments
from app.queries.items import item_facts
from app.queries.journey_drafts import journey_draft
from app.queries.stories import story_view
from app.queries.story_lists import list_stories
from app.queries.viewers import person_viewer
from tests.factories import County
from tests.statements import counted
from tests.uploads import begun, stored


class Parts:
    """A journey and its author, and everything that there can be several of."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.region = county.region()
        self.cluster = county.cluster(self.region)
        self.school = county.school(self.cluster)
        self.author = county.person(Role.school_lead, self.school)
        self.item = county.story(self.author, self.school, kind=ItemKind.change_journey)

    def add(self, number: int) -> None:
        county, day = self.county, clock.today() - timedelta(days=number)
        entry = county.entry(self.item, self.author, day=day, tried=f"It was day {number}.")
        county.measure(self.item, self.author, f"Minutes {number}", 3, 4)
        stored(county, self.item, self.author, name=f"{number}.txt")
        begun(county, self.item, self.author)
        with county.database.write() as session:
            viewer, item = person_viewer(session, self.author), session.get_one(Item, self.item)
            tag = county.recommendation(1 + number % 7)
            journeys.change_entry(session, viewer, item, entry, version=1, tags=[tag])
            links.add_link(
                session,
                viewer,
                item,
                url=f"https://example.org/{number}",
                title="",
                description="",
                fetch=False,
            )

    def tried(self, number: int) -> None:
        county = self.county
        school = county.school(county.cluster() if number % 2 else self.cluster)
        lead = county.person(Role.school_lead, school)
        own = county.story(lead, school, kind=ItemKind.change_journey, audience=Audience.school)
        with county.database.write() as session:
            adoptions.say(
                session,
                person_viewer(session, lead),
                session.get_one(Item, self.item),
                school,
                stance=list(Stance)[number % 3],
                journey=own,
            )

    def statements(self, reader: UUID) -> dict[str, int]:
        database, limits = self.county.database, {"file_bytes": 1, "item_bytes": 1, "item_files": 1}
        found: dict[str, int] = {}
        with database.read() as session:
            author, viewer = person_viewer(session, self.author), person_viewer(session, reader)
            item = session.get_one(Item, self.item)
            facts = item_facts(session, item)
            reads: dict[str, Callable[[], object]] = {
                "draft": lambda: journey_draft(session, item, facts),
                "attachments": lambda: attachments(session, author, item, **limits),
                "story": lambda: story_view(session, viewer, item, facts),
                "adoptions": lambda: adoption_picture(session, viewer, item, facts),
                "list": lambda: list_stories(session, viewer),
            }
            for name, read in reads.items():
                session.expire_all()
                with counted(session) as statements:
                    read()
                found[name] = len(statements)
        return found


def test_a_dozen_of_each_take_as_many_statements_as_two(database: Database) -> None:
    county = County(database)
    parts = Parts(county)
    reader = county.person(Role.regional_lead, parts.region)
    for number in range(2):
        parts.add(number)
    county.publish(parts.item, parts.author, Audience.county)
    for number in range(2):
        parts.tried(number)
    before = parts.statements(reader)
    for number in range(2, 12):
        parts.add(number)
        parts.tried(number)
    county.publish(parts.item, parts.author, Audience.county)
    assert parts.statements(reader) == before
