"""An author at their desk, for tests that need no more than that."""

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.db import Database
from app.deps.viewers import COOKIE
from app.models.people import Role
from tests.factories import County


class Desk:
    """An author with a draft, and the browser they sit at: what goes wrong in the service is answered."""

    def __init__(self, service: FastAPI, database: Database) -> None:
        self.county = County(database)
        self.school = self.county.school(self.county.cluster())
        self.author = self.county.person(Role.contributor, self.school)
        self.story = self.county.story(self.author, self.school)
        self.client = TestClient(service, raise_server_exceptions=False)
        self.client.cookies.set(COOKIE, self.county.token(self.author))
