"""Measures by HTTP: changed from what was read, points by day, and their file out and in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi import FastAPI

from app import clock
from app.actions import measures as actions
from app.actions.journeys import MOST_ENTRIES
from tests.conftest import problem
from tests.factories import County
from tests.journeys import Journey


@pytest.fixture
def journey(app: FastAPI, county: County) -> Journey:
    return Journey(app, county)


def days_ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


def test_a_measure_is_changed_from_the_version_that_was_read(journey: Journey) -> None:
    measure = journey.measure(unit="minutes", baseline=4, target=1, better="down")
    at = f"{journey.at}/measures/{measure['id']}"
    body = {"name": "Minutes waited", "better": "down", "source": "A stop watch"}
    changed = journey.client.put(at, json=body, headers={"If-Match": '"1"'}).json()
    assert (changed["name"], changed["unit"], changed["baseline"], changed["version"]) == (
        "Minutes waited",
        "",
        None,
        2,
    )
    again = journey.client.put(at, json=body, headers={"If-Match": '"1"'})
    assert problem(again)["type"] == "changed"
    assert problem(journey.client.put(at, json=body))["type"] == "needs-if-match"
    journey.point(measure, value=3)
    assert journey.draft["measures"][0]["version"] == 2, "a point is no change of what is measured"


def test_a_repeated_request_makes_no_second_measure(journey: Journey) -> None:
    measure = journey.measure()
    again = journey.client.post(f"{journey.at}/measures", json={"id": measure["id"], "name": "Another"})
    assert (again.status_code, again.json()["name"]) == (201, "Minutes")


def test_a_removed_measure_comes_back_with_its_points(journey: Journey) -> None:
    measure = journey.measure()
    journey.point(measure, value=3)
    at = f"{journey.at}/measures/{measure['id']}"
    assert journey.client.delete(at, headers={"If-Match": '"1"'}).status_code == 204
    assert journey.draft["measures"] == []
    assert journey.client.get(f"{at}/points.csv").status_code == 404
    restored = journey.client.post(f"{at}/restore").json()
    assert [point["value"] for point in restored["points"]] == [3]


def test_a_point_of_the_same_day_is_replaced_and_few_people_are_marked(journey: Journey) -> None:
    measure = journey.measure()
    journey.point(measure, value=3, people=12)
    journey.point(measure, days_ago=7, value=-2.5, people=9, note="Two  were\naway")
    answer = journey.point(measure, value=4)
    assert [(one["value"], one["people"], one["small"], one["note"]) for one in answer["points"]] == [
        (-2.5, 9, True, "Two were away"),
        (4, None, False, ""),
    ]
    at = f"{journey.at}/measures/{measure['id']}/points/{days_ago(7)}"
    assert len(journey.client.delete(at).json()["points"]) == 1
    assert len(journey.client.delete(at).json()["points"]) == 1


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "1e13", '"3"x', "null"])
def test_what_is_no_number_is_refused(journey: Journey, value: str) -> None:
    measure = journey.measure()
    answer = journey.client.put(
        f"{journey.at}/measures/{measure['id']}/points/{days_ago(0)}",
        content=f'{{"value": {value}}}',
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 422
    assert journey.draft["measures"][0]["points"] == []


def test_the_points_go_out_as_a_file_and_come_in_again(journey: Journey) -> None:
    measure = journey.measure()
    journey.point(measure, days_ago=7, value=3, people=12, note="=HYPERLINK(1)")
    journey.point(measure, days_ago=1, value=4.5)
    at = f"{journey.at}/measures/{measure['id']}/points"
    out = journey.client.get(f"{at}.csv")
    assert out.headers["content-type"] == "text/csv; charset=utf-8"
    assert out.text.splitlines()[1] == f"{days_ago(7)},3,12,'=HYPERLINK(1)"
    same = journey.client.post(f"{at}/preview", content=out.content, headers={"content-type": "text/csv"})
    assert same.json() == {"added": [], "replaced": [], "unchanged": 2, "problems": []}
    other = out.content + f"{days_ago(0)},5,,\r\n".encode()
    other = other.replace(b",4.5,", b",4.75,")
    preview = journey.client.post(f"{at}/preview", content=other, headers={"content-type": "text/csv"}).json()
    assert [one["value"] for one in preview["added"]] == [5]
    assert [one["value"] for one in preview["replaced"]] == [4.75]
    assert len(journey.draft["measures"][0]["points"]) == 2, "a preview changes nothing"
    taken = journey.client.post(f"{at}/import", content=other, headers={"content-type": "text/csv"}).json()
    assert [one["value"] for one in taken["points"]] == [3, 4.75, 5]


def test_a_file_with_a_bad_row_is_refused_as_a_whole(journey: Journey) -> None:
    measure = journey.measure()
    at = f"{journey.at}/measures/{measure['id']}/points"
    file = f"date,value\n{days_ago(3)},3\nsome day,4\n".encode()
    headers = {"content-type": "text/csv"}
    preview = journey.client.post(f"{at}/preview", content=file, headers=headers).json()
    assert [(one["row"], "not a date" in one["message"]) for one in preview["problems"]] == [(3, True)]
    refused = journey.client.post(f"{at}/import", content=file, headers=headers)
    assert problem(refused)["type"] == "import-refused"
    assert refused.json()["errors"][0]["where"] == "row 3"
    assert journey.draft["measures"][0]["points"] == []
    for nothing in (b"", b"\xff\xfe\x00"):
        answer = journey.client.post(f"{at}/import", content=nothing, headers=headers)
        assert answer.status_code == 422


def test_nobody_fills_the_disk_with_measures(journey: Journey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_MEASURES", 2)
    monkeypatch.setattr(actions, "MOST_POINTS", 2)
    measure = journey.measure()
    journey.measure()
    full = journey.client.post(f"{journey.at}/measures", json={"id": str(uuid4()), "name": "A third"})
    assert problem(full)["type"] == "conflict"
    for day in (1, 2):
        journey.point(measure, days_ago=day, value=day)
    at = f"{journey.at}/measures/{measure['id']}/points/{days_ago(0)}"
    assert problem(journey.client.put(at, json={"value": 1}))["type"] == "conflict"
    assert journey.point(measure, days_ago=1, value=9)["points"][-1]["value"] == 9
    assert MOST_ENTRIES == 300
