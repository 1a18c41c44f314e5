"""Minutes are written as stories are: a picture in them is sent, frozen, read and taken away too."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.actions.minutes import begin_minutes
from app.models.boards import Board
from app.models.items import Audience
from app.models.meetings import Meeting
from app.models.people import Role
from app.queries.boards import board_facts
from app.queries.viewers import person_viewer
from tests.boards import meet
from tests.conftest import sqlite_copy
from tests.factories import County
from tests.routers.conftest import SignedIn
from tests.uploads import picture, sent


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Where the files are does not depend on which database there is."""
    return sqlite_copy(sqlite_template, tmp_path)


def test_a_picture_in_minutes(client: TestClient, county: County, signed_in: SignedIn) -> None:
    held = meet(county)
    writer, reader = held.colleagues
    held.go("write")
    held.card(writer, "A card")
    held.do(held.facilitator, "board.end", leave_hidden=True)
    with county.database.write() as session:
        board, meeting = session.get_one(Board, held.board), session.get_one(Meeting, held.meeting)
        viewer = person_viewer(session, writer)
        minutes = begin_minutes(session, viewer, meeting, board, board_facts(session, board)).id
    writing = signed_in(writer)
    wall = sent(writing, minutes, "wall.png", picture("PNG"))
    writing.patch(f"/api/stories/{minutes}/files/{wall['id']}", json={"description": "The wall of cards"})
    county.rewrite(minutes, f"Before.\n\n![](picture:{wall['id']})", "notes")
    county.approve(county.submit(minutes, writer, Audience.cluster), held.facilitator)
    reading = signed_in(reader)
    read = reading.get(f"/api/stories/{minutes}").json()
    notes = next(one for one in read["sections"] if one["key"] == "notes")
    assert f'src="{wall["url"]}"' in notes["html"]
    assert 'alt="The wall of cards"' in notes["html"]
    assert read["files"] == []
    assert reading.get(wall["url"]).status_code == 200
    text = reading.get(f"/api/stories/{minutes}/text.md").text
    assert f"![The wall of cards](http://testserver{wall['url']})" in text
    elsewhere = signed_in(county.person(Role.contributor, county.school(county.cluster())))
    assert elsewhere.get(wall["url"]).status_code == 404
