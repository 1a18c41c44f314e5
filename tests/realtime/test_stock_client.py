"""The npm packages `yjs` and `y-websocket`, unchanged, given only the session's cookie."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.deps.viewers import COOKIE
from app.realtime.codes import Close
from tests.realtime.conftest import Draft
from tests.realtime.peers import awareness, together
from tests.realtime.test_writing_together import stored_text
from tests.realtime.wire import Address

ROOT = Path(__file__).resolve().parents[2]


class Node:
    """A running `stock_client.mjs`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def hear(self) -> dict[str, Any]:
        """The next line that it prints."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the script ended"
        said: dict[str, Any] = json.loads(line)
        return said

    def say(self, command: str) -> None:
        """Give it a command."""
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()

    def do(self, command: str) -> Any:
        """Give it a command, and wait for the answer."""
        self.say(command)
        return self.hear()[command.split(maxsplit=1)[0]]


@contextmanager
def stock_client(address: Address, document: UUID, token: str, **params: str) -> Iterator[Node]:
    """Started, and ended with the block."""
    if not (ROOT / "frontend/node_modules/y-websocket").is_dir():
        pytest.skip("the frontend's packages are not installed")
    process = subprocess.Popen(
        [
            str(ROOT / "tools/node"),
            str(Path(__file__).with_name("stock_client.mjs")),
            f"ws://{address.host}/ws/documents",
            str(document),
            f"{COOKIE}={token}",
            json.dumps(params),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Node(process)
    finally:
        process.kill()
        process.communicate()


def test_it_syncs_a_draft_both_ways(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    with stock_client(address, draft.document, draft.county.token(draft.colleague)) as node:
        assert "It began on a Monday." in node.hear()["synced"]
        node.do("type From Node with 🙂 and é.")
        one.until(lambda: "From Node with 🙂 and é." in one.text())
        assert "From Node with 🙂 and é." in stored_text(draft.database, draft)
        one.type("From Python with 🧑‍🏫.")
        assert "From Python with 🧑‍🏫." in node.do("until From Python with")
        node.do("delete")
        one.until(lambda: "It began" not in one.text())
        node.do("drop")
        one.type("After a reconnection.")
        assert node.do("until After a reconnection.") == one.text() == stored_text(draft.database, draft)
        assert node.do("end") == [], "a stock client complained of something"


def test_it_sees_who_is_there_and_is_seen(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    one.send(awareness(one.doc.client_id, 1, {"cursor": "here", "user": {"name": "Somebody else"}}))
    with stock_client(address, draft.document, draft.county.token(draft.colleague)) as node:
        node.hear()
        (other,) = node.do("others")
        assert other["cursor"] == "here"
        assert other["user"]["id"] == str(draft.author)
        node.do("cursor there")
        one.until(lambda: any(state.get("cursor") == "there" for state in one.who().values()))
        assert node.do("end") == []
    one.until(lambda: len(one.who()) == 0)


def test_a_reader_is_told_in_the_way_that_stock_clients_have(draft: Draft, address: Address) -> None:
    one = draft.peer(address, draft.author).join()
    with stock_client(address, draft.document, draft.county.token(draft.lead)) as node:
        node.hear()
        node.do("type I only read.")
        one.type("Written.")
        together([one], lambda: one.saved)
        node.do("until Written.")
        (complaint,) = node.do("end")
        assert "Permission denied" in complaint
        assert "ask its authors to invite you" in complaint
    assert "I only read." not in stored_text(draft.database, draft)


def test_final_codes_end_its_attempts(draft: Draft, address: Address) -> None:
    author, stranger = draft.county.token(draft.author), draft.county.token(draft.stranger)
    for document, token, params, code in (
        (draft.document, stranger, {}, Close.not_there),
        (uuid4(), author, {}, Close.not_there),
        (draft.document, "nobody", {}, Close.signed_out),
        (draft.document, author, {"generation": "7"}, Close.changed),
    ):
        with stock_client(address, document, token, **params) as node:
            assert node.hear()["closed"] == code
