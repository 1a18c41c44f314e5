"""uvicorn, with a word to those who stream before it waits for the last answers.

It closes sockets by itself when it ends, but an answer that streams has no end of its own: everybody who
follows by HTTP would hold up a restart until they are cut off.
"""

import contextlib
import socket
import sys
from collections.abc import Callable
from typing import Any

import uvicorn


class Server(uvicorn.Server):
    """``goodbye`` is called on the event loop, when nobody has been sent away yet."""

    def __init__(self, config: uvicorn.Config, goodbye: Callable[[], None]) -> None:
        super().__init__(config)
        self._goodbye = goodbye

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End."""
        self._goodbye()
        await super().shutdown(sockets)


def run(app: Any, goodbye: Callable[[], None], **options: Any) -> None:
    """As ``uvicorn.run`` does: until a signal, with an exit code where it could not start."""
    server = Server(uvicorn.Config(app, **options), goodbye)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(3)
