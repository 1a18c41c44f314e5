"""What the processes of one deployment tell each other. Hints only: the truth is in the database.

With SQLite there is one process, and this bus is all it needs. Another (over Redis) has the same two methods;
whoever hears that a document has moved on fetches what it lacks by number, so that a lost hint costs time and
no data, and events are the same that ``app.events`` hands over in one process.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from app.events import Event


@dataclass(frozen=True, slots=True)
class DocumentMoved:
    """A document has updates up to ``seq``."""

    document_id: UUID
    seq: int


Hint = DocumentMoved | Event
Listener = Callable[[Hint], None]


class Bus(Protocol):
    """Carries hints to every listener but the one that gave it. Returns at once, in any thread."""

    def listen(self, listener: Listener) -> None:
        """Hear hints from now on."""

    def ignore(self, listener: Listener) -> None:
        """Hear no more of them."""

    def tell(self, hint: Hint, teller: Listener) -> None:
        """Give a hint to all listeners but ``teller``."""


class LocalBus:
    """Within this process."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()

    def listen(self, listener: Listener) -> None:
        """Hear hints from now on."""
        self._listeners += (listener,)

    def ignore(self, listener: Listener) -> None:
        """Hear no more of them."""
        self._listeners = tuple(other for other in self._listeners if other != listener)

    def tell(self, hint: Hint, teller: Listener) -> None:
        """Give a hint to all listeners but ``teller``."""
        for listener in self._listeners:
            if listener != teller:
                listener(hint)
