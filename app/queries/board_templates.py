"""Templates of boards: those that are shipped, and those of the viewer's clusters."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.meetings import BoardTemplate
from app.models.places import Cluster
from app.policies.meetings import may_edit_template, may_use_template
from app.policies.viewers import PersonViewer
from app.queries.places import cluster_ref
from app.schemas.board_plan import BoardPlan
from app.schemas.board_templates import TemplateCan, TemplateView

NO_SUCH_TEMPLATE = "There is no such template, or it is another cluster's."


def get_template(session: Session, viewer: PersonViewer, template_id: UUID) -> BoardTemplate:
    """The template, if the viewer may use it; else ``NotFound``. A deleted one is gone."""
    found = session.get(BoardTemplate, template_id)
    if found is None or found.retired_at or not may_use_template(viewer, found.cluster_id):
        raise NotFound(NO_SUCH_TEMPLATE)
    return found


def list_templates(session: Session, viewer: PersonViewer, cluster: int | None = None) -> list[TemplateView]:
    """Those of ``cluster``, or of all the viewer's clusters, by name; then those that are shipped."""
    mine = col(BoardTemplate.cluster_id).in_(
        viewer.clusters & {cluster} if cluster is not None else viewer.clusters
    )
    rows = session.exec(
        select(BoardTemplate, Cluster)
        .outerjoin(Cluster, col(Cluster.id) == BoardTemplate.cluster_id)
        .where(col(BoardTemplate.retired_at).is_(None), sa.or_(col(BoardTemplate.cluster_id).is_(None), mine))
        .order_by(
            sa.case((col(BoardTemplate.cluster_id).is_(None), 1), else_=0),
            BoardTemplate.name,
            col(BoardTemplate.id),
        )
    ).all()
    return [_view(viewer, template, home) for template, home in rows]


def template_view(session: Session, viewer: PersonViewer, template: BoardTemplate) -> TemplateView:
    """One template."""
    home = session.get(Cluster, template.cluster_id) if template.cluster_id is not None else None
    return _view(viewer, template, home)


def chosen_plan(
    session: Session,
    viewer: PersonViewer,
    template_id: UUID | None,
    anonymous: bool | None,
    *,
    now: dict[str, Any],
) -> BoardPlan:
    """The plan of a board: its template's, or as it is ``now``, and anonymous as was wished."""
    plan = get_template(session, viewer, template_id).plan if template_id is not None else now
    wish = {} if anonymous is None else {"anonymous": anonymous}
    return BoardPlan.model_validate(plan | wish)


def _view(viewer: PersonViewer, template: BoardTemplate, home: Cluster | None) -> TemplateView:
    plan = BoardPlan.model_validate(template.plan)
    return TemplateView(
        id=template.id,
        name=template.name,
        about=template.about,
        cluster=cluster_ref(home),
        minutes=sum(stage.minutes or 0 for stage in plan.stages),
        plan=plan,
        version=template.version,
        can=TemplateCan(change=bool(may_edit_template(viewer, template.cluster_id))),
    )
