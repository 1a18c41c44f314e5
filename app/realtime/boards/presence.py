"""Who is on a board now, who is ready, whose hand is up. Of the moment: kept in memory alone."""

from collections import Counter
from uuid import UUID

from app.policies.board_projection import Patch
from app.realtime.boards.messages import presence
from app.realtime.outgoing import Message


class Presence:
    """People by their participant id. Somebody counts once, however many pages they have open."""

    def __init__(self) -> None:
        self._connected: Counter[UUID] = Counter()
        self._ready: set[UUID] = set()
        self._hands: dict[UUID, None] = {}

    def enter(self, who: UUID) -> None:
        """A page of theirs has connected."""
        self._connected[who] += 1

    def leave(self, who: UUID) -> None:
        """One has gone; with the last, their hand sinks."""
        self._connected[who] -= 1
        if not self._connected[who]:
            del self._connected[who]
            self._ready.discard(who)
            self._hands.pop(who, None)

    def here(self, who: UUID) -> bool:
        """Whether they are."""
        return who in self._connected

    def ready(self, who: UUID, on: bool) -> None:
        """Somebody is ready with what this stage asks for, or is not yet."""
        if on:
            self._ready.add(who)
        else:
            self._ready.discard(who)

    def hand(self, who: UUID, on: bool) -> None:
        """Somebody wants to speak, after those whose hands are up already."""
        if on:
            self._hands.setdefault(who)
        else:
            self._hands.pop(who, None)

    def follow(self, patch: Patch) -> bool:
        """A new stage finds nobody ready, and who is given the floor has been heard. Whether that matters."""
        head = patch.get("board", {})
        before = (len(self._ready), len(self._hands))
        if "stage" in head:
            self._ready.clear()
        if head.get("speaker"):
            self._hands.pop(UUID(head["speaker"]), None)
        return before != (len(self._ready), len(self._hands))

    def message(self) -> Message:
        """All of it."""
        return presence(sorted(self._connected), sorted(self._ready), self._hands)
