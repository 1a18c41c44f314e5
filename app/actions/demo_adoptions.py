""" "We tried this too" in the demo: what schools did with each other’s stories, from ``adoptions.json``."""

import json
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from app import clock
from app.actions import adoptions
from app.actions.demo_county import DEMO
from app.actions.demo_places import Index, demo_id
from app.models.adoptions import Stance
from app.models.items import Item
from app.models.people import Role
from app.queries.viewers import person_viewer


def try_things(session: Session, index: Index, today: date) -> None:
    """Let each school's lead say what it did, each at its own time; days count from ``today``."""
    told = json.loads((DEMO / "adoptions.json").read_text("utf-8"))
    for one in sorted(told, key=lambda one: one["day"]):
        lead = index.people[index.holders[Role.school_lead, one["school"]]]
        on = today + timedelta(days=one["day"])
        on -= timedelta(days=max(0, on.weekday() - 4))
        with clock.at(datetime.combine(on, time(16, 10), clock.LONDON)):
            adoptions.say(
                session,
                person_viewer(session, lead),
                session.get_one(Item, demo_id("story", one["story"])),
                index.schools[one["school"]],
                stance=Stance(one["stance"]),
                context=one["context"],
                result=one["result"],
            )
            session.flush()
