"""What a client sends, as a command; or why it is none."""

import json
from uuid import UUID

from pydantic import ValidationError

from app.errors import Invalid
from app.realtime.boards.messages import refusal
from app.schemas.boards import COMMAND, Answer, Command


class NotACommand(Exception):
    """``answer`` goes back, unless nobody can tell what it would be an answer to."""

    def __init__(self, answer: Answer | None) -> None:
        super().__init__()
        self.answer = answer


def read_command(text: str) -> Command:
    """The command, or ``NotACommand``."""
    try:
        return COMMAND.validate_json(text)
    except (ValidationError, UnicodeEncodeError) as error:
        command = _id(text)
        if command is None:
            raise NotACommand(None) from None
        raise NotACommand(refusal(command, Invalid(_words(error), errors=_errors(error)))) from None


def _words(error: ValidationError | UnicodeEncodeError) -> str:
    told = "; ".join(f"{one['where']}: {one['message']}" for one in _errors(error))
    return told or "There is a character in this that cannot be stored."


def _errors(error: ValidationError | UnicodeEncodeError) -> list[dict[str, str]]:
    if isinstance(error, UnicodeEncodeError):
        return []
    # The first part of each place is the kind of command that this one says it is.
    return [
        {
            "where": ".".join(str(part) for part in one["loc"][1:]) or "do",
            "message": str(one["msg"]).removeprefix("Value error, "),
        }
        for one in error.errors(include_url=False, include_context=False, include_input=False)
    ]


def _id(text: str) -> UUID | None:
    try:
        told = json.loads(text)
        return UUID(told["id"]) if isinstance(told, dict) and isinstance(told.get("id"), str) else None
    except (ValueError, RecursionError):
        return None
