"""A journey on somebody's desk, for tests that go through the service."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI

from app import clock
from app.models.items import Audience
from app.models.people import Role
from tests.factories import County


class Journey:
    """An author with a journey at a school that has a lead, and their browser."""

    def __init__(self, app: FastAPI, county: County) -> None:
        self.app = app
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
        answer = self.patch(entry, **body)
        assert answer.status_code == 200, answer.text
        changed: dict[str, Any] = answer.json()
        return changed

    def patch(self, entry: dict[str, Any], **body: Any) -> Any:
        """Ask to change an entry from the version that ``entry`` has."""
        headers = {"If-Match": f'"{entry["version"]}"'}
        return self.client.patch(f"{self.at}/entries/{entry['id']}", json=body, headers=headers)

    def phase(self, phase: str, since: date, note: str = "") -> Any:
        """Say since when it is in a phase."""
        body = {"phase": phase, "since": since.isoformat(), "note": note}
        return self.client.put(f"{self.at}/phases", json=body)

    def measure(self, **body: Any) -> dict[str, Any]:
        """A new measure."""
        told = {"id": str(uuid4()), "name": "Minutes", **body}
        made = self.client.post(f"{self.at}/measures", json=told)
        assert made.status_code == 201, made.text
        measure: dict[str, Any] = made.json()
        return measure

    def point(self, measure: dict[str, Any], days_ago: int = 0, **body: Any) -> dict[str, Any]:
        """A new point of it; the measure as it is then."""
        day = (clock.today() - timedelta(days=days_ago)).isoformat()
        made = self.client.put(f"{self.at}/measures/{measure['id']}/points/{day}", json=body)
        assert made.status_code == 200, made.text
        changed: dict[str, Any] = made.json()
        return changed

    @property
    def draft(self) -> dict[str, Any]:
        """As its author sees it beside its words."""
        found: dict[str, Any] = self.client.get(f"{self.at}/journey").json()
        return found

    @property
    def read(self) -> dict[str, Any]:
        """As a colleague reads it."""
        found: dict[str, Any] = self.reader.get(self.at).json()
        return found

    def publish(self, audience: Audience = Audience.school) -> dict[str, Any]:
        """As the reader sees it afterwards."""
        self.county.publish(self.id, self.author, audience)
        return self.read
