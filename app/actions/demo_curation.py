"""What the demo's Regional Leads made of its stories: awards and collections, from ``curation.json``.

Days count from today, as in the stories. Everything is done by the actions that anybody would use, but for
the addresses of collections, which stay the same when the county is made anew.
"""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from app import clock
from app.actions import collections, exemplars
from app.actions.audit import record
from app.actions.demo_county import DEMO
from app.actions.demo_places import Index, demo_id
from app.actions.rubric import change_rubric
from app.models.collections import Collection
from app.models.items import Audience, Item
from app.policies.viewers import PersonViewer
from app.queries.exemplars import current_exemplar
from app.queries.items import item_facts
from app.queries.rubric import current_rubric
from app.queries.viewers import person_viewer
from app.schemas.rubric import CriterionChange


def curate(session: Session, index: Index, today: date, begun: date) -> None:
    """Give, look after and end the awards, and put the collections together, each at its own time."""
    told = json.loads((DEMO / "curation.json").read_text("utf-8"))
    # The rubric has been here for as long as the county.
    current_rubric(session).made_at = datetime.combine(begun, time(9), tzinfo=clock.LONDON)
    rubric = told["rubric"]
    steps = [
        (rubric["day"], _reword, rubric),
        *_awards(told["exemplars"]),
        *((one["day"], _collect, one) for one in told["collections"]),
    ]
    for day, do, data in sorted(steps, key=lambda step: step[0]):
        with clock.at(_moment(today, day)):
            do(session, _viewer(session, index, data["by"]), data, today)
            session.flush()


def _awards(told: list[dict[str, Any]]) -> list[Any]:
    steps: list[Any] = []
    for one in told:
        steps.append((one["day"], _award, one))
        steps += [(r["day"], _keep, {**r, "story": one["story"]}) for r in one.get("reviews", ())]
        if retired := one.get("retired"):
            steps.append((retired["day"], _retire, {**retired, "story": one["story"]}))
    return steps


def _moment(today: date, day: int) -> datetime:
    """Half past four on that day, on the Friday before if it is a weekend."""
    on = today + timedelta(days=day)
    on -= timedelta(days=max(0, on.weekday() - 4))
    return datetime.combine(on, time(16, 30), tzinfo=clock.LONDON)


def _viewer(session: Session, index: Index, name: str) -> PersonViewer:
    return person_viewer(session, index.people[name])


def _item(session: Session, slug: str) -> Item:
    return session.get_one(Item, demo_id("story", slug))


def _reword(session: Session, viewer: PersonViewer, data: dict[str, Any], _today: date) -> None:
    before = current_rubric(session)
    criteria = [
        CriterionChange(**{**one, "description": data["reworded"].get(one["key"], one["description"])})
        for one in before.criteria
    ]
    change_rubric(session, viewer, version=before.version, criteria=criteria, note=data["note"])


def _award(session: Session, viewer: PersonViewer, data: dict[str, Any], today: date) -> None:
    item = _item(session, data["story"])
    day = data.get("review_by")
    exemplars.award(
        session,
        viewer,
        item,
        revision=item_facts(session, item).publications[Audience.county].revision_number,
        rubric=current_rubric(session).version,
        criteria=data["criteria"],
        reason=data["reason"],
        review_by=today + timedelta(days=day) if day is not None else None,
    )


def _keep(session: Session, viewer: PersonViewer, data: dict[str, Any], today: date) -> None:
    exemplar = current_exemplar(session, demo_id("story", data["story"]))
    assert exemplar is not None
    until = today + timedelta(days=data["review_by"])
    exemplars.keep(session, viewer, exemplar, review_by=until, words=data["words"])


def _retire(session: Session, viewer: PersonViewer, data: dict[str, Any], today: date) -> None:
    exemplar = current_exemplar(session, demo_id("story", data["story"]))
    assert exemplar is not None
    exemplars.retire(session, viewer, exemplar, data["reason"])


def _collect(session: Session, viewer: PersonViewer, data: dict[str, Any], today: date) -> None:
    now = clock.now()
    collection = Collection(
        id=demo_id("collection", data["slug"]),
        title=data["title"],
        introduction=data["introduction"],
        cover=data["cover"],
        made_by=viewer.person_id,
        created_at=now,
        updated_at=now,
    )
    session.add(collection)
    session.flush()
    record(session, viewer.person_id, "collection.started", "collection", collection.id)
    for one in data["items"]:
        item = _item(session, one["story"])
        collections.add(session, viewer, collection, item)
        version, note = collection.version, one["note"]
        collections.annotate(session, viewer, collection, item.id, version=version, note=note)
    audience = Audience(data["audience"])
    if audience is not Audience.draft:
        collections.show_to(session, viewer, collection, version=collection.version, audience=audience)
