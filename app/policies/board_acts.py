"""Who may do what in which kind of stage: one table, in words for the person who is refused.

It is asked by the engine, and sent to screens as ``BoardView.may``, so that they show what can be done and
never decide it. Two rules are not in it: while the board is locked only the facilitator changes anything, and
a card that is still hidden is its author's alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.models.boards import Silent, StageKind
from app.policies.answers import YES, Answer, Denied


class Part(StrEnum):
    """As what somebody acts. A ``member`` is a person of the cluster, a ``speaker`` has the floor."""

    everybody = "everybody"
    member = "member"
    author = "author"
    speaker = "speaker"
    facilitator = "facilitator"


class Act(StrEnum):
    """What the table has a line for."""

    card_add = "card.add"
    card_edit = "card.edit"
    card_tag = "card.tag"
    card_move = "card.move"
    card_remove = "card.remove"
    card_react = "card.react"
    group = "group"
    vote = "vote"
    focus = "focus"
    agree = "agree"
    action_done = "action.done"
    floor = "floor"
    steer = "steer"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may in which kind of stage, and what the others are told: ``anyhow``, or about this ``stage``."""

    who: Mapping[StageKind, frozenset[Part]]
    otherwise: str
    stages: Mapping[StageKind, str]

    def answer(self, stage: StageKind, parts: Collection[Part]) -> Answer:
        """Whether somebody who is all of ``parts`` may."""
        if self.who[stage].intersection(parts):
            return YES
        return Denied(self.stages.get(stage, self.otherwise))


def _rule(
    *always: Part,
    otherwise: str,
    besides: Mapping[StageKind, Collection[Part]] | None = None,
    never: Mapping[StageKind, str] | None = None,
) -> Rule:
    also, shut = besides or {}, never or {}
    who = {
        kind: frozenset() if kind in shut else frozenset(always) | frozenset(also.get(kind, ()))
        for kind in StageKind
    }
    return Rule(who, otherwise, shut)


_EVERYBODY, _MEMBER, _AUTHOR, _SPEAKER, _FACILITATOR = Part
_AGREEING = (StageKind.talk, StageKind.discuss, StageKind.commit)
_VOTING = {StageKind.vote: "People are voting: cards stay as they are until the vote is over."}

RULES: Mapping[Act, Rule] = {
    Act.card_add: _rule(_EVERYBODY, otherwise="", never=_VOTING),
    Act.card_edit: _rule(_AUTHOR, otherwise="Only whoever wrote a card can change its words.", never=_VOTING),
    Act.card_tag: _rule(
        _AUTHOR,
        _FACILITATOR,
        besides={StageKind.sort: [_EVERYBODY]},
        otherwise="Cards of others are tagged in a stage for sorting, or by the facilitator.",
        never=_VOTING,
    ),
    Act.card_move: _rule(
        _FACILITATOR,
        besides={StageKind.sort: [_EVERYBODY]},
        otherwise="Cards are moved in a stage for sorting, or by the facilitator.",
        never=_VOTING,
    ),
    Act.card_remove: _rule(
        _AUTHOR, _FACILITATOR, otherwise="Only whoever wrote a card and the facilitator can remove it."
    ),
    Act.card_react: _rule(_EVERYBODY, otherwise=""),
    Act.group: _rule(
        _FACILITATOR,
        besides={StageKind.sort: [_EVERYBODY]},
        otherwise="Cards are grouped in a stage for sorting, or by the facilitator.",
        never=_VOTING,
    ),
    Act.vote: _rule(
        besides={StageKind.vote: [_EVERYBODY]}, otherwise="Dots are given in a stage for voting."
    ),
    Act.focus: _rule(_FACILITATOR, otherwise="Only the facilitator chooses what is discussed."),
    Act.agree: _rule(
        _FACILITATOR,
        besides={kind: [_MEMBER] for kind in _AGREEING},
        otherwise="Decisions and actions are written down by people of the cluster, while the meeting talks,"
        " discusses or commits.",
    ),
    Act.action_done: _rule(
        _MEMBER, _FACILITATOR, otherwise="Whether an action is done is for people of the cluster to say."
    ),
    Act.floor: _rule(
        _SPEAKER, _FACILITATOR, otherwise="Only the facilitator, or whoever has the floor, gives the floor."
    ),
    Act.steer: _rule(_FACILITATOR, otherwise="Only the facilitator can do this."),
}
"""Everybody includes guests. Cards stand still during a vote, because a dot given for one thing must not
count for another; removing one gives back the dots on it."""


def may_act(act: Act, stage: StageKind, parts: Collection[Part]) -> Answer:
    """Whether somebody who acts as all of ``parts`` may do this in such a stage."""
    return RULES[act].answer(stage, parts)


def may_speak(silent: Silent, *, presents: bool, somebody_presents: bool) -> Answer:
    """Whether somebody can be given the floor where these are ``silent``: in protocols some only listen."""
    if not somebody_presents or silent is Silent.nobody:
        return YES
    if silent is Silent.presenter:
        return Denied("In this stage the presenter only listens.") if presents else YES
    return YES if presents else Denied("In this stage only the presenter speaks.")


def table() -> dict[str, dict[str, list[str]]]:
    """``RULES`` as JSON: act → kind of stage → who may."""
    return {
        act.value: {kind.value: sorted(part.value for part in who) for kind, who in rule.who.items()}
        for act, rule in RULES.items()
    }
