"""Wiring only: settings, database, routers, sockets, screens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import APIRouter, FastAPI

from app import errors
from app.adapters.attempts import CountedAttempts
from app.adapters.file_tools import file_tools
from app.db import Database
from app.queries.library_memo import LibraryMemo
from app.realtime import sockets
from app.realtime.boards import http as boards
from app.realtime.documents import http as documents
from app.realtime.hub import Realtime
from app.routers import (
    adoptions,
    board_templates,
    cluster_actions,
    collections,
    evidence,
    exemplars,
    files,
    guests,
    health,
    home,
    journeys,
    library,
    links,
    measures,
    meetings,
    minutes,
    notices,
    pages,
    places,
    privacy,
    public,
    requests,
    resources,
    rubric,
    saved_searches,
    session,
    stories,
    submissions,
    uploads,
)
from app.routers.description import PROBLEMS, describe
from app.routers.public_memo import PublicMemo
from app.settings import Settings
from app.web import BODY_BYTES, Guarded, PolicyOfPage


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    realtime: Realtime = app.state.realtime
    await realtime.start()
    yield
    await realtime.stop()


def serve_from(app: FastAPI, settings: Settings, database: Database) -> None:
    """Let ``app`` serve what is in ``database``, from its next start on."""
    realtime = Realtime(database, settings)
    database.events.subscribe(realtime.subscriber)
    app.state.settings = settings
    app.state.database = database
    app.state.realtime = realtime
    app.state.library = LibraryMemo()
    app.state.public = PublicMemo()
    app.state.files = file_tools(settings, database)
    app.state.attempts = CountedAttempts(settings.redis_url, settings.county)


def create_app(settings: Settings | None = None, database: Database | None = None) -> FastAPI:
    """The whole service, on ``database`` or else the one that ``settings`` name."""
    settings = settings or Settings()
    app = FastAPI(
        title="Mobilise",
        version=version("mobilise"),
        summary="Colleagues write honest stories of practice together and share them step by step.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        max_body_size=BODY_BYTES,
    )
    serve_from(app, settings, database or Database(settings.database_url))
    errors.install(app)
    describe(app)
    api = APIRouter(prefix="/api", responses=PROBLEMS)
    for part in (
        session,
        home,
        places,
        evidence,
        library,
        saved_searches,
        stories,
        journeys,
        measures,
        links,
        files,
        uploads,
        resources,
        submissions,
        adoptions,
        privacy,
        requests,
        notices,
        exemplars,
        rubric,
        collections,
        meetings,
        minutes,
        cluster_actions,
        board_templates,
        guests,
        boards,
        documents,
    ):
        api.include_router(part.router)
    if settings.demo:
        api.include_router(session.demo_router)
    app.include_router(health.router)
    # Routes are tried in their order: what the public asks for most comes before the many of the API.
    has_screens = (settings.frontend / "index.html").is_file()
    if has_screens:
        app.include_router(public.public(settings.frontend))
    app.include_router(public.router)
    app.include_router(api)
    app.include_router(sockets.router)
    if has_screens:
        app.include_router(pages.pages(settings.frontend))
    # Outermost, around what answers unexpected errors too: those answers need its headers like any other.
    app.middleware_stack = Guarded(
        app.build_middleware_stack(),
        policy=PolicyOfPage(settings.frontend / "index.html"),
        origins=settings.origins,
    )
    return app
