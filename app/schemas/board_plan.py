"""What a board is made from: its columns and stages. Templates, shipped or a cluster's, hold one of these."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from app.models.boards import Silent, StageKind
from app.schemas.base import Body

__all__ = ["BoardPlan", "Column", "Key", "Silent", "Stage", "StageKind"]

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]


class PlanPart(Body):
    """Frozen, so that a plan can be kept and shared."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Column(PlanPart):
    """A column of cards. ``prompt`` stands under its title, to help with writing."""

    key: Key
    title: Annotated[str, Field(min_length=1, max_length=80)]
    prompt: Annotated[str, Field(max_length=300)] = ""


class Stage(PlanPart):
    """A step of the meeting. ``minutes`` is what its timer offers; ``prompts`` are questions shown with it.

    ``dots`` belong to a vote, ``silent`` to talk, ``per_topic_minutes`` to discuss.
    """

    key: Key
    kind: StageKind
    title: Annotated[str, Field(min_length=1, max_length=80)]
    minutes: Annotated[int, Field(ge=1, le=180)] | None = None
    prompts: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=300)], ...], Field(max_length=8)
    ] = ()
    dots: Annotated[int, Field(ge=1, le=20)] = 3
    dots_per_card: Annotated[int, Field(ge=1, le=20)] | None = Field(
        default=None, description="At most so many of one's dots on one card; null for no limit"
    )
    silent: Silent = Silent.nobody
    per_topic_minutes: Annotated[int, Field(ge=1, le=60)] | None = None


class BoardPlan(PlanPart):
    """Columns and stages. On an ``anonymous`` board nobody is told who wrote a card."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=8)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=20)]
    anonymous: bool = False

    @model_validator(mode="after")
    def _keys_differ(self) -> Self:
        for parts in (self.columns, self.stages):
            if len({part.key for part in parts}) != len(parts):
                raise ValueError("Two columns or two stages have the same key.")
        return self
