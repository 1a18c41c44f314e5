"""Browsers of several people on one running service."""

from collections.abc import Callable
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.factories import County

SignedIn = Callable[[UUID], TestClient]


@pytest.fixture
def signed_in(app: FastAPI, county: County, visitor: TestClient) -> SignedIn:
    """Makes a browser in which somebody is signed in, on the event loop that ``visitor`` began."""

    def open_browser(person: UUID) -> TestClient:
        client = county.client(app, person)
        client.portal = visitor.portal
        return client

    return open_browser
