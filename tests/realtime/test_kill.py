"""Killed with −9 in mid-sentence and started again: what anybody saw, and what was called saved, is there."""

from pathlib import Path

import pytest

from app.db import Database
from tests.conftest import sqlite_copy
from tests.factories import County
from tests.realtime.conftest import Draft, make_draft
from tests.realtime.peers import Peer, converge, together
from tests.realtime.servers import Process
from tests.realtime.test_writing_together import stored_text

ROUNDS = 2


@pytest.mark.slow
def test_every_word_that_was_seen_or_saved_survives(sqlite_template: Path, tmp_path: Path) -> None:
    """The log is compacted every third update, so that the kill falls among snapshots too."""
    url = sqlite_copy(sqlite_template, tmp_path)
    database = Database(url)
    draft = make_draft(County(database))
    saved: list[str] = []
    one: Peer | None = None
    two: Peer | None = None
    for round_ in range(ROUNDS):
        server = Process(url, tmp_path, COMPACT_EVERY="3")
        one, two = again(draft, server, one, two)
        seen = type_until_killed(server, one, two, round_, saved)
        on_disk = stored_text(database, draft)
        assert [word for word in seen + saved if word not in on_disk] == []
    server = Process(url, tmp_path)
    try:
        one, two = again(draft, server, one, two)
        converge([one, two])
        assert stored_text(database, draft) == one.text()
        assert all(f"r{round_}w{number}." in one.text() for round_ in range(ROUNDS) for number in range(40))
    finally:
        server.end()
        database.close()


def again(draft: Draft, server: Process, one: Peer | None, two: Peer | None) -> tuple[Peer, Peer]:
    """Two browsers that come back to a new server with what they have."""
    one = one or draft.peer(server.address, draft.author)
    two = two or draft.peer(server.address, draft.colleague)
    for peer in (one, two):
        peer.disconnect()
        peer.address = server.address
        peer.join()
    return one, two


def type_until_killed(server: Process, one: Peer, two: Peer, round_: int, saved: list[str]) -> list[str]:
    """Both type; the server is killed with words in every state. What each saw of the other."""
    words: dict[Peer, list[tuple[int, str]]] = {one: [], two: []}
    for number in range(40):
        for peer, name in ((one, "w"), (two, "v")):
            word = f"r{round_}{name}{number}."
            peer.type(word)
            words[peer].append((peer.sent, word))
        if number < 30:
            one.read(0.002)
            two.read(0.002)
        elif number == 30:
            together([one, two], lambda: one.stored > 20 and two.stored > 20)
        elif number == 35:
            server.kill()
    while one.read(0.05) or two.read(0.05):
        pass
    for peer in (one, two):
        saved += [word for count, word in words[peer] if count <= peer.stored]
    assert saved
    return [word for word in mentions(one) if f"r{round_}v" in word] + [
        word for word in mentions(two) if f"r{round_}w" in word
    ]


def mentions(peer: Peer) -> list[str]:
    """The words in a browser's document."""
    return [
        word + "." for word in peer.text().replace("<paragraph>", "").replace("</paragraph>", "").split(".")
    ]
