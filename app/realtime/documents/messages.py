"""The messages of a document's socket, as bytes. Their meaning is told in this package's docstring."""

import json
from enum import StrEnum
from functools import lru_cache

from app.content.yjs_bytes import var_bytes, var_uint
from app.realtime.outgoing import Message

SYNC, AWARENESS = 0, 1
ASK_AWARENESS = b"\x03"
STEP_1, STEP_2, UPDATE = 0, 1, 2


class Reason(StrEnum):
    """Why somebody's writing is not kept."""

    reader = "reader"
    full = "full"


DETAILS = {
    Reason.reader: "You can read this draft. What you type here is not kept; ask its authors to invite you.",
    Reason.full: (
        "This has become too long to save. What you wrote last is only on this screen: copy it to a safe "
        "place, reload the page, and take something out before you put it back."
    ),
}


def step_1(state: bytes) -> Message:
    """What we have; please send the rest."""
    return Message(b"\x00\x00" + var_bytes(state))


def step_2(update: bytes) -> Message:
    """What you lack."""
    return Message(b"\x00\x01" + var_bytes(update))


def update_message(update: bytes) -> Message:
    """What has been written."""
    return Message(b"\x00\x02" + var_bytes(update))


def awareness_message(entries: list[bytes]) -> Message:
    """Who is where: encoded entries of clients."""
    return Message(b"\x01" + var_bytes(var_uint(len(entries)) + b"".join(entries)))


@lru_cache(4096)
def stored_message(count: int) -> Message:
    """The first ``count`` of your messages are stored."""
    return Message(b"\x02\x01" + var_uint(count))


def standing_message(reason: Reason | None) -> Message:
    """Whether you write here, and if not, why."""
    standing = {"writes": reason is None, "reason": reason, "detail": DETAILS[reason] if reason else ""}
    return Message(b"\x02\x02" + var_bytes(json.dumps(standing, ensure_ascii=False).encode()))


def refused_message(reason: Reason) -> Message:
    """From here on, nothing of yours is kept."""
    return Message(b"\x02\x00" + var_bytes(DETAILS[reason].encode()))


NEWS_MESSAGE = Message(b"\x02\x03")
"""Something beside the text changed."""
