"""The demo's meetings, from ``meetings.json``: planned, one live to join, one called off, and one that ended.

Days count from today. Boards are filled by the commands that anybody would send, each by whoever may, at its
own minute of the meeting; only the ids are made beforehand, so that they are the same every time.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.board_templates import make_template
from app.actions.boards.people import attend
from app.actions.boards.perform import perform
from app.actions.boards.turn import Attendee
from app.actions.demo_county import DEMO
from app.actions.demo_places import Index, demo_id
from app.actions.invitations import say_whether_coming
from app.actions.meetings import cancel_meeting, plan_meeting, start_meeting
from app.content.school_days import nearest_school_day
from app.models.meetings import BoardTemplate, Meeting, MeetingAnswer
from app.models.notices import Notice
from app.models.people import Role
from app.policies.viewers import PersonViewer
from app.queries.boards import get_board
from app.queries.viewers import person_viewer
from app.schemas.board_plan import BoardPlan
from app.schemas.boards import COMMAND

Told = Mapping[str, Any]
Moment = tuple[datetime, Callable[[], None]]


def hold_meetings(session: Session, index: Index, today: date) -> None:
    """Plan, hold and call off the meetings, each step at its own time."""
    data = json.loads((DEMO / "meetings.json").read_text("utf-8"))
    for one in data["templates"]:
        _copy_template(session, index, one)
    told = [_Told(session, index, today, one) for one in data["meetings"]]
    moments = [moment for meeting in told for moment in meeting.moments()]
    for moment, do in sorted(moments, key=lambda each: each[0]):
        with clock.at(moment):
            do()
            session.flush()


def random_looking_id(kind: str, name: str) -> UUID:
    """The same every time, and of the version that boards want of their cards."""
    return UUID(int=demo_id(kind, name).int, version=4)


def _copy_template(session: Session, index: Index, one: Told) -> None:
    shipped = _shipped(session, one["copy"])
    plan = BoardPlan.model_validate(shipped.plan)
    stages = tuple(stage for stage in plan.stages if stage.key not in one["drop_stages"])
    make_template(
        session,
        person_viewer(session, index.people[one["by"]]),
        index.clusters[one["cluster"]],
        name=one["name"],
        about=one["about"],
        plan=plan.model_copy(update={"stages": stages}),
    )


def _shipped(session: Session, key: str) -> BoardTemplate:
    return session.exec(select(BoardTemplate).where(BoardTemplate.key == key)).one()


@dataclass
class _Told:
    """One meeting as the file tells it."""

    session: Session
    index: Index
    today: date
    one: Told
    starts_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.starts_at = self._starts_at()

    def moments(self) -> Iterator[Moment]:
        """Everything that happens, with when."""
        planned = self._at(self.one["planned"], time(17, 10))
        yield planned, self.plan
        if self._answers():
            yield planned + timedelta(hours=26), self.answer
        if "cancelled" in self.one:
            yield self._at(self.one["cancelled"]["day"], time(12, 30)), self.cancel
        if "came" in self.one:
            yield self.starts_at, self.start
        for step in self.one.get("steps", ()):
            yield self.starts_at + timedelta(minutes=step["minute"]), partial(self.do, step)

    def _starts_at(self) -> datetime:
        """The live one did so a few minutes ago; in a county told of another day, in its afternoon."""
        if "live" in self.one:
            now = clock.now()
            if now.astimezone(clock.LONDON).date() == self.today:
                began = now - timedelta(minutes=self.one["live"])
                return began.replace(minute=began.minute // 5 * 5, second=0, microsecond=0)
            return self._at(0, time(16))
        return self._at(self.one["day"], time.fromisoformat(self.one["time"]))

    def plan(self) -> None:
        one = self.one
        template = _shipped(self.session, one["template"])
        lead = self.index.holders[Role.cluster_lead, one["cluster"]]
        plan_meeting(
            self.session,
            self._viewer(lead),
            self.index.clusters[one["cluster"]],
            title=one["title"],
            starts_at=self.starts_at,
            lasts_minutes=one["lasts"],
            place=one["place"],
            agenda=one["agenda"],
            facilitator_id=self.index.people[self.facilitator],
            template_id=template.id,
            plan=BoardPlan.model_validate(template.plan),
            people=[self.index.people[name] for name in one.get("visitors", ())],
            whole_cluster=True,
            meeting_id=demo_id("meeting", one["slug"]),
            board_id=self.board_id,
        )

    def answer(self) -> None:
        """Who answers has read that they were asked."""
        for name, answer in self._answers():
            viewer = self._viewer(name)
            say_whether_coming(self.session, viewer, self.meeting, answer)
            self.session.exec(
                sa.update(Notice)
                .where(col(Notice.person_id) == viewer.person_id, col(Notice.meeting_id) == self.meeting.id)
                .values(read_at=clock.now())
            )

    def cancel(self) -> None:
        lead = self.index.holders[Role.cluster_lead, self.one["cluster"]]
        version, reason = self.meeting.version, self.one["cancelled"]["reason"]
        cancel_meeting(self.session, self._viewer(lead), self.meeting, version=version, reason=reason)

    def start(self) -> None:
        start_meeting(self.session, self._viewer(self.facilitator), self.meeting)
        for name in self.one["came"]:
            attend(self.session, self._viewer(name), get_board(self.session, self.board_id))

    def do(self, step: Told) -> None:
        """One step of the meeting: some commands, by whoever it says or the facilitator."""
        for number, (who, command) in enumerate(self._commands(step)):
            viewer = self._viewer(who)
            participant = attend(self.session, viewer, get_board(self.session, self.board_id))
            assert participant is not None
            name = f"{self.one['slug']}/{step['minute']}/{number}"
            wanted = COMMAND.validate_python({"id": random_looking_id("command", name), **command})
            perform(self.session, Attendee(viewer, participant), self.board_id, wanted)

    def _commands(self, step: Told) -> Iterator[tuple[str, dict[str, Any]]]:
        by = step.get("by", self.facilitator)
        for card in step.get("write", ()):
            yield card["by"], self._card(card)
        if group := step.get("group"):
            cards = [self._id("card", key) for key in group["cards"]]
            made = self._id("group", group["key"])
            yield by, {"do": "group.make", "group": made, "cards": cards, "name": group["name"]}
        for who, card, kind in step.get("react", ()):
            yield who, {"do": "card.react", "card": self._id("card", card), "kind": kind, "on": True}
        for who, targets in step.get("dots", {}).items():
            yield from ((who, {"do": "vote.put", "target": self._target(one)}) for one in targets)
        if key := step.get("focus"):
            yield by, {"do": "board.focus", "target": self._target(key)}
        for key, text in step.get("decide", ()):
            yield by, {"do": "decision.add", "decision": self._id("decision", key), "text": text}
        for action in step.get("act", ()):
            yield by, self._action(action)
        if key := step.get("go"):
            board = get_board(self.session, self.board_id)
            to = next(n for n, stage in enumerate(board.plan["stages"]) if stage["key"] == key)
            yield by, {"do": "stage.go", "stage": to, "came_from": board.stage}
        if seconds := step.get("pause"):
            yield by, {"do": "timer.set", "seconds": seconds}
            yield by, {"do": "timer.pause"}
        if step.get("end"):
            yield by, {"do": "board.end"}

    def _card(self, card: Told) -> dict[str, Any]:
        return {
            "do": "card.add",
            "card": self._id("card", card["key"]),
            "column": card["column"],
            "text": card["text"],
            "tags": [self.index.recommendations[one] for one in card.get("about", ())],
            "school": self.index.schools[card["school"]] if "school" in card else None,
        }

    def _action(self, action: Told) -> dict[str, Any]:
        return {
            "do": "action.add",
            "action": self._id("action", action["key"]),
            "text": action["text"],
            "owner_person": self.index.people[action["person"]] if "person" in action else None,
            "owner_school": self.index.schools[action["school"]] if "school" in action else None,
            "due_on": self.today + timedelta(days=action["due"]) if "due" in action else None,
            "recommendation": self.index.recommendations[action["about"]] if "about" in action else None,
            "card": self._id("card", action["card"]) if "card" in action else None,
        }

    def _target(self, key: str) -> UUID:
        groups = {step["group"]["key"] for step in self.one["steps"] if "group" in step}
        return self._id("group" if key in groups else "card", key)

    def _id(self, kind: str, key: str) -> UUID:
        return random_looking_id(kind, f"{self.one['slug']}/{key}")

    def _answers(self) -> list[tuple[str, MeetingAnswer]]:
        said = [(name, MeetingAnswer.coming) for name in self.one.get("coming", ())]
        return said + [(name, MeetingAnswer.not_coming) for name in self.one.get("not_coming", ())]

    def _at(self, day: int, at: time) -> datetime:
        """On that day; before a past weekend, and what is still to come on the nearest school day."""
        on = self.today + timedelta(days=day)
        if day > 0:
            on = nearest_school_day(on, after=self.today)
        else:
            on -= timedelta(days=max(0, on.weekday() - 4))
        return datetime.combine(on, at, clock.LONDON)

    def _viewer(self, name: str) -> PersonViewer:
        return person_viewer(self.session, self.index.people[name])

    @property
    def facilitator(self) -> str:
        """Who facilitates: somebody chosen, or the Cluster Lead."""
        chosen: str = (
            self.one.get("facilitator") or self.index.holders[Role.cluster_lead, self.one["cluster"]]
        )
        return chosen

    @property
    def board_id(self) -> UUID:
        """Its board's."""
        return demo_id("board", self.one["slug"])

    @property
    def meeting(self) -> Meeting:
        """Its row."""
        return self.session.get_one(Meeting, demo_id("meeting", self.one["slug"]))
