"""Guests who leave or are sent away, and boards that are full."""

from uuid import uuid4

import pytest

from app.actions.boards import cards
from app.actions.boards.perform import perform
from app.actions.guests import leave
from app.content.board_record import read_record
from app.errors import Conflict, NotAllowed, NotFound
from app.models.boards import BoardParticipant
from app.policies.board_projection import WALL
from app.policies.viewers import GuestViewer
from app.schemas.boards import COMMAND
from tests.boards import meet
from tests.factories import County


@pytest.mark.parametrize("how", ["left", "ended"])
def test_a_guest_who_has_gone_can_still_be_removed_with_their_name(county: County, how: str) -> None:
    meeting = meet(county)
    guest = meeting.guest("Something rude")
    meeting.do(guest, "card.add", card=uuid4(), column="works", text="Hello")
    if how == "left":
        with county.database.write() as session:
            assert isinstance(guest.viewer, GuestViewer)
            leave(session, guest.viewer)
    else:
        meeting.do(meeting.facilitator, "board.end")
        meeting.do(meeting.facilitator, "board.reopen")
    with county.database.read() as session:
        assert session.get_one(BoardParticipant, guest.participant_id).left_as == how
    assert "Something rude" in str(read_record(meeting.view(WALL)))
    meeting.do(meeting.facilitator, "guest.remove", participant=guest.participant_id)
    assert "Something rude" not in str(read_record(meeting.view(WALL)))
    with pytest.raises(NotFound):
        meeting.do(meeting.facilitator, "guest.remove", participant=guest.participant_id)


def test_a_guest_of_another_meeting_is_not_removed_from_this_one(county: County) -> None:
    meeting, other = meet(county), meet(county)
    with pytest.raises(NotFound):
        meeting.do(meeting.facilitator, "guest.remove", participant=other.guest().participant_id)


def test_who_leaves_neither_speaks_nor_presents_any_more(county: County) -> None:
    meeting = meet(county)
    guest = meeting.guest()
    meeting.do(meeting.facilitator, "floor.presenter", to=guest.participant_id)
    meeting.do(meeting.facilitator, "floor.give", to=guest.participant_id)
    before = meeting.view(WALL)
    with county.database.write() as session:
        assert isinstance(guest.viewer, GuestViewer)
        leave(session, guest.viewer)
    after = meeting.view(WALL)
    assert (after["board"]["speaker"], after["board"]["presenter"]) == (None, None)
    assert meeting.followed(before, WALL) == after


def test_who_was_removed_is_not_even_told_that_a_command_was_done(county: County) -> None:
    meeting = meet(county)
    guest = meeting.guest()
    command = COMMAND.validate_python(
        {"id": uuid4(), "do": "card.add", "card": uuid4(), "column": "works", "text": "Once"}
    )
    with county.database.write() as session:
        perform(session, guest, meeting.board, command)
    meeting.do(meeting.facilitator, "guest.remove", participant=guest.participant_id)
    with county.database.write() as session, pytest.raises(NotAllowed):
        perform(session, guest, meeting.board, command)


def test_a_full_board_takes_no_more_cards(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = meet(county)
    (ann, _) = meeting.colleagues
    first = meeting.card(ann)
    monkeypatch.setattr(cards, "CARDS_AT_MOST", 2)
    meeting.card(ann)
    with pytest.raises(Conflict, match="This board is full"):
        meeting.card(ann)
    meeting.do(ann, "card.remove", card=first)
    meeting.card(ann)
