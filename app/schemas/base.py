"""What all bodies have in common."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

T = TypeVar("T")

Number = Annotated[int, Field(ge=1, le=2_147_483_647)]
"""A count or an id that the database can hold: a URN, a recommendation, a revision."""


class Body(BaseModel):
    """Anything sent: unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _can_be_stored(cls, value: T) -> T:
        if isinstance(value, str) and "\0" in value:
            raise ValueError("There is a character in this that cannot be stored.")
        return value


class View(BaseModel):
    """Anything answered."""

    model_config = ConfigDict(frozen=True)


class Page(View, Generic[T]):
    """One page of a list. ``next`` is the cursor of the following page; the ``Link`` header says the same."""

    items: list[T]
    next: str | None = Field(default=None, description="Pass as ?cursor= to go on; null on the last page")


class Problem(View):
    """RFC 9457 problem details, the one shape of every error."""

    type: str
    title: str
    status: int
    detail: str
    instance: str = ""
    errors: list[dict[str, str]] = Field(default_factory=list)
