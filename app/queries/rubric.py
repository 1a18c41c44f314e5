"""The rubric, now and before."""

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models.exemplars import Rubric
from app.policies.exemplars import may_edit_rubric
from app.policies.viewers import Viewer
from app.queries.people import people_by_id
from app.schemas.rubric import CriterionView, RubricVersion, RubricView


def criteria_of(rubric: Rubric) -> list[CriterionView]:
    """Its criteria, in order."""
    return [CriterionView.model_validate(one) for one in rubric.criteria]


def current_rubric(session: Session) -> Rubric:
    """The newest version; ``NotFound`` in a database that was never prepared."""
    found = session.exec(select(Rubric).order_by(col(Rubric.version).desc()).limit(1)).first()
    if found is None:
        raise NotFound("There is no rubric yet.")
    return found


def rubric_view(session: Session, viewer: Viewer) -> RubricView:
    """The rubric as it is now."""
    rubric = current_rubric(session)
    return RubricView(
        version=rubric.version,
        criteria=criteria_of(rubric),
        made_at=rubric.made_at,
        can_edit=bool(may_edit_rubric(viewer)),
    )


def rubric_versions(session: Session) -> list[RubricVersion]:
    """All versions, newest first."""
    found = session.exec(select(Rubric).order_by(col(Rubric.version).desc())).all()
    people = people_by_id(session, [one.made_by for one in found])
    return [
        RubricVersion(
            version=one.version,
            criteria=criteria_of(one),
            note=one.note,
            made_by=people[one.made_by] if one.made_by else None,
            made_at=one.made_at,
        )
        for one in found
    ]
