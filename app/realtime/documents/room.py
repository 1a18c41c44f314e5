"""One document's room, on the event loop: what its members send, what becomes of it, and who is told."""

from collections import deque
from collections.abc import Callable, Iterable
from uuid import UUID

from app.content.yjs_bytes import last_var_bytes, only_deletes
from app.realtime.admission import DocumentAdmission
from app.realtime.codes import Close
from app.realtime.documents import messages
from app.realtime.documents.awareness import Awareness
from app.realtime.documents.messages import Reason
from app.realtime.documents.store import Batch, Outcome, Trouble
from app.realtime.exchange import Exchange, Outlet
from app.realtime.outgoing import Connection, Message

WAITING_BYTES = 8 << 20
"""What may wait in one room to be stored. Beyond that the disk is too slow: writers are to come back."""

_TROUBLE = {
    Trouble.unreadable: (Close.unreadable, "What is stored of this could not be read. Nothing is lost."),
    Trouble.gone: (Close.decide_again, "This document has been replaced or removed."),
    Trouble.database: (Close.later, "Nothing can be saved just now. What you wrote is kept on your screen."),
}


class Member:
    """One connection in a room. ``accepted``: how many of its messages with updates will be or are stored.

    ``joined``: it has been sent everything so far, and is sent what comes. ``refused``: from here on nothing
    of its writing is kept.
    """

    __slots__ = (
        "accepted",
        "admission",
        "connection",
        "heard",
        "joined",
        "refused",
        "stored",
        "tell",
        "told",
    )

    def __init__(self, admission: DocumentAdmission, connection: Connection) -> None:
        self.admission = admission
        self.connection = connection
        self.tell = connection.tell
        self.joined = False
        self.accepted = 0
        self.stored = 0
        self.refused = None if admission.access.may_edit else Reason.reader
        self.told = False
        self.heard: deque[bytes] = deque(maxlen=4)

    def refuse(self, reason: Reason) -> None:
        """Keep nothing more of what it writes, and say so, once."""
        if not self.told:
            self.told = True
            self.tell(messages.standing_message(reason) + messages.refused_message(reason))
        self.refused = reason

    def say_stored(self) -> Message:
        """How much of what it sent is stored."""
        return messages.stored_message(self.stored)


class Room:
    """``wake(room)`` is called when there is something to store or to ask of the store; ``stir(room)`` when
    somebody moved and the others are to be told; ``exchange`` tells many at once."""

    def __init__(
        self,
        document_id: UUID,
        generation: int,
        wake: "Callable[[Room], None]",
        stir: "Callable[[Room], None]",
        exchange: Exchange,
    ) -> None:
        self.document_id = document_id
        self.generation = generation
        self.members: set[Member] = set()
        self._outlets: dict[Member, Outlet] = {}
        self._others: set[Member] = set()
        self._exchange = exchange
        self.spoke = False
        self.seq = 0
        self.waiting_bytes = 0
        self.awareness = Awareness()
        self.awake = False
        self.told_moves = 0.0
        self._wake = wake
        self._stir = stir
        self._batch = self._new_batch()
        self._writers: dict[Member, int] = {}

    def enter(self, member: Member) -> None:
        """Somebody comes in. They hear nothing until they have asked for what they lack."""
        self.members.add(member)

    def leave(self, member: Member) -> None:
        """Somebody is gone. What they sent is stored all the same."""
        self.members.discard(member)
        self._outlets.pop(member, None)
        self._others.discard(member)
        self.awareness.leave(member)
        self._stir(self)

    def receive(self, member: Member, data: bytes | str) -> None:
        """One message of a member's. Bad ones close its socket."""
        if isinstance(data, str):
            member.connection.close(Close.unsupported, "Only binary messages are read here.")
            return
        try:
            kind = data[0]
            if kind == messages.SYNC:
                self._sync(member, data[1], last_var_bytes(data, 2))
            elif kind == messages.AWARENESS:
                member.heard.append(last_var_bytes(data, 1))
                self._stir(self)
            elif data == messages.ASK_AWARENESS:
                self._tell_awareness(member)
            else:
                raise ValueError
        except (ValueError, IndexError):
            self.expel(member, Close.bad_bytes, "What was sent is not what is spoken here.")

    def _sync(self, member: Member, step: int, body: bytes) -> None:
        if step == messages.UPDATE or step == messages.STEP_2:
            if member.refused is not None:
                # Every stock client answers our step 1, readers too: with deletions only, which say nothing.
                if step == messages.UPDATE or not only_deletes(body):
                    member.refuse(member.refused)
                return
            self.waiting_bytes += len(body)
            if self.waiting_bytes > WAITING_BYTES:
                self.expel(member, *_TROUBLE[Trouble.database])
                return
            member.accepted += 1
            self._batch.updates.append((member, body, step == messages.STEP_2))
        elif step == messages.STEP_1:
            self._batch.questions.append((member, body))
        else:
            raise ValueError
        if not self.awake:
            self.awake = True
            self._wake(self)

    def take(self) -> Batch[Member]:
        """What is to be stored now. The next ``settle`` is about this."""
        batch, self._batch = self._batch, self._new_batch()
        batch.known = self.seq
        self._writers = {member: member.accepted for member, _, _ in batch.updates}
        self.waiting_bytes = 0
        self.awake = False
        return batch

    def expect(self, seq: int) -> bool:
        """Somebody says that there are updates up to ``seq``: whether that is news."""
        if seq <= self.seq:
            return False
        self._batch.seen = max(self._batch.seen, seq)
        self.awake = True
        return True

    def settle(self, outcome: Outcome[Member]) -> int:
        """Tell everybody concerned what is on disk now. Returns how many messages that took."""
        if outcome.trouble is not None:
            self._give_up(outcome, outcome.trouble)
            return 0
        for member in outcome.bad:
            self.expel(member, Close.bad_bytes, "What was sent is not an update.")
        for member in outcome.full:
            member.refuse(Reason.full)
            self._drop(member)
        self.seq = outcome.seq
        for member, count in self._writers.items():
            if member.refused is None:
                member.stored = count
        sent = self._pass_on(outcome)
        for member, update in outcome.answers:
            self._welcome(member, update, outcome.state)
        return sent + len(outcome.answers)

    def _pass_on(self, outcome: Outcome[Member]) -> int:
        news = sum_of([messages.update_message(update) for update in outcome.new])
        writers = self._writers
        told = 0
        if news is not None:
            outlets = [outlet for member, outlet in self._outlets.items() if member not in writers]
            if outlets:
                self._exchange.put(outlets, news.framed)
                self.spoke = True
            others = [member for member in self._others if member not in writers]
            for member in others:
                member.tell(news)
            told = len(outlets) + len(others)
        theirs = None if outcome.own and len(writers) == 1 else news
        for member in writers:
            stored = messages.stored_message(member.stored)
            member.tell(theirs + stored if theirs is not None and member.joined else stored)
        return told + len(writers)

    def _welcome(self, member: Member, update: bytes, state: bytes) -> None:
        if member.joined:
            member.tell(messages.step_2(update))
            return
        member.joined = True
        if member.connection.outlet is not None:
            self._outlets[member] = member.connection.outlet
        else:
            self._others.add(member)
        member.tell(
            messages.standing_message(member.refused) + messages.step_1(state) + messages.step_2(update)
        )
        self._tell_awareness(member)

    def _tell_awareness(self, member: Member) -> None:
        entries = self.awareness.everybody(but=member)
        if entries:
            member.tell(messages.awareness_message(entries))

    def tell_moves(self) -> None:
        """Pass on who came, moved and left since this was last called."""
        for member in [member for member in self.members if member.heard]:
            visitor = member.admission.visitor
            user = {
                "id": str(visitor.person_id),
                "name": visitor.name,
                "colour": self.awareness.hue(visitor.person_id),
            }
            try:
                while member.heard:
                    self.awareness.hear(member, visitor.person_id, user, member.heard.popleft())
            except ValueError:
                self.expel(member, Close.bad_bytes, "What was sent is not awareness.")
        changes = self.awareness.changes()
        if not changes:
            return
        owners = {owner for owner, _ in changes.values()}
        everything = messages.awareness_message([entry for _, entry in changes.values()])
        for member in self.members:
            if not member.joined:
                continue
            if member not in owners:
                member.tell(everything)
            elif len(changes) > 1:
                entries = [entry for owner, entry in changes.values() if owner is not member]
                if entries:
                    member.tell(messages.awareness_message(entries))

    def expel(self, member: Member, code: Close, reason: str) -> None:
        """Close a member's socket and forget what it has sent that is not yet being stored."""
        member.connection.close(code, reason)
        member.heard.clear()
        self._drop(member)

    def _drop(self, member: Member) -> None:
        batch = self._batch
        batch.updates = [update for update in batch.updates if update[0] is not member]
        batch.questions = [question for question in batch.questions if question[0] is not member]

    def _give_up(self, outcome: Outcome[Member], trouble: Trouble) -> None:
        code, reason = _TROUBLE[trouble]
        concerned = set(self.members)
        if trouble is Trouble.database:
            concerned = {member for member, _ in outcome.batch.questions} | self._writers.keys()
        for member in concerned:
            self.expel(member, code, reason)

    def _new_batch(self) -> Batch[Member]:
        return Batch(self.document_id, self.generation)


def sum_of(parts: Iterable[Message]) -> Message | None:
    """All parts as one message; ``None`` if there are none."""
    whole: Message | None = None
    for part in parts:
        whole = part if whole is None else whole + part
    return whole
