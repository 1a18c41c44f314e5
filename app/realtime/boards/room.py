"""One board's room, on the event loop: its members, what each has been sent, and what they ask for."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from app.actions.boards.turn import Attendee
from app.content.board_names import owner_of
from app.policies.board_projection import WALL, Eyes, Stored, project
from app.realtime.boards import messages
from app.realtime.boards.admission import BoardAdmission
from app.realtime.boards.opening import Opened
from app.realtime.boards.presence import Presence
from app.realtime.boards.store import Outcome
from app.realtime.exchange import Exchange, Outlet
from app.realtime.outgoing import Connection, Message
from app.schemas.boards import Answer, Command

TAIL = 256
"""So many of the newest events are kept for those who are just coming in."""


class Asker:
    """Somebody whose commands are done one after the other. ``told`` is given the answers."""

    __slots__ = ("admission", "attendee", "told", "waiting")

    def __init__(self, admission: BoardAdmission, told: Callable[[Answer], None]) -> None:
        self.admission = admission
        who = admission.participant_id
        self.attendee = Attendee(admission.viewer, who) if who is not None else None
        self.told = told
        self.waiting: deque[Command] = deque()


class Member(Asker):
    """One connection. ``joined``: it has been brought up to date, and is sent what comes; ``ahead``: it knows
    the board up to there already. ``said``: answers that go out behind the events they speak of."""

    __slots__ = ("ahead", "connection", "eyes", "joined", "said")

    def __init__(self, admission: BoardAdmission, connection: Connection) -> None:
        super().__init__(admission, self._say)
        self.connection = connection
        self.eyes = WALL
        self.joined = False
        self.ahead = 0
        self.said: list[Message] = []

    def _say(self, answer: Answer) -> None:
        self.said.append(messages.answer_message(answer))


class Room:
    """``reopen(room, member, since)`` reads anew what a member is sent to begin with; ``stir(room)`` says
    that presence has changed; ``exchange`` tells many at once."""

    def __init__(
        self,
        board_id: UUID,
        reopen: "Callable[[Room, Member, int | None], None]",
        stir: "Callable[[Room], None]",
        exchange: Exchange,
    ) -> None:
        self.board_id = board_id
        self.members: set[Member] = set()
        self.presence = Presence()
        self.seq: int | None = None
        self.wanted = 0
        self.turns = 0
        self._reopen = reopen
        self._stir = stir
        self._exchange = exchange
        self._key: bytes | None = None
        self._tail: deque[tuple[int, Stored]] = deque(maxlen=TAIL)

    @property
    def in_use(self) -> bool:
        """Whether anybody is here, or has asked for something."""
        return bool(self.members or self.turns)

    # Coming and going

    def enter(self, member: Member) -> None:
        """Somebody comes in. They are told of the board as soon as it has been read for them."""
        self.members.add(member)
        member.connection.tell(messages.hello(member.admission))
        if member.admission.participant_id is not None:
            self.presence.enter(member.admission.participant_id)
            self._stir(self)

    def leave(self, member: Member) -> None:
        """Their connection is gone. What they asked for is done all the same."""
        if member not in self.members:
            return
        self.members.discard(member)
        if member.admission.participant_id is not None:
            self.presence.leave(member.admission.participant_id)
            self._stir(self)

    def join(self, member: Member, opened: Opened) -> None:
        """The board has been read for a member: send it, with whatever has come since."""
        if member not in self.members or member.joined:
            return
        if self.seq is None:
            self.seq, self._key = opened.seq, opened.key
        since = [(seq, event) for seq, event in self._tail if seq > opened.seq]
        if len(since) < self.seq - opened.seq:
            self._reopen(self, member, None)
            return
        member.joined = True
        member.eyes = Eyes(member.eyes.tokens | opened.eyes.tokens)
        self._name(member)
        member.ahead = opened.seq
        self.wanted = max(self.wanted, opened.seq)
        parts = [opened.message] if opened.message is not None else []
        parts += [messages.message(project(event, seq, member.eyes)) for seq, event in since]
        parts += [self.presence.message(), *member.said]
        member.said = []
        member.connection.tell(_whole(parts))

    # What is asked for

    @property
    def lacks(self) -> bool:
        """Whether there are events that have not been read yet."""
        return self.seq is not None and self.wanted > self.seq

    def settle(self, outcome: Outcome[Any]) -> None:
        """Tell everybody what is on disk now: events first, then answers."""
        for asker, answer in outcome.answers:
            asker.told(answer)
        if outcome.key is not None and outcome.key != self._key:
            self._key = outcome.key
            for member in self.members:
                self._name(member)
        while self._tail and self._tail[0][0] < outcome.readable_from:
            self._tail.popleft()
        if outcome.seq is not None:
            self.seq = max(self.seq or 0, outcome.seq)
        if outcome.lost:
            self._begin_again()
            return
        self._pass_on(outcome.events)
        for _, event in outcome.events:
            if self.presence.follow(event.get("everybody", {})):
                self._stir(self)

    def _pass_on(self, events: list[tuple[int, Stored]]) -> None:
        self._tail.extend(events)
        common = [messages.message(project(event, seq, WALL)) for seq, event in events]
        owned = {token for _, event in events for token in event.get("own", ())}
        everybody = _whole(common) if common else None
        theirs: dict[Eyes, Message] = {}
        first = events[0][0] if events else 0
        outlets: list[Outlet] = []
        for member in self.members:
            if not member.joined:
                continue
            news = everybody
            if events and member.ahead >= first:
                rest = [(seq, event) for seq, event in events if seq > member.ahead]
                news = _projected(rest, member.eyes)
            elif owned and not owned.isdisjoint(member.eyes.tokens):
                if member.eyes not in theirs:
                    theirs[member.eyes] = _whole(_each(events, member.eyes))
                news = theirs[member.eyes]
            if member.said:
                said, member.said = _whole(member.said), []
                news = said if news is None else news + said
            if news is everybody and member.connection.outlet is not None:
                outlets.append(member.connection.outlet)
            elif news is not None:
                member.connection.tell(news)
        if everybody is not None and outlets:
            self._exchange.put(outlets, everybody.framed)

    def _name(self, member: Member) -> None:
        """Under the newest key too: a board that is reopened has another."""
        who = member.admission.participant_id
        if self._key is not None and who is not None:
            member.eyes = Eyes(member.eyes.tokens | {owner_of(self._key, who).hex()})

    def _begin_again(self) -> None:
        """Some of what members lack is gone: they are sent the whole board."""
        self._tail.clear()
        for member in self.members:
            if member.joined:
                member.joined = False
                self._reopen(self, member, None)

    def tell_said(self, member: Member) -> None:
        """Give a member their answers, unless they are still to be told of the board."""
        if member.joined and member.said:
            said, member.said = _whole(member.said), []
            member.connection.tell(said)

    def tell_presence(self) -> None:
        """Say who is here."""
        self._tell_all(self.presence.message())

    def tell_time(self, now: Message) -> None:
        """For the clocks, and to be heard of."""
        self._tell_all(now)

    def _tell_all(self, message: Message) -> None:
        for member in self.members:
            if member.joined:
                member.connection.tell(message)


def _each(events: Iterable[tuple[int, Stored]], eyes: Eyes) -> list[Message]:
    return [messages.message(project(event, seq, eyes)) for seq, event in events]


def _projected(events: Iterable[tuple[int, Stored]], eyes: Eyes) -> Message | None:
    return messages.sum_of(_each(events, eyes))


def _whole(parts: list[Message]) -> Message:
    whole = messages.sum_of(parts)
    assert whole is not None
    return whole
