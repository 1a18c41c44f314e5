"""Who is signed in, signing out, and the demo's door."""

from fastapi import APIRouter, Request, Response

from app.actions import sessions
from app.deps.http import AppSettings, Db
from app.deps.viewers import COOKIE, AnyViewer, CurrentPerson
from app.queries.session import session_view
from app.queries.viewers import person_viewer
from app.schemas.people import DemoSignIn, SessionView
from app.settings import Settings

router = APIRouter(tags=["session"])
demo_router = APIRouter(tags=["session"])


def give_cookie(response: Response, settings: Settings, token: str) -> None:
    """Let the browser keep ``token`` where no script can read it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_days * 86_400,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookie,
        path="/",
    )


@router.get("/session")
def read_session(viewer: AnyViewer, db: Db, settings: AppSettings) -> SessionView:
    """Who is signed in, with their seats and what waits for them; ``person`` is null when nobody is."""
    return session_view(db, viewer, settings)


@router.delete("/session", status_code=204)
def sign_out(request: Request, response: Response, db: Db) -> None:
    """End this session."""
    sessions.sign_out(db, request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, path="/")


@router.delete("/sessions", status_code=204)
def sign_out_everywhere(response: Response, person: CurrentPerson, db: Db) -> None:
    """End every session of this person, on every device."""
    sessions.sign_out_everywhere(db, person.person_id)
    response.delete_cookie(COOKIE, path="/")


@demo_router.post("/session/demo")
def sign_in_as_persona(body: DemoSignIn, response: Response, db: Db, settings: AppSettings) -> SessionView:
    """Sign in as a persona of the demo county. This door does not exist unless demo mode is on."""
    person_id, token = sessions.sign_in_as_persona(db, body.persona, days=settings.session_days)
    give_cookie(response, settings, token)
    return session_view(db, person_viewer(db, person_id), settings)
