"""Written text: one Yjs document a room, at ``/ws/documents/{document_id}?generation=&schema=``.

The protocol is that of a stock ``y-websocket`` provider, binary messages only:

====================  ========================================================================================
``[0, 0, bytes]``     sync step 1: a state vector. Answered with step 2, the first time after our own step 1.
``[0, 1, bytes]``     sync step 2: what the other lacks.
``[0, 2, bytes]``     an update. Ours hold what several people wrote within one tick, merged.
``[1, bytes]``        awareness: who is here and where. ``user`` is what the server knows, whatever was sent.
``[3]``               asks for everybody's awareness.
``[2, n, …]``         from the server only: what stock clients do not need to know (below).
====================  ========================================================================================

(``bytes`` and ``string`` stand behind their length; all numbers are lib0's varUint.)

Messages of kind 2
------------------
They are y-protocols' "auth" messages. Stock clients warn about ``n = 0`` in their console and pass over every
other ``n`` in silence, so these need no agreement; a client that wants them replaces
``provider.messageHandlers[2]`` (each provider has its own list).

``[2, 0, string reason]``
    *Refused*: from here on nothing that you write on this connection is kept, and why, in words for people.
    Sent to a reader who writes and to a writer whose document is full.
``[2, 1, n]``
    *Stored*: of the messages ``[0, 1, …]`` and ``[0, 2, …]`` that you sent on this connection, the first
    ``n`` are on disk (or held nothing new). Sent after the commit, together with what others wrote in it.
    Repeated when nothing else was sent for 12 to 24 seconds, because stock clients hang up on silence.
``[2, 2, string json]``
    *Standing*: ``{"writes": bool, "reason": null | "reader" | "full", "detail": string}``. Sent before the
    first step 2, and again with ``[2, 0, …]``.
``[2, 3]``
    *News*: title, tags, byline or a submission changed. Fetch them again.

What a page may say of saving
-----------------------------
Count the messages ``[0, 1, …]`` and ``[0, 2, …]`` given to ``WebSocket.send`` since the socket opened (wrap
the socket class: stock providers take it as ``WebSocketPolyfill``).

* *saved*: the socket is open, the provider is synced, and the last *stored* equals that count. (Our step 1
  comes before our first step 2, so whoever is synced has already sent, and counted, what we lacked.)
* *saving*: the socket is open, and it does not yet.
* *offline, not yet saved*: the socket is not open and the document changed since the page last said "saved".
  The changes are in the document (and wherever the page keeps a local copy); after reconnecting they go out
  in the step 2 that answers our step 1, which counts as one message and is acknowledged like any other.

Counting messages is what makes this true for deletions: they do not move a state vector, so comparing state
vectors would call a deleted name "saved" while it is still on disk. For the same reason a page that submits
waits for *saved* first, and then sends its state vector along.

What is promised
----------------
Whatever reaches another client, and whatever is acknowledged, has been committed. When storing fails, those
whose writing was not stored are closed with 1013, so that they connect again and send it again; nobody has
seen it. Bad bytes close the socket they came from (1007) and touch nothing else. Close codes: ``codes.py``.
"""
