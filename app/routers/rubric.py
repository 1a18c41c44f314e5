"""The rubric: what an exemplar is judged by."""

from fastapi import APIRouter, Response

from app.actions import rubric as actions
from app.deps.http import Db, ReadVersion
from app.deps.viewers import AnyViewer, Colleague
from app.queries import rubric as queries
from app.schemas.base import Problem
from app.schemas.rubric import ChangeRubric, RubricVersion, RubricView

router = APIRouter(prefix="/rubric", tags=["exemplars"])


def _with_etag(response: Response, view: RubricView) -> RubricView:
    response.headers["etag"] = f'"{view.version}"'
    return view


@router.get("")
def read_rubric(viewer: AnyViewer, db: Db, response: Response) -> RubricView:
    """The criteria as they are now. Open to all: nobody should have to guess what counts."""
    return _with_etag(response, queries.rubric_view(db, viewer))


@router.get("/versions")
def read_versions(person: Colleague, db: Db) -> list[RubricVersion]:
    """How the rubric came to be as it is, newest version first."""
    return queries.rubric_versions(db)


@router.put("", responses={412: {"model": Problem}, 428: {"model": Problem}})
def change_rubric(
    person: Colleague,
    body: ChangeRubric,
    version: ReadVersion,
    db: Db,
    response: Response,
) -> RubricView:
    """Make the next version, from the one that ``If-Match`` names."""
    actions.change_rubric(db, person, version=version, criteria=body.criteria, note=body.note)
    return _with_etag(response, queries.rubric_view(db, person))
