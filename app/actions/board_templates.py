"""Templates of boards: those that are shipped are loaded, and a cluster's made and changed by its leads."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.actions.audit import record
from app.content.board_templates import shipped_templates
from app.errors import Changed
from app.models.meetings import BoardTemplate
from app.policies.answers import require
from app.policies.boards import may_plan
from app.policies.meetings import may_edit_template
from app.policies.viewers import PersonViewer
from app.schemas.board_plan import BoardPlan


def load_board_templates(session: Session) -> tuple[str, ...]:
    """Bring in the templates of the data files that are new or have changed; their keys.

    Boards keep their own plan, so none changes under the people on it.
    """
    known = {
        one.key: one
        for one in session.exec(select(BoardTemplate).where(col(BoardTemplate.key).is_not(None))).all()
    }
    loaded = []
    for shipped in shipped_templates():
        plan = BoardPlan.model_validate(shipped.plan).model_dump(mode="json")
        template = known.get(shipped.key) or BoardTemplate(
            key=shipped.key, name="", plan={}, version=0, updated_at=clock.now()
        )
        if (template.name, template.about, template.plan) == (shipped.name, shipped.about, plan):
            continue
        template.name, template.about, template.plan = shipped.name, shipped.about, plan
        template.version += 1
        template.updated_at = clock.now()
        session.add(template)
        record(session, None, "board_template.loaded", "board_template", shipped.key)
        loaded.append(shipped.key)
    session.flush()
    return tuple(loaded)


def make_template(
    session: Session, viewer: PersonViewer, cluster_id: int, *, name: str, about: str, plan: BoardPlan
) -> BoardTemplate:
    """A template of a cluster."""
    require(may_plan(viewer, cluster_id))
    template = BoardTemplate(
        cluster_id=cluster_id,
        name=name,
        about=about,
        plan=plan.model_dump(mode="json"),
        created_by=viewer.person_id,
        updated_at=clock.now(),
    )
    session.add(template)
    session.flush()
    record(session, viewer.person_id, "board_template.made", "board_template", template.id)
    return template


def change_template(
    session: Session,
    viewer: PersonViewer,
    template: BoardTemplate,
    *,
    version: int,
    name: str | None = None,
    about: str | None = None,
    plan: BoardPlan | None = None,
) -> None:
    """Change what is given; ``Changed`` if ``version`` is no longer the current one."""
    require(may_edit_template(viewer, template.cluster_id))
    values: dict[str, Any] = {"name": name, "about": about, "plan": plan and plan.model_dump(mode="json")}
    _next_version(session, template, version, {key: one for key, one in values.items() if one is not None})
    record(session, viewer.person_id, "board_template.changed", "board_template", template.id)


def retire_template(session: Session, viewer: PersonViewer, template: BoardTemplate, *, version: int) -> None:
    """Nobody begins with it any more; meetings that did keep their boards."""
    require(may_edit_template(viewer, template.cluster_id))
    _next_version(session, template, version, {"retired_at": clock.now()})
    record(session, viewer.person_id, "board_template.retired", "board_template", template.id)


def _next_version(session: Session, template: BoardTemplate, version: int, values: dict[str, Any]) -> None:
    done = session.exec(
        sa.update(BoardTemplate)
        .where(col(BoardTemplate.id) == template.id, col(BoardTemplate.version) == version)
        .values(version=version + 1, updated_at=clock.now(), **values)
    ).rowcount
    if not done:
        raise Changed("Somebody else changed this template in the meantime. Look at theirs first.")
    session.refresh(template)
