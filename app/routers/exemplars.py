"""Exemplars: what Regional Leads hold up for the county, and why."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from app.actions import exemplars
from app.deps.http import Db
from app.deps.stories import KnownStory
from app.deps.viewers import AnyViewer, Colleague, CurrentPerson
from app.errors import NotFound
from app.models.exemplars import Exemplar
from app.policies.answers import require
from app.policies.exemplars import may_retire, sees_award
from app.queries.evidence import resolve
from app.queries.exemplar_lists import ended_exemplars, list_exemplars
from app.queries.exemplars import NO_SUCH_EXEMPLAR, exemplar_views, get_exemplar
from app.queries.items import get_item, item_facts
from app.routers.paging import Cursor, Limit, with_link
from app.schemas.base import Page
from app.schemas.exemplar_lists import ExemplarsView
from app.schemas.exemplars import Award, EndedExemplar, ExemplarView, KeepExemplar, RetireExemplar

router = APIRouter(tags=["exemplars"])


def _recommendation(
    db: Db,
    recommendation: Annotated[
        str | None,
        Query(
            pattern=r"^[a-z0-9-]{1,60}/[A-Za-z0-9.-]{1,20}/[0-9]{1,3}$", description="guidance/edition/number"
        ),
    ] = None,
) -> int | None:
    if recommendation is None:
        return None
    guidance, edition, number = recommendation.split("/")
    return resolve(db, guidance, edition, int(number)).id


def _award_to_see(viewer: CurrentPerson, db: Db, exemplar_id: UUID) -> Exemplar:
    exemplar = get_exemplar(db, exemplar_id)
    if not sees_award(viewer, item_facts(db, get_item(db, exemplar.item_id)), exemplar.revision_number):
        raise NotFound(NO_SUCH_EXEMPLAR)
    if exemplar.ended_at is not None and not may_retire(viewer):
        raise NotFound(NO_SUCH_EXEMPLAR)
    return exemplar


AwardToSee = Annotated[Exemplar, Depends(_award_to_see)]
"""An award that the viewer may know of: as a reader of its story, and once it has ended as a curator."""


def _curator(viewer: Colleague) -> None:
    require(may_retire(viewer))


@router.get("/exemplars")
def read_exemplars(
    request: Request,
    response: Response,
    recommendation: Annotated[int | None, Depends(_recommendation)],
    viewer: AnyViewer,
    db: Db,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> ExemplarsView:
    """Exemplars of what the viewer may read, the newest award first."""
    return list_exemplars(db, viewer, recommendation=recommendation, cursor=cursor, limit=limit)


@router.get("/exemplars/ended", dependencies=[Depends(_curator)])
def read_ended_exemplars(
    request: Request,
    response: Response,
    viewer: Colleague,
    db: Db,
    cursor: Cursor = None,
    limit: Limit = 24,
) -> Page[EndedExemplar]:
    """Awards that were retired or ended by themselves, for those who give them."""
    return with_link(request, response, ended_exemplars(db, viewer, cursor=cursor, limit=limit))


@router.post("/stories/{story_id}/exemplar", status_code=201)
def award(viewer: CurrentPerson, story: KnownStory, body: Award, db: Db) -> ExemplarView:
    """Make a story an exemplar, as the revision that the county reads."""
    made = exemplars.award(
        db,
        viewer,
        story.item,
        revision=body.revision,
        rubric=body.rubric,
        criteria=body.criteria,
        reason=body.reason,
        review_by=body.review_by,
    )
    return exemplar_views(db, viewer, [made])[made.id]


@router.post("/exemplars/{exemplar_id}/review")
def keep(exemplar: AwardToSee, body: KeepExemplar, viewer: CurrentPerson, db: Db) -> ExemplarView:
    """Look at an award again and let it stand until another day."""
    exemplars.keep(db, viewer, exemplar, review_by=body.review_by, words=body.words)
    db.flush()
    return exemplar_views(db, viewer, [exemplar])[exemplar.id]


@router.post("/exemplars/{exemplar_id}/retirement", status_code=204)
def retire(exemplar: AwardToSee, body: RetireExemplar, viewer: CurrentPerson, db: Db) -> None:
    """End an award, with a reason."""
    exemplars.retire(db, viewer, exemplar, body.reason)
