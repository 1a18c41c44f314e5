"""Story requests: "please write about …", from a curator to a school or a cluster."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from app.actions import requests
from app.deps.http import Db
from app.deps.requests import RequestToSee
from app.deps.viewers import Colleague, CurrentPerson
from app.queries.requests import places_to_ask, request_lists, request_views
from app.schemas.requests import (
    AskForStory,
    DeclineRequest,
    RequestLists,
    RequestPlace,
    RequestView,
    WithdrawRequest,
)

router = APIRouter(prefix="/requests", tags=["requests"])


@router.get("")
def read_requests(person: CurrentPerson, db: Db) -> RequestLists:
    """What I am asked to write about, and what I asked others."""
    return request_lists(db, person)


@router.post("", status_code=201)
def ask(body: AskForStory, person: Colleague, db: Db) -> RequestView:
    """Ask a school or a cluster to write about a recommendation."""
    request = requests.ask_for_story(
        db,
        person,
        school_urn=body.school,
        cluster_slug=body.cluster,
        recommendation=body.recommendation,
        message=body.message,
    )
    return request_views(db, person, [request])[0]


@router.get("/places")
def places(
    person: Colleague,
    db: Db,
    search: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=2, max_length=80),
        Query(description="Words of a name"),
    ],
) -> list[RequestPlace]:
    """Schools and clusters that I may ask."""
    return places_to_ask(db, person, search)


@router.get("/{request_id}")
def read_request(request: RequestToSee, person: CurrentPerson, db: Db) -> RequestView:
    """A request and how far it has come."""
    return request_views(db, person, [request])[0]


@router.post("/{request_id}/decline")
def decline(request: RequestToSee, body: DeclineRequest, person: CurrentPerson, db: Db) -> RequestView:
    """Say no for my school or cluster, and why."""
    requests.decline(db, person, request, body.reason)
    return request_views(db, person, [request])[0]


@router.post("/{request_id}/withdraw")
def withdraw(request: RequestToSee, body: WithdrawRequest, person: CurrentPerson, db: Db) -> RequestView:
    """Take a request back that nobody has answered."""
    requests.withdraw(db, person, request, body.reason)
    return request_views(db, person, [request])[0]
