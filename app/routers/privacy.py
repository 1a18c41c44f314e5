"""The check before a story leaves its school."""

from fastapi import APIRouter

from app.actions import privacy
from app.deps.http import Db
from app.deps.privacy import TextToCheck
from app.deps.viewers import CurrentPerson
from app.queries.privacy import privacy_view
from app.schemas.privacy import Dismiss, PrivacyView

router = APIRouter(prefix="/stories/{story_id}/privacy", tags=["privacy"])


@router.get("")
def read_check(text: TextToCheck, db: Db) -> PrivacyView:
    """What could tell who somebody is, in the draft as it is stored now or in `revision`."""
    return privacy_view(db, text.item, text.revision)


@router.post("/dismissals", status_code=201)
def dismiss(text: TextToCheck, body: Dismiss, viewer: CurrentPerson, db: Db) -> PrivacyView:
    """Say that something found may stay, and why."""
    privacy.dismiss(db, viewer, text.item, text.revision, finding=body.finding, reason=body.reason)
    return privacy_view(db, text.item, text.revision)


@router.delete("/dismissals/{finding}")
def take_back(text: TextToCheck, finding: str, viewer: CurrentPerson, db: Db) -> PrivacyView:
    """It may not stay after all."""
    privacy.take_back_dismissal(db, viewer, text.item, finding)
    return privacy_view(db, text.item, text.revision)
