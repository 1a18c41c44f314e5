"""What a story is asked for: its sections, each with a hint and prompts. Data files, no code."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).resolve().parent.parent / "data" / "templates"


class TemplateSection(BaseModel):
    """A section to write. ``hint`` is one line under its title, ``prompts`` stand beside the writing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    hint: str
    prompts: tuple[str, ...]


class Template(BaseModel):
    """A kind of story. ``version`` goes up when sections come, go or change their meaning.

    ``entry``: the parts of each dated entry, where the story has entries.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    version: int
    title: str
    sections: tuple[TemplateSection, ...]
    entry: tuple[TemplateSection, ...] = ()


@cache
def load_template(key: str) -> Template:
    """The template named ``key``; ``FileNotFoundError`` if this version of the product ships none."""
    return Template.model_validate_json((FOLDER / f"{key}.json").read_text("utf-8"))
