"""Why a socket was closed. Refusals come after accepting: before, browsers would see 1006 and try for ever.

Codes from 4400 to 4499 are final for stock Yjs clients, everything else makes them try again after a pause.
"""

from enum import IntEnum


class Close(IntEnum):
    """Close codes, with what a client should do."""

    unsupported = 1003
    """A text message where only binary ones are read."""
    bad_bytes = 1007
    """What was sent is not what the protocol says. Nothing of that message was kept."""
    too_big = 1009
    """A message of more than ``MESSAGE_BYTES``. Nothing of it was kept."""
    unreadable = 1011
    """What is stored could not be read. Nothing is lost or changed; the server's log says more."""
    decide_again = 1012
    """A restart, or your access changed: come back at once, and reconnecting decides."""
    later = 1013
    """Too slow to take what is sent, or nothing can be stored just now: come back later."""
    signed_out = 4401
    not_allowed = 4403
    """From a page of another origin."""
    not_there = 4404
    """Not there, or not yours to know."""
    changed = 4409
    """You hold another generation or schema of this document: keep your copy apart, and load again."""


MESSAGE_BYTES = 1 << 20
"""The most one incoming message may have."""
