"""Documents over HTTP, for networks that block WebSockets: another way into the same rooms.

``GET /api/documents/{id}/updates?state=`` is a stream of server-sent events: each is a message of the
document's socket in base64, beginning with what an answer to the step 1 with that state vector begins with.
``POST`` takes messages with updates or questions and answers, once all of it is on disk, with the messages
that the socket would have answered. In both bodies every message stands behind its length (lib0's varUint).
What a socket would be closed for is a problem here, and the last event of a stream (``event: close``).

So the truth about saving is the same: what a POST is acknowledged (``[2, 1, n]`` counts its own messages)
has been committed, and nothing reaches anybody before that. Nobody's carets come this way.
"""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Callable
from typing import Annotated
from uuid import UUID

import anyio
from anyio import to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from app.content.yjs_bytes import EMPTY_STATE, read_var_bytes, var_bytes
from app.errors import Busy, Invalid
from app.realtime.admission import DocumentAdmission, admit_to_document
from app.realtime.codes import Close
from app.realtime.documents import messages
from app.realtime.documents.room import Member
from app.realtime.exchange import Outlet
from app.realtime.hub import Realtime
from app.realtime.outgoing import Message
from app.realtime.refusals import as_http
from app.realtime.stream import Stream
from app.realtime.visitors import Refused, check_origin, session_hash

router = APIRouter(prefix="/documents", tags=["documents"])
"""Needs a started ``Realtime`` as ``app.state.realtime``."""

PATIENCE = 30.0
"""Seconds that a POST waits for the disk."""
BINARY = "application/octet-stream"
_AWARENESS = bytes((messages.AWARENESS,))
_BYTES = {BINARY: {"schema": {"type": "string", "format": "binary"}}}

Told = Annotated[
    str | None, Query(max_length=20, description="As for the socket; without it the current one")
]
State = Annotated[
    str | None, Query(description="A state vector as base64 for addresses; without it, all there is")
]


class Answer:
    """A ``Connection`` for one request: it gathers what is told until all of it has been answered."""

    __slots__ = ("_something", "closing", "outlet", "payloads", "reason", "spoke")

    def __init__(self) -> None:
        self.closing: int | None = None
        self.reason = ""
        self.spoke = False
        self.outlet: Outlet | None = None
        self.payloads: list[bytes] = []
        self._something = asyncio.Event()

    def tell(self, message: Message) -> None:
        """Keep it for the answer."""
        self.payloads += [payload for payload in message.payloads if isinstance(payload, bytes)]
        self._something.set()

    def close(self, code: int, reason: str = "") -> None:
        """The answer will be this refusal."""
        if self.closing is None:
            self.closing, self.reason = code, reason
            self._something.set()

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until it is closed or ``done``, of which something told is the sign."""
        while self.closing is None and not done():
            await self._something.wait()
            self._something.clear()


@router.get(
    "/{document_id}/updates",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def follow(
    request: Request, document_id: UUID, generation: Told = None, schema: Told = None, state: State = None
) -> StreamingResponse:
    """What is written in a draft, as it is written, for those who may see it and have no WebSockets."""
    realtime: Realtime = request.app.state.realtime
    question = messages.step_1(_state(state)).payloads[0]
    changes = realtime.open_sockets.changes
    admission = await _admit(request, document_id, generation, schema)

    async def told() -> AsyncIterator[str]:
        stream = Stream(_event)
        room, member = realtime.documents.enter(admission, stream)
        realtime.open_sockets.enter(stream, admission, admitted_at=changes)
        try:
            room.receive(member, question)
            async for event in stream.events():
                yield event
        finally:
            realtime.open_sockets.leave(stream)
            realtime.documents.leave(room, member)

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(told(), media_type="text/event-stream", headers=headers)


@router.post(
    "/{document_id}/updates",
    response_class=Response,
    responses={200: {"content": _BYTES}},
    openapi_extra={"requestBody": {"required": True, "content": _BYTES}},
)
async def write(
    request: Request, document_id: UUID, generation: Told = None, schema: Told = None
) -> Response:
    """Write in a draft, or ask what one lacks. Answered once all of it is stored."""
    realtime: Realtime = request.app.state.realtime
    said = _messages(await request.body())
    changes = realtime.open_sockets.changes
    admission = await _admit(request, document_id, generation, schema)
    answer = Answer()
    room, member = realtime.documents.enter(admission, answer)
    realtime.open_sockets.enter(answer, admission, admitted_at=changes)
    try:
        for message in said:
            if answer.closing is None and message[:1] != _AWARENESS:
                room.receive(member, message)
        with anyio.fail_after(PATIENCE):
            await answer.until(lambda: _answered(member, said))
    except TimeoutError:
        raise Busy("The disk did not answer in time. It may have been stored all the same.") from None
    finally:
        realtime.open_sockets.leave(answer)
        realtime.documents.leave(room, member)
    if answer.closing is not None:
        raise as_http(answer.closing, answer.reason)
    return Response(b"".join(map(var_bytes, answer.payloads)), media_type=BINARY)


def _answered(member: Member, said: list[bytes]) -> bool:
    """Whether all is told: what was written is stored or refused, and questions are answered."""
    asked = any(message[:2] == bytes((messages.SYNC, messages.STEP_1)) for message in said)
    settled = member.refused is not None or member.stored >= member.accepted
    return settled and (member.joined or not asked)


async def _admit(
    request: Request, document_id: UUID, generation: str | None, schema: str | None
) -> DocumentAdmission:
    realtime: Realtime = request.app.state.realtime
    told = session_hash(request)

    def admitted() -> DocumentAdmission:
        try:
            check_origin(request, realtime.settings.origins)
            with realtime.database.read() as session:
                return admit_to_document(session, told, str(document_id), generation, schema)
        except Refused as refused:
            raise as_http(refused.code, refused.reason) from None

    return await to_thread.run_sync(admitted)


def _messages(body: bytes) -> list[bytes]:
    said, at = [], 0
    try:
        while at < len(body):
            message, at = read_var_bytes(body, at)
            said.append(message)
    except (ValueError, IndexError):
        raise as_http(Close.bad_bytes, "What was sent is not what is spoken here.") from None
    return said


def _state(told: str | None) -> bytes:
    if not told:
        return EMPTY_STATE
    try:
        return base64.b64decode(told + "=" * (-len(told) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise Invalid("The state vector is not in base64.") from None


def _event(payload: bytes | str) -> str:
    assert isinstance(payload, bytes)
    return f"data: {base64.b64encode(payload).decode()}\n\n"
