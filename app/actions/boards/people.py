"""Who comes to a board."""

from uuid import UUID

from sqlmodel import Session, select

from app import clock
from app.actions.boards.turn import Attendee, Turn
from app.models.boards import Board, BoardParticipant, BoardState
from app.models.people import Person
from app.policies.viewers import GuestViewer, PersonViewer, Viewer
from app.queries.boards import person_view


def attend(session: Session, viewer: Viewer, board: Board) -> UUID | None:
    """As whom ``viewer``, who may come, takes part; ``None`` if they only look at a board they never came to.

    Whoever comes to a live board for the first time is put down as attending, and everybody there is told.
    """
    if isinstance(viewer, GuestViewer):
        return viewer.participant_id
    if not isinstance(viewer, PersonViewer):
        return None
    found = session.exec(
        select(BoardParticipant).where(
            BoardParticipant.board_id == board.id, BoardParticipant.person_id == viewer.person_id
        )
    ).first()
    if found is not None:
        return found.id
    if board.state is not BoardState.open:
        return None
    person = session.get_one(Person, viewer.person_id)
    participant = BoardParticipant(
        board_id=board.id,
        person_id=person.id,
        name=person.name,
        joined_on=clock.now().replace(second=0, microsecond=0),
    )
    session.add(participant)
    session.flush()
    turn = Turn(session, board, Attendee(viewer, participant.id))
    participant.visitor = turn.facts.cluster_id not in viewer.clusters
    turn.tell({"people": {str(participant.id): person_view(participant)}})
    if turn.facilitates:
        turn.tell({"board": {"facilitator": str(participant.id)}})
    turn.append("joined")
    session.flush()
    return participant.id
