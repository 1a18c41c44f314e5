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
    Who is connected, who is ready, whose hand is up, in the order of raising. All of it, at each change. A
    new stage finds nobody ready; who is given the floor has their hand taken down.
``{"now": ms}``
    Every now and then, for the clock and to be heard of.

To the server
-------------
Commands (``schemas.boards``), one a message. What is no command is answered by a ``nack`` if it has an id,
and else closes the socket with 1007. Somebody's commands are done in the order in which they came,
everybody's in turn.

Coming back
-----------
With ``since`` one goes on from there. Who comes to a board for the first time is sent a snapshot whatever
they hold: some of it has become theirs. Closed with 1012, one comes back at once, as whoever one is by then;
guests who were removed, or whose meeting is over, then find 4403 and the reason.

Over HTTP
---------
``GET /api/boards/{id}``: the snapshot, compressed. ``GET /api/boards/{id}/events?since=`` (or
``Last-Event-ID``): the same messages as server-sent events, those with a ``seq`` under it as their id; it
counts as a connection, and its last event is ``close`` with a socket's ``{"code", "reason"}``. ``POST
/api/boards/{id}/commands``: commands, answered one by one; a ``nack`` is in the answer, not in the status.
"""
