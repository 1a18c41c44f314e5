"""Boards as their viewers see them: facts for policies, whose eyes look, and the whole as one document."""

from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from app.content.board_names import owner_of
from app.errors import NotFound
from app.models.boards import Board, BoardCard, BoardDecision, BoardGroup, BoardParticipant
from app.models.meetings import Meeting, MeetingInvitation
from app.models.places import Cluster
from app.policies.board_acts import table
from app.policies.board_projection import Eyes
from app.policies.boards import BoardFacts
from app.queries.board_cards import cards_seen
from app.queries.board_parts import actions, recommendations, schools, text_of, votes

NO_SUCH_BOARD = "There is no such board, or it is not yours to see."


def get_board(session: Session, board_id: UUID) -> Board:
    """The board, or ``NotFound``."""
    found = session.get(Board, board_id)
    if found is None:
        raise NotFound(NO_SUCH_BOARD)
    return found


def _facts() -> sa.Select[Any]:
    meeting, cluster, invitation = (
        SQLModel.metadata.tables[str(model.__tablename__)] for model in (Meeting, Cluster, MeetingInvitation)
    )
    visitors = sa.and_(invitation.c.meeting_id == meeting.c.id, invitation.c.visitor)
    return (
        sa.select(cluster.c.id, cluster.c.region_id, invitation.c.person_id)
        .select_from(
            meeting.join(cluster, cluster.c.id == meeting.c.cluster_id).outerjoin(invitation, visitors)
        )
        .where(meeting.c.id == sa.bindparam("meeting"))
    )


# Put together once, without the ORM: every command asks this.
_FACTS = _facts()


class Where(NamedTuple):
    """Whose a board is. No command changes it."""

    cluster_id: int
    region_id: int
    visitors: frozenset[UUID]


def where_of(session: Session, board: Board) -> Where:
    """Whose ``board`` is."""
    rows = session.connection().execute(_FACTS, {"meeting": board.meeting_id}).all()
    return Where(rows[0][0], rows[0][1], frozenset(row[2] for row in rows if row[2] is not None))


def board_facts(session: Session, board: Board, where: Where | None = None) -> BoardFacts:
    """What policies need to know of ``board``; ``where``, if that is known already."""
    cluster_id, region_id, visitors = where or where_of(session, board)
    return BoardFacts(board.id, cluster_id, region_id, board.state, board.facilitator_id, visitors)


def eyes_of(board: Board, participant_id: UUID) -> Eyes:
    """Whose eyes a participant's are. On an anonymous board nothing is kept under who they are."""
    tokens = set() if board.anonymous else {str(participant_id)}
    if board.key is not None:
        tokens.add(owner_of(board.key, participant_id).hex())
    return Eyes(frozenset(tokens))


def token_of(board: Board, card: BoardCard) -> str | None:
    """The token of whoever wrote ``card``, while there is one."""
    if not board.anonymous:
        return str(card.participant_id)
    return card.owner.hex() if card.owner is not None and board.key is not None else None


def board_view(session: Session, board: Board, eyes: Eyes) -> dict[str, Any]:
    """The board as these eyes see it: a ``schemas.boards.BoardView`` as JSON values."""
    cards, hidden = cards_seen(session, board, eyes)
    groups = session.exec(select(BoardGroup).where(BoardGroup.board_id == board.id)).all()
    decisions = session.exec(select(BoardDecision).where(BoardDecision.board_id == board.id)).all()
    agreed = actions(session, board)
    places = {card["school"] for card in cards.values()} | {one["owner_school"] for one in agreed.values()}
    tags = {tag for card in cards.values() for tag in card["tags"]}
    return {
        "seq": board.seq,
        "board": head(session, board),
        "people": people(session, board),
        "cards": cards,
        "groups": {
            str(one.id): {"column": one.column_key, "position": one.position, "name": one.name}
            for one in groups
        },
        "hidden": hidden,
        "votes": votes(session, board, eyes),
        "decisions": {str(one.id): {"text": one.text, "position": one.position} for one in decisions},
        "actions": agreed,
        "schools": schools(session, board, places),
        "recommendations": recommendations(
            session, board, tags | {one["recommendation"] for one in agreed.values()}
        ),
        "may": table(),
    }


def head(session: Session, board: Board) -> dict[str, Any]:
    """What concerns the whole board: a ``schemas.boards.BoardHead``."""
    title, slug, name = session.exec(
        select(Meeting.title, Cluster.slug, Cluster.name)
        .join(Cluster, col(Cluster.id) == Meeting.cluster_id)
        .where(Meeting.id == board.meeting_id)
    ).one()
    facilitator = session.exec(
        select(BoardParticipant.id).where(
            BoardParticipant.board_id == board.id, BoardParticipant.person_id == board.facilitator_id
        )
    ).first()
    return {
        "id": str(board.id),
        "meeting": str(board.meeting_id),
        "title": title,
        "cluster": slug,
        "cluster_name": name,
        "state": board.state.value,
        "plan": board.plan,
        "stage": board.stage,
        "facilitator": text_of(facilitator),
        "locked": board.locked,
        "timer": timer(board),
        "speaker": text_of(board.speaker_id),
        "presenter": text_of(board.presenter_id),
        "focus": text_of(board.focus_id),
        "code": board.code,
        "door_open": board.door_open,
    }


def timer(board: Board) -> dict[str, Any] | None:
    """A ``schemas.boards.TimerView``, if it is set."""
    if board.timer_ends_at is None and board.timer_left_ms is None:
        return None
    ends_at = board.timer_ends_at.isoformat() if board.timer_ends_at else None
    return {"ends_at": ends_at, "left_ms": board.timer_left_ms}


def people(session: Session, board: Board) -> dict[str, Any]:
    """Everybody who has come, by participant id."""
    found = session.exec(select(BoardParticipant).where(BoardParticipant.board_id == board.id)).all()
    return {str(one.id): person_view(one) for one in found}


def person_view(one: BoardParticipant) -> dict[str, Any]:
    """A ``schemas.boards.BoardPerson``."""
    return {
        "name": one.name,
        "place": one.place,
        "person": text_of(one.person_id),
        "visitor": one.visitor,
        "gone": one.left_as == "removed",
    }
