"""Submitting waits until the server has what the writer saw on their page."""

import base64
from collections.abc import Iterator
from functools import partial
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from pycrdt import XmlElement, XmlFragment, XmlText

from app import clock
from app.actions.documents import wait_until_stored
from app.content.yjs_codec import open_document
from app.db import Database
from app.models.documents import Document, DocumentUpdate
from app.models.people import Role
from app.queries.documents import stored_document
from tests.conftest import problem
from tests.factories import County
from tests.routers.conftest import SignedIn

NEVER = base64.b64encode(bytes([1, 1, 5])).decode()
"""A state vector of a client that nobody has heard of."""


class Page:
    """A writer's page: a replica of the story's document, with words that the server does not have yet."""

    def __init__(self, database: Database, document: UUID, words: str) -> None:
        self.database, self.document = database, document
        with database.read() as session:
            replica = open_document(stored_document(session, document).updates)
        before = replica.get_state()
        section = replica.get("context", type=XmlFragment)
        paragraph = section.children.append(XmlElement("paragraph"))
        paragraph.children.append(XmlText(words))
        self.update = replica.get_update(before)
        self.state_vector = base64.b64encode(replica.get_state()).decode()

    def arrives(self) -> None:
        """The socket's update is stored."""
        with self.database.write() as session:
            document = session.get_one(Document, self.document)
            document.last_seq += 1
            session.add(
                DocumentUpdate(
                    document_id=self.document,
                    seq=document.last_seq,
                    update=self.update,
                    created_at=clock.now(),
                )
            )


@pytest.fixture
def author(county: County) -> tuple[UUID, int]:
    school = county.school(county.cluster())
    return county.person(Role.contributor, school), school


@pytest.fixture
def story(county: County, author: tuple[UUID, int]) -> UUID:
    return county.story(*author, text="We met before school.")


@pytest.fixture
def looked(database: Database) -> Iterator[Event]:
    """Set once the server has looked at what is stored of a document."""
    event = Event()

    def listen(_: Any, __: Any, statement: str, *___: Any) -> None:
        if "last_seq" in statement and statement.startswith("SELECT"):
            event.set()

    sa.event.listen(database.engine, "after_cursor_execute", listen)
    yield event
    sa.event.remove(database.engine, "after_cursor_execute", listen)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that waits for a tenth of a second."""
    monkeypatch.setattr("app.routers.submissions.wait_until_stored", partial(wait_until_stored, patience=0.1))


def submit(client: TestClient, story: UUID, state_vector: str) -> Any:
    body = {"audience": "school", "state_vector": state_vector}
    return client.post(f"/api/stories/{story}/submissions", json=body)


def test_words_that_are_still_on_their_way_are_in_the_revision(
    database: Database,
    county: County,
    signed_in: SignedIn,
    author: tuple[UUID, int],
    story: UUID,
    looked: Event,
) -> None:
    client = signed_in(author[0])
    page = Page(database, county.document(story), "And then the bell rang.")
    answers: list[Any] = []
    asking = Thread(target=lambda: answers.append(submit(client, story, page.state_vector)))
    looked.clear()
    asking.start()
    assert looked.wait(60)
    assert asking.is_alive()
    page.arrives()
    asking.join(60)
    assert [answer.status_code for answer in answers] == [201], answers[0].text
    submission = answers[0].json()["open_submissions"][0]["id"]
    sent = client.get(f"/api/submissions/{submission}").json()["sections"][0]["markdown"]
    assert sent.strip().splitlines() == ["We met before school.", "", "And then the bell rang."]


def test_words_that_never_come_are_not_left_out_silently(
    hasty: None, county: County, signed_in: SignedIn, author: tuple[UUID, int], story: UUID
) -> None:
    client = signed_in(author[0])
    refused = problem(submit(client, story, NEVER))
    assert (refused["status"], refused["type"]) == (409, "conflict")
    assert "saved" in refused["detail"]
    assert client.get(f"/api/stories/{story}/submissions").json() == []


def test_a_page_that_has_less_than_the_server_does_not_wait(
    hasty: None,
    database: Database,
    county: County,
    signed_in: SignedIn,
    author: tuple[UUID, int],
    story: UUID,
) -> None:
    nothing = base64.b64encode(bytes([0])).decode()
    assert submit(signed_in(author[0]), story, nothing).status_code == 201


def test_nobody_makes_the_server_wait_for_a_draft_that_is_not_theirs(
    monkeypatch: pytest.MonkeyPatch, county: County, signed_in: SignedIn, story: UUID, visitor: TestClient
) -> None:
    def waits(*_: Any) -> None:
        raise AssertionError("waited for a stranger")

    monkeypatch.setattr("app.routers.submissions.wait_until_stored", waits)
    stranger = signed_in(county.person(Role.school_lead, county.school()))
    assert problem(submit(stranger, story, NEVER))["status"] == 404
    assert problem(submit(visitor, story, NEVER))["status"] == 401


def test_bytes_that_are_no_state_vector_are_told(
    signed_in: SignedIn, author: tuple[UUID, int], story: UUID
) -> None:
    client = signed_in(author[0])
    for wrong in (b"", b"\x01", b"\xff" * 6, b"\xff" * 40, b"\x02\x01\x01"):
        refused = submit(client, story, base64.b64encode(wrong).decode())
        assert problem(refused)["status"] == 422, wrong


def test_what_is_no_base64_or_too_much_is_told(
    signed_in: SignedIn, author: tuple[UUID, int], story: UUID
) -> None:
    client = signed_in(author[0])
    for text in ("A", "A" * 300_000):
        found = problem(submit(client, story, text))
        assert [error["where"] for error in found["errors"]] == ["body.state_vector"]
