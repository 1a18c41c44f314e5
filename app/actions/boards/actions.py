"""Actions on a board: agreed there, or brought along from earlier meetings."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.actions.boards.about import must_know_recommendations, must_know_school
from app.actions.boards.turn import Telling, Turn, locked
from app.errors import Conflict, Invalid, NotFound
from app.models.boards import Board, BoardAction, BoardCard, BoardParticipant
from app.models.cluster_actions import ClusterAction
from app.models.people import Holding, Seat
from app.models.places import ClusterMembership
from app.policies.board_acts import Act
from app.queries.board_parts import actions, recommendations, schools
from app.queries.viewers import holding_now, membership_now
from app.schemas import boards as commands


def add_action(turn: Turn, command: commands.AddAction) -> str:
    """A new action of the cluster, which begins on this board."""
    turn.must(Act.agree)
    session = turn.session
    if session.get(ClusterAction, command.action) is not None:
        raise Conflict("There is an action with this id already.")
    card = session.get(BoardCard, command.card) if command.card is not None else None
    if command.card is not None and (card is None or not turn.sees(card) or not card.revealed):
        raise NotFound("This card is not there any more.")
    action = ClusterAction(
        id=command.action,
        cluster_id=turn.facts.cluster_id,
        meeting_id=turn.board.meeting_id,
        text=command.text,
        created_at=clock.now(),
    )
    _fill(turn, action, command)
    session.add(action)
    session.flush()
    session.add(BoardAction(board_id=turn.board.id, action_id=action.id, card_id=command.card))
    return _changed(turn, action, "action.added")


def edit_action(turn: Turn, command: commands.EditAction) -> str:
    """Other words, owner, day or recommendation."""
    turn.must(Act.agree)
    action = _action(turn, command.action)
    action.text = command.text
    _fill(turn, action, command)
    return _changed(turn, action, "action.edited")


def finish_action(turn: Turn, command: commands.FinishAction) -> str:
    """Done, or not done after all."""
    turn.must(Act.action_done)
    action = _action(turn, command.action)
    if (action.done_on is not None) is not command.done:
        action.done_on = clock.today() if command.done else None
    return _changed(turn, action, "action.done")


def drop_action(turn: Turn, command: commands.DropAction) -> str:
    """No longer to be done: it leaves the board, and does not come back."""
    turn.must(Act.agree)
    action = _action(turn, command.action)
    action.dropped_on = clock.today()
    return _changed(turn, action, "action.dropped")


def carry_actions(telling: Telling) -> None:
    """Bring the cluster's open actions of earlier meetings onto a board that begins."""
    session, board = telling.session, telling.board
    open_ones = session.exec(
        select(ClusterAction.id).where(
            ClusterAction.cluster_id == telling.facts.cluster_id,
            col(ClusterAction.done_on).is_(None),
            col(ClusterAction.dropped_on).is_(None),
        )
    ).all()
    session.add_all(BoardAction(board_id=board.id, action_id=one, carried=True) for one in open_ones)
    session.flush()
    tell_actions(telling, open_ones)


def tell_boards(session: Session, action_id: UUID) -> None:
    """After an action was changed elsewhere: let every board that it is on say so.

    The change must be in ``session`` and is committed with these events.
    """
    session.flush()
    for board in lock_boards(session, action_id):
        telling = Telling(session, board)
        tell_actions(telling, [action_id])
        telling.append("action.edited")


def lock_boards(session: Session, action_id: UUID) -> list[Board]:
    """The boards that an action is on, for this transaction to change, in the order that all keep.

    Before the action itself is changed, as on boards: else two wait for each other.
    """
    boards = session.exec(select(BoardAction.board_id).where(BoardAction.action_id == action_id)).all()
    return [board for one in sorted(boards) if (board := locked(session, one)) is not None]


def tell_actions(telling: Telling, ids: Sequence[UUID]) -> None:
    """Say how these actions are now, and what they are about if the board has no name for it yet."""
    now = actions(telling.session, telling.board, ids)
    telling.tell({"actions": {str(one): now.get(str(one)) for one in ids}})
    about = {one["recommendation"] for one in now.values()} - {None}
    whose = {one["owner_school"] for one in now.values()} - {None}
    if about:
        names = recommendations(telling.session, telling.board, about)
        telling.tell({"recommendations": {str(one): names[str(one)] for one in about}})
    if whose:
        called = schools(telling.session, telling.board, whose)
        telling.tell({"schools": {str(one): called[str(one)] for one in whose}})


def forget_card(turn: Turn, card_id: UUID) -> None:
    """A card is going: actions that came from it stay."""
    for one in turn.session.exec(
        select(BoardAction).where(BoardAction.board_id == turn.board.id, BoardAction.card_id == card_id)
    ).all():
        one.card_id = None
        turn.session.add(one)
        turn.session.flush()
        tell_actions(turn, [one.action_id])


def _changed(turn: Turn, action: ClusterAction, kind: str) -> str:
    if kind != "action.added":
        action.version += 1
    turn.session.add(action)
    record(turn.session, turn.person, kind, "cluster_action", action.id)
    turn.session.flush()
    tell_actions(turn, [action.id])
    return kind


def _fill(turn: Turn, action: ClusterAction, command: commands.ActionFields) -> None:
    person, school = command.owner_person, command.owner_school
    if person is not None and school is not None:
        raise Invalid("An action belongs to a person or to a school, not to both.")
    if person is not None and person != action.owner_person_id and not _may_own(turn, person):
        raise Invalid("Actions are given to people of the cluster, or who are here.")
    if school not in (None, action.owner_school_urn):
        must_know_school(turn, school)
    about = command.recommendation
    if about not in (None, action.recommendation_id):
        must_know_recommendations(turn, [about])
    action.owner_person_id, action.owner_school_urn = person, school
    action.due_on, action.recommendation_id = command.due_on, about


def _may_own(turn: Turn, person: UUID) -> bool:
    """Whether they came, or hold a seat in the cluster or at one of its schools today."""
    came = select(BoardParticipant.person_id).where(
        BoardParticipant.board_id == turn.board.id, BoardParticipant.person_id == person
    )
    schools_now = select(ClusterMembership.school_urn).where(
        ClusterMembership.cluster_id == turn.facts.cluster_id, membership_now()
    )
    seated = (
        select(Holding.person_id)
        .join(Seat, col(Seat.id) == Holding.seat_id)
        .where(
            Holding.person_id == person,
            holding_now(),
            sa.or_(
                col(Seat.cluster_id) == turn.facts.cluster_id,
                col(Seat.school_urn).in_(schools_now),
            ),
        )
    )
    return turn.session.scalar(sa.select(sa.or_(sa.exists(came), sa.exists(seated)))) or False


def _action(turn: Turn, action_id: UUID) -> ClusterAction:
    """An action on this board that was not dropped, as it is now: it may be edited elsewhere too."""
    found = turn.session.exec(
        select(ClusterAction)
        .join(BoardAction, col(BoardAction.action_id) == ClusterAction.id)
        .where(
            BoardAction.board_id == turn.board.id,
            ClusterAction.id == action_id,
            col(ClusterAction.dropped_on).is_(None),
        )
        .with_for_update(of=ClusterAction),
        execution_options={"populate_existing": True},
    ).first()
    if found is None:
        raise NotFound("This action is not there any more.")
    return found


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.AddAction: add_action,
    commands.EditAction: edit_action,
    commands.FinishAction: finish_action,
    commands.DropAction: drop_action,
}
