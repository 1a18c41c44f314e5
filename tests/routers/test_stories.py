"""Starting a story, changing it, and choosing who writes it, over HTTP."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.models.items import Audience
from app.models.people import Role
from app.models.places import School, SchoolStatus
from tests.conftest import problem
from tests.factories import County
from tests.routers.conftest import SignedIn


class Staffroom:
    """A school with its lead, an author, a colleague, and somebody of another school."""

    def __init__(self, county: County, signed_in: SignedIn) -> None:
        self.county = county
        self.school = county.school(county.cluster(), "Thornholme Primary")
        self.elsewhere = county.school(county.cluster(), "Elsewhere Academy")
        self.people = {
            "lead": county.person(Role.school_lead, self.school, name="L. Ead"),
            "author": county.person(Role.contributor, self.school, name="A. Uthor"),
            "colleague": county.person(Role.contributor, self.school, name="C. Olleague"),
            "guest": county.person(Role.contributor, self.elsewhere, name="G. Uest"),
        }
        self.browsers = {name: signed_in(person) for name, person in self.people.items()}

    def __getitem__(self, name: str) -> TestClient:
        return self.browsers[name]

    def begin(self, title: str = "Ten minutes before the bell", **more: Any) -> dict[str, Any]:
        """The author starts a story; its draft."""
        answer = self["author"].post(
            "/api/stories", json={"title": title, "home_school_urn": self.school, **more}
        )
        assert answer.status_code == 201, answer.text
        draft: dict[str, Any] = answer.json()
        return draft

    def invite(self, story: str, name: str, **more: Any) -> Any:
        """The author asks somebody to write."""
        body = {"person_id": str(self.people[name]), **more}
        return self["author"].post(f"/api/stories/{story}/authors", json=body)

    def answer(self, story: str, name: str, state: str) -> Any:
        """Somebody answers for themselves."""
        return self[name].patch(f"/api/stories/{story}/authors/me", json={"state": state})

    def standing(self, story: str) -> dict[str, tuple[str, bool, bool]]:
        """Who writes: state, may edit, on the byline."""
        authors = self["author"].get(f"/api/stories/{story}/authors").json()
        return {
            author["person"]["name"]: (author["state"], author["may_edit"], author["on_byline"])
            for author in authors
        }


@pytest.fixture
def staffroom(county: County, signed_in: SignedIn) -> Staffroom:
    return Staffroom(county, signed_in)


def test_a_new_story_is_a_draft_with_everything_to_write_it(staffroom: Staffroom) -> None:
    tag = staffroom.county.recommendation(4)
    draft = staffroom.begin(tags=[tag])
    assert draft["title"] == "Ten minutes before the bell"
    assert [one["short_title"] for one in draft["tags"]] == ["Fully prepared"]
    assert [section["key"] for section in draft["sections"]] == [
        "context",
        "problem",
        "what-we-did",
        "what-changed",
        "what-did-not-work",
        "advice",
    ]
    assert all(section["prompts"] for section in draft["sections"])
    assert (draft["audience"]["reach"], draft["can"]) == ("draft", {"edit": True, "invite": True})
    assert [step["audience"] for step in draft["next_steps"]] == ["school"]
    assert staffroom["author"].get(f"/api/stories/{draft['id']}/draft").json() == draft
    assert staffroom.standing(draft["id"]) == {"A. Uthor": ("accepted", True, True)}


def test_a_story_starts_where_one_holds_a_seat(staffroom: Staffroom) -> None:
    new = {"title": "Not here", "home_school_urn": staffroom.elsewhere}
    assert problem(staffroom["author"].post("/api/stories", json=new))["status"] == 403
    unknown = staffroom["author"].post("/api/stories", json=new | {"home_school_urn": 1})
    assert problem(unknown)["status"] == 403
    assert staffroom["author"].get("/api/drafts").json() == []


def test_a_tag_must_be_a_recommendation_here(staffroom: Staffroom) -> None:
    new = {"title": "Tagged", "home_school_urn": staffroom.school, "tags": [2_000_000_000]}
    assert problem(staffroom["author"].post("/api/stories", json=new))["status"] == 422
    assert staffroom["author"].get("/api/drafts").json() == []


def test_nobody_overwrites_what_they_have_not_read(staffroom: Staffroom) -> None:
    story = staffroom.begin()["id"]
    staffroom.invite(story, "colleague")
    staffroom.answer(story, "colleague", "accepted")
    address = f"/api/stories/{story}"
    read = staffroom["author"].get(f"{address}/draft").headers["etag"]
    assert staffroom["colleague"].get(f"{address}/draft").headers["etag"] == read
    first = staffroom["author"].patch(address, json={"title": "Mine"}, headers={"if-match": read})
    assert (first.status_code, first.json()["title"]) == (200, "Mine")
    assert first.headers["etag"] != read
    second = staffroom["colleague"].patch(address, json={"title": "Yours"}, headers={"if-match": read})
    assert problem(second)["type"] == "changed"
    now = staffroom["colleague"].get(f"{address}/draft")
    assert now.json()["title"] == "Mine"
    assert now.headers["etag"] == first.headers["etag"]
    third = staffroom["colleague"].patch(
        address, json={"title": "Ours"}, headers={"if-match": now.headers["etag"]}
    )
    assert third.json()["title"] == "Ours"


IF_MATCHES = ("", "*", "x", '"x"', "-1", '"1", "2"', "1e1", '"1_0"', "é", "9" * 30, "9" * 5000, '"2"', '"0"')


def test_an_if_match_of_any_kind_is_answered(staffroom: Staffroom) -> None:
    story = staffroom.begin("As it was")["id"]
    address = f"/api/stories/{story}"
    missing = staffroom["author"].patch(address, json={"title": "Other"})
    assert problem(missing)["type"] == "needs-if-match"
    assert missing.status_code == 428
    for value in IF_MATCHES:
        refused = staffroom["author"].patch(
            address, json={"title": "Other"}, headers={b"if-match": value.encode()}
        )
        assert problem(refused)["type"] == "changed", value
        assert refused.status_code == 412
    assert staffroom["author"].get(f"{address}/draft").json()["title"] == "As it was"
    for value in ('"1"', 'W/"2"', "3"):
        changed = staffroom["author"].patch(address, json={"title": "Other"}, headers={"if-match": value})
        assert changed.status_code == 200


def test_tags_are_replaced_and_titles_left_alone(staffroom: Staffroom) -> None:
    first, second = staffroom.county.recommendation(1), staffroom.county.recommendation(2)
    story = staffroom.begin(tags=[first])["id"]
    changed = (
        staffroom["author"]
        .patch(f"/api/stories/{story}", json={"tags": [second]}, headers={"if-match": '"1"'})
        .json()
    )
    assert [tag["id"] for tag in changed["tags"]] == [second]
    assert changed["title"] == "Ten minutes before the bell"
    cleared = (
        staffroom["author"]
        .patch(f"/api/stories/{story}", json={"tags": []}, headers={"if-match": '"2"'})
        .json()
    )
    assert cleared["tags"] == []


def test_an_invitation_is_seen_by_whom_it_is_for_and_opens_the_draft_when_accepted(
    staffroom: Staffroom,
) -> None:
    story = staffroom.begin()["id"]
    assert staffroom.invite(story, "guest").status_code == 201
    waiting = staffroom["guest"].get("/api/invitations").json()
    assert [(one["story_id"], one["title"], one["invited_by"]["name"]) for one in waiting] == [
        (story, "Ten minutes before the bell", "A. Uthor")
    ]
    assert staffroom["guest"].get("/api/session").json()["invitations"] == 1
    assert staffroom["colleague"].get("/api/invitations").json() == []
    # Being asked is not being let in.
    assert staffroom["guest"].get(f"/api/stories/{story}/draft").status_code == 404
    assert staffroom.answer(story, "guest", "accepted").status_code == 204
    assert staffroom["guest"].get(f"/api/stories/{story}/draft").json()["can"]["edit"] is True
    assert staffroom["guest"].get("/api/invitations").json() == []
    assert staffroom["guest"].get("/api/session").json()["invitations"] == 0
    assert problem(staffroom.answer(story, "guest", "declined"))["status"] == 409


def test_a_no_is_a_no_until_asked_again(staffroom: Staffroom) -> None:
    story = staffroom.begin()["id"]
    staffroom.invite(story, "colleague")
    assert problem(staffroom.invite(story, "colleague"))["status"] == 409
    assert staffroom.answer(story, "colleague", "declined").status_code == 204
    assert staffroom["colleague"].get(f"/api/stories/{story}/draft").status_code == 404
    assert problem(staffroom.answer(story, "colleague", "accepted"))["status"] == 409
    assert staffroom.invite(story, "colleague").status_code == 201
    assert staffroom.answer(story, "colleague", "accepted").status_code == 204
    assert staffroom.standing(story)["C. Olleague"] == ("accepted", True, True)


def test_only_people_with_a_seat_are_asked(staffroom: Staffroom) -> None:
    story = staffroom.begin()["id"]
    former = staffroom.county.former(Role.school_lead, staffroom.school)
    for person in (former, UUID(int=7)):
        body = {"person_id": str(person)}
        refused = staffroom["author"].post(f"/api/stories/{story}/authors", json=body)
        assert problem(refused)["status"] == 422
    assert list(staffroom.standing(story)) == ["A. Uthor"]


def test_being_named_is_not_being_let_edit(staffroom: Staffroom) -> None:
    story = staffroom.begin()["id"]
    for name in ("colleague", "guest"):
        staffroom.invite(story, name)
        staffroom.answer(story, name, "accepted")
    address = f"/api/stories/{story}/authors"
    named = staffroom["author"].patch(f"{address}/{staffroom.people['colleague']}", json={"may_edit": False})
    unnamed = staffroom["author"].patch(f"{address}/{staffroom.people['guest']}", json={"on_byline": False})
    assert (named.status_code, unnamed.status_code) == (204, 204)
    assert staffroom.standing(story) == {
        "A. Uthor": ("accepted", True, True),
        "C. Olleague": ("accepted", False, True),
        "G. Uest": ("accepted", True, False),
    }
    assert staffroom["colleague"].get(f"/api/stories/{story}/draft").status_code == 404
    retitled = staffroom["guest"].patch(
        f"/api/stories/{story}", json={"title": "Ours"}, headers={"if-match": '"1"'}
    )
    assert retitled.status_code == 200

    staffroom.county.rewrite(UUID(story), "We met before school.")
    staffroom.county.publish(UUID(story), staffroom.people["author"], Audience.school)
    byline = staffroom["lead"].get(f"/api/stories/{story}").json()["byline"]
    assert [(one["name"], one["school"]) for one in byline] == [
        ("A. Uthor", "Thornholme Primary"),
        ("C. Olleague", "Thornholme Primary"),
    ]


def test_an_author_does_not_lock_themselves_out(staffroom: Staffroom) -> None:
    story = staffroom.begin()["id"]
    address = f"/api/stories/{story}/authors/{staffroom.people['author']}"
    assert problem(staffroom["author"].patch(address, json={"may_edit": False}))["status"] == 422
    assert staffroom.standing(story)["A. Uthor"] == ("accepted", True, True)


def test_whoever_leaves_keeps_their_name_on_what_they_wrote(staffroom: Staffroom) -> None:
    story = staffroom.begin()["id"]
    staffroom.invite(story, "guest")
    staffroom.answer(story, "guest", "accepted")
    staffroom.county.rewrite(UUID(story), "We met before school.")
    staffroom.county.publish(UUID(story), staffroom.people["author"], Audience.school)
    assert staffroom.answer(story, "guest", "left").status_code == 204
    assert staffroom["guest"].get(f"/api/stories/{story}/draft").status_code == 404
    assert staffroom.standing(story)["G. Uest"][0] == "left"
    byline = staffroom["lead"].get(f"/api/stories/{story}").json()["byline"]
    assert [one["name"] for one in byline] == ["A. Uthor", "G. Uest"]


def test_authors_and_the_school_lead_can_end_somebodys_part(staffroom: Staffroom) -> None:
    story = staffroom.begin()["id"]
    for name in ("colleague", "guest"):
        staffroom.invite(story, name)
        staffroom.answer(story, name, "accepted")
    address = f"/api/stories/{story}/authors"
    assert staffroom["lead"].delete(f"{address}/{staffroom.people['guest']}").status_code == 204
    assert staffroom["guest"].get(f"/api/stories/{story}/draft").status_code == 404
    assert problem(staffroom["lead"].delete(f"{address}/{staffroom.people['guest']}"))["status"] == 404
    assert staffroom["author"].delete(f"{address}/{staffroom.people['colleague']}").status_code == 204
    assert {name: state for name, (state, *_) in staffroom.standing(story).items()} == {
        "A. Uthor": "accepted",
        "C. Olleague": "left",
        "G. Uest": "left",
    }


def test_a_draft_whose_last_author_is_gone_passes_to_the_school_lead(staffroom: Staffroom) -> None:
    story = staffroom.begin()["id"]
    draft = f"/api/stories/{story}/draft"
    assert staffroom["lead"].get(draft).json()["can"] == {"edit": False, "invite": False}
    staffroom.county.end_seats(staffroom.people["author"])
    assert staffroom["author"].get(draft).status_code == 404
    assert staffroom["lead"].get(draft).json()["can"] == {"edit": True, "invite": True}
    retitled = staffroom["lead"].patch(
        f"/api/stories/{story}", json={"title": "Carried on"}, headers={"if-match": '"1"'}
    )
    assert retitled.json()["title"] == "Carried on"


def test_the_closed_school_takes_no_new_story(staffroom: Staffroom) -> None:
    with staffroom.county.database.write() as session:
        session.get_one(School, staffroom.school).status = SchoolStatus.closed
    new = {"title": "Too late", "home_school_urn": staffroom.school}
    assert problem(staffroom["author"].post("/api/stories", json=new))["status"] == 422
