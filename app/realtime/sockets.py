"""The addresses of the sockets. They accept first and refuse by closing, so that clients learn why."""

import logging
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio import to_thread
from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.realtime.admission import admit_to_cluster, admit_to_document
from app.realtime.boards.admission import come, knock_of
from app.realtime.boards.http import number
from app.realtime.codes import Close
from app.realtime.connections import converse
from app.realtime.exchange import Exchange
from app.realtime.hub import Realtime
from app.realtime.outgoing import Connection
from app.realtime.protocol import Received
from app.realtime.visitors import Refused, check_origin, session_hash

log = logging.getLogger(__name__)

router = APIRouter()
"""Needs a started ``Realtime`` as ``app.state.realtime``."""

A = TypeVar("A")


@router.websocket("/ws/documents/{document_id}")
async def document(websocket: WebSocket, document_id: str) -> None:
    """The live text of a draft, for those who may see it: see ``realtime.documents``."""
    realtime = _realtime(websocket)
    told, params = session_hash(websocket), websocket.query_params
    generation, schema = params.get("generation"), params.get("schema")
    changes = realtime.open_sockets.changes
    admission = await _admit(
        websocket, lambda session: admit_to_document(session, told, document_id, generation, schema)
    )
    if admission is None:
        return
    documents = realtime.documents
    left: list[Callable[[], None]] = []

    def begin(connection: Connection) -> Received:
        room, member = documents.enter(admission, connection)
        left.append(lambda: documents.leave(room, member))
        realtime.open_sockets.enter(connection, admission, admitted_at=changes)
        left.append(lambda: realtime.open_sockets.leave(connection))
        return partial(room.receive, member)

    await _converse(websocket, begin, left, documents.exchange)


@router.websocket("/ws/clusters/{slug}")
async def cluster(websocket: WebSocket, slug: str) -> None:
    """Who is on a cluster's page, for its own people: see ``realtime.clusters``."""
    realtime = _realtime(websocket)
    told = session_hash(websocket)
    changes = realtime.open_sockets.changes
    admission = await _admit(websocket, lambda session: admit_to_cluster(session, told, slug))
    if admission is None:
        return
    clusters = realtime.clusters
    left: list[Callable[[], None]] = []

    def begin(connection: Connection) -> Received:
        clusters.enter(admission, connection)
        left.append(lambda: clusters.leave(admission, connection))
        realtime.open_sockets.enter(connection, admission, admitted_at=changes)
        left.append(lambda: realtime.open_sockets.leave(connection))
        return lambda data: None

    await _converse(websocket, begin, left)


@router.websocket("/ws/boards/{board_id}")
async def board(websocket: WebSocket, board_id: str) -> None:
    """A meeting's live board, for those who may come: see ``realtime.boards``."""
    realtime = _realtime(websocket)
    knock = knock_of(websocket, board_id, wall=websocket.query_params.get("view") == "wall")
    since = number(websocket.query_params.get("since"))
    changes = realtime.open_sockets.changes
    admission = await _let_in(websocket, lambda: come(realtime.database, knock))
    if admission is None:
        return
    boards = realtime.boards
    left: list[Callable[[], None]] = []

    def begin(connection: Connection) -> Received:
        room, member = boards.enter(admission, connection, since)
        left.append(lambda: boards.leave(room, member))
        realtime.open_sockets.enter(connection, admission, admitted_at=changes)
        left.append(lambda: realtime.open_sockets.leave(connection))
        return partial(boards.receive, room, member)

    await _converse(websocket, begin, left, boards.exchange)


def _realtime(websocket: WebSocket) -> Realtime:
    realtime: Realtime = websocket.app.state.realtime
    return realtime


async def _admit(websocket: WebSocket, ask: Callable[[Session], A]) -> A | None:
    """What ``ask`` answers, or ``None`` after the socket has been closed with the reason why not."""
    realtime = _realtime(websocket)

    def asked() -> A:
        with realtime.database.read() as session:
            return ask(session)

    return await _let_in(websocket, asked)


async def _let_in(websocket: WebSocket, asked: Callable[[], A]) -> A | None:
    """The same; ``asked`` opens its own sessions."""
    realtime = _realtime(websocket)
    try:
        await websocket.accept()
        try:
            check_origin(websocket, realtime.settings.origins)
            return await to_thread.run_sync(asked)
        except Refused as refused:
            await websocket.close(refused.code, refused.reason)
        except SQLAlchemyError as error:
            log.warning("could not ask who may come in: %s", error)
            await websocket.close(Close.later, "The database did not answer. Nothing is lost.")
    except WebSocketDisconnect:
        pass
    return None


async def _converse(
    websocket: WebSocket,
    begin: Callable[[Connection], Received],
    left: list[Callable[[], None]],
    exchange: Exchange | None = None,
) -> None:
    try:
        await converse(websocket, begin, exchange)
    finally:
        for leave in left:
            leave()
