"""Meetings for those without an account: in by a code, and out."""

from fastapi import APIRouter, Request, Response

from app.actions import guests
from app.deps.boards import KnownBoard
from app.deps.guests import GUEST_COOKIE, HeldGuest, JoinAttempts
from app.deps.http import AppSettings, Db, FromAddress
from app.deps.viewers import AnyViewer
from app.queries.doors import door_svg
from app.schemas.base import Problem
from app.schemas.guests import JoinedMeeting, JoinMeeting

router = APIRouter(tags=["meetings"])

COOKIE_SECONDS = 86_400
"""No meeting lasts longer. What ends a guest's visit is on the server; this tidies up after it."""


@router.post("/join", status_code=201, responses={429: {"model": Problem}})
def join_meeting(
    body: JoinMeeting,
    response: Response,
    viewer: AnyViewer,
    held: HeldGuest,
    attempts: JoinAttempts,
    address: FromAddress,
    db: Db,
    settings: AppSettings,
) -> JoinedMeeting:
    """Come to a live meeting by its code, under a name that one chooses; a cookie keeps one's place."""
    joined = guests.join(db, attempts, address, viewer, held, code=body.code, name=body.name)
    if joined.token is not None:
        response.set_cookie(
            GUEST_COOKIE,
            joined.token,
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="lax",
            secure=settings.secure_cookie,
            path="/",
        )
    return joined.view


@router.delete("/join", status_code=204)
def leave_meeting(response: Response, held: HeldGuest, db: Db) -> None:
    """Leave the meeting that one is a guest of; this device knows nothing of it any more."""
    if held is not None:
        guests.leave(db, held)
    response.delete_cookie(GUEST_COOKIE, path="/")


@router.get(
    "/boards/{board_id}/door.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}},
)
def read_door(request: Request, found: KnownBoard, settings: AppSettings) -> Response:
    """A QR code of where guests come in, for the wall and for handing round. 409 while the door is closed."""
    picture = door_svg(found.board, settings.public_url or str(request.base_url))
    return Response(picture, media_type="image/svg+xml")
