"""Parts of a board as their viewers see them: votes, actions, and what cards can be about."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.models.boards import Board, BoardAction, BoardVote, StageKind
from app.models.cluster_actions import ClusterAction
from app.models.evidence import ClusterFocus, Edition, Guidance, Recommendation
from app.models.meetings import Meeting
from app.models.people import Person
from app.models.places import ClusterMembership, School
from app.policies.board_projection import Eyes
from app.queries.board_plans import plan_of
from app.queries.evidence_refs import recommendation_ref
from app.queries.viewers import membership_now


def votes(session: Session, board: Board, eyes: Eyes) -> dict[str, Any]:
    """A ``schemas.boards.VotesView``."""
    cast = session.exec(
        select(BoardVote).where(BoardVote.board_id == board.id, BoardVote.round == board.vote_round)
    ).all()
    mine = Counter(str(dot.target_id) for dot in cast if dot.owner and dot.owner.hex() in eyes.tokens)
    return {
        "open": board.vote_open,
        "stage": board.vote_stage,
        "round": board.vote_round,
        "mine": dict(mine) if board.vote_open else {},
        "left": dots(board) - mine.total() if board.vote_open else 0,
        "totals": {} if board.vote_open else in_no_order(str(dot.target_id) for dot in cast),
    }


def in_no_order(targets: Iterable[str]) -> dict[str, int]:
    """How often each is there, by its id: in the order of casting they would say who was first."""
    return dict(sorted(Counter(targets).items()))


def dots(board: Board) -> int:
    """How many dots each has in the vote that is open."""
    stage = plan_of(board).stages[board.stage]
    return stage.dots if stage.kind is StageKind.vote else 0


def actions(session: Session, board: Board, only: Collection[UUID] | None = None) -> dict[str, Any]:
    """The actions on the board that have not been dropped, by id; all, or ``only`` these."""
    rows = session.exec(
        select(BoardAction, ClusterAction, Person.name, School.name)
        .join(ClusterAction, col(ClusterAction.id) == BoardAction.action_id)
        .outerjoin(Person, col(Person.id) == ClusterAction.owner_person_id)
        .outerjoin(School, col(School.urn) == ClusterAction.owner_school_urn)
        .where(
            BoardAction.board_id == board.id,
            col(ClusterAction.dropped_on).is_(None),
            sa.true() if only is None else col(ClusterAction.id).in_(only),
        )
    ).all()
    return {
        str(action.id): {
            "text": action.text,
            "owner_person": text_of(action.owner_person_id),
            "owner_school": action.owner_school_urn,
            "owner": person or school or "",
            "due_on": action.due_on.isoformat() if action.due_on else None,
            "recommendation": action.recommendation_id,
            "done": action.done_on is not None,
            "carried": on_board.carried,
            "card": text_of(on_board.card_id),
        }
        for on_board, action, person, school in rows
    }


def schools(session: Session, board: Board, besides: Collection[int | None] = ()) -> dict[str, str]:
    """Names by URN: of the cluster's schools today, and of those in ``besides``."""
    today = (
        select(ClusterMembership.school_urn)
        .join(Meeting, col(Meeting.cluster_id) == ClusterMembership.cluster_id)
        .where(Meeting.id == board.meeting_id, membership_now())
    )
    wanted = col(School.urn).in_(today) | col(School.urn).in_(_given(besides))
    rows = session.exec(select(School.urn, School.name).where(wanted).order_by(School.name)).all()
    return {str(urn): name for urn, name in rows}


def recommendations(
    session: Session, board: Board, besides: Collection[int | None] = ()
) -> dict[str, dict[str, Any]]:
    """Recommendations by id: of the editions that the cluster looks at, and those in ``besides``."""
    focus = (
        select(ClusterFocus.edition_id)
        .join(Meeting, col(Meeting.cluster_id) == ClusterFocus.cluster_id)
        .where(Meeting.id == board.meeting_id)
    )
    rows = session.exec(
        select(Guidance, Edition, Recommendation)
        .join(Edition, col(Edition.guidance_id) == Guidance.id)
        .join(Recommendation, col(Recommendation.edition_id) == Edition.id)
        .where(col(Edition.id).in_(focus) | col(Recommendation.id).in_(_given(besides)))
        .order_by(col(Edition.year).desc(), Edition.title, col(Recommendation.number))
    ).all()
    return {str(one.id): recommendation_ref(line, edition, one).model_dump() for line, edition, one in rows}


def _given(ids: Collection[int | None]) -> list[int]:
    return sorted(one for one in ids if one is not None)


def text_of(value: UUID | None) -> str | None:
    """An id as JSON has it."""
    return str(value) if value is not None else None
