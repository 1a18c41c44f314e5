"""Boards over the wire: the document that a viewer holds, and the commands that change it.

The same for sockets and HTTP; the frames around them are described in ``realtime.boards``.
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import UUID4, Field, TypeAdapter

from app.models.boards import BoardState, StageKind
from app.schemas.base import Body, Number, View
from app.schemas.board_plan import BoardPlan, Key
from app.schemas.evidence import RecommendationRef

TEXT = 600
"""The most characters on a card."""
REACTIONS = ("agree", "question", "thanks", "idea")

Text = Annotated[str, Field(min_length=1, max_length=TEXT)]
Tags = Annotated[list[Number], Field(max_length=8)]


class TimerView(View):
    """Running until ``ends_at``, or standing with ``left_ms`` on it."""

    ends_at: datetime | None = None
    left_ms: int | None = None


class BoardHead(View):
    """What concerns the whole board. People are named by the ids of ``BoardView.people``."""

    id: UUID
    meeting: UUID
    title: str
    cluster: str = Field(description="Slug")
    cluster_name: str
    state: BoardState
    plan: BoardPlan
    stage: int
    facilitator: str | None = Field(description="Id in people; null while they have not come")
    locked: bool
    timer: TimerView | None
    speaker: str | None
    presenter: str | None
    focus: str | None = Field(description="The card or group being discussed")
    code: str | None = Field(description="By which guests come in; null without a door")
    door_open: bool


class BoardPerson(View):
    """Somebody who has come. ``person`` is null for guests; ``gone``: a guest who was removed."""

    name: str
    place: str
    person: str | None
    visitor: bool
    gone: bool = False


class CardView(View):
    """A card as one viewer sees it; ``hidden``: nobody else does. ``by`` is null on an anonymous board."""

    column: str
    group: str | None
    position: str
    text: str
    tags: list[int]
    school: int | None
    by: str | None
    mine: bool
    hidden: bool
    reactions: dict[str, int]
    reacted: list[str] = Field(description="This viewer's own")


class GroupView(View):
    """Cards that belong together; its place is among its column's groups and the cards without one."""

    column: str
    position: str
    name: str


class VotesView(View):
    """The newest vote. While it is ``open``: one's own dots by target and how many are ``left``; afterwards
    everybody's ``totals``, and nobody's own."""

    open: bool = False
    stage: str | None = None
    round: int = 0
    mine: dict[str, int] = Field(default_factory=dict)
    left: int = 0
    totals: dict[str, int] = Field(default_factory=dict)


class DecisionView(View):
    """A decision, in order of ``position``."""

    text: str
    position: str


class BoardActionView(View):
    """An action on the board; ``carried`` from an earlier meeting. ``owner`` in words beside its id."""

    text: str
    owner_person: str | None
    owner_school: int | None
    owner: str = Field(description="The owner's name, or empty")
    due_on: date | None
    recommendation: int | None
    done: bool
    carried: bool
    card: str | None


class BoardView(View):
    """The whole board as one viewer sees it, after event ``seq``.

    ``hidden``: how many cards each column has that are not shown to everybody yet, one's own included.
    ``schools`` (by URN) and ``recommendations`` (by id) are what cards and actions can be about: the
    cluster's own and its focus, and what stands on this board already. ``may`` is the table of
    ``policies.board_acts``: act → kind of stage → who may.
    """

    seq: int
    board: BoardHead
    people: dict[str, BoardPerson]
    cards: dict[str, CardView]
    groups: dict[str, GroupView]
    hidden: dict[str, int]
    votes: VotesView
    decisions: dict[str, DecisionView]
    actions: dict[str, BoardActionView]
    schools: dict[str, str]
    recommendations: dict[str, RecommendationRef]
    may: dict[str, dict[StageKind, list[Literal["everybody", "member", "author", "speaker", "facilitator"]]]]


class Command(Body):
    """What somebody wants done, once: ``id`` is theirs, and new for each. Who may do what when stands in
    ``policies.board_acts``."""

    id: UUID


class AddCard(Command):
    """``card`` is the new card's id, random. It goes behind ``after``, or to the end of its column."""

    do: Literal["card.add"]
    card: UUID4
    column: Key
    text: Text
    tags: Tags = Field(default_factory=list)
    school: Number | None = None
    after: UUID | None = None


class EditCard(Command):
    """What is left out stays as it is."""

    do: Literal["card.edit"]
    card: UUID
    text: Text | None = None
    tags: Tags | None = None
    school: Number | None = None
    clear_school: bool = False


class RemoveCard(Command):
    """One's own; of others', by the facilitator after the reveal."""

    do: Literal["card.remove"]
    card: UUID


class MoveCard(Command):
    """Into ``group``, or out of any, and there behind ``after`` (a card or group), or to the beginning."""

    do: Literal["card.move"]
    card: UUID
    column: Key
    group: UUID | None = None
    after: UUID | None = None


class React(Command):
    """Put one's reaction to a card, or take it back."""

    do: Literal["card.react"]
    card: UUID
    kind: Literal["agree", "question", "thanks", "idea"]
    on: bool


class MakeGroup(Command):
    """Make a group where the first of ``cards`` is, and put them in it in this order."""

    do: Literal["group.make"]
    group: UUID4
    cards: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    name: Annotated[str, Field(max_length=120)] = ""


class NameGroup(Command):
    do: Literal["group.name"]
    group: UUID
    name: Annotated[str, Field(max_length=120)]


class MoveGroup(Command):
    do: Literal["group.move"]
    group: UUID
    column: Key
    after: UUID | None = None


class SplitGroup(Command):
    """Its cards stay, one by one, where the group was."""

    do: Literal["group.split"]
    group: UUID


class PutDot(Command):
    """On a group, or on a card that is in none."""

    do: Literal["vote.put"]
    target: UUID


class TakeDot(Command):
    do: Literal["vote.take"]
    target: UUID


class GoToStage(Command):
    """Forth or back. ``came_from`` makes two clicks one: a board that has moved on meanwhile stays."""

    do: Literal["stage.go"]
    stage: Annotated[int, Field(ge=0, le=19)]
    came_from: Annotated[int, Field(ge=0, le=19)]


class SetTimer(Command):
    do: Literal["timer.set"]
    seconds: Annotated[int, Field(ge=5, le=4 * 3600)]


class ExtendTimer(Command):
    """Also shortens."""

    do: Literal["timer.extend"]
    seconds: Annotated[int, Field(ge=-3600, le=3600)]


class SteerTimer(Command):
    do: Literal["timer.pause", "timer.resume", "timer.clear"]


class GiveFloor(Command):
    """To a participant, or to nobody. Who has the floor may pass it on."""

    do: Literal["floor.give"]
    to: UUID | None


class ChoosePresenter(Command):
    do: Literal["floor.presenter"]
    to: UUID | None


class Focus(Command):
    """Discuss this card or group; null to go back to all."""

    do: Literal["board.focus"]
    target: UUID | None


class Lock(Command):
    """While it is locked, only the facilitator changes anything."""

    do: Literal["board.lock"]
    on: bool


class Door(Command):
    """Whether new guests come in by the code."""

    do: Literal["board.door"]
    open: bool


class HandOver(Command):
    """Let another person facilitate, by their id or as a participant. Who may plan the cluster's meetings may
    take it themselves."""

    do: Literal["board.hand_over"]
    to: UUID


class RemoveGuest(Command):
    do: Literal["guest.remove"]
    participant: UUID


class EndBoard(Command):
    """``leave_hidden``: end although some cards have not been shown to everybody."""

    do: Literal["board.end"]
    leave_hidden: bool = False


class ReopenBoard(Command):
    do: Literal["board.reopen"]


class AddDecision(Command):
    do: Literal["decision.add"]
    decision: UUID4
    text: Text


class EditDecision(Command):
    do: Literal["decision.edit"]
    decision: UUID
    text: Text


class RemoveDecision(Command):
    do: Literal["decision.remove"]
    decision: UUID


class ActionFields(Command):
    """At most one owner."""

    text: Text
    owner_person: UUID | None = None
    owner_school: Number | None = None
    due_on: date | None = None
    recommendation: Number | None = None


class AddAction(ActionFields):
    do: Literal["action.add"]
    action: UUID4
    card: UUID | None = None


class EditAction(ActionFields):
    do: Literal["action.edit"]
    action: UUID


class FinishAction(Command):
    do: Literal["action.done"]
    action: UUID
    done: bool


class DropAction(Command):
    do: Literal["action.drop"]
    action: UUID


class BeReady(Command):
    """Kept in memory alone, like a raised hand: it belongs to the moment."""

    do: Literal["me.ready"]
    on: bool


class RaiseHand(Command):
    do: Literal["me.hand"]
    on: bool


AnyCommand = Annotated[
    AddCard
    | EditCard
    | RemoveCard
    | MoveCard
    | React
    | MakeGroup
    | NameGroup
    | MoveGroup
    | SplitGroup
    | PutDot
    | TakeDot
    | GoToStage
    | SetTimer
    | ExtendTimer
    | SteerTimer
    | GiveFloor
    | ChoosePresenter
    | Focus
    | Lock
    | Door
    | HandOver
    | RemoveGuest
    | EndBoard
    | ReopenBoard
    | AddDecision
    | EditDecision
    | RemoveDecision
    | AddAction
    | EditAction
    | FinishAction
    | DropAction
    | BeReady
    | RaiseHand,
    Field(discriminator="do"),
]
COMMAND: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)


class Commands(Body):
    """What is sent by HTTP where sockets are blocked: done one after the other."""

    commands: Annotated[list[AnyCommand], Field(min_length=1, max_length=100)]


class Answer(View):
    """To one command: ``ack`` with the ``seq`` that it was done by, or ``nack`` with the problem."""

    ack: UUID | None = None
    nack: UUID | None = None
    seq: int | None = None
    problem: dict[str, Any] | None = None


class Answers(View):
    """To each of the commands, in order."""

    answers: list[Answer]
