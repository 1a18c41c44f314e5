"""Actions of clusters: read, added, changed, done, dropped."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.actions import cluster_actions as actions
from app.deps.http import Db, ReadVersion
from app.deps.viewers import Colleague
from app.models.cluster_actions import ClusterAction
from app.policies.cluster_actions import ActionFacts
from app.queries.cluster_actions import action_views, get_action, list_actions
from app.queries.places import cluster_by_slug
from app.schemas.base import Problem
from app.schemas.cluster_actions import (
    ActionList,
    ActionView,
    AddClusterAction,
    ChangeAction,
    DropIt,
    SayDone,
)

router = APIRouter(prefix="/actions", tags=["actions"])
COLUMNS = {
    "owner_person": "owner_person_id",
    "owner_school": "owner_school_urn",
    "recommendation": "recommendation_id",
}


class ActionFound:
    """An action with its facts, as the guard that loaded it found them."""

    def __init__(self, action: ClusterAction, facts: ActionFacts) -> None:
        self.action = action
        self.facts = facts


def _known(person: Colleague, db: Db, action_id: UUID) -> ActionFound:
    return ActionFound(*get_action(db, person, action_id))


KnownAction = Annotated[ActionFound, Depends(_known)]
"""An action that the viewer sees."""


def _columns(body: AddClusterAction | ChangeAction, *leave_out: str) -> dict[str, Any]:
    given = body.model_dump(exclude_unset=True, exclude=set(leave_out))
    return {COLUMNS.get(name, name): value for name, value in given.items()}


def _view(response: Response, person: Colleague, db: Db, action: ClusterAction) -> ActionView:
    db.flush()
    response.headers["etag"] = f'"{action.version}"'
    return action_views(db, person, [action])[0]


@router.get("")
def read_actions(
    person: Colleague,
    db: Db,
    cluster: Annotated[str | None, Query(max_length=100, description="Slug")] = None,
    mine: Annotated[bool, Query(description="Only what is mine to do, or my school's")] = False,
) -> ActionList:
    """Actions that I may see: open ones by their day, and the newest that were done."""
    home = cluster_by_slug(db, cluster).id if cluster is not None else None
    return list_actions(db, person, cluster=home, mine=mine)


@router.post("", status_code=201)
def add_action(body: AddClusterAction, person: Colleague, db: Db, response: Response) -> ActionView:
    """Add an action between meetings. It comes back on the board of the next."""
    home = cluster_by_slug(db, body.cluster)
    action = actions.add_action(db, person, home.id or 0, **_columns(body, "cluster"))
    return _view(response, person, db, action)


@router.get("/{action_id}")
def read_action(found: KnownAction, person: Colleague, db: Db, response: Response) -> ActionView:
    """One action."""
    return _view(response, person, db, found.action)


@router.patch("/{action_id}", responses={412: {"model": Problem}, 428: {"model": Problem}})
def change_action(
    found: KnownAction,
    body: ChangeAction,
    version: ReadVersion,
    person: Colleague,
    db: Db,
    response: Response,
) -> ActionView:
    """Change what is given, from the version that ``If-Match`` names; null takes a value away."""
    values = {name: value for name, value in _columns(body).items() if (name, value) != ("text", None)}
    actions.change_action(db, person, found.action, found.facts, version=version, **values)
    return _view(response, person, db, found.action)


@router.put("/{action_id}/done")
def say_done(found: KnownAction, body: SayDone, person: Colleague, db: Db, response: Response) -> ActionView:
    """It is done, or not done after all."""
    actions.say_done(db, person, found.action, found.facts, done=body.done)
    return _view(response, person, db, found.action)


@router.post("/{action_id}/drop")
def drop_action(
    found: KnownAction, body: DropIt, person: Colleague, db: Db, response: Response
) -> ActionView:
    """It will not be done, and why."""
    actions.drop_action(db, person, found.action, found.facts, reason=body.reason)
    return _view(response, person, db, found.action)
