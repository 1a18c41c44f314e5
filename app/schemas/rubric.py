"""The rubric over the wire: what an exemplar is judged by, and how that came to be."""

from datetime import datetime

from pydantic import Field

from app.schemas.base import Body, View
from app.schemas.people import PersonRef


class CriterionView(View):
    """One thing to look for. Its ``key`` stays the same while its words are changed."""

    key: str
    title: str
    description: str


class RubricView(View):
    """The rubric as it is now."""

    version: int = Field(description="For If-Match")
    criteria: list[CriterionView]
    made_at: datetime
    can_edit: bool


class RubricVersion(View):
    """One version of the rubric. ``made_by`` is null for the first, which came with the service."""

    version: int
    criteria: list[CriterionView]
    note: str
    made_by: PersonRef | None
    made_at: datetime


class CriterionChange(Body):
    """A criterion to keep or change (by its ``key``), or a new one without."""

    key: str | None = Field(default=None, max_length=80)
    title: str = Field(min_length=1, max_length=120)
    description: str = Field(min_length=1, max_length=600)


class ChangeRubric(Body):
    """The whole next version, in its order. Send ``If-Match`` with the version it was made from."""

    criteria: list[CriterionChange] = Field(min_length=1, max_length=20)
    note: str = Field(min_length=1, max_length=1_000, description="What changed, and why")
