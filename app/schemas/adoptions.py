""" "We tried this too" over the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from app.models.adoptions import Stance
from app.schemas.base import Body, View
from app.schemas.places import ClusterRef, SchoolRef


class JourneyLink(View):
    """A school's own journey with it, where the viewer may read that."""

    id: UUID
    title: str


class AdoptionFigure(View):
    """How many other schools tried it; the same for everybody who may read it."""

    adopted: int
    adapted: int
    stopped: int
    words: str = Field(
        description='"Tried by 5 other schools: 2 as it is, 2 adapted, 1 stopped"; empty where none did'
    )


class AdoptionView(View):
    """What one school says. ``size``: in words, as other schools think of themselves."""

    school: SchoolRef
    cluster: ClusterRef | None
    phase: str
    size: str = Field(description='"Small", "Middling" or "Large" for its phase; empty where not known')
    stance: Stance
    context: str
    result: str
    journey: JourneyLink | None
    said_by: str = Field(description="A post, never a name: the school says this")
    said_at: datetime
    updated_at: datetime
    version: int | None = Field(description="For If-Match, where the viewer may change it")


class AdoptionShare(View):
    """How many schools of a phase or a size said what."""

    by: Literal["phase", "size"]
    label: str
    adopted: int
    adapted: int
    stopped: int


class OwnSchool(View):
    """A school for which the viewer may say something; ``said``: whether it has."""

    school: SchoolRef
    said: bool
    journeys: list[JourneyLink] = Field(description="Its own change journeys that the viewer may read")


class AdoptionPicture(AdoptionFigure):
    """What schools did with an item: the story's first figure. A school's own story is not counted.

    The public and those without a seat have the figure alone: their lists are empty.
    """

    schools: list[AdoptionView] = Field(description="Newest first")
    shares: list[AdoptionShare]
    mine: list[OwnSchool]


class SayAdoption(Body):
    """What a school did with it, in words that everyone who reads the item reads.

    Send ``If-Match`` to change what the school said before. E-mail addresses, telephone and pupil numbers and
    dates of birth are refused.
    """

    stance: Stance
    context: str = Field(default="", max_length=1_000)
    result: str = Field(default="", max_length=2_000)
    journey: UUID | None = Field(default=None, description="The school's own journey with it")
