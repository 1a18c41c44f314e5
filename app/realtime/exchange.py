"""Reads and writes many sockets together, at moments of its own choosing.

Where a hundred people type at once, an event loop wakes for every key: a system call to learn of it, one to
read it, and the way through transport, protocol and queue, all of it with cold caches, costs several times
what the message itself does. Here the sockets of one purpose wait in an epoll of their own, of which the loop
watches only whether *anything* has come; and not even that in the pause between two ticks, when the next look
is due anyway. At a tick everything that has come is read in one go, and answers are written straight to the
sockets. What a socket does not take at once goes on through its transport, which also stays in charge of
opening and closing.

Plain TCP on Linux only; elsewhere ``Exchange.attach`` says no, and the transports do all of it.
"""

import asyncio
import logging
import os
import select
import socket
from collections.abc import Callable
from typing import Protocol

log = logging.getLogger(__name__)

READ_BYTES = 256 << 10
TAKE_BYTES = 4 << 20
"""What is read at one tick, of all clients together; the rest waits in their sockets."""


class Line(Protocol):
    """What an exchange needs to know of a connection."""

    def take(self, data: bytes) -> None:
        """Something has come."""

    def hang_up(self) -> None:
        """The other side is gone."""


class Exchange:
    """Call everything on the event loop."""

    def __init__(self, arrived: Callable[[], None]) -> None:
        self._arrived = arrived
        self._loop = asyncio.get_running_loop()
        self._lines: dict[int, tuple[Line, socket.socket]] = {}
        self._buffer = memoryview(bytearray(READ_BYTES))
        self._epoll: select.epoll | None = select.epoll() if hasattr(select, "epoll") else None
        self._watching = False

    def attach(self, line: Line, transport: asyncio.Transport) -> socket.socket | None:
        """Read for ``line`` from now on, and give it the socket to write to; ``None`` where that cannot be.

        The transport must stop reading then.
        """
        own = transport.get_extra_info("socket")
        if self._epoll is None or own is None or transport.get_extra_info("sslcontext") is not None:
            return None
        sock = socket.socket(own.family, own.type, own.proto, fileno=os.dup(own.fileno()))
        sock.setblocking(False)
        self._lines[sock.fileno()] = (line, sock)
        self._epoll.register(sock.fileno(), select.EPOLLIN)
        return sock

    def detach(self, sock: socket.socket) -> None:
        """Read what has still come, and let go of it."""
        number = sock.fileno()
        if self._epoll is not None and number in self._lines:
            while self._read(number):
                pass
        self._forget(number)

    def watch(self) -> None:
        """Call ``arrived``, once, as soon as something comes."""
        if self._epoll is not None and not self._watching:
            self._watching = True
            self._loop.add_reader(self._epoll.fileno(), self._something)

    def take(self) -> None:
        """Give every line what has come for it."""
        if self._epoll is None:
            return
        taken = 0
        while taken < TAKE_BYTES and (ready := self._epoll.poll(0)):
            for number, _ in ready:
                taken += self._read(number)

    def close(self) -> None:
        """Let go of everything."""
        self._unwatch()
        for _, sock in list(self._lines.values()):
            self.detach(sock)
        if self._epoll is not None:
            self._epoll.close()
            self._epoll = None

    def _read(self, number: int) -> int:
        line, sock = self._lines.get(number, (None, None))
        if line is None or sock is None:
            return 0
        try:
            size = sock.recv_into(self._buffer)
        except BlockingIOError:
            return 0
        except OSError:
            size = 0
        if not size:
            self._forget(number)
            line.hang_up()
            return 0
        try:
            line.take(bytes(self._buffer[:size]))
        except Exception:
            log.exception("a message could not be taken")
            self._forget(number)
            line.hang_up()
        return size

    def _forget(self, number: int) -> None:
        _, sock = self._lines.pop(number, (None, None))
        if self._epoll is not None and sock is not None:
            self._epoll.unregister(number)
            sock.close()

    def _something(self) -> None:
        self._unwatch()
        self._arrived()

    def _unwatch(self) -> None:
        if self._watching and self._epoll is not None:
            self._watching = False
            self._loop.remove_reader(self._epoll.fileno())
