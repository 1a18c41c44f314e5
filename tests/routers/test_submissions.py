"""Asking, reviewing, deciding and taking back over HTTP: what each of those concerned is told."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from app.models.items import Audience
from app.models.people import Role
from tests.conftest import problem
from tests.factories import County
from tests.routers.conftest import SignedIn


class Ladder:
    """A draft, and browsers of everybody whom its way to the cluster concerns."""

    def __init__(self, county: County, signed_in: SignedIn) -> None:
        region = county.region()
        cluster = county.cluster(region, name="Fenside")
        school, near = county.school(cluster, "Thornholme Primary"), county.school(cluster)
        self.county, self.school = county, school
        self.people = {
            "author": county.person(Role.contributor, school, name="A. Uthor"),
            "lead": county.person(Role.school_lead, school, name="L. Ead"),
            "cluster_lead": county.person(Role.cluster_lead, cluster, name="C. Lead"),
            "neighbour": county.person(Role.school_lead, near),
            "stranger": county.person(Role.school_lead, county.school(county.cluster())),
            "regional": county.person(Role.regional_lead, region, name="R. Egional"),
        }
        self.browsers = {name: signed_in(person) for name, person in self.people.items()}
        self.story = county.story(self.people["author"], school, text="We met before school.")

    def __getitem__(self, name: str) -> TestClient:
        return self.browsers[name]

    def ask(self, name: str, audience: str = "school", **more: Any) -> Any:
        """Ask for an audience."""
        body = {"audience": audience, "confirmed": True, **more}
        return self[name].post(f"/api/stories/{self.story}/submissions", json=body)

    def asked(self, name: str = "author", audience: str = "school", **more: Any) -> str:
        """Ask, successfully; the submission's id."""
        answer = self.ask(name, audience, **more)
        assert answer.status_code == 201, answer.text
        opened: list[dict[str, str]] = answer.json()["open_submissions"]
        return next(one["id"] for one in opened if one["audience"] == audience)

    def decide(self, name: str, submission: str, outcome: str, revision: int = 1, message: str = "") -> Any:
        """Decide on a revision."""
        body = {"outcome": outcome, "revision": revision, "message": message}
        return self[name].post(f"/api/submissions/{submission}/decision", json=body)

    def at_the_cluster(self) -> str:
        """Take the story to its school, and ask the Cluster Lead; the submission's id."""
        self.decide("lead", self.asked(), "approved")
        return self.asked("lead", "cluster", revision=1)

    def queue(self, name: str) -> list[tuple[str, str]]:
        """What waits for somebody, as (audience, state); the badge says the same as the list."""
        found = self[name].get("/api/reviews").json()["mine"]
        badge = self[name].get("/api/session").json()["reviews"]
        assert badge == len([one for one in found if one["state"] == "waiting"])
        assert self[name].get("/api/home").json()["reviews"] == found
        return [(one["audience"], one["state"]) for one in found]

    def reads(self, name: str) -> str | None:
        """The first section as somebody reads it."""
        answer = self[name].get(f"/api/stories/{self.story}")
        if answer.status_code != 200:
            assert problem(answer)["status"] == 404
            return None
        return str(answer.json()["sections"][0]["markdown"]).strip()


@pytest.fixture
def ladder(county: County, signed_in: SignedIn) -> Ladder:
    return Ladder(county, signed_in)


def test_from_the_draft_to_the_cluster_with_a_question_on_the_way(ladder: Ladder) -> None:
    submission = ladder.asked(message="Ready, we think.")
    assert ladder.queue("lead") == [("school", "waiting")]
    assert [ladder.queue(name) for name in ("author", "cluster_lead", "neighbour")] == [[], [], []]
    ladder.decide("lead", submission, "needs_changes", message="How many pupils were there?")
    assert ladder.queue("lead") == [("school", "needs_changes")]
    seen = ladder["author"].get(f"/api/submissions/{submission}").json()
    assert (seen["state"], seen["last_message"]) == ("needs_changes", "How many pupils were there?")
    assert (seen["can_decide"], seen["can_withdraw"]) == (False, True)

    ladder.county.rewrite(ladder.story, "Twelve of us met before school.")
    assert ladder.asked(message="Twelve.") == submission
    assert ladder.queue("lead") == [("school", "waiting")]
    approved = ladder.decide("lead", submission, "approved", revision=2)
    assert (approved.status_code, approved.json()["state"]) == (200, "approved")
    assert [(event["what"], event["revision"], event["message"]) for event in approved.json()["events"]] == [
        ("asked", 1, "Ready, we think."),
        ("needs_changes", 1, "How many pupils were there?"),
        ("asked", 2, "Twelve."),
        ("approved", 2, ""),
    ]
    assert ladder.queue("lead") == []
    assert ladder.reads("lead") == "Twelve of us met before school."
    assert ladder.reads("neighbour") is None

    step = ladder.asked("lead", "cluster", revision=2)
    assert ladder.queue("cluster_lead") == [("cluster", "waiting")]
    assert ladder.decide("cluster_lead", step, "approved", revision=2).status_code == 200
    ladder.county.rewrite(ladder.story, "We think of stopping.")
    assert ladder.reads("neighbour") == "Twelve of us met before school."
    assert ladder.reads("stranger") is None


def test_a_reviewer_reads_what_was_submitted_and_never_the_draft(ladder: Ladder) -> None:
    submission = ladder.at_the_cluster()
    ladder.county.rewrite(ladder.story, "Not for the cluster yet.")
    seen = ladder["cluster_lead"].get(f"/api/submissions/{submission}")
    assert seen.json()["sections"][0]["markdown"].strip() == "We met before school."
    assert (seen.json()["can_decide"], seen.json()["decide_reason"]) == (True, "")
    assert "Not for the cluster yet" not in seen.text
    # Whoever reviews learns of the submission, and nothing else of the story.
    for address in ("", "/draft", "/revisions", "/revisions/1", "/authors"):
        assert ladder["cluster_lead"].get(f"/api/stories/{ladder.story}{address}").status_code == 404
    for address in ("/submissions", "/timeline"):
        seen = ladder["cluster_lead"].get(f"/api/stories/{ladder.story}{address}")
        assert submission in seen.text
        assert "Not for the cluster yet" not in seen.text
    for name in ("neighbour", "stranger"):
        assert problem(ladder[name].get(f"/api/submissions/{submission}"))["status"] == 404


def test_what_one_approves_is_what_one_read(ladder: Ladder) -> None:
    submission = ladder.asked()
    ladder.county.rewrite(ladder.story, "We met twice.")
    ladder.asked()
    late = ladder.decide("lead", submission, "approved", revision=1)
    assert (late.status_code, problem(late)["type"]) == (409, "superseded")
    assert ladder.reads("lead") is None
    assert ladder.decide("lead", submission, "approved", revision=2).status_code == 200
    assert ladder.reads("lead") == "We met twice."
    again = ladder.decide("lead", submission, "approved", revision=2)
    assert problem(again)["detail"] == "This has been decided already."


@pytest.mark.parametrize("outcome", ["needs_changes", "declined"])
def test_a_no_needs_words(ladder: Ladder, outcome: str) -> None:
    submission = ladder.asked()
    assert problem(ladder.decide("lead", submission, outcome, message="  "))["status"] == 422
    told = ladder.decide("lead", submission, outcome, message="A pupil could be recognised.")
    assert told.json()["state"] == outcome
    assert ladder.reads("lead") is None


def test_only_three_things_can_be_decided(ladder: Ladder) -> None:
    submission = ladder.asked()
    for outcome in ("waiting", "withdrawn", "published", ""):
        refused = ladder.decide("lead", submission, outcome, message="So be it.")
        assert problem(refused)["status"] == 422, outcome
    assert ladder.queue("lead") == [("school", "waiting")]


def test_who_asked_for_the_cluster_does_not_decide_on_it(ladder: Ladder) -> None:
    submission = ladder.at_the_cluster()
    refused = problem(ladder.decide("lead", submission, "approved"))
    assert (refused["status"], refused["detail"]) == (403, "You asked for this, so somebody else decides.")


def test_a_request_can_be_taken_back_and_made_again(ladder: Ladder) -> None:
    submission = ladder.asked()
    back = ladder["author"].post(f"/api/submissions/{submission}/withdrawal", json={"message": "Not yet."})
    assert (back.json()["state"], back.json()["last_message"]) == ("withdrawn", "Not yet.")
    assert ladder.queue("lead") == []
    assert problem(ladder.decide("lead", submission, "approved"))["status"] == 403
    assert ladder.asked() != submission


def test_there_is_nothing_to_ask_for_while_nothing_is_written(county: County, signed_in: SignedIn) -> None:
    school = county.school(county.cluster())
    author = county.person(Role.contributor, school)
    client = signed_in(author)
    new = {"title": "Blank", "home_school_urn": school}
    story = client.post("/api/stories", json=new).json()["id"]
    refused = client.post(f"/api/stories/{story}/submissions", json={"audience": "school"})
    assert problem(refused)["detail"] == "There is nothing written yet. Write at least one section first."


def test_an_author_does_not_ask_for_the_widest_rungs(ladder: Ladder) -> None:
    for audience in ("draft", "county", "public"):
        assert problem(ladder.ask("author", audience))["status"] == 403, audience
    assert problem(ladder.ask("author", "everybody"))["status"] == 422


def test_a_contributor_is_told_who_takes_it_to_the_cluster(ladder: Ladder) -> None:
    ladder.decide("lead", ladder.asked(), "approved")
    steps = ladder["author"].get(f"/api/stories/{ladder.story}/draft").json()["next_steps"]
    cluster = next(step for step in steps if step["audience"] == "cluster")
    assert (cluster["allowed"], cluster["reason"]) == (
        False,
        "Your School Lead takes it to the cluster. Ask them when you are ready.",
    )
    assert problem(ladder.ask("author", "cluster"))["detail"] == cluster["reason"]


def test_a_lead_takes_further_only_what_the_school_reads(ladder: Ladder) -> None:
    ladder.decide("lead", ladder.asked(), "approved")
    ladder.county.rewrite(ladder.story, "Only a draft.")
    ladder.asked()
    assert problem(ladder.ask("lead", "cluster", revision=2))["status"] == 422
    assert problem(ladder.ask("lead", "cluster", revision=99))["status"] == 422
    assert problem(ladder.ask("lead", "cluster"))["status"] == 403
    assert ladder.ask("lead", "cluster", revision=1).status_code == 201


def test_stepping_down_takes_it_away_at_once_and_says_why(ladder: Ladder) -> None:
    ladder.decide("cluster_lead", ladder.at_the_cluster(), "approved")
    address = f"/api/stories/{ladder.story}/step-down"
    body = {"audience": "cluster", "reason": "A pupil could be recognised."}
    assert problem(ladder["author"].post(address, json=body))["status"] == 403
    assert problem(ladder["cluster_lead"].post(address, json=body | {"reason": " "}))["status"] == 422
    assert ladder["cluster_lead"].post(address, json=body).status_code == 204
    assert ladder.reads("neighbour") is None
    assert ladder.reads("lead") == "We met before school."
    assert ladder["lead"].post(address, json=body | {"audience": "school"}).status_code == 204
    assert ladder.reads("lead") is None
    draft = ladder["author"].get(f"/api/stories/{ladder.story}/draft").json()
    assert (draft["audience"]["reach"], draft["published_revision"]) == ("draft", None)


def test_every_page_says_who_can_see_it(ladder: Ladder) -> None:
    def words() -> str:
        return str(ladder["author"].get(f"/api/stories/{ladder.story}/draft").json()["audience"]["words"])

    said = [words()]
    ladder.decide("lead", ladder.asked(), "approved")
    said.append(words())
    ladder.decide("cluster_lead", ladder.asked("lead", "cluster", revision=1), "approved")
    said.append(words())
    assert len(set(said)) == 3
    assert "Thornholme Primary" in said[1]
    assert "Fenside" in said[2]
    assert ladder["neighbour"].get(f"/api/stories/{ladder.story}").json()["audience"]["words"] == said[2]


def test_the_queue_is_oldest_first_and_what_was_sent_back_comes_last(ladder: Ladder) -> None:
    author, school = ladder.people["author"], ladder.school
    first, second, third = (ladder.county.story(author, school, title=f"Story {n}") for n in range(3))
    submissions: dict[UUID, UUID] = {
        story: ladder.county.submit(story, author, Audience.school) for story in (first, second, third)
    }
    ladder.decide("lead", str(submissions[first]), "needs_changes", message="Why?")
    queue = ladder["lead"].get("/api/reviews").json()["mine"]
    assert [one["title"] for one in queue] == ["Story 1", "Story 2", "Story 0"]
    assert {one["school"]["urn"] for one in queue} == {school}
    assert {one["asked_by"]["name"] for one in queue} == {"A. Uthor"}


def test_a_lead_who_takes_it_further_hears_nothing_of_the_draft(ladder: Ladder) -> None:
    ladder.decide("cluster_lead", ladder.at_the_cluster(), "approved")
    ladder.county.rewrite(ladder.story, "Only a draft.")
    asked = ladder.ask("cluster_lead", "county", revision=1)
    assert asked.status_code == 201
    assert asked.json()["draft"] is None
    (waiting,) = asked.json()["open_submissions"]
    assert (waiting["audience"], waiting["waiting_for"]) == ("county", "R. Egional, Regional Lead")
    assert "Only a draft" not in asked.text
    doors = ladder["cluster_lead"].get(f"/api/stories/{ladder.story}").json()["can"]
    assert (doors["ask"], doors["step_down"]) == ([], ["cluster"])
    back = ladder["cluster_lead"].post(f"/api/submissions/{waiting['id']}/withdrawal", json={})
    assert back.json()["state"] == "withdrawn"


def test_before_taking_over_one_sees_that_it_waits_and_after_it_what(ladder: Ladder) -> None:
    submission = ladder.asked()
    address = f"/api/submissions/{submission}"
    (waits,) = ladder["cluster_lead"].get("/api/reviews").json()["around"]
    assert (waits["submission"], waits["can_take_over"]) == (submission, True)
    assert "We met before school" not in ladder["cluster_lead"].get("/api/reviews").text
    assert problem(ladder["cluster_lead"].get(address))["status"] == 404
    for name, status in (("neighbour", 404), ("stranger", 404), ("author", 403), ("lead", 403)):
        refused = ladder[name].post(f"{address}/takeover", json={"reason": "Why not."})
        assert problem(refused)["status"] == status, name
    assert problem(ladder["cluster_lead"].post(f"{address}/takeover", json={"reason": " "}))["status"] == 422
    took = ladder["cluster_lead"].post(f"{address}/takeover", json={"reason": "L. Ead is away."})
    assert (took.status_code, took.json()["taken_over_by"]["name"]) == (200, "C. Lead")
    assert took.json()["waiting_for"] == "C. Lead, Cluster Lead, who took it over"
    assert ladder["cluster_lead"].get(address).json()["sections"][0]["markdown"].strip() == (
        "We met before school."
    )
    assert ladder.queue("cluster_lead") == [("school", "waiting")]
    assert ladder.decide("cluster_lead", submission, "approved").status_code == 200
    assert ladder.reads("author") == "We met before school."


def test_a_conversation_is_for_those_who_may_see_it(ladder: Ladder) -> None:
    submission = ladder.asked()
    address = f"/api/submissions/{submission}/messages"
    assert ladder["lead"].post(address, json={"message": "Who counted?"}).status_code == 201
    said = ladder["author"].post(address, json={"message": "The teachers did."}).json()
    assert [(one["what"], one["message"]) for one in said["events"]][1:] == [
        ("said", "Who counted?"),
        ("said", "The teachers did."),
    ]
    assert said["state"] == "waiting"
    for name in ("cluster_lead", "regional", "neighbour"):
        assert problem(ladder[name].post(address, json={"message": "And me?"}))["status"] == 404, name
    assert problem(ladder["author"].post(address, json={"message": " "}))["status"] == 422
    ladder.decide("lead", submission, "approved")
    assert problem(ladder["author"].post(address, json={"message": "Thanks."}))["status"] == 409


def test_who_stands_in_for_a_school_without_a_lead_takes_back_what_they_let_through(ladder: Ladder) -> None:
    """They do not read what only that school reads: the story is not theirs to find, its way is."""
    ladder.county.end_seats(ladder.people["lead"])
    ladder.decide("cluster_lead", ladder.asked(), "approved")
    assert ladder.reads("cluster_lead") is None
    way = ladder["cluster_lead"].get(f"/api/stories/{ladder.story}/timeline").json()
    assert (way["readable"], way["step_down"]) == (False, ["school"])
    body = {"audience": "school", "reason": "A pupil could be recognised."}
    assert (
        problem(ladder["neighbour"].post(f"/api/stories/{ladder.story}/step-down", json=body))["status"]
        == 404
    )
    assert ladder["cluster_lead"].post(f"/api/stories/{ladder.story}/step-down", json=body).status_code == 204
    assert ladder.reads("author") is None
