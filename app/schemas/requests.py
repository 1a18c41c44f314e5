"""Story requests over the wire: "please write about …"."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field, model_validator

from app.models.items import Audience
from app.models.requests import RequestState
from app.schemas.base import Body, Number, View
from app.schemas.evidence import RecommendationRef
from app.schemas.people import PersonRef
from app.schemas.places import ClusterRef, SchoolRef


class RequestCan(View):
    """What the viewer may do about a request."""

    start: bool
    decline: bool
    withdraw: bool


class RequestStory(View):
    """The story that took a request up, for those who may read it."""

    id: UUID
    title: str
    audience: Audience = Field(description="The widest that reads it; draft for those who write it")


class RequestView(View):
    """A story request as the viewer may know of it. It goes to a school or to a cluster."""

    id: UUID
    school: SchoolRef | None
    cluster: ClusterRef | None
    recommendation: RecommendationRef
    message: str
    state: RequestState
    asked_by: PersonRef
    asked_at: datetime
    answered_at: datetime | None
    reason: str = Field(description="Why it was declined or withdrawn; empty without a reason")
    taken_up_at: SchoolRef | None = Field(description="The school where there is a draft now")
    story: RequestStory | None = Field(description="Null until the viewer may read the story")
    can: RequestCan


class RequestLists(View):
    """What the viewer is asked, and what they (or fellow Regional Leads) asked; each what waits first."""

    to_answer: list[RequestView]
    asked: list[RequestView]
    may_ask: bool


class RequestPlace(View):
    """A school or a cluster that the viewer may ask. Exactly one is set."""

    school: SchoolRef | None = None
    cluster: ClusterRef | None = None


class AskForStory(Body):
    """Ask a school (by URN) or a cluster (by slug) to write about a recommendation."""

    school: Number | None = None
    cluster: str | None = Field(default=None, max_length=100)
    recommendation: Number
    message: str = Field(min_length=1, max_length=2_000)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.school is None) == (self.cluster is None):
            raise ValueError("Choose a school or a cluster.")
        return self


class DeclineRequest(Body):
    """Say no, and why."""

    reason: str = Field(min_length=1, max_length=2_000)


class WithdrawRequest(Body):
    """Take a request back."""

    reason: str = Field(default="", max_length=2_000)
