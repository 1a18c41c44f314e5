"""A board's life: it is opened, it ends, and it can be opened again."""

import secrets
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.boards.actions import carry_actions
from app.actions.boards.stages import begin_stage
from app.actions.boards.turn import Telling, Turn, locked
from app.actions.boards.voting import close_vote
from app.actions.cluster_actions import tell_owners
from app.errors import Conflict
from app.events import BoardAccessChanged, ClusterNews, emit
from app.models.boards import Board, BoardCard, BoardParticipant, BoardReaction, BoardState
from app.models.meetings import Meeting, MeetingState
from app.policies.board_acts import Act
from app.queries.boards import head
from app.schemas import boards as commands

CODE_LETTERS = "ACDEFGHJKMNPQRTUVWXY3479"
"""Without those that are taken for another when read from a wall."""
CODE_LENGTH = 6


def open_board(session: Session, board: Board) -> None:
    """Begin: the first stage, its timer, and the actions that were brought along. Guests can come in."""
    locked(session, board.id)
    telling = Telling(session, board)
    # Who has been looking at it since it was planned may hold another title and plan.
    telling.tell(
        {"board": head(session, board), "hidden": {column.key: 0 for column in telling.plan.columns}}
    )
    _open(telling, door=True)
    carry_actions(telling)
    begin_stage(telling)
    telling.append("started")
    emit(session, BoardAccessChanged(board.id))


def end_board(turn: Turn, command: commands.EndBoard) -> str:
    """Freeze it. Afterwards nobody can tell whose an anonymous card, a reaction or a dot was.

    A card that is still hidden stays its author's alone; on an anonymous board it has none from now on, and
    goes.
    """
    turn.must(Act.steer)
    session, board = turn.session, turn.board
    hidden = _hidden(turn)
    if hidden and not command.leave_hidden:
        cards = "A card has" if len(hidden) == 1 else f"{len(hidden)} cards have"
        raise Conflict(f"{cards} not been shown to everybody yet: go on from writing first, or leave them.")
    close_vote(turn)
    if board.anonymous:
        for card in hidden:
            # To everybody: who wrote it cannot be told apart any more once this event is read.
            turn.tell({"cards": {str(card.id): None}, "hidden": {card.column_key: 0}})
            session.delete(card)
        session.flush()
    _forget_owners(turn)
    board.state, board.key, board.code = BoardState.ended, None, None
    board.locked = board.door_open = False
    board.timer_ends_at = board.timer_left_ms = board.speaker_id = board.focus_id = None
    closed = {"state": board.state.value, "code": None, "locked": False, "door_open": False}
    turn.tell({"board": closed | {"timer": None, "speaker": None, "focus": None}})
    session.exec(
        sa.update(BoardParticipant)
        .where(
            col(BoardParticipant.board_id) == board.id,
            col(BoardParticipant.person_id).is_(None),
            col(BoardParticipant.left_as).is_(None),
        )
        .values(left_as="ended")
    )
    _tell_meeting(turn, MeetingState.ended)
    tell_owners(session, board.id, turn.person)
    turn.forget()
    return "ended"


def reopen_board(turn: Turn, command: commands.ReopenBoard) -> str:
    """Go on where it ended. What was anybody's by the old key stays nobody's; guests need the new code."""
    turn.must(Act.steer)
    if turn.board.state is not BoardState.ended:
        raise Conflict("This meeting is live already.")
    turn.forget()  # nobody resumes across the change of keys
    _open(turn, door=False)
    _tell_meeting(turn, MeetingState.live)
    return "reopened"


def _open(telling: Telling, *, door: bool) -> None:
    board = telling.board
    board.state = BoardState.open
    board.key = secrets.token_bytes(32)
    board.code = _new_code(telling.session)
    board.door_open = door
    telling.tell({"board": {"state": board.state.value, "code": board.code, "door_open": door}})


def _new_code(session: Session) -> str:
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if session.exec(select(Board.id).where(Board.code == code)).first() is None:
            return code


def _hidden(turn: Turn) -> list[BoardCard]:
    return list(
        turn.session.exec(
            select(BoardCard)
            .where(BoardCard.board_id == turn.board.id, col(BoardCard.revealed).is_(False))
            .order_by(col(BoardCard.id))
        ).all()
    )


def _forget_owners(turn: Turn) -> None:
    """Even without its key an owner would tell that two cards are the same person's."""
    session, board = turn.session, turn.board
    cards: dict[str, dict[str, Any]] = {}
    if board.anonymous:
        mine = select(BoardCard.id).where(BoardCard.board_id == board.id, col(BoardCard.owner).is_not(None))
        cards = {str(card): {"mine": False} for card in session.exec(mine)}
        session.exec(sa.update(BoardCard).where(col(BoardCard.board_id) == board.id).values(owner=None))
    for card, kind, owner in session.exec(
        select(BoardReaction.card_id, BoardReaction.kind, BoardReaction.owner).where(
            BoardReaction.board_id == board.id
        )
    ).all():
        cards.setdefault(str(card), {})["reacted"] = []
        session.exec(
            sa.update(BoardReaction)
            .where(
                col(BoardReaction.card_id) == card,
                col(BoardReaction.kind) == kind,
                col(BoardReaction.owner) == owner,
            )
            .values(owner=secrets.token_bytes(16))
        )
    if cards:
        turn.tell({"cards": dict(sorted(cards.items()))})


def _tell_meeting(turn: Turn, state: MeetingState) -> None:
    session, board = turn.session, turn.board
    now = clock.now()
    meeting = session.get_one(Meeting, board.meeting_id, with_for_update=True)
    meeting.state = state
    meeting.ended_at = now if state is MeetingState.ended else None
    meeting.updated_at = now
    meeting.version += 1
    session.add(meeting)
    record(session, turn.person, f"board.{'ended' if meeting.ended_at else 'reopened'}", "board", board.id)
    emit(session, ClusterNews(meeting.cluster_id, "meetings"))
    emit(session, BoardAccessChanged(board.id))


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.EndBoard: end_board,
    commands.ReopenBoard: reopen_board,
}
