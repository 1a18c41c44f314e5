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
from collections.abc import Callable, Sequence
from typing import Protocol

log = logging.getLogger(__name__)

READ_BYTES = 16 << 10
TAKE_BYTES = 4 << 20
"""What is read at one tick, of all clients together; the rest waits in their sockets."""


class Line(Protocol):
    """What an exchange needs to know of a connection.

    ``clear``: its transport has nothing left to send, so that its socket may be written to.
    """

    clear: bool

    def take(self, data: bytes) -> None:
        """Something has come."""

    def send_later(self, data: bytes) -> None:
        """Send this through the transport, and not be ``clear`` until that is done."""

    def clears(self) -> bool:
        """Whether it is ``clear`` by now."""

    def hang_up(self) -> None:
        """The other side is gone."""


Outlet = tuple[Line, Callable[[bytes], int]]
"""A line, and what writes to its socket."""


class Exchange:
    """Call everything on the event loop."""

    def __init__(self, arrived: Callable[[], None]) -> None:
        self._arrived = arrived
        self._loop = asyncio.get_running_loop()
        self._lines: dict[int, tuple[Line, socket.socket]] = {}
        self._epoll: select.epoll | None = select.epoll() if hasattr(select, "epoll") else None
        self._watching = False
        self._out: list[tuple[Sequence[Outlet], bytes]] = []

    def attach(self, line: Line, transport: asyncio.Transport) -> socket.socket | None:
        """Read for ``line`` from now on, and give it a socket to write to; ``None`` where that cannot be.

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
        if number in self._lines:
            while packet := self._read(number):
                self._give([packet])
        self._forget(number)

    def watch(self) -> None:
        """Call ``arrived``, once, as soon as something comes."""
        if self._epoll is not None and not self._watching:
            self._watching = True
            self._loop.add_reader(self._epoll.fileno(), self._something)

    def take(self) -> None:
        """Give every line what has come for it. First all is read, then all is taken: each a tight loop."""
        if self._epoll is None:
            return
        taken = 0
        while taken < TAKE_BYTES and (ready := self._epoll.poll(0)):
            packets = [packet for number, _ in ready if (packet := self._read(number))]
            taken += READ_BYTES * len(packets)
            self._give(packets)

    def put(self, outlets: Sequence[Outlet], data: bytes) -> None:
        """Send ``data`` to all of them with the next ``flush``, which comes before the loop waits again."""
        if not self._out:
            self._loop.call_soon(self.flush)
        self._out.append((outlets, data))

    def flush(self) -> None:
        """Send everything that has been put."""
        out, self._out = self._out, []
        for outlets, data in out:
            for line, send in outlets:
                sent = 0
                if line.clear or line.clears():
                    try:
                        sent = send(data)
                    except BlockingIOError:
                        pass
                    except OSError:
                        continue  # reading will notice that it is gone
                    if sent == len(data):
                        continue
                line.send_later(data[sent:])

    def close(self) -> None:
        """Let go of everything."""
        self.flush()
        self._unwatch()
        for number in list(self._lines):
            self._forget(number)
        if self._epoll is not None:
            self._epoll.close()
            self._epoll = None

    def _read(self, number: int) -> tuple[Line, bytes] | None:
        line, sock = self._lines.get(number, (None, None))
        if line is None or sock is None:
            return None
        try:
            data = sock.recv(READ_BYTES)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
        if data:
            return line, data
        self._forget(number)
        line.hang_up()
        return None

    def _give(self, packets: list[tuple[Line, bytes]]) -> None:
        for line, data in packets:
            try:
                line.take(data)
            except Exception:
                log.exception("a message could not be taken")
                line.hang_up()

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
