"""Live boards: ``/ws/boards/{board_id}?since=&view=``, and the same over HTTP where sockets are blocked.

Everything is JSON text. What a viewer holds is a document (``schemas.boards.BoardView``) that events patch
(``policies.board_projection.apply``); the numbers of events have no gaps.

From the server
---------------
``{"hello": {"you": participant | null, "facilitates": bool, "view": view, "now": ms}}``
    First. ``view`` is "member", "guest" or "wall"; ``now`` the server's time in milliseconds since 1970;
    ``you`` is null on the wall, and for those who look at a board that they never came to.
``{"snapshot": board}``
    The whole, where no ``since`` was given, or one that is too old or from the future.
``{"seq": n}`` or ``{"seq": n, "kind": …, "patch": {…}}``
    Event ``n``. Without a patch nothing changes for this viewer.
``{"ack": command, "seq": n}``
    The command is on disk and its event has this number; it was sent before this. A repeated command is
    acknowledged again.
``{"nack": command, "problem": {…}}``
    It was not done; ``problem`` is the same object that HTTP answers (RFC 9457). Take the change back.
``{"here": [participant, …], "ready": [participant, …], "hands": [participant, …]}``
    Who is connected, who is ready, whose hand is up, in the order of raising. All of it, at each change.
``{"now": ms}``
    Every now and then, for the clock and to be heard of.

To the server
-------------
Commands (``schemas.boards``), one a message.

Over HTTP
---------
``GET /api/boards/{id}``: the snapshot, compressed. ``GET /api/boards/{id}/events?since=`` (or
``Last-Event-ID``): the same messages as server-sent events, those with a ``seq`` under it as their id; it
counts as a connection. ``POST /api/boards/{id}/commands``: commands, answered one by one; a ``nack`` is in
the answer, not in the status.
"""
