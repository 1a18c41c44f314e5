"""Coming to a meeting by its code: who is let in, under which name, and how long."""

from collections import Counter

import pytest

from app.actions.guests import COMING_IN, GUESTS_AT_MOST, WRONG_CODES, Joined, Limit, join, leave
from app.actions.sessions import token_hash
from app.content.guest_names import clean_name, sounds_like
from app.db import Database
from app.errors import AppError, Conflict, Invalid, NotFound, TooMany
from app.models.boards import Board, BoardParticipant, BoardState
from app.models.people import Person, Role
from app.policies.viewers import GuestViewer, Public, Viewer
from app.queries.boards import get_board
from app.queries.guests import guest_of
from app.queries.viewers import person_viewer
from tests.boards import Meet, meet
from tests.factories import County


class Counted:
    """Attempts of which nobody waits for the window to pass."""

    def __init__(self) -> None:
        self.made: Counter[tuple[Limit, str]] = Counter()

    def wait(self, limit: Limit, whose: str) -> int:
        return limit.seconds if self.made[limit, whose] >= limit.amount else 0

    def count(self, limit: Limit, whose: str) -> None:
        self.made[limit, whose] += 1


class Door:
    """The door of one meeting."""

    def __init__(self, at: Meet) -> None:
        self.meet = at
        self.attempts = Counted()
        with at.county.database.read() as session:
            code = get_board(session, at.board).code
        assert code is not None
        self.code = code

    def join(
        self,
        name: str = "Gus",
        *,
        code: str | None = None,
        viewer: Viewer | None = None,
        held: GuestViewer | None = None,
        address: str = "192.0.2.1",
    ) -> Joined:
        with self.meet.county.database.write() as session:
            return join(
                session,
                self.attempts,
                address,
                viewer or Public(),
                held,
                code=self.code if code is None else code,
                name=name,
            )

    def whose(self, joined: Joined) -> GuestViewer | None:
        assert joined.token is not None
        with self.meet.county.database.read() as session:
            return guest_of(session, token_hash(joined.token))

    def change(self, **fields: object) -> None:
        with self.meet.county.database.write() as session:
            board = session.get_one(Board, self.meet.board)
            for name, value in fields.items():
                setattr(board, name, value)
            session.add(board)


@pytest.fixture
def door(county: County) -> Door:
    return Door(meet(county))


@pytest.mark.parametrize("written", ["{}", " {} ", "{}-", "l{}"])
def test_the_code_may_be_written_as_people_write(door: Door, written: str) -> None:
    code = door.code.lower()
    spaced = f"{code[:3]} {code[3:]}" if written == "{}" else code
    if written.startswith("l"):
        with pytest.raises(NotFound):
            door.join(code=written.format(spaced))
    else:
        joined = door.join(code=written.format(spaced))
        assert (joined.view.board, joined.view.guest, joined.view.name) == (door.meet.board, True, "Gus")
        guest = door.whose(joined)
        assert guest is not None
        assert guest.board_id == door.meet.board


def test_everybody_there_hears_of_a_guest(door: Door) -> None:
    eyes = door.meet.eyes(door.meet.facilitator)
    before = door.meet.view(eyes)
    door.join("Amira from the library")
    after = door.meet.view(eyes)
    (new,) = after["people"].keys() - before["people"].keys()
    assert after["people"][new]["name"] == "Amira from the library"
    assert after["people"][new]["person"] is None
    assert after["seq"] == before["seq"] + 1


def test_two_guests_of_one_name_can_be_told_apart(door: Door) -> None:
    names = [door.join(name).view.name for name in ("Sam", "sam", "S\N{COMBINING ACUTE ACCENT}am", "S a m")]
    assert len({sounds_like(name) for name in names}) == 4
    assert names[0] == "Sam"
    assert names[1] == "sam (2)"


def test_a_long_name_twice_is_no_longer_than_a_name_may_be(door: Door) -> None:
    long = "N" * 40
    assert [len(door.join(long).view.name) for _ in range(3)] == [40, 40, 40]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "\N{BELL}",
        "...",
        "a\x07b",
        "a\N{RIGHT-TO-LEFT OVERRIDE}b",
        "a\N{ZERO WIDTH SPACE}b",
        "a" + 9 * "\u0301",
    ],
)
def test_names_that_are_none(door: Door, name: str) -> None:
    with pytest.raises(Invalid):
        door.join(name)


@pytest.mark.parametrize("name", ["Zoë O'Brien-Smith", "李小龙", "محمد", "Nguyễn Thị", "J.", "Mrs  Grey\t"])
def test_names_of_all_the_world(name: str) -> None:
    assert clean_name(name) == " ".join(name.split())


def test_nobody_comes_in_under_the_name_of_somebody_who_is_there(door: Door) -> None:
    with door.meet.county.database.read() as session:
        facilitator = session.get_one(Person, door.meet.facilitator).name
        colleague = session.get_one(Person, door.meet.colleagues[0]).name
    door.meet.attendee(door.meet.colleagues[0])
    for name in (facilitator, facilitator.upper(), colleague.replace(" ", "  ")):
        with pytest.raises(Conflict, match="sign in"):
            door.join(name)
    assert door.join(f"{facilitator} of Northgate").view.guest


def test_its_own_people_come_as_themselves(door: Door, county: County) -> None:
    with county.database.read() as session:
        mine = person_viewer(session, door.meet.colleagues[0])
        name = session.get_one(Person, mine.person_id).name
    joined = door.join("Somebody else", viewer=mine)
    assert joined.token is None
    assert joined.view.name == name
    assert not joined.view.guest

    stranger = county.person(Role.school_lead, county.school(county.cluster()))
    with county.database.read() as session:
        theirs = person_viewer(session, stranger)
    assert door.join("A neighbour", viewer=theirs).view.guest


def test_who_is_in_already_comes_back_or_becomes_somebody_else(door: Door) -> None:
    first = door.join("Sam")
    held = door.whose(first)
    again = door.join("Sam", held=held)
    assert again.token is None
    assert again.view.name == "Sam"
    other = door.join("Robin", held=held)
    assert other.token is not None
    assert door.whose(first) is None
    assert door.whose(other) is not None


def test_a_closed_door_keeps_new_guests_out_and_lets_those_inside_come_back(door: Door) -> None:
    held = door.whose(door.join("Sam"))
    door.change(door_open=False)
    with pytest.raises(Conflict, match="closed"):
        door.join("Robin")
    assert door.join("Sam", held=held).view.name == "Sam"


@pytest.mark.parametrize("state", [BoardState.planned, BoardState.ended])
def test_only_a_live_meeting_has_guests(door: Door, state: BoardState) -> None:
    joined = door.join()
    door.change(state=state)
    assert door.whose(joined) is None
    with pytest.raises(NotFound):
        door.join()


def test_leaving_ends_a_guests_token(door: Door) -> None:
    joined = door.join()
    guest = door.whose(joined)
    assert guest is not None
    with door.meet.county.database.write() as session:
        leave(session, guest)
    assert door.whose(joined) is None
    with door.meet.county.database.read() as session:
        assert session.get_one(BoardParticipant, guest.participant_id).name == "Gus"


def test_guessing_codes_ends_soon_and_does_not_tell_the_right_one(door: Door) -> None:
    for _ in range(WRONG_CODES.amount):
        with pytest.raises(NotFound):
            door.join(code="AAAAAA")
    with pytest.raises(TooMany):
        door.join(code="AAAAAA")
    with pytest.raises(TooMany):
        door.join()
    assert door.join(address="192.0.2.2").view.guest


def test_guessing_from_everywhere_ends_too(door: Door) -> None:
    answers: list[type[AppError]] = []
    while TooMany not in answers:
        with pytest.raises(AppError) as refused:
            door.join(code="AAAAAA", address=f"192.0.2.{len(answers) // 20}")
        answers.append(refused.type)
    assert 250 < len(answers) < 350
    assert door.join(address="198.51.100.7").view.guest, "who made no mistake is not shut out"


def test_a_whole_school_joins_from_one_address(door: Door, database: Database) -> None:
    for number in range(120):
        assert door.join(f"Colleague {number}").token
    assert COMING_IN.amount > GUESTS_AT_MOST > 120


def test_a_meeting_takes_so_many_guests_and_no_more(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.actions.guests.GUESTS_AT_MOST", 3)
    joined = [door.join(f"Guest {number}") for number in range(3)]
    with pytest.raises(Conflict, match="as many guests"):
        door.join("One more")
    guest = door.whose(joined[0])
    assert guest is not None
    with door.meet.county.database.write() as session:
        leave(session, guest)
    assert door.join("One more").token
