"""Templates of boards over the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.schemas.base import Body, View
from app.schemas.board_plan import BoardPlan
from app.schemas.places import ClusterRef

TemplateName = Annotated[str, Field(min_length=1, max_length=80)]
TemplateAbout = Annotated[str, Field(max_length=400)]


class TemplateCan(View):
    """What the viewer may do with a template."""

    change: bool


class TemplateView(View):
    """A way to hold a meeting. ``cluster`` is null for those that come with Mobilise."""

    id: UUID
    name: str
    about: str
    cluster: ClusterRef | None
    minutes: int = Field(description="Of all its stages together")
    plan: BoardPlan
    version: int
    can: TemplateCan


class MakeTemplate(Body):
    """A new template of a cluster, mostly begun from another one's plan."""

    cluster: str = Field(max_length=100, description="Slug")
    name: TemplateName
    about: TemplateAbout = ""
    plan: BoardPlan


class ChangeTemplate(Body):
    """Change it; boards that were made from it stay as they are. Send ``If-Match``."""

    name: TemplateName | None = None
    about: TemplateAbout | None = None
    plan: BoardPlan | None = None
