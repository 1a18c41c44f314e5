"""The rubric that the service comes with: a data file, and from then on the administrators' to change."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

FILE = Path(__file__).resolve().parent.parent / "data" / "rubric.json"


class Criterion(BaseModel):
    """One thing to look for in an exemplar."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    description: str


class FirstRubric(BaseModel):
    """Version 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    criteria: tuple[Criterion, ...] = Field(min_length=1)
    note: str


def read_rubric() -> FirstRubric:
    """The rubric of the data file."""
    return FirstRubric.model_validate_json(FILE.read_text("utf-8"))
