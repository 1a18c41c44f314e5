"""The templates of boards that the product comes with: data files, one a template."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).resolve().parent.parent / "data" / "boards"


class ShippedTemplate(BaseModel):
    """A way to hold a meeting. ``plan`` is a ``schemas.board_plan.BoardPlan``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str = Field(min_length=1, max_length=80)
    about: str = Field(max_length=400)
    plan: dict[str, Any]


def shipped_templates() -> tuple[ShippedTemplate, ...]:
    """All of them, by key."""
    return tuple(
        ShippedTemplate.model_validate_json(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))
    )
