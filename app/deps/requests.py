"""Requests for a story that somebody would like to read."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.deps.http import Db
from app.deps.viewers import CurrentPerson
from app.models.requests import StoryRequest
from app.queries.requests import get_request


def _request_to_see(viewer: CurrentPerson, db: Db, request_id: UUID) -> StoryRequest:
    return get_request(db, viewer, request_id)


RequestToSee = Annotated[StoryRequest, Depends(_request_to_see)]
