"""Who comes to a board."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.boards.turn import Attendee, Turn, locked
from app.models.boards import Board, BoardParticipant, BoardState
from app.models.people import Person
from app.models.places import Cluster, ClusterMembership, Region, School
from app.policies.viewers import GuestViewer, PersonViewer, Viewer
from app.queries.boards import board_facts, person_view
from app.queries.viewers import membership_now


def attend(session: Session, viewer: Viewer, board: Board) -> UUID | None:
    """As whom ``viewer``, who may come, takes part; ``None`` if they only look at a board they never came to.

    Whoever comes to a live board for the first time is put down as attending, and everybody there is told.
    """
    if isinstance(viewer, GuestViewer):
        return viewer.participant_id
    if not isinstance(viewer, PersonViewer):
        return None
    came = select(BoardParticipant.id).where(
        BoardParticipant.board_id == board.id, BoardParticipant.person_id == viewer.person_id
    )
    found = session.exec(came).first()
    if found is None and board.state is BoardState.open:
        locked(session, board.id)
        found = session.exec(came).first()  # by another connection of theirs, while this one waited
    if found is not None or board.state is not BoardState.open:
        return found
    person = session.get_one(Person, viewer.person_id)
    cluster_id = board_facts(session, board).cluster_id
    participant = BoardParticipant(
        board_id=board.id,
        person_id=person.id,
        name=person.name,
        place=_place(session, viewer, cluster_id),
        visitor=cluster_id not in viewer.clusters,
        joined_on=clock.now().replace(second=0, microsecond=0),
    )
    session.add(participant)
    session.flush()
    turn = Turn(session, board, attendee=Attendee(viewer, participant.id))
    turn.tell({"people": {str(participant.id): person_view(participant)}})
    if turn.facilitates:
        turn.tell({"board": {"facilitator": str(participant.id)}})
    turn.append("joined")
    return participant.id


def _place(session: Session, viewer: PersonViewer, cluster_id: int) -> str:
    """Where they come from: their school, one in the cluster if there is one; or what they lead."""
    schools = session.exec(
        select(School.name)
        .outerjoin(
            ClusterMembership,
            sa.and_(
                col(ClusterMembership.school_urn) == School.urn,
                col(ClusterMembership.cluster_id) == cluster_id,
                membership_now(),
            ),
        )
        .where(col(School.urn).in_(viewer.schools))
        .order_by(col(ClusterMembership.id).is_(None), School.name)
    ).first()
    if schools is not None:
        return schools
    return (
        session.exec(select(Cluster.name).where(col(Cluster.id).in_(viewer.clusters_led))).first()
        or session.exec(select(Region.name).where(col(Region.id).in_(viewer.regions_led))).first()
        or ""
    )
