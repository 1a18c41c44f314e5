"""Who speaks, who facilitates, and who is let in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app import clock
from app.actions.audit import record
from app.actions.boards.turn import Turn
from app.errors import Conflict, NotFound
from app.events import BoardAccessChanged, ClusterNews, emit
from app.models.boards import BoardParticipant, BoardState
from app.models.meetings import Meeting
from app.policies.answers import Answer, Denied, require
from app.policies.board_acts import Act, may_speak
from app.policies.boards import may_come, may_take_facilitation
from app.policies.viewers import PersonViewer
from app.queries.boards import person_view
from app.queries.viewers import person_viewer
from app.schemas import boards as commands


def give_floor(turn: Turn, command: commands.GiveFloor) -> str:
    """Let somebody speak, or nobody in particular. Those who only listen in this stage are not given it."""
    turn.must(Act.floor)
    if command.to is not None:
        answer = _may_speak(turn, turn.participant(command.to).id)
        if isinstance(answer, Denied):
            raise Conflict(answer.reason)
    _put_speaker(turn, command.to)
    return "floor"


def choose_presenter(turn: Turn, command: commands.ChoosePresenter) -> str:
    """Whose work the protocol is about, or nobody's."""
    turn.must(Act.steer)
    board = turn.board
    board.presenter_id = turn.participant(command.to).id if command.to is not None else None
    turn.tell({"board": {"presenter": _text(board.presenter_id)}})
    if board.speaker_id is not None and not _may_speak(turn, board.speaker_id):
        _put_speaker(turn, None)
    return "presenter"


def lock(turn: Turn, command: commands.Lock) -> str:
    """While it is locked, only the facilitator changes anything."""
    turn.must(Act.steer)
    turn.board.locked = command.on
    turn.tell({"board": {"locked": command.on}})
    return "lock"


def door(turn: Turn, command: commands.Door) -> str:
    """Whether new guests come in by the code. Those who are in stay."""
    turn.must(Act.steer)
    turn.board.door_open = command.open
    turn.tell({"board": {"door_open": command.open}})
    return "door"


def hand_over(turn: Turn, command: commands.HandOver) -> str:
    """Let somebody facilitate who has come and is no guest. Who may plan meetings may take it themselves."""
    session, board = turn.session, turn.board
    to = session.exec(
        select(BoardParticipant).where(
            BoardParticipant.board_id == board.id,
            sa.or_(col(BoardParticipant.id) == command.to, col(BoardParticipant.person_id) == command.to),
        )
    ).first()
    if to is None or to.person_id is None:
        raise Conflict("Only somebody with an account who has come to this meeting can facilitate it.")
    if to.id == turn.attendee.participant_id:
        require(may_take_facilitation(turn.attendee.viewer, turn.facts))
    else:
        turn.must(Act.steer)
        require(may_come(person_viewer(session, to.person_id), turn.facts))
    board.facilitator_id = to.person_id
    meeting = session.get_one(Meeting, board.meeting_id, with_for_update=True)
    meeting.facilitator_id = to.person_id
    meeting.version += 1
    meeting.updated_at = clock.now()
    session.add(meeting)
    record(session, turn.person, "board.handed_over", "board", board.id)
    emit(session, ClusterNews(meeting.cluster_id, "meetings"))
    turn.tell({"board": {"facilitator": str(to.id)}})
    return "facilitator"


def remove_guest(turn: Turn, command: commands.RemoveGuest) -> str:
    """Send a guest away. What they wrote stays; their cookie only tells them why nothing opens any more."""
    turn.must(Act.steer)
    session, board = turn.session, turn.board
    guest = session.get(BoardParticipant, command.participant)
    # Who left by themselves, too: their name may be what is wrong.
    if guest is None or guest.board_id != board.id or guest.left_as == "removed":
        raise NotFound("They are not at this meeting.")
    if guest.person_id is not None:
        raise Conflict("They came with their own account. Only guests can be removed.")
    guest.left_as = "removed"
    session.add(guest)
    turn.tell({"people": {str(guest.id): person_view(guest)}})
    turn.without(guest.id)
    record(session, turn.person, "board.guest_removed", "board", board.id)
    emit(session, BoardAccessChanged(board.id))
    return "guest.removed"


def is_gone(turn: Turn) -> bool:
    """Whether who wants this was sent away meanwhile."""
    if isinstance(turn.attendee.viewer, PersonViewer) or turn.board.state is not BoardState.open:
        return False
    guest = turn.session.get(BoardParticipant, turn.attendee.participant_id)
    return guest is None or guest.left_as is not None


def _may_speak(turn: Turn, participant: UUID) -> Answer:
    presenter = turn.board.presenter_id
    return may_speak(
        turn.stage.silent, presents=participant == presenter, somebody_presents=presenter is not None
    )


def _put_speaker(turn: Turn, participant: UUID | None) -> None:
    turn.board.speaker_id = participant
    turn.tell({"board": {"speaker": _text(participant)}})


def _text(value: UUID | None) -> str | None:
    return str(value) if value is not None else None


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.GiveFloor: give_floor,
    commands.ChoosePresenter: choose_presenter,
    commands.Lock: lock,
    commands.Door: door,
    commands.HandOver: hand_over,
    commands.RemoveGuest: remove_guest,
}
