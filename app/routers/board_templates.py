"""Templates of boards: shipped, and a cluster's own."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from app.actions import board_templates as actions
from app.deps.http import Db, ReadVersion
from app.deps.viewers import Colleague
from app.models.meetings import BoardTemplate
from app.models.places import Cluster
from app.queries.board_templates import get_template, list_templates, template_view
from app.queries.places import cluster_by_slug
from app.schemas.base import Problem
from app.schemas.board_templates import ChangeTemplate, MakeTemplate, TemplateView

router = APIRouter(prefix="/board-templates", tags=["meetings"])
VERSIONED: dict[int | str, dict[str, Any]] = {412: {"model": Problem}, 428: {"model": Problem}}


def _known(person: Colleague, db: Db, template_id: UUID) -> BoardTemplate:
    return get_template(db, person, template_id)


KnownTemplate = Annotated[BoardTemplate, Depends(_known)]
"""A template that the viewer may use."""


def _home(person: Colleague, db: Db, body: MakeTemplate) -> Cluster:
    return cluster_by_slug(db, body.cluster)


def _view(response: Response, person: Colleague, db: Db, template: BoardTemplate) -> TemplateView:
    response.headers["etag"] = f'"{template.version}"'
    return template_view(db, person, template)


@router.get("")
def read_templates(
    person: Colleague,
    db: Db,
    cluster: Annotated[str | None, Query(max_length=100, description="Slug; else all my clusters")] = None,
) -> list[TemplateView]:
    """My clusters' templates, then those that come with Mobilise."""
    return list_templates(db, person, cluster_by_slug(db, cluster).id if cluster is not None else None)


@router.post("", status_code=201)
def make_template(
    home: Annotated[Cluster, Depends(_home)],
    body: MakeTemplate,
    person: Colleague,
    db: Db,
    response: Response,
) -> TemplateView:
    """Make a template for a cluster."""
    made = actions.make_template(db, person, home.id or 0, name=body.name, about=body.about, plan=body.plan)
    return _view(response, person, db, made)


@router.get("/{template_id}")
def read_template(template: KnownTemplate, person: Colleague, db: Db, response: Response) -> TemplateView:
    """One template."""
    return _view(response, person, db, template)


@router.patch("/{template_id}", responses=VERSIONED)
def change_template(
    template: KnownTemplate,
    body: ChangeTemplate,
    version: ReadVersion,
    person: Colleague,
    db: Db,
    response: Response,
) -> TemplateView:
    """Change a cluster's template."""
    actions.change_template(
        db, person, template, version=version, name=body.name, about=body.about, plan=body.plan
    )
    return _view(response, person, db, template)


@router.delete("/{template_id}", status_code=204, responses=VERSIONED)
def retire_template(template: KnownTemplate, version: ReadVersion, person: Colleague, db: Db) -> None:
    """Let nobody begin with it any more."""
    actions.retire_template(db, person, template, version=version)
