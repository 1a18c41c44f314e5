"""Journeys by HTTP: from an entry's beginning to what readers see of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI

from app import clock
from app.models.items import Audience
from app.models.people import Role
from tests.factories import County


class Journey:
    """An author with a journey at a school that has a lead, and their browser."""

    def __init__(self, app: FastAPI, county: County) -> None:
        self.county = county
        self.cluster = county.cluster()
        self.school = county.school(self.cluster)
        self.author = county.person(Role.contributor, self.school)
        self.lead = county.person(Role.school_lead, self.school)
        self.colleague = county.person(Role.contributor, self.school)
        self.client = county.client(app, self.author)
        self.reader = county.client(app, self.colleague)
        self.id = UUID(
            self.client.post(
                "/api/stories",
                json={
                    "title": "Ten minutes",
                    "home_school_urn": self.school,
                    "kind": "change_journey",
                    "tags": [county.recommendation(4)],
                },
            ).json()["id"]
        )
        self.at = f"/api/stories/{self.id}"

    def entry(self, words: dict[str, str] | None = None, days_ago: int = 0, **body: Any) -> dict[str, Any]:
        """A new entry with these words in its parts."""
        made = self.client.post(
            f"{self.at}/entries",
            json={
                "id": str(uuid4()),
                "happened_on": (clock.today() - timedelta(days=days_ago)).isoformat(),
                **body,
            },
        )
        assert made.status_code == 201, made.text
        entry: dict[str, Any] = made.json()
        for part, text in (words or {}).items():
            self.county.write_in(self.id, entry["section_keys"][part], text)
        return entry

    def change(self, entry: dict[str, Any], **body: Any) -> dict[str, Any]:
        """Change what is not prose of it."""
        answer = self.client.patch(
            f"{self.at}/entries/{entry['id']}",
            json=body,
            headers={"If-Match": f'"{entry["version"]}"'},
        )
        assert answer.status_code == 200, answer.text
        changed: dict[str, Any] = answer.json()
        return changed

    def publish(self, audience: Audience = Audience.school) -> dict[str, Any]:
        """As the reader sees it afterwards."""
        self.county.publish(self.id, self.author, audience)
        story: dict[str, Any] = self.reader.get(self.at).json()
        return story


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
    assert refused.json()["errors"] == [{"where": "row 2", "message": "“4,5” is not a number like 12 or 3.5."}]
    again = journey.client.post(
        f"{at}/import",
        content="date,value,people,note\n3/11/2025,4.5,12,naïve".encode("cp1252"),
        headers={"content-type": "text/csv"},
    )
    assert again.status_code == 200, again.text
    assert again.json()["points"] == [
        {"measured_on": "2025-11-03", "value": 4.5, "people": 12, "small": False, "note": "naïve"}
    ]
