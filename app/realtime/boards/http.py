"""Boards over HTTP: the snapshot, and the same events and commands for networks that block WebSockets."""

import re
import zlib
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from anyio import to_thread
from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic_core import to_json

from app.realtime.boards.admission import BoardAdmission, come, knock_of, look_in
from app.realtime.boards.opening import seen_by
from app.realtime.hub import Realtime
from app.realtime.refusals import as_http
from app.realtime.stream import Stream
from app.realtime.visitors import Refused, check_origin
from app.schemas.boards import Answers, BoardView, Commands

router = APIRouter(prefix="/boards", tags=["boards"])
"""Needs a started ``Realtime`` as ``app.state.realtime``."""

GZIP_LEVEL = 5
_SEQ = re.compile(r'\{(?:"snapshot":\{)?"seq":(\d+)')
A = TypeVar("A")

Wall = Annotated[
    Literal["wall"] | None, Query(alias="view", description="What the wall shows: nothing of one's own")
]
Since = Annotated[int | None, Query(ge=0, le=2**53, description="Send what came after this event")]


@router.get("/{board_id}", response_model=BoardView)
def board(request: Request, board_id: UUID, view: Wall = None) -> Response:
    """The board as you see it now. Compressed for whoever accepts gzip."""
    knock = knock_of(request, board_id, wall=view is not None)
    with _realtime(request).database.read() as session:
        admission = _told(lambda: look_in(session, knock))
        body = to_json(seen_by(session, admission.board_id, admission.participant_id))
    headers = {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        packer = zlib.compressobj(GZIP_LEVEL, wbits=31)
        body = packer.compress(body) + packer.flush()
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="application/json", headers=headers)


@router.get(
    "/{board_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def events(
    request: Request,
    board_id: UUID,
    view: Wall = None,
    since: Since = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """The messages of the board's socket as server-sent events, where sockets are blocked."""
    realtime = _realtime(request)
    changes = realtime.open_sockets.changes
    admission = await _come(request, board_id, wall=view is not None)
    known = number(last_event_id)

    async def told() -> AsyncIterator[str]:
        stream = Stream(_event)
        room, member = realtime.boards.enter(admission, stream, since if known is None else known)
        realtime.open_sockets.enter(stream, admission, admitted_at=changes)
        try:
            async for event in stream.events():
                yield event
        finally:
            realtime.open_sockets.leave(stream)
            realtime.boards.leave(room, member)

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(told(), media_type="text/event-stream", headers=headers)


@router.post("/{board_id}/commands", response_model_exclude_none=True)
async def commands(request: Request, board_id: UUID, body: Commands) -> Answers:
    """Do these commands one after the other, as the board's socket does. Answers say what was not done."""
    admission = await _come(request, board_id)
    return Answers(answers=await _realtime(request).boards.do(admission, body.commands))


def number(told: str | None) -> int | None:
    """A count of events as an address or a header has it; ``None`` for what is none."""
    return int(told) if told is not None and told.isascii() and told.isdecimal() and len(told) < 16 else None


async def _come(request: Request, board_id: UUID, *, wall: bool = False) -> BoardAdmission:
    realtime = _realtime(request)
    knock = knock_of(request, board_id, wall=wall)

    def came() -> BoardAdmission:
        check_origin(request, realtime.settings.origins)
        return come(realtime.database, knock)

    return await to_thread.run_sync(lambda: _told(came))


def _told(ask: Callable[[], A]) -> A:
    """What ``ask`` answers, or its refusal as HTTP says it."""
    try:
        return ask()
    except Refused as refused:
        raise as_http(refused.code, refused.reason) from None


def _realtime(request: Request) -> Realtime:
    realtime: Realtime = request.app.state.realtime
    return realtime


def _event(payload: bytes | str) -> str:
    assert isinstance(payload, str)
    numbered = _SEQ.match(payload)
    return f"id: {numbered[1]}\ndata: {payload}\n\n" if numbered else f"data: {payload}\n\n"
