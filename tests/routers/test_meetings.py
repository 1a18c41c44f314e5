"""Meetings and templates over HTTP: what the matrix does not look at."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from icalendar import Calendar

from app import clock
from app.models.people import Role
from tests.factories import County


@pytest.fixture
def lead(app: FastAPI, county: County) -> tuple[TestClient, str]:
    """A Cluster Lead's browser, and their cluster."""
    cluster = county.cluster(name="Fenside")
    person = county.person(Role.cluster_lead, cluster)
    county.person(Role.school_lead, county.school(cluster), name="A. Colleague")
    return county.client(app, person), f"cluster-{cluster}"


def template(client: TestClient, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in client.get("/api/board-templates").json() if one["name"] == name
    )
    return found


def plan(client: TestClient, cluster: str, **more: Any) -> dict[str, Any]:
    body = {
        "cluster": cluster,
        "title": "Spring meeting",
        "starts_at": (clock.now() + timedelta(days=2)).isoformat(),
        "template": template(client, "Audit to priorities")["id"],
        **more,
    }
    answer = client.post("/api/meetings", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def calendar(client: TestClient, meeting: dict[str, Any]) -> Any:
    answer = client.get(f"/api/meetings/{meeting['id']}/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def test_a_meeting_is_planned_from_a_template_and_keeps_its_own_copy(lead: tuple[TestClient, str]) -> None:
    client, cluster = lead
    made = plan(client, cluster, anonymous=True, agenda="1. **Tea**")
    assert made["plan"]["columns"][0]["title"] == "What is working"
    assert made["anonymous"]
    assert made["plan"]["anonymous"]
    assert made["agenda_html"].count("<strong>Tea</strong>") == 1
    assert next(one["person"]["name"] for one in made["invitations"]) == "A. Colleague"
    assert made["can"] == {
        "change": True,
        "start": True,
        "cancel": True,
        "invite": True,
        "answer": True,
        "come": False,
    }
    other = template(client, "Tuning protocol")
    changed = client.patch(
        f"/api/meetings/{made['id']}", json={"template": other["id"]}, headers={"If-Match": '"1"'}
    ).json()
    assert changed["template"]["name"] == "Tuning protocol"
    assert [one["silent"] for one in changed["plan"]["stages"]][3:5] == ["presenter", "others"]


def test_the_calendar_file_is_the_same_event_through_changes_and_calling_off(
    lead: tuple[TestClient, str],
) -> None:
    client, cluster = lead
    made = plan(client, cluster, agenda="1. Tea; then, work", place="Hall, by the church")
    (first,) = calendar(client, made).walk("VEVENT")
    assert first["summary"] == "Fenside: Spring meeting"
    assert first["sequence"] == 0
    assert first["location"] == "Hall, by the church"
    assert "Tea; then, work" in first["description"]
    assert first["dtend"].dt - first["dtstart"].dt == timedelta(minutes=60)
    client.post(
        f"/api/meetings/{made['id']}/cancellation", json={"reason": "Snow"}, headers={"If-Match": '"1"'}
    ).raise_for_status()
    off = calendar(client, made)
    (second,) = off.walk("VEVENT")
    assert off["method"] == "CANCEL"
    assert second["status"] == "CANCELLED"
    assert second["uid"] == first["uid"]
    assert second["sequence"] == 1


def test_a_copy_is_the_clusters_and_shipped_ones_stay_as_they_are(lead: tuple[TestClient, str]) -> None:
    client, cluster = lead
    shipped = template(client, "Journey share")
    assert (
        client.patch(
            f"/api/board-templates/{shipped['id']}", json={"name": "Ours"}, headers={"If-Match": '"1"'}
        )
        .json()["detail"]
        .startswith("This template comes with Mobilise.")
    )
    plan_of = shipped["plan"] | {"stages": shipped["plan"]["stages"][:2]}
    made = client.post(
        "/api/board-templates", json={"cluster": cluster, "name": "Ours", "plan": plan_of}
    ).json()
    assert made["minutes"] == 13
    assert made["can"]["change"]
    address = f"/api/board-templates/{made['id']}"
    client.patch(address, json={"name": "Ours!"}, headers={"If-Match": '"1"'}).raise_for_status()
    assert client.patch(address, json={"name": "No"}, headers={"If-Match": '"1"'}).status_code == 412
    assert client.delete(address, headers={"If-Match": '"2"'}).status_code == 204
    assert client.get(address).status_code == 404
    assert template(client, "Journey share")["plan"] == shipped["plan"]


def test_two_columns_of_one_name_and_a_day_without_a_zone_are_refused(lead: tuple[TestClient, str]) -> None:
    client, cluster = lead
    column = {"key": "same", "title": "Same"}
    stage = {"key": "write", "kind": "write", "title": "Write"}
    body = {"cluster": cluster, "name": "Ours", "plan": {"columns": [column, column], "stages": [stage]}}
    assert client.post("/api/board-templates", json=body).status_code == 422
    bare = {"cluster": cluster, "title": "No", "starts_at": "2099-01-01T16:00:00"}
    bare["template"] = template(client, "Plain board")["id"]
    assert client.post("/api/meetings", json=bare).status_code == 422


def test_past_meetings_come_page_by_page(lead: tuple[TestClient, str]) -> None:
    client, cluster = lead
    days = [(clock.now() - timedelta(days=day)).isoformat() for day in range(3, 0, -1)]
    made = [plan(client, cluster, starts_at=day) for day in days]
    for one in made:
        client.post(f"/api/meetings/{one['id']}/cancellation", json={}, headers={"If-Match": '"1"'})
    first = client.get("/api/meetings?when=past&limit=2").json()
    second = client.get("/api/meetings", params={"when": "past", "limit": 2, "cursor": first["next"]}).json()
    found = [one["id"] for one in first["items"] + second["items"]]
    assert found == [one["id"] for one in reversed(made)]
    assert second["next"] is None
    assert client.get("/api/meetings").json()["items"] == []


@pytest.mark.parametrize(
    "when",
    [
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:00Z",
        "9999-12-31T23:59:00-14:00",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_a_meeting_is_on_a_day_that_calendars_have(lead: tuple[TestClient, str], when: str) -> None:
    client, cluster = lead
    body = {"cluster": cluster, "title": "Once", "starts_at": when}
    answer = client.post("/api/meetings", json=body | {"template": template(client, "Plain board")["id"]})
    assert answer.status_code == 422
    assert "between the years 2000 and 2100" in answer.text
    made = plan(client, cluster)
    answer = client.patch(
        f"/api/meetings/{made['id']}", json={"starts_at": when}, headers={"If-Match": str(made["version"])}
    )
    assert answer.status_code == 422


def test_nobody_facilitates_whom_nobody_knows(lead: tuple[TestClient, str]) -> None:
    client, cluster = lead
    stranger = str(uuid4())
    body = {
        "cluster": cluster,
        "title": "Once",
        "starts_at": clock.now().isoformat(),
        "facilitator": stranger,
    }
    answer = client.post("/api/meetings", json=body | {"template": template(client, "Plain board")["id"]})
    assert (answer.status_code, answer.json()["type"]) == (422, "invalid")
    made = plan(client, cluster)
    answer = client.patch(
        f"/api/meetings/{made['id']}",
        json={"facilitator": stranger},
        headers={"If-Match": str(made["version"])},
    )
    assert answer.status_code == 422
