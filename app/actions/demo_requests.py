"""What the demo's curators asked for and what became of it, from ``requests.json``; days count from today."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app import clock
from app.actions import requests
from app.actions.demo_county import DEMO
from app.actions.demo_places import Index, demo_id
from app.content.slugs import slug
from app.models.items import Item
from app.models.notices import Notice
from app.models.people import Role
from app.models.requests import StoryRequest
from app.policies.viewers import PersonViewer
from app.queries.viewers import person_viewer

NEWS = timedelta(days=45)
"""How long it is since people last put their notices away."""


def ask_for_stories(session: Session, index: Index, today: date) -> None:
    """Ask, take up, decline and take back, each at its own time and by whoever may."""
    steps: list[tuple[datetime, Any, dict[str, Any]]] = []
    for one in json.loads((DEMO / "requests.json").read_text("utf-8")):
        steps.append((_moment(today, one["day"]), _ask, one))
        if taken_up := one.get("taken_up"):
            begun = session.get_one(Item, demo_id("story", taken_up["story"])).created_at
            steps.append((begun, _take_up, one))
        for what, do in (("declined", _decline), ("withdrawn", _withdraw)):
            if answer := one.get(what):
                steps.append((_moment(today, answer["day"]), do, one))
    for moment, do, one in sorted(steps, key=lambda step: step[0]):
        with clock.at(moment):
            do(session, index, one)
            session.flush()


def put_old_news_away(session: Session, today: date) -> None:
    """What people were told longer ago they have seen."""
    since = datetime.combine(today, time(0), clock.LONDON) - NEWS
    session.exec(
        sa.update(Notice).where(col(Notice.at) < since).values(read_at=col(Notice.at)),
        execution_options={"synchronize_session": False},
    )


def _moment(today: date, day: int) -> datetime:
    """Ten to five on that day, on the Friday before if it is a weekend."""
    on = today + timedelta(days=day)
    on -= timedelta(days=max(0, on.weekday() - 4))
    return datetime.combine(on, time(16, 50), clock.LONDON)


def _ask(session: Session, index: Index, one: dict[str, Any]) -> None:
    requests.ask_for_story(
        session,
        _viewer(session, index, one["by"]),
        school_urn=index.schools[one["school"]] if "school" in one else None,
        cluster_slug=slug(one["cluster"]) if "cluster" in one else None,
        recommendation=index.recommendations[one["about"]],
        message=one["message"],
        request_id=demo_id("request", one["slug"]),
    )


def _take_up(session: Session, index: Index, one: dict[str, Any]) -> None:
    item = session.get_one(Item, demo_id("story", one["taken_up"]["story"]))
    requests.take_up(session, person_viewer(session, item.created_by), _request(session, one).id, item)


def _decline(session: Session, index: Index, one: dict[str, Any]) -> None:
    lead = _viewer(session, index, index.holders[Role.school_lead, one["school"]])
    requests.decline(session, lead, _request(session, one), one["declined"]["reason"])


def _withdraw(session: Session, index: Index, one: dict[str, Any]) -> None:
    asker = _viewer(session, index, one["by"])
    requests.withdraw(session, asker, _request(session, one), one["withdrawn"]["reason"])


def _viewer(session: Session, index: Index, name: str) -> PersonViewer:
    return person_viewer(session, index.people[name])


def _request(session: Session, one: dict[str, Any]) -> StoryRequest:
    return session.get_one(StoryRequest, demo_id("request", one["slug"]))
