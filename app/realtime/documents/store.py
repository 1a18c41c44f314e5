"""What the storing thread does: check, put in, commit, and only then answer. One call a tick, for all rooms.

Documents live on this one thread and equal what is on disk whenever it is idle. A document whose batch could
not be committed is forgotten, and loaded again from disk when somebody next needs it.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from app.content.yjs_bytes import EMPTY_STATE, only_deletes
from app.db import Database
from app.queries.documents import StoredDocument
from app.realtime.documents.compaction import Snapshot
from app.realtime.documents.loaded import BadUpdate, LoadedDocument, Unreadable, load
from app.realtime.documents.log import Append, Compacted, NotStored, UpdatesLog

log = logging.getLogger(__name__)

Who = TypeVar("Who")


class Trouble(Enum):
    """Why a batch was not stored, all of it."""

    database = auto()
    """Locked, full, gone: later perhaps."""
    unreadable = auto()
    """What is on disk cannot be read."""
    gone = auto()
    """No such document any more, or not in this generation."""


@dataclass(slots=True)
class Batch(Generic[Who]):
    """What has come in for one document since the last tick.

    ``known``: the room has been given everything up to this update; 0 for a new room. ``seen``: another
    process says that there are updates up to here. ``updates``: from whom, the bytes, and whether it was a
    step 2. ``questions``: from whom, and their state vector.
    """

    document_id: UUID
    generation: int
    known: int = 0
    seen: int = 0
    updates: list[tuple[Who, bytes, bool]] = field(default_factory=list)
    questions: list[tuple[Who, bytes]] = field(default_factory=list)


@dataclass(slots=True)
class Outcome(Generic[Who]):
    """What is on disk now. ``new``: what has been stored since ``known``, by anybody, to be passed on;
    ``stored``: some of it comes from this batch; ``own``: all of it does.

    ``answers``: to whom, and what they lack. ``bad``: who sent bytes that are no update or no state vector;
    ``full``: whose updates the document has no room for. Of either, nothing from the first such on was kept.
    """

    batch: Batch[Who]
    trouble: Trouble | None = None
    new: Sequence[bytes] = ()
    stored: bool = False
    own: bool = False
    answers: Sequence[tuple[Who, bytes]] = ()
    bad: Sequence[Who] = ()
    full: Sequence[Who] = ()
    state: bytes = b""
    seq: int = 0
    size: int = 0
    single_updates: int = 0
    single_bytes: int = 0


class Store(Generic[Who]):
    """Call everything from one and the same thread. ``limit``: the most bytes a document may hold."""

    def __init__(self, database: Database, limit: int) -> None:
        self._database = database
        self._limit = limit
        self._log = UpdatesLog(database.engine)
        self._documents: dict[UUID, LoadedDocument] = {}

    def store(self, batches: Sequence[Batch[Who]]) -> list[Outcome[Who]]:
        """Store every batch in one transaction. An outcome for each, in order; never raises."""
        outcomes = [Outcome(batch) for batch in batches]
        appends = [(outcome, one) for outcome in outcomes if (one := self._prepare(outcome))]
        if appends:
            self._commit(appends)
        for outcome in outcomes:
            if outcome.trouble is None:
                self._answer(outcome)
        return outcomes

    def at_hand(self, document_id: UUID) -> StoredDocument | None:
        """All that is stored of a document as one update, if it is loaded and nothing in it waits."""
        document = self._documents.get(document_id)
        if document is None or document.held:
            return None
        return StoredDocument(document.seq, [document.lacking(EMPTY_STATE)], document.seq)

    def close(self) -> None:
        """Let go of the database."""
        self._log.close()

    def forget(self, document_id: UUID) -> None:
        """Nobody is here any more."""
        self._documents.pop(document_id, None)
        self._log.forget(document_id)

    def forget_all(self) -> None:
        """Begin again from what is on disk."""
        self._documents.clear()

    def compacted(self, snapshot: Snapshot) -> None:
        """A new snapshot has taken the place of single updates."""
        document = self._documents.get(snapshot.document_id)
        if document is not None:
            document.size += snapshot.size_change
            document.single_updates = max(0, document.single_updates - snapshot.updates)
            document.single_bytes = max(0, document.single_bytes - snapshot.bytes)

    def _prepare(self, outcome: Outcome[Who]) -> Append | None:
        """Load the document and put the updates in, in memory. What is to be committed, if anything."""
        batch = outcome.batch
        try:
            document = self._caught_up(batch)
            if batch.known and batch.known < document.seq:
                outcome.new = self._since(document, batch.known)
            updates = self._put_in(document, outcome) if batch.updates else []
        except Unreadable:
            log.exception("document %s cannot be read", batch.document_id)
            self._fail(outcome, Trouble.unreadable)
        except LookupError:
            self._fail(outcome, Trouble.gone)
        except SQLAlchemyError:
            log.exception("the database did not give document %s", batch.document_id)
            self._fail(outcome, Trouble.database)
        else:
            if updates:
                size = sum(map(len, updates))
                return Append(document.document_id, document.generation, document.seq, updates, size)
        return None

    def _loaded(self, batch: Batch[Who]) -> LoadedDocument:
        document = self._documents.get(batch.document_id)
        if document is None:
            with self._database.read() as session:
                document = load(session, batch.document_id)
            if document is None:
                raise LookupError(batch.document_id)
            self._documents[batch.document_id] = document
        if document.generation != batch.generation:
            raise LookupError(batch.document_id)
        return document

    def _caught_up(self, batch: Batch[Who]) -> LoadedDocument:
        """The document with what another process is known to have stored."""
        document = self._loaded(batch)
        if batch.seen > document.seq:
            try:
                updates = self._log.missed(document.document_id, after=document.seq)
            except Compacted:
                self.forget(document.document_id)
                return self._loaded(batch)
            document.take_stored(updates)
            document.seq += len(updates)
            document.size += sum(map(len, updates))
        return document

    def _since(self, document: LoadedDocument, seq: int) -> list[bytes]:
        """What a room has not been given that knows the document up to ``seq``; at worst, everything."""
        try:
            return self._log.missed(document.document_id, after=seq)
        except Compacted:
            return [document.lacking(EMPTY_STATE)]

    def _put_in(self, document: LoadedDocument, outcome: Outcome[Who]) -> list[bytes]:
        """Put a batch's updates in as one; what is to be stored. One by one where that does not do."""
        updates = outcome.batch.updates
        if document.size + sum([len(update) for _, update, _ in updates]) <= self._limit:
            try:
                wanted = [
                    update for _, update, step_2 in updates if not (step_2 and document.adds_nothing(update))
                ]
                return [document.take(wanted)] if wanted else []
            except BadUpdate:
                self.forget(outcome.batch.document_id)
        return self._put_in_singly(outcome)

    def _put_in_singly(self, outcome: Outcome[Who]) -> list[bytes]:
        """Find out whose update is bad or does not fit. Begins again from what is on disk after a bad one."""
        good: list[bytes] = []
        document = self._loaded(outcome.batch)
        for who, update, _ in outcome.batch.updates:
            if who in outcome.bad or who in outcome.full:
                continue
            try:
                new = document.new_in(update)
                size = document.size + sum(map(len, good)) + len(new)
                if document.adds_nothing(new):
                    continue
                # One that only deletes makes room, in the end.
                if size > self._limit * (2 if only_deletes(new) else 1):
                    outcome.full = (*outcome.full, who)
                else:
                    good.append(document.take([new]))
            except BadUpdate as error:
                log.warning(
                    "bad update of %d bytes for document %s: %s", len(update), document.document_id, error
                )
                outcome.bad = (*outcome.bad, who)
                self.forget(document.document_id)
                document = self._loaded(outcome.batch)
                document.take_stored(good)
        return good

    def _commit(self, appends: Sequence[tuple[Outcome[Who], Append]]) -> None:
        try:
            self._log.append([one for _, one in appends])
        except NotStored:
            log.exception("%d documents could not be stored", len(appends))
            for outcome, _ in appends:
                self._fail(outcome, Trouble.database)
            return
        for outcome, one in appends:
            if one.gone:
                self._fail(outcome, Trouble.gone)
                continue
            document = self._documents[one.document_id]
            if one.missed:
                document.take_stored(one.missed)
                outcome.new = (*outcome.new, *one.missed)
                document.size += sum(map(len, one.missed))
            document.seq = one.seq
            document.size += one.size
            document.single_updates += len(one.updates) + len(one.missed)
            document.single_bytes += one.size
            outcome.stored = True
            outcome.own = not outcome.new
            outcome.new = one.updates if outcome.own else (*outcome.new, *one.updates)

    def _answer(self, outcome: Outcome[Who]) -> None:
        document = self._documents[outcome.batch.document_id]
        for who, state in outcome.batch.questions:
            try:
                outcome.answers = (*outcome.answers, (who, document.lacking(state)))
            except BadUpdate:
                outcome.bad = (*outcome.bad, who)
        if outcome.answers:
            outcome.state = document.state
        outcome.seq = document.seq
        outcome.size = document.size
        outcome.single_updates = document.single_updates
        outcome.single_bytes = document.single_bytes

    def _fail(self, outcome: Outcome[Who], trouble: Trouble) -> None:
        outcome.trouble = trouble
        outcome.new = ()
        self.forget(outcome.batch.document_id)
