"""A stored document in memory: one Yjs document that equals what is on disk, on the one thread that stores.

yrs keeps updates that wait for others it has not seen yet (somebody's first edits after reconnecting can
overtake their older ones) but leaves them out of what it encodes. They are on disk like all others; ``held``
keeps them at hand, so that whoever joins meanwhile gets them too.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from pycrdt import Doc, Map, XmlFragment, get_update, merge_updates
from sqlmodel import Session

from app.content.yjs_bytes import NOTHING, deletes_within, deletions, includes, only_deletes, state_vector
from app.models.documents import Document
from app.queries.documents import stored_document

T = TypeVar("T")

_UNCHECKED = 50
"""How many updates may be in of which nobody has looked yet whether they wait."""


class BadUpdate(Exception):
    """Bytes that no Yjs document can take."""


class Unreadable(Exception):
    """What is stored of a document does not make a document."""


class LoadedDocument:
    """``seq``: of the newest update in it. ``size``: as in ``document.size``. ``single_updates`` and
    ``single_bytes``: how much of it is in the log rather than in a snapshot."""

    def __init__(self, document_id: UUID, seq: int = 0, generation: int = 1, size: int = 0) -> None:
        self.document_id = document_id
        self.seq = seq
        self.generation = generation
        self.size = size
        self.single_updates = 0
        self.single_bytes = 0
        self._held: list[bytes] = []
        self._unchecked: list[bytes] = []
        self._doc: Doc[XmlFragment] = Doc()

    def take(self, updates: Sequence[bytes]) -> bytes:
        """Put ``updates`` in, merged into one, and return that one.

        ``BadUpdate`` where they are not updates; the document is of no further use then.
        """
        merged = merge(updates)
        self._apply([merged])
        return merged

    def take_stored(self, updates: Sequence[bytes]) -> None:
        """Put in what is on disk already, in order. ``BadUpdate`` as with ``take``."""
        self._apply(updates)

    def adds_nothing(self, update: bytes) -> bool:
        """Whether ``update`` only deletes, and nothing that is not deleted already.

        Every step 2 carries all deletions of a document; storing them at each reconnect would fill the log.
        """
        if update == NOTHING:
            return True
        if not only_deletes(update):
            return False
        try:
            return includes(deletions(self._doc.get_update(self.state)), deletions(update))
        except ValueError as error:
            raise BadUpdate(str(error)) from error

    def new_in(self, update: bytes) -> bytes:
        """``update`` without the structs that are here already; its deletions are all left in."""
        return guarded(get_update, update, self.state)

    @property
    def state(self) -> bytes:
        """The encoded state vector."""
        return self._doc.get_state()

    def lacking(self, state: bytes) -> bytes:
        """An update with all that a document in ``state`` lacks. ``BadUpdate`` if that is no state vector."""
        try:
            state_vector(state)
        except ValueError as error:
            raise BadUpdate(str(error)) from error
        update = guarded(self._doc.get_update, state)
        held = self.held
        return merge([update, *held]) if held else update

    def portrait(self) -> object:
        """All there is to compare two documents by: what they hold, show, have deleted, and wait for."""
        doc: Doc[Any] = self._doc
        roots = sorted(doc.keys())
        shown = {key: str(doc.get(key, type=XmlFragment)) for key in roots}
        mapped = {key: _mapping(doc.get(key, type=Map)) for key in roots}
        state = self.state
        held = self.held
        whole = get_update(merge(held), state) if held else NOTHING
        return state_vector(state), deletions(self._doc.get_update(state)), shown, mapped, whole

    @property
    def held(self) -> list[bytes]:
        """Updates that are not in, or not all of them, because they wait for others."""
        if self._unchecked:
            state = self.state
            rests = [guarded(get_update, one, state) for one in (*self._held, merge(self._unchecked))]
            self._held = [rest for rest in rests if waits(rest, state)]
            self._unchecked = []
        return self._held

    def _apply(self, updates: Sequence[bytes]) -> None:
        if len(updates) == 1:
            guarded(self._doc.apply_update, updates[0])
        else:
            with self._doc.transaction():
                for update in updates:
                    guarded(self._doc.apply_update, update)
        # Looked at together: one by one, to know whether they wait would cost as much as to put them in.
        self._unchecked += updates
        if len(self._unchecked) > _UNCHECKED:
            self._held = self.held


def merge(updates: Sequence[bytes]) -> bytes:
    """Several updates as one; a single one without anything that does not belong to it."""
    return guarded(merge_updates, *updates)


def waits(rest: bytes, state: bytes) -> bool:
    """Whether a document in ``state`` has not put in all of an update, given what ``state`` lacks of it."""
    if rest == NOTHING:
        return False
    return not (only_deletes(rest) and deletes_within(deletions(rest), state_vector(state)))


def _mapping(root: "Map[Any]") -> object:
    try:
        return root.to_py()
    except ValueError:
        return None


def guarded(call: Callable[..., T], *args: bytes) -> T:
    """Call into yrs with bytes from outside. Whatever it makes of bad ones becomes ``BadUpdate``."""
    try:
        return call(*args)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic in Rust arrives as a BaseException that has no importable name
        raise BadUpdate(f"{type(error).__name__}: {error}") from error


def load(session: Session, document_id: UUID) -> LoadedDocument | None:
    """The document as it is stored, ``None`` if there is none; ``Unreadable`` rather than a part of it."""
    row = session.get(Document, document_id)
    if row is None:
        return None
    stored = stored_document(session, document_id)
    single = stored.updates[1:] if stored.snapshot_seq else stored.updates
    if not stored.updates or stored.seq < row.last_seq or len(single) != stored.seq - stored.snapshot_seq:
        raise Unreadable(f"document {document_id}: of its {row.last_seq} updates some are missing")
    document = LoadedDocument(document_id, stored.seq, row.generation, row.size)
    try:
        document.take_stored(stored.updates)
    except BadUpdate as error:
        raise Unreadable(f"document {document_id} cannot be read: {error}") from error
    document.single_updates = len(single)
    document.single_bytes = sum(map(len, single))
    return document
