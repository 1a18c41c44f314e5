"""For whoever runs the deployment: is it alive, can it do its work, and what can the API do."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from app.db import Database
from app.errors import Busy

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
def ready(request: Request) -> dict[str, str]:
    """The process can do its work: the database answers and has its tables."""
    database: Database = request.app.state.database
    try:
        database.ready()
    except SQLAlchemyError as error:
        raise Busy("The database does not answer, or has not been migrated.") from error
    return {"status": "ready"}


_DOCS = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Mobilise API</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="stylesheet" href="/_docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/_docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script></body></html>"""


@router.get("/api/docs")
def docs() -> HTMLResponse:
    """The API to read and try; everything it loads is our own."""
    return HTMLResponse(_DOCS)


@router.get("/api/docs/start.js")
def docs_start() -> Response:
    """Its one line of script, as a file because the CSP allows no inline script here."""
    return Response(
        'SwaggerUIBundle({url: "/api/openapi.json", dom_id: "#docs", deepLinking: true});',
        media_type="text/javascript",
    )
