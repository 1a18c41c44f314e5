"""Why somebody does not come in, as HTTP says it."""

from collections.abc import Mapping

from app.errors import AppError, Busy, Conflict, Invalid, NotAllowed, NotFound, SignedOut
from app.realtime.codes import Close

_AS_HTTP: Mapping[int, type[AppError]] = {
    Close.signed_out: SignedOut,
    Close.not_allowed: NotAllowed,
    Close.not_there: NotFound,
    Close.changed: Conflict,
    Close.bad_bytes: Invalid,
    Close.unsupported: Invalid,
}


def as_http(code: int, reason: str) -> AppError:
    """The error for what a socket would be closed with. What may be over in a moment is ``Busy``."""
    return _AS_HTTP.get(code, Busy)(reason)
