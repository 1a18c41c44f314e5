"""Journeys by HTTP: from an entry's beginning to what readers see of it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from app import clock
from app.models.people import Role
from tests.conftest import problem
from tests.factories import County
from tests.journeys import Journey


def told(story: dict[str, Any]) -> list[str]:
    """How each entry begins, as a reader reads it."""
    return [one["sections"][0]["markdown"].strip() for one in story["journey"]["entries"]]


@pytest.fixture
def journey(app: FastAPI, county: County) -> Journey:
    return Journey(app, county)


def test_an_entry_comes_to_its_readers_with_the_revision_that_was_approved(journey: Journey) -> None:
    entry = journey.entry({"tried": "We met at **twenty to nine**.", "wrong": "Nobody came."}, going="hard")
    assert entry["section_keys"].keys() == {"tried", "happened", "wrong", "next"}
    assert not entry["shared"]

    story = journey.publish()
    (read,) = story["journey"]["entries"]
    assert [part["key"] for part in read["sections"]] == ["tried", "wrong"]
    assert "<strong>twenty to nine</strong>" in read["sections"][0]["html"]
    assert read["setback"]
    assert read["going"] == "hard"
    assert read["by"]
    draft = journey.client.get(f"{journey.at}/journey").json()
    assert draft["entries"][0]["shared"]
    assert draft["entries"][0]["begins"] == "We met at twenty to nine."
    assert [part["key"] for part in draft["parts"]] == ["tried", "happened", "wrong", "next"]


def test_a_csv_file_is_sent_as_it_is(journey: Journey) -> None:
    measure = {"id": str(uuid4()), "name": "Minutes", "unit": "minutes"}
    assert journey.client.post(f"{journey.at}/measures", json=measure).status_code == 201
    at = f"{journey.at}/measures/{measure['id']}/points"
    file = "date;value;note\r\n03/11/2025;4,5;x\r\n".encode("cp1252")
    answer = journey.client.post(f"{at}/preview", content=file, headers={"content-type": "text/csv"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["problems"] == [{"row": 2, "message": "“4,5” is not a number like 12 or 3.5."}]
    refused = journey.client.post(f"{at}/import", content=file, headers={"content-type": "text/csv"})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"where": "row 2", "message": "“4,5” is not a number like 12 or 3.5."}
    ]
    again = journey.client.post(
        f"{at}/import",
        content="date,value,people,note\n3/11/2025,4.5,12,naïve".encode("cp1252"),
        headers={"content-type": "text/csv"},
    )
    assert again.status_code == 200, again.text
    assert again.json()["points"] == [
        {"measured_on": "2025-11-03", "value": 4.5, "people": 12, "small": False, "note": "naïve"}
    ]


def test_a_repeated_request_makes_no_second_entry(journey: Journey) -> None:
    entry = journey.entry({"tried": "Once."})
    again = journey.client.post(
        f"{journey.at}/entries", json={"id": entry["id"], "happened_on": "2020-01-01"}
    )
    assert again.status_code == 201
    assert again.json()["happened_on"] == entry["happened_on"]
    assert again.json()["begins"] == "Once."
    assert len(journey.draft["entries"]) == 1


def test_the_id_of_another_journeys_entry_is_refused(journey: Journey, app: FastAPI, county: County) -> None:
    other = Journey(app, county)
    entry = other.entry()
    answer = journey.client.post(
        f"{journey.at}/entries", json={"id": entry["id"], "happened_on": clock.today().isoformat()}
    )
    assert answer.status_code == 409
    for path in (f"/entries/{entry['id']}", f"/measures/{other.measure()['id']}"):
        answer = journey.client.request("DELETE", journey.at + path, headers={"If-Match": '"1"'})
        assert answer.status_code == 404


@pytest.mark.parametrize("days", [1, 400, -365 * 12])
def test_days_that_cannot_be_are_refused_in_words(journey: Journey, days: int) -> None:
    day = (clock.today() + timedelta(days=days)).isoformat()
    measure = journey.measure()["id"]
    answers = [
        journey.client.post(f"{journey.at}/entries", json={"id": str(uuid4()), "happened_on": day}),
        journey.phase("deliver", date.fromisoformat(day)),
        journey.client.put(f"{journey.at}/measures/{measure}/points/{day}", json={"value": 1}),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert "still to come" in answer.json()["detail"] or "ten years" in answer.json()["detail"].replace(
            "10", "ten"
        )


def test_an_entry_is_changed_from_the_version_that_was_read(journey: Journey) -> None:
    entry = journey.entry(going="stuck")
    changed = journey.change(entry, clear_going=True, tags=[journey.county.recommendation(5)])
    assert changed["going"] is None
    assert [tag["number"] for tag in changed["tags"]] == [5]
    assert changed["version"] == 2
    assert problem(journey.patch(entry, going="well"))["type"] == "changed"
    answer = journey.client.patch(f"{journey.at}/entries/{entry['id']}", json={"going": "well"})
    assert problem(answer)["type"] == "needs-if-match"
    assert journey.patch(changed, tags=[999_999]).status_code == 422


def test_a_removed_entry_comes_back_with_its_words(journey: Journey) -> None:
    entry = journey.entry({"happened": "Four of nine pupils finished."})
    at = f"{journey.at}/entries/{entry['id']}"
    assert journey.client.delete(at, headers={"If-Match": '"7"'}).status_code == 412
    assert journey.client.delete(at, headers={"If-Match": '"1"'}).status_code == 204
    assert journey.draft["entries"] == []
    assert journey.client.delete(at, headers={"If-Match": '"2"'}).status_code == 404
    restored = journey.client.post(f"{at}/restore")
    assert restored.status_code == 200
    assert restored.json()["begins"] == "Four of nine pupils finished."
    assert journey.client.post(f"{at}/restore").json()["version"] == restored.json()["version"]


def test_what_was_taken_out_is_listed_with_who_did_it_until_it_is_put_back(
    journey: Journey, app: FastAPI, county: County
) -> None:
    helper = county.person(Role.contributor, journey.school, name="H. Elper")
    county.join(journey.id, journey.author, helper)
    theirs = county.client(app, helper)
    first = journey.entry({"wrong": "Only two came."}, days_ago=3)
    second = journey.entry({"tried": "Ten minutes."})
    measure = journey.measure(name="Minutes waited")
    journey.point(measure, value=3)

    def listed() -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = journey.client.get(f"{journey.at}/journey/removed").json()
        return found

    def remove(by: Any, what: str, one: dict[str, Any]) -> str:
        at = f"{journey.at}/{what}/{one['id']}"
        version = by.post(f"{at}/restore").json()["version"]
        assert by.delete(at, headers={"If-Match": f'"{version}"'}).status_code == 204
        return at

    assert listed() == {"entries": [], "measures": []}
    at = remove(journey.client, "entries", first)
    journey.client.post(f"{at}/restore")
    remove(theirs, "entries", first)
    remove(journey.client, "entries", second)
    kept = remove(theirs, "measures", measure)
    # Whatever is written since, their words are still known.
    journey.entry({"tried": "Another one."})
    removed = listed()
    assert [(one["begins"], one["removed_by"]) for one in removed["entries"]] == [
        ("Ten minutes.", second["author"]["name"]),
        ("Only two came.", "H. Elper"),
    ]
    assert removed["entries"][1]["happened_on"] == first["happened_on"]
    assert [(one["name"], one["points"], one["removed_by"]) for one in removed["measures"]] == [
        ("Minutes waited", 1, "H. Elper")
    ]
    # The School Lead reads the draft, and does not write it.
    assert county.client(app, journey.lead).get(f"{journey.at}/journey/removed").status_code == 403
    journey.client.post(f"{at}/restore")
    journey.client.post(f"{kept}/restore")
    left = listed()
    assert [one["begins"] for one in left["entries"]] == ["Ten minutes."]
    assert left["measures"] == []


def test_whoever_may_write_adds_and_changes_entries_and_is_named_if_they_want(
    journey: Journey, app: FastAPI, county: County
) -> None:
    helper = county.person(Role.contributor, journey.school, name="H. Elper")
    county.join(journey.id, journey.author, helper)
    theirs = county.client(app, helper)
    mine = journey.entry({"tried": "Mine."}, days_ago=3)
    body = {"id": str(uuid4()), "happened_on": clock.today().isoformat()}
    added = theirs.post(f"{journey.at}/entries", json=body).json()
    county.write_in(journey.id, added["section_keys"]["tried"], "Theirs.")
    assert (
        theirs.patch(
            f"{journey.at}/entries/{mine['id']}", json={"going": "well"}, headers={"If-Match": '"1"'}
        ).json()["going"]
        == "well"
    )
    assert journey.draft["entries"][0]["author"]["name"] == "H. Elper"
    journey.client.patch(f"{journey.at}/authors/{helper}", json={"on_byline": False})
    assert [entry["by"] is None for entry in journey.publish()["journey"]["entries"]] == [False, True]


def test_phases_follow_one_another_in_any_order(journey: Journey) -> None:
    today = clock.today()
    first = journey.draft["phases"][0]
    assert (first["phase"], journey.draft["phase"]) == ("explore", "explore")
    assert journey.client.delete(f"{journey.at}/phases/{first['id']}").status_code == 409
    journey.phase("deliver", today - timedelta(days=30))
    answer = journey.phase("prepare", today, "The second TA left.").json()
    assert [(one["phase"], one["back"]) for one in answer["phases"]] == [
        ("deliver", False),
        ("prepare", True),
    ]
    assert answer["phases"][-1]["note"] == "The second TA left."
    assert answer["started_on"] == (today - timedelta(days=30)).isoformat()
    removed = journey.client.delete(f"{journey.at}/phases/{answer['phases'][-1]['id']}")
    assert removed.json()["phase"] == "deliver"
    assert journey.client.delete(f"{journey.at}/phases/{uuid4()}").status_code == 404


def test_a_phase_begins_once_unless_there_is_something_new_to_say_of_it(journey: Journey) -> None:
    today = clock.today()
    journey.phase("deliver", today - timedelta(days=30))
    again = journey.phase("deliver", today)
    assert again.status_code == 422
    (wrong,) = problem(again)["errors"]
    assert wrong["where"] == "phase"
    assert wrong["message"].startswith("It has been in Deliver since ")
    assert len(journey.draft["phases"]) == 1
    assert journey.phase("deliver", today, "Year 5 joins.").status_code == 200
    assert journey.phase("deliver", today - timedelta(days=30)).status_code == 200, "the same said again"


def test_the_same_phase_twice_in_a_row_is_read_once_and_what_was_between_can_be_put_back(
    journey: Journey,
) -> None:
    journey.entry({"tried": "Ten minutes."})
    first, moved, again = (clock.today() - timedelta(days=days) for days in (90, 60, 30))
    journey.phase("deliver", first)
    between = journey.phase("prepare", moved).json()["phases"][-1]
    journey.phase("deliver", again)
    left = journey.client.delete(f"{journey.at}/phases/{between['id']}").json()
    assert [(one["phase"], one["since"]) for one in left["phases"]] == [("deliver", first.isoformat())]
    assert [one["phase"] for one in journey.publish()["journey"]["phases"]] == ["deliver"]
    back = journey.phase("prepare", moved).json()["phases"]
    assert [(one["phase"], one["back"]) for one in back] == [
        ("deliver", False),
        ("prepare", True),
        ("deliver", False),
    ]
    # What was said of the second time is no repetition.
    journey.phase("deliver", again, "Year 5 joins.")
    left = journey.client.delete(f"{journey.at}/phases/{back[1]['id']}").json()
    assert [one["note"] for one in left["phases"]] == ["", "Year 5 joins."]


def test_a_case_study_has_no_journey(journey: Journey, county: County) -> None:
    story = county.story(journey.author, journey.school)
    at = f"/api/stories/{story}"
    day = clock.today().isoformat()
    for answer in (
        journey.client.get(f"{at}/journey"),
        journey.client.put(f"{at}/phases", json={"phase": "deliver", "since": day}),
        journey.client.post(f"{at}/entries", json={"id": str(uuid4()), "happened_on": day}),
        journey.client.post(f"{at}/measures", json={"id": str(uuid4()), "name": "Minutes"}),
    ):
        assert problem(answer)["type"] == "not-found"


def test_an_entry_that_is_held_back_waits_while_the_rest_is_read(journey: Journey) -> None:
    tag = journey.county.recommendation(6)
    journey.entry({"tried": "The first half-term."}, days_ago=60)
    held = journey.entry({"wrong": "A colleague cried."})
    journey.change(held, held_back=True, tags=[tag])
    story = journey.publish()
    assert told(story) == ["The first half-term."]
    assert 6 not in [one["number"] for one in story["tags"]]
    assert "cried" not in journey.reader.get(f"{journey.at}/text.md").text
    assert [entry["shared"] for entry in journey.draft["entries"]] == [False, True]

    held = journey.draft["entries"][0]
    journey.change(held, held_back=False)
    assert len(journey.read["journey"]["entries"]) == 1, "not before it is approved"
    story = journey.publish()
    assert story["revision"] == 2
    assert [one["setback"] for one in story["journey"]["entries"]] == [False, True]
    assert 6 in [one["number"] for one in story["tags"]]
    assert "cried" in journey.reader.get(f"{journey.at}/text.md").text


def test_what_was_approved_is_what_is_read_whatever_is_written_meanwhile(journey: Journey) -> None:
    first = journey.entry({"tried": "Approved."})
    measure = journey.measure()
    journey.point(measure, value=3, note="approved")
    submission = journey.county.submit(journey.id, journey.author)
    journey.entry({"tried": "Written while it waited."})
    journey.point(measure, days_ago=1, value=4, note="meanwhile")
    journey.change(first, going="well")
    journey.county.approve(submission, journey.lead)
    read = journey.read["journey"]
    assert told(journey.read) == ["Approved."]
    assert [one["going"] for one in read["entries"]] == [None]
    assert [point["note"] for point in read["measures"][0]["points"]] == ["approved"]


def test_a_revision_that_would_say_the_same_is_the_same(journey: Journey) -> None:
    journey.entry({"tried": "Once."})
    measure = journey.measure()
    journey.point(measure, value=3)
    journey.publish()
    held = journey.entry({"tried": "Not yet."})
    journey.change(held, held_back=True)
    answer = journey.client.post(f"{journey.at}/submissions", json={"audience": "school"})
    assert answer.status_code == 409, "what is held back changes nothing for readers"
    journey.point(measure, value=3.5)
    answer = journey.client.post(f"{journey.at}/submissions", json={"audience": "school"})
    assert answer.json()["open_submissions"][0]["revision"] == 2


def test_what_an_entry_is_about_finds_the_journey(journey: Journey) -> None:
    entry = journey.entry({"tried": "Once."})
    journey.change(entry, tags=[journey.county.recommendation(6)])
    journey.publish()
    found = journey.reader.get("/api/guidance/teaching-assistants/2015/recommendations/6/stories").json()[
        "items"
    ]
    assert [one["id"] for one in found] == [str(journey.id)]


def test_the_draft_moves_up_when_an_entry_or_a_number_changes(journey: Journey) -> None:
    measure = journey.measure()
    before = journey.draft["updated_at"]
    journey.point(measure, value=3)
    between = journey.draft["updated_at"]
    journey.entry()
    assert before < between < journey.draft["updated_at"]


@pytest.mark.parametrize("word", ["porcupine", "hedgehogs", "badger", "otters", "walrus"])
def test_the_library_finds_a_journey_by_all_that_is_read_of_it(journey: Journey, word: str) -> None:
    journey.entry({"happened": "The porcupine group read aloud."})
    measure = journey.measure(name="Pages read by hedgehogs", source="The badger sheet")
    journey.point(measure, value=3, note="Only otters")
    journey.phase("deliver", clock.today(), "The walrus club begins")
    held = journey.entry({"tried": "Nobody reads of the secretbird."})
    journey.change(held, held_back=True)
    journey.publish()
    hits = journey.reader.get("/api/library", params={"q": word}).json()["items"]
    assert [hit["story"]["id"] for hit in hits] == [str(journey.id)]
    assert any(piece["hit"] for piece in hits[0]["snippet"])
    assert journey.reader.get("/api/library", params={"q": "secretbird"}).json()["items"] == []


def test_the_text_of_a_journey_reads_in_order(journey: Journey) -> None:
    journey.phase("deliver", date(2025, 9, 3), "We began")
    journey.phase("prepare", date(2026, 1, 6))
    journey.entry({"wrong": "*Nobody* came."}, days_ago=0, going="stuck")
    measure = journey.measure(name="Minutes | a day", unit="minutes", baseline=4, target=1.5)
    journey.point(measure, value=2.5, people=4, note="counted | twice")
    journey.publish()
    text = journey.reader.get(f"{journey.at}/text.md").text
    wanted = [
        "- Deliver from 3 September 2025: We began",
        "- Prepare from 6 January 2026 (back from a later phase)",
        "· stuck",
        "#### What went wrong or surprised us\n\n_Nobody_ came.",
        "### Minutes \\| a day",
        "more is better; before: 4 minutes; aim: 1.5 minutes",
        "| 2.5 minutes | 4 (few) | counted \\| twice |",
    ]
    assert [one for one in wanted if one not in text] == []
    places = [text.index(one) for one in wanted]
    assert places == sorted(places)


def found_in(journey: Journey, revision: int | None = None) -> dict[str, str]:
    """What the privacy check finds, and where it says that this is."""
    asked = {"revision": str(revision)} if revision else {}
    answer = journey.client.get(f"{journey.at}/privacy", params=asked).json()
    return {one["match"]: one["section_title"] for one in answer["findings"]}


def test_what_could_tell_who_somebody_is_is_found_wherever_it_stands(journey: Journey) -> None:
    entry = journey.entry({"wrong": "Write to sam@ashlow.example."}, days_ago=0)
    measure = journey.measure(name="Calls to 01522 523456", source="Kept by pat@ashlow.example")
    journey.point(measure, value=3, note="Kim, born 12/03/2016")
    journey.phase("deliver", clock.today(), "Ask lee@ashlow.example")
    held = journey.entry({"tried": "max@ashlow.example knows."})
    journey.change(held, held_back=True)
    today = f"{clock.today().day} {clock.today():%B %Y}"
    named = "The measure “Calls to 01522 523456”"
    places = {
        "sam@ashlow.example": f"What went wrong or surprised us (entry of {today})",
        "lee@ashlow.example": f"The phase since {today}",
        "01522 523456": named,
        "pat@ashlow.example": named,
        "12/03/2016": f"{named}, {today}",
    }
    assert found_in(journey) == places
    journey.county.publish(journey.id, journey.author)
    assert found_in(journey, 1) == places
    lead = journey.county.client(journey.app, journey.lead)
    answer = lead.post(
        f"{journey.at}/submissions", json={"audience": "cluster", "revision": 1, "confirmed": True}
    )
    assert answer.status_code == 422
    wheres = {one["where"] for one in answer.json()["errors"]}
    assert f"sections.measure-{measure['id']}-{clock.today()}" in wheres
    assert f"sections.{entry['section_keys']['wrong']}" in wheres
    assert len(wheres) == 4


def test_an_entry_shown_later_is_checked_before_it_leaves(journey: Journey) -> None:
    held = journey.change(journey.entry({"tried": "max@ashlow.example knows."}), held_back=True)
    assert found_in(journey) == {}
    journey.change(held, held_back=False)
    assert list(found_in(journey)) == ["max@ashlow.example"]


def test_a_journey_that_says_what_went_wrong_counts_as_saying_it(journey: Journey) -> None:
    at = "/api/guidance/teaching-assistants/2015/recommendations/4/picture"
    journey.entry({"tried": "Once."}, days_ago=1)
    journey.publish()
    assert any("did not work" in words for words in journey.reader.get(at).json()["missing"])
    journey.entry({"wrong": "Nobody came."})
    journey.publish()
    assert not any("did not work" in words for words in journey.reader.get(at).json()["missing"])
