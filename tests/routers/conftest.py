"""Browsers of several people on one running service, and a draft with somebody to write it."""

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


@pytest.fixture
def client(signed_in: SignedIn, author: UUID) -> TestClient:
    """Their browser."""
    return signed_in(author)
