"""Schools change cluster and people their posts: who still has a journey, its files, what was said of it."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.models.items import Audience, ItemKind
from app.models.people import Role
from tests.factories import County
from tests.routers.conftest import SignedIn
from tests.uploads import sent

SECRET = "Our hall is shared with the nursery"
RECOMMENDATION = "/api/guidance/teaching-assistants/2015/recommendations/4"


@dataclass
class Moving:
    """A journey with a file that its cluster reads; a school near says that it adapted it."""

    county: County
    school: int
    near: int
    elsewhere: int
    story: UUID
    file: UUID
    author: TestClient
    lead: UUID
    teacher: TestClient
    """Of the school near."""
    stranger: TestClient
    """Of the other cluster."""

    def doors(self, client: TestClient) -> dict[str, int]:
        """What somebody gets at each of its addresses."""
        at = f"/api/stories/{self.story}"
        addresses = {
            "the journey": at,
            "its file": f"/api/files/{self.file}/versions/1",
            "what was said": f"{at}/adoptions",
            "as text": f"{at}/text.md",
            "its revision": f"{at}/revisions/1",
        }
        return {name: client.get(address).status_code for name, address in addresses.items()}

    def lists(self, client: TestClient) -> dict[str, int]:
        """How often it stands in lists and is counted."""
        library = client.get("/api/library").json()
        return {
            "library": library["total"],
            "adapted": client.get("/api/library?adoption=adapted").json()["total"],
            "ours": client.get("/api/library?adoption=ours").json()["total"],
            "searched": client.get("/api/library?q=hedgehogs").json()["total"],
            "facets": sum(value["count"] for one in library["facets"] for value in one["values"]),
            "about": client.get(RECOMMENDATION).json()["stories"],
            "tried": client.get(f"{RECOMMENDATION}/picture").json()["tried"]["schools"],
        }


@pytest.fixture
def moving(county: County, signed_in: SignedIn) -> Moving:
    region = county.region()
    cluster, other = county.cluster(region), county.cluster(region)
    school, near, elsewhere = county.school(cluster), county.school(cluster), county.school(other)
    author = county.person(Role.contributor, school)
    lead = county.person(Role.school_lead, school)
    story = county.story(
        author, school, kind=ItemKind.change_journey, tags=[county.recommendation(4)], title="Ten minutes"
    )
    county.entry(story, author, tried="We met every morning.")
    file = UUID(sent(signed_in(author), story, "Rota.txt", b"Hedgehogs")["id"])
    county.publish(story, author, Audience.cluster)
    teacher = signed_in(county.person(Role.contributor, near))
    said = teacher.put(
        f"/api/stories/{story}/adoptions/{near}", json={"stance": "adapted", "context": SECRET}
    )
    assert said.status_code == 200
    stranger = signed_in(county.person(Role.contributor, elsewhere))
    made = Moving(county, school, near, elsewhere, story, file, signed_in(author), lead, teacher, stranger)
    assert set(made.doors(teacher).values()) == {200}
    assert min(made.lists(teacher).values()) > 0
    return made


def cluster_of(moving: Moving, school: int) -> int:
    (cluster,) = moving.county.viewer(moving.county.person(Role.contributor, school)).member_clusters
    return cluster


def test_a_school_that_leaves_the_cluster_leaves_what_it_read_and_can_take_back_what_it_said(
    moving: Moving,
) -> None:
    moving.county.move(moving.near, cluster_of(moving, moving.elsewhere))
    assert set(moving.doors(moving.teacher).values()) == {404}
    assert set(moving.lists(moving.teacher).values()) == {0}
    at = f"/api/stories/{moving.story}/adoptions/{moving.near}"
    assert moving.teacher.put(at, json={"stance": "stopped"}).status_code == 404
    # Those who read the story still read what the school said there: it has not taken it back.
    assert SECRET in moving.author.get(f"/api/stories/{moving.story}/adoptions").text
    assert moving.teacher.delete(at).status_code == 204
    assert SECRET not in moving.author.get(f"/api/stories/{moving.story}/adoptions").text


def test_a_journey_stays_with_the_cluster_that_approved_it(moving: Moving) -> None:
    moving.county.move(moving.school, cluster_of(moving, moving.elsewhere))
    assert set(moving.doors(moving.teacher).values()) == {200}
    assert set(moving.doors(moving.author).values()) == {200}
    assert set(moving.doors(moving.stranger).values()) == {404}
    assert set(moving.lists(moving.stranger).values()) == {0}
    new_lead = moving.county.client(
        moving.stranger.app,  # type: ignore[arg-type]
        moving.county.person(Role.cluster_lead, cluster_of(moving, moving.elsewhere)),
    )
    new_lead.portal = moving.stranger.portal
    assert set(moving.doors(new_lead).values()) == {404}


def test_whose_post_has_ended_has_nothing_of_it_any_more(moving: Moving, signed_in: SignedIn) -> None:
    lead = signed_in(moving.lead)
    assert set(moving.doors(lead).values()) == {200}
    for path in ("/journey", "/attachments", "/draft"):
        assert lead.get(f"/api/stories/{moving.story}{path}").status_code == 200
    moving.county.end_seats(moving.lead)
    assert set(moving.doors(lead).values()) == {404}
    assert set(moving.lists(lead).values()) == {0}
    for path in ("/journey", "/attachments", "/draft", "/timeline", "/privacy"):
        assert lead.get(f"/api/stories/{moving.story}{path}").status_code == 404
