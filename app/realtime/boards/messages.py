"""The messages of a board's socket. Their meaning is told in this package's docstring."""

import time
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from app.errors import AppError, problem
from app.realtime.boards.admission import BoardAdmission
from app.realtime.outgoing import Message
from app.schemas.boards import Answer


def message(what: Any) -> Message:
    """Anything, as JSON text."""
    return Message(to_json(what).decode())


def hello(admission: BoardAdmission) -> Message:
    """Who they are here."""
    you = str(admission.participant_id) if admission.participant_id else None
    told = {"you": you, "facilitates": admission.facilitates, "view": admission.look.value, "now": now()}
    return message({"hello": told})


def snapshot(view: Mapping[str, Any]) -> Message:
    """The whole board."""
    return message({"snapshot": view})


def answer_message(answer: Answer) -> Message:
    """What became of a command."""
    if answer.ack is not None:
        return Message(f'{{"ack":"{answer.ack}","seq":{answer.seq}}}')
    return message({"nack": answer.nack, "problem": answer.problem})


def presence(here: Iterable[UUID], ready: Iterable[UUID], hands: Iterable[UUID]) -> Message:
    """Who is connected, who is ready, and whose hand is up."""
    parts = {"here": here, "ready": ready, "hands": hands}
    return message({part: [str(one) for one in people] for part, people in parts.items()})


def now_message() -> Message:
    """The server's time."""
    return Message(f'{{"now":{now()}}}')


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def refusal(command: UUID, error: AppError) -> Answer:
    """The answer to a command that was not done."""
    told = problem(error.status, error.title, error.detail, type=error.type, errors=error.errors)
    return Answer(nack=command, problem=told)


def sum_of(parts: Iterable[Message]) -> Message | None:
    """All parts as one message; ``None`` if there are none."""
    whole: Message | None = None
    for part in parts:
        whole = part if whole is None else whole + part
    return whole
