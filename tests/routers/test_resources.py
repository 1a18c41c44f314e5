"""Resources of the whole county, a page at a time: each sees those that they may read, newest first."""

from datetime import timedelta

from app import clock
from app.actions import files
from app.models.files import Licence
from app.models.items import Audience, Item, ItemKind
from app.models.people import Role
from app.queries.viewers import person_viewer
from tests.factories import County
from tests.routers.conftest import SignedIn


def test_each_sees_the_resources_they_may_read_page_by_page(county: County, signed_in: SignedIn) -> None:
    cluster = county.cluster()
    school, elsewhere = county.school(cluster), county.school(county.cluster())
    author = county.person(Role.contributor, school)
    audiences = [Audience.draft, Audience.school, Audience.cluster, Audience.county, Audience.public] * 2
    made: list[tuple[str, Audience]] = []
    for day, audience in enumerate(audiences):
        with clock.at(clock.now() + timedelta(days=day)):
            county.story(author, school, title="A story", audience=Audience.county if day < 2 else audience)
            resource = county.story(author, school, title=f"A rota {day}", kind=ItemKind.resource)
            with county.database.write() as session:
                viewer, item = person_viewer(session, author), session.get_one(Item, resource)
                files.choose_licence(session, viewer, item, Licence.cc_by)
            county.publish(resource, author, audience)
            made.insert(0, (str(resource), audience))
    reads = {
        author: set(Audience) - {Audience.draft},
        county.person(Role.contributor, county.school(cluster)): {
            Audience.cluster,
            Audience.county,
            Audience.public,
        },
        county.person(Role.contributor, elsewhere): {Audience.county, Audience.public},
    }
    for person, theirs in reads.items():
        client, found, address = signed_in(person), [], "/api/resources?limit=3"
        while address:
            answer = client.get(address)
            assert answer.status_code == 200
            found += [one["id"] for one in answer.json()["items"]]
            cursor = answer.json()["next"]
            address = f"/api/resources?limit=3&cursor={cursor}" if cursor else ""
        assert found == [resource for resource, audience in made if audience in theirs]
        for one, audience in made:
            status = client.get(f"/api/stories/{one}").status_code
            assert (status == 200) == (audience in theirs)
    assert signed_in(author).get("/api/resources?cursor=nonsense").status_code == 422
