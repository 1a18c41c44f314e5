"""Meetings of clusters over the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from app.models.meetings import MeetingAnswer, MeetingState
from app.schemas.base import Body, View
from app.schemas.board_plan import BoardPlan
from app.schemas.people import PersonRef
from app.schemas.places import ClusterRef

Title = Annotated[str, Field(min_length=1, max_length=120)]
Place = Annotated[str, Field(max_length=300)]
Agenda = Annotated[str, Field(max_length=8_000)]
Lasts = Annotated[int, Field(ge=10, le=12 * 60)]
Reason = Annotated[str, Field(max_length=1_000)]


class MeetingSummary(View):
    """A meeting in a list. ``visiting``: the viewer was invited from another cluster."""

    id: UUID
    title: str
    cluster: ClusterRef
    state: MeetingState
    starts_at: datetime
    lasts_minutes: int
    place: str
    facilitator: PersonRef
    board: UUID
    asked: int = Field(description="How many were asked to come")
    coming: int = Field(description="How many of them have said that they will")
    answer: MeetingAnswer | None = Field(description="The viewer's own; null if they were not asked")
    visiting: bool
    came: int = Field(description="How many came, once it has begun")


class AskedView(View):
    """Somebody who was asked to come, and what they said."""

    person: PersonRef
    seats: list[str] = Field(description='In words, e.g. "School Lead, Thornholme Primary"')
    visitor: bool
    answer: MeetingAnswer


class CameView(View):
    """Somebody who came. ``guest``: by the code, under a name they chose."""

    name: str
    place: str
    visitor: bool
    guest: bool


class TemplateRef(View):
    """The template that a board began with, named."""

    id: UUID
    name: str


class MeetingCan(View):
    """What the viewer may do with a meeting as it stands."""

    change: bool
    start: bool
    cancel: bool
    invite: bool
    answer: bool
    come: bool = Field(description="It is live, and there is a board to come to")


class MeetingView(MeetingSummary):
    """A meeting's page."""

    agenda: str
    agenda_html: str
    template: TemplateRef | None
    plan: BoardPlan
    anonymous: bool
    invitations: list[AskedView]
    attendance: list[CameView]
    planned_by: PersonRef
    started_at: datetime | None
    ended_at: datetime | None
    cancelled_because: str = Field(description="Why it was called off, if it was and somebody said")
    minutes: UUID | None = Field(description="The item that its minutes are, where the viewer may read it")
    version: int
    can: MeetingCan


def _in_a_calendar(when: datetime) -> datetime:
    if not 2000 <= when.year <= 2100:
        raise ValueError("Choose a day between the years 2000 and 2100.")
    return when


When = Annotated[AwareDatetime, AfterValidator(_in_a_calendar)]
"""Far from where time zones run out of years."""


class PlanMeeting(Body):
    """Plan a meeting. ``people`` may be colleagues of the cluster, and visitors from others."""

    cluster: str = Field(max_length=100, description="Slug")
    title: Title
    starts_at: When
    lasts_minutes: Lasts = 60
    place: Place = ""
    agenda: Agenda = ""
    facilitator: UUID | None = Field(default=None, description="Null for whoever plans it")
    template: UUID
    anonymous: bool | None = Field(
        default=None, description="Whether nobody is told who wrote a card; null as in the template"
    )
    invite_cluster: bool = Field(
        default=True, description="Ask everybody with a seat at its schools, and its lead"
    )
    people: list[UUID] = Field(default_factory=list, max_length=200)


class ChangeMeeting(Body):
    """Change a planned meeting. Send ``If-Match``."""

    title: Title | None = None
    starts_at: When | None = None
    lasts_minutes: Lasts | None = None
    place: Place | None = None
    agenda: Agenda | None = None
    facilitator: UUID | None = None
    template: UUID | None = None
    anonymous: bool | None = None


class CancelMeeting(Body):
    """Call a planned meeting off; those who were asked to come are told. Send ``If-Match``."""

    reason: Reason = ""


class Invite(Body):
    """Ask people to come; who was asked already is not asked again."""

    people: list[UUID] = Field(default_factory=list, max_length=200)
    whole_cluster: bool = False


class SayWhetherComing(Body):
    """The viewer's own answer."""

    answer: Literal[MeetingAnswer.coming, MeetingAnswer.not_coming]
