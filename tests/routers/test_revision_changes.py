"""Reviewers and authors are told in words what a revision changes; nobody else is."""

from datetime import timedelta

import pytest
from fastapi import FastAPI

from app import clock
from app.models.items import Audience
from app.models.people import Role
from tests.factories import County
from tests.journeys import Journey


@pytest.fixture
def journey(app: FastAPI, county: County) -> Journey:
    return Journey(app, county)


def test_a_reviewer_is_told_what_differs_from_what_they_read(journey: Journey) -> None:
    county = journey.county
    cluster_lead = county.person(Role.cluster_lead, journey.cluster)
    approver = county.client(journey.app, cluster_lead)
    measure = journey.measure(name="Reading age")
    journey.entry({"tried": "A bell."}, days_ago=20)
    today = clock.today()
    journey.phase("deliver", today - timedelta(days=9))
    journey.publish(Audience.cluster)
    journey.phase("prepare", today - timedelta(days=2))
    journey.point(measure, days_ago=3, value=4)
    journey.point(measure, days_ago=1, value=5)
    journey.entry({"tried": "No bell."}, days_ago=1)
    wanted = {"audience": "cluster", "confirmed": True}
    asked = journey.client.post(f"{journey.at}/submissions", json=wanted)
    assert asked.status_code == 201, asked.text
    said = [
        "1 entry is new",
        "The phase moved back from Deliver to Prepare",
        "The measure “Reading age” has 2 more numbers",
    ]
    (waiting,) = (one["submission"] for one in approver.get("/api/reviews").json()["mine"])
    assert approver.get(f"/api/submissions/{waiting}").json()["changes"] == said

    # Authors find it in their history; whoever reads what was approved is told nothing of what waits.
    told = [one["changes"] for one in journey.client.get(f"{journey.at}/timeline").json()["entries"]]
    assert [one for one in told if one] == [said]
    revisions = journey.client.get(f"{journey.at}/revisions").json()
    assert [one["changes"] for one in revisions] == [said, []]
    assert [one["changes"] for one in journey.reader.get(f"{journey.at}/revisions").json()] == [[]]


def test_what_a_first_reader_is_sent_is_compared_with_nothing(journey: Journey) -> None:
    approver = journey.county.client(journey.app, journey.lead)
    journey.county.write_in(journey.id, "why", "It is loud.")
    journey.client.post(f"{journey.at}/submissions", json={"audience": "school", "confirmed": True})
    (waiting,) = (one["submission"] for one in approver.get("/api/reviews").json()["mine"])
    assert approver.get(f"/api/submissions/{waiting}").json()["changes"] == []
