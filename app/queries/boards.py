"""Boards as their viewers see them: facts for policies, whose eyes look, and the whole as one document."""

from collections import Counter
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.content.board_names import owner_of
from app.errors import NotFound
from app.models.boards import (
    Board,
    BoardAction,
    BoardCard,
    BoardDecision,
    BoardGroup,
    BoardParticipant,
    BoardReaction,
    BoardVote,
)
from app.models.cluster_actions import ClusterAction
from app.models.evidence import ClusterFocus, Edition, Guidance, Recommendation
from app.models.meetings import Meeting, MeetingInvitation
from app.models.people import Person
from app.models.places import Cluster, ClusterMembership, School
from app.policies.board_acts import table
from app.policies.board_projection import Eyes
from app.policies.boards import BoardFacts
from app.queries.evidence_refs import recommendation_ref
from app.queries.viewers import membership_now
from app.schemas.board_plan import BoardPlan, StageKind

NO_SUCH_BOARD = "There is no such board, or it is not yours to see."


def get_board(session: Session, board_id: UUID) -> Board:
    """The board, or ``NotFound``."""
    found = session.get(Board, board_id)
    if found is None:
        raise NotFound(NO_SUCH_BOARD)
    return found


def board_facts(session: Session, board: Board) -> BoardFacts:
    """What policies need to know of ``board``."""
    cluster_id, region_id = session.exec(
        select(Cluster.id, Cluster.region_id)
        .join(Meeting, col(Meeting.cluster_id) == Cluster.id)
        .where(Meeting.id == board.meeting_id)
    ).one()
    visitors = session.exec(
        select(MeetingInvitation.person_id).where(
            MeetingInvitation.meeting_id == board.meeting_id, col(MeetingInvitation.visitor)
        )
    ).all()
    assert cluster_id is not None
    return BoardFacts(board.id, cluster_id, region_id, board.state, board.facilitator_id, frozenset(visitors))


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
    cards = session.exec(select(BoardCard).where(BoardCard.board_id == board.id)).all()
    reactions = session.exec(select(BoardReaction).where(BoardReaction.board_id == board.id)).all()
    counted: dict[UUID, Counter[str]] = {}
    own: dict[UUID, list[str]] = {}
    for one in reactions:
        counted.setdefault(one.card_id, Counter())[one.kind] += 1
        if one.owner.hex() in eyes.tokens:
            own.setdefault(one.card_id, []).append(one.kind)
    seen = {}
    hidden = {column["key"]: 0 for column in board.plan["columns"]}
    for card in cards:
        mine = token_of(board, card) in eyes.tokens
        if not card.revealed:
            hidden[card.column_key] += 1
        if card.revealed or mine:
            seen[str(card.id)] = card_view(
                card, mine=mine, reactions=counted.get(card.id), reacted=own.get(card.id)
            )
    groups = session.exec(select(BoardGroup).where(BoardGroup.board_id == board.id)).all()
    decisions = session.exec(select(BoardDecision).where(BoardDecision.board_id == board.id)).all()
    return {
        "seq": board.seq,
        "board": head(session, board),
        "people": people(session, board),
        "cards": seen,
        "groups": {
            str(one.id): {"column": one.column_key, "position": one.position, "name": one.name}
            for one in groups
        },
        "hidden": hidden,
        "votes": votes(session, board, eyes),
        "decisions": {str(one.id): {"text": one.text, "position": one.position} for one in decisions},
        "actions": (agreed := actions(session, board)),
        "schools": schools(
            session,
            board,
            {one["school"] for one in seen.values()} | {one["owner_school"] for one in agreed.values()},
        ),
        "recommendations": recommendations(
            session,
            board,
            {tag for one in seen.values() for tag in one["tags"]}
            | {one["recommendation"] for one in agreed.values()},
        ),
        "may": table(),
    }


def card_view(
    card: BoardCard,
    *,
    mine: bool,
    reactions: Counter[str] | None = None,
    reacted: list[str] | None = None,
) -> dict[str, Any]:
    """A card: a ``schemas.boards.CardView``."""
    return {
        "column": card.column_key,
        "group": str(card.group_id) if card.group_id else None,
        "position": card.position,
        "text": card.text,
        "tags": card.tags,
        "school": card.school_urn,
        "by": str(card.participant_id) if card.participant_id else None,
        "mine": mine,
        "hidden": not card.revealed,
        "reactions": dict(reactions or {}),
        "reacted": sorted(reacted or []),
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
        "facilitator": _text(facilitator),
        "locked": board.locked,
        "timer": timer(board),
        "speaker": _text(board.speaker_id),
        "presenter": _text(board.presenter_id),
        "focus": _text(board.focus_id),
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
        "person": _text(one.person_id),
        "visitor": one.visitor,
        "gone": one.left_as == "removed",
    }


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
        "totals": {} if board.vote_open else dict(Counter(str(dot.target_id) for dot in cast)),
    }


def dots(board: Board) -> int:
    """How many dots each has in the vote that is open."""
    stage = BoardPlan.model_validate(board.plan).stages[board.stage]
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
            "owner_person": _text(action.owner_person_id),
            "owner_school": action.owner_school_urn,
            "owner": person or school or "",
            "due_on": action.due_on.isoformat() if action.due_on else None,
            "recommendation": action.recommendation_id,
            "done": action.done_on is not None,
            "carried": on_board.carried,
            "card": _text(on_board.card_id),
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


def _text(value: UUID | None) -> str | None:
    return str(value) if value is not None else None
