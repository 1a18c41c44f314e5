"""Actions of clusters over the wire."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.schemas.base import Body, Number, View
from app.schemas.evidence import RecommendationRef
from app.schemas.people import PersonRef
from app.schemas.places import ClusterRef, SchoolRef

Text = Annotated[str, Field(min_length=1, max_length=600)]


class ActionMeeting(View):
    """The meeting where an action was agreed."""

    id: UUID
    title: str
    starts_at: datetime


class ActionCan(View):
    """What the viewer may do with an action; ``reason`` says why not more."""

    change: bool
    reason: str


class ActionView(View):
    """An action. Open until ``done_on`` or ``dropped_on``."""

    id: UUID
    cluster: ClusterRef
    meeting: ActionMeeting | None = Field(description="Null where it was added between meetings")
    text: str
    owner_person: PersonRef | None
    owner_school: SchoolRef | None
    due_on: date | None
    overdue: bool
    recommendation: RecommendationRef | None
    done_on: date | None
    dropped_on: date | None
    mine: bool = Field(description="The viewer's own, or of a school where they hold a seat")
    version: int = Field(description="For If-Match")
    can: ActionCan


class ActionList(View):
    """Open actions by their day, and the newest that were done. ``can_add``: to the cluster asked for."""

    open: list[ActionView]
    done: list[ActionView]
    can_add: bool


class _Owned(Body):
    owner_person: UUID | None = None
    owner_school: Number | None = None
    due_on: date | None = None
    recommendation: Number | None = None

    @model_validator(mode="after")
    def _one_owner(self) -> Self:
        if self.owner_person is not None and self.owner_school is not None:
            raise ValueError("An action belongs to a person or to a school, not to both.")
        return self


class AddClusterAction(_Owned):
    """Add an action to a cluster, outside a meeting."""

    cluster: str = Field(max_length=100, description="Slug")
    text: Text


class ChangeAction(_Owned):
    """Change what is given; null takes it away. A new owner is the only one. Send ``If-Match``."""

    text: Text | None = None


class SayDone(Body):
    """Done, or not done after all."""

    done: bool


class DropIt(Body):
    """It will not be done, and why."""

    reason: str = Field(min_length=1, max_length=500)
