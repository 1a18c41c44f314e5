"""Votes: dots under a budget, one's own alone while a vote is open, and nobody's once it is closed."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import SQLModel, col, select

from app.actions.boards.turn import Telling, Turn
from app.errors import Conflict, NotFound
from app.models.boards import BoardBudget, BoardCard, BoardEvent, BoardGroup, BoardVote
from app.policies.board_acts import Act
from app.queries.board_parts import dots
from app.schemas import boards as commands
from app.schemas.board_plan import StageKind

CAST = "vote"
"""The kind of the events that somebody's dots leave: until the vote closes they say whose."""


def _theirs(table: type[BoardVote] | type[BoardBudget]) -> sa.ColumnElement[bool]:
    return sa.and_(
        col(table.board_id) == sa.bindparam("board"),
        col(table.round) == sa.bindparam("number"),
        col(table.owner) == sa.bindparam("whose"),
    )


# Put together once, without the ORM: these are asked for every dot.
_BUDGETS, _VOTES = (SQLModel.metadata.tables[name] for name in ("board_budget", "board_vote"))
_LEFT = sa.select(col(BoardBudget.remaining)).where(_theirs(BoardBudget))
_BUDGET = sa.insert(_BUDGETS)
_SPEND = (
    sa.update(_BUDGETS)
    .where(_theirs(BoardBudget), _BUDGETS.c.remaining > 0)
    .values(remaining=_BUDGETS.c.remaining - 1)
)
_GIVE_BACK = (
    sa.update(_BUDGETS)
    .where(_theirs(BoardBudget))
    .values(remaining=_BUDGETS.c.remaining + sa.bindparam("count"))
)
_DOT = sa.insert(_VOTES)
_DOT_ON = sa.select(col(BoardVote.id)).where(
    _theirs(BoardVote), col(BoardVote.target_id) == sa.bindparam("target")
)
_TAKE = sa.delete(_VOTES).where(_VOTES.c.id == sa.bindparam("dot"))
_TARGETS = sa.select(col(BoardVote.target_id)).where(_theirs(BoardVote))


def open_vote(telling: Telling) -> None:
    """Begin a new round, in which everybody has all their dots."""
    board = telling.board
    used = telling.session.scalar(sa.select(sa.func.max(BoardVote.round)).where(_here(telling)))
    number = max(board.vote_round, used or 0) + 1
    stages, rest = _rounds(telling, telling.stage.key)
    while number % stages != rest:
        number += 1
    board.vote_round = number
    board.vote_stage = telling.stage.key
    board.vote_open = True
    votes = {"open": True, "stage": board.vote_stage, "round": board.vote_round}
    telling.tell({"votes": {**votes, "mine": {}, "left": telling.stage.dots, "totals": {}}})


def close_vote(telling: Telling) -> None:
    """Count, and forget whose each dot was: in rows, budgets and the log.

    A round in which nobody gave a dot is none: this stage's results of before stand again.
    """
    session, board = telling.session, telling.board
    if not board.vote_open:
        return
    assert board.vote_stage is not None
    stages, rest = _rounds(telling, board.vote_stage)
    board.vote_open = False
    here = _here(telling)
    for forgetting in (
        sa.update(BoardVote).where(here).values(owner=None),
        sa.delete(BoardBudget).where(col(BoardBudget.board_id) == board.id),
        sa.update(BoardEvent)
        .where(col(BoardEvent.board_id) == board.id, col(BoardEvent.data)["kind"].as_string() == CAST)
        .values(data={"kind": CAST, "everybody": {}, "own": {}}),
    ):
        session.exec(forgetting.execution_options(synchronize_session=False))
    # A card that was removed meanwhile gave dots back, and its event says to whom.
    for event in session.exec(
        select(BoardEvent).where(
            BoardEvent.board_id == board.id, col(BoardEvent.data)["kind"].as_string() == "card.removed"
        )
    ).all():
        event.data = {**event.data, "own": {}}
        session.add(event)
    number = col(BoardVote.round)
    own = sa.or_(number % stages == rest, number == board.vote_round)
    last = session.scalar(sa.select(sa.func.max(number)).where(here, own))
    if last is not None and last != board.vote_round:
        board.vote_round = last
        telling.tell({"votes": {"round": last}})
    telling.tell({"votes": {"open": False, "mine": {}, "left": 0, "totals": _totals(telling)}})


def put_dot(turn: Turn, command: commands.PutDot) -> str:
    """One more of one's dots, if there is one left and this may have another."""
    _must_vote(turn)
    _must_stand(turn, command.target)
    board, stage, rows, mine = turn.board, turn.stage, turn.rows, _whose(turn)
    if rows.execute(_LEFT, mine).first() is None:
        rows.execute(
            _BUDGET,
            {
                "board_id": board.id,
                "round": board.vote_round,
                "owner": turn.owner,
                "remaining": stage.dots,
            },
        )
    if stage.dots_per_card is not None and _mine(turn).get(command.target, 0) >= stage.dots_per_card:
        most = "one dot" if stage.dots_per_card == 1 else f"{stage.dots_per_card} dots"
        raise Conflict(f"You can give {most} to one card here, and you have.")
    if not rows.execute(_SPEND, mine).rowcount:
        raise Conflict("You have given all your dots. Take one back to give it to another.")
    rows.execute(
        _DOT,
        {
            "id": uuid4(),
            "board_id": board.id,
            "round": board.vote_round,
            "target_id": command.target,
            "owner": turn.owner,
        },
    )
    return _tell_mine(turn)


def take_dot(turn: Turn, command: commands.TakeDot) -> str:
    """One of one's dots back from there."""
    _must_vote(turn)
    rows, mine = turn.rows, _whose(turn)
    dot = rows.execute(_DOT_ON, {**mine, "target": command.target}).scalar()
    if dot is None:
        raise Conflict("You have no dot there to take back.")
    rows.execute(_TAKE, {"dot": dot})
    rows.execute(_GIVE_BACK, {**mine, "count": 1})
    return _tell_mine(turn)


def give_back(turn: Turn, target: UUID) -> None:
    """What had these dots is going: the dots are their owners' again, or leave the totals."""
    session, board = turn.session, turn.board
    on_it = sa.and_(_here(turn), col(BoardVote.target_id) == target)
    now = select(BoardVote.owner).where(on_it, BoardVote.round == board.vote_round)
    whose = Counter(session.exec(now).all())
    session.exec(sa.delete(BoardVote).where(on_it))  # of earlier rounds too: their results may stand again
    if not whose:
        return
    if not board.vote_open:
        turn.tell({"votes": {"totals": _totals(turn)}})
        return
    for owner, count in whose.items():
        if owner is not None:
            turn.rows.execute(_GIVE_BACK, {**_whose(turn, owner), "count": count})
            _tell_mine(turn, owner)


def hand_on(turn: Turn, target: UUID, to: UUID) -> None:
    """What had these dots is going, and its results stay: they are the dots of ``to`` from now on."""
    assert not turn.board.vote_open, "nobody's dots are moved while they are theirs"
    moved = turn.session.exec(
        sa.update(BoardVote).where(_here(turn), col(BoardVote.target_id) == target).values(target_id=to)
    ).rowcount
    if moved:
        turn.tell({"votes": {"totals": _totals(turn)}})


def _here(telling: Telling) -> sa.ColumnElement[bool]:
    return col(BoardVote.board_id) == telling.board.id


def _rounds(telling: Telling, stage: str) -> tuple[int, int]:
    """How many vote stages there are, and by which remainder of that number the rounds of this one are told:
    so a round's number says in which stage it was held."""
    keys = [one.key for one in telling.plan.stages if one.kind is StageKind.vote]
    return len(keys), (keys.index(stage) + 1) % len(keys)


def _must_vote(turn: Turn) -> None:
    turn.must(Act.vote)
    if not turn.board.vote_open:
        raise Conflict("This vote is closed. The facilitator can begin another one.")


def _must_stand(turn: Turn, target: UUID) -> None:
    """Dots are for groups, and for cards that are in none."""
    card = turn.session.get(BoardCard, target)
    if card is not None and card.board_id == turn.board.id and card.revealed:
        if card.group_id is not None:
            raise Conflict("This card is in a group: give your dot to the group.")
        return
    group = turn.session.get(BoardGroup, target)
    if group is None or group.board_id != turn.board.id:
        raise NotFound("This card is not there any more.")


def _whose(turn: Turn, owner: bytes | None = None) -> dict[str, Any]:
    """Somebody's vote in this round, as the statements below ask for it."""
    return {"board": turn.board.id, "number": turn.board.vote_round, "whose": owner or turn.owner}


def _mine(turn: Turn, owner: bytes | None = None) -> Counter[UUID]:
    return Counter(turn.rows.execute(_TARGETS, _whose(turn, owner)).scalars())


def _tell_mine(turn: Turn, owner: bytes | None = None) -> str:
    """Tell whoever put them where their dots are; returns the event's kind."""
    mine = _mine(turn, owner)
    votes = {"mine": {str(target): count for target, count in mine.items()}}
    turn.tell_only((owner or turn.owner).hex(), {"votes": {**votes, "left": dots(turn.board) - mine.total()}})
    return CAST


def _totals(telling: Telling) -> dict[str, int]:
    rows = telling.session.exec(
        select(BoardVote.target_id, sa.func.count())
        .where(
            BoardVote.board_id == telling.board.id,
            BoardVote.round == telling.board.vote_round,
        )
        .group_by(col(BoardVote.target_id))
    ).all()
    return {str(target): count for target, count in rows}


DOING: dict[type[commands.Command], Callable[[Turn, Any], str]] = {
    commands.PutDot: put_dot,
    commands.TakeDot: take_dot,
}
