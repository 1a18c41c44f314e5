"""Bytes that nobody should send: they close the socket that they came from, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.content.yjs_bytes import var_bytes, var_uint
from app.realtime.codes import MESSAGE_BYTES, Close
from tests.examples import examples
from tests.realtime.conftest import Draft
from tests.realtime.peers import Peer, awareness, sync, together
from tests.realtime.test_writing_together import stored_text
from tests.realtime.wire import Address, Closed, Socket

BAD = {
    "nothing": b"",
    "unknown kind": b"\x63abc",
    "sync without a step": b"\x00",
    "unknown step": sync(9, b""),
    "length beyond the end": b"\x00\x02\xff\x01abc",
    "length without an end": b"\x00\x02" + b"\xff" * 20,
    "more behind the message": sync(2, b"\x00\x00") + b"x",
    "an update of noise": sync(2, b"\x01\x01\xfe\xfe\xfe"),
    "an update cut short": sync(2, b"\x01\x01\x01\x02\x04\x00\x01"),
    "a step 2 of noise": sync(1, b"\x00\xff\xff\xff\xff"),
    "an enormous count": sync(2, var_uint(2**50) + b"\x01"),
    "a state vector of noise": sync(0, b"\xff\xff"),
    "awareness of noise": b"\x01" + var_bytes(b"\xff\xff\xff"),
    "awareness that is no JSON": awareness(1, 1, b"{"),
    "awareness that is a list": awareness(1, 1, []),
    "awareness of nan": awareness(1, 1, b'{"x": NaN}'),
    "awareness of infinity": awareness(1, 1, b'{"x": 1e999}'),
    "awareness nested deeply": awareness(1, 1, b"[" * 1900),
    "awareness that is no UTF-8": awareness(1, 1, b'{"x": "\xff"}'),
}


@contextmanager
def guest(draft: Draft, address: Address) -> Iterator[Socket]:
    """A second connection of the author's, which has been let in."""
    with address.connect(f"/ws/documents/{draft.document}", draft.county.token(draft.author)) as socket:
        socket.send(sync(0, b"\x00"))
        while socket.recv()[:2] != b"\x00\x01":
            pass
        yield socket


def still_works(draft: Draft, author: Peer, word: str) -> None:
    """What the author writes is saved and read by whoever joins now."""
    author.type(word)
    author.until(lambda: author.saved)
    assert word in stored_text(draft.database, draft)
    late = draft.peer(author.address, draft.colleague).join()
    assert late.text() == author.text()
    late.leave()


@pytest.mark.parametrize("what", BAD)
def test_bad_bytes_close_that_socket_and_nothing_else(draft: Draft, address: Address, what: str) -> None:
    author = draft.peer(address, draft.author).join()
    with guest(draft, address) as bad:
        bad.send(BAD[what])
        assert bad.close_code() == Close.bad_bytes
    still_works(draft, author, "afterwards")


def test_a_bad_update_in_the_same_breath_as_good_ones(draft: Draft, address: Address) -> None:
    """Merged into one batch, the bad one must not take the others with it."""
    author = draft.peer(address, draft.author).join()
    colleague = draft.peer(address, draft.colleague).join()
    for number in range(12):
        author.type(f"first{number}")
        with guest(draft, address) as bad:
            author.type(f"mine{number}")
            bad.send(sync(2, b"\x01\x02\x01\x00\x07\x01"))
            colleague.type(f"yours{number}")
            author.type(f"last{number}")
            assert bad.close_code() == Close.bad_bytes
    together([author, colleague], lambda: author.saved and colleague.saved)
    text = stored_text(draft.database, draft)
    for number in range(12):
        for word in ("first", "mine", "yours", "last"):
            assert f"{word}{number}" in text


def test_text_where_binary_is_spoken(draft: Draft, address: Address) -> None:
    with guest(draft, address) as bad:
        bad.send("hello")
        assert bad.close_code() == Close.unsupported


def test_a_message_in_pieces(draft: Draft, address: Address) -> None:
    """RFC 6455 lets a client cut a message into frames."""
    author = draft.peer(address, draft.author).join()
    writer = draft.peer(address, draft.colleague)
    writer.doc.apply_update(author.doc.get_update())
    writer.type("in three pieces")
    message = sync(2, writer.updates[-1])
    with guest(draft, address) as socket:
        socket.send_in_pieces(message[:3], message[3:9], message[9:])
        author.until(lambda: "in three pieces" in author.text())


def test_two_messages_in_one_packet_and_one_in_two(draft: Draft, address: Address) -> None:
    """TCP keeps no borders: frames arrive together and cut anywhere."""
    author = draft.peer(address, draft.author).join()
    writer = draft.peer(address, draft.colleague)
    writer.doc.apply_update(author.doc.get_update())
    line = writer.line()
    for letter in "abcdefgh":
        line += letter
    with guest(draft, address) as socket:
        frames = b"".join(masked(sync(2, update)) for update in writer.updates)
        for start in range(0, len(frames), 37):
            socket.send_raw(frames[start : start + 37])
        author.until(lambda: "abcdefgh" in author.text())


@pytest.mark.parametrize("size", [MESSAGE_BYTES + 1, 3 * MESSAGE_BYTES])
def test_a_message_of_more_than_a_mebibyte(draft: Draft, address: Address, size: int) -> None:
    author = draft.peer(address, draft.author).join()
    with guest(draft, address) as big:
        with suppress(OSError, Closed):
            big.send(sync(2, bytes(size)))
        assert big.close_code() == Close.too_big
    still_works(draft, author, "afterwards")


def test_a_frame_that_is_not_masked(draft: Draft, address: Address) -> None:
    author = draft.peer(address, draft.author).join()
    with guest(draft, address) as bad:
        bad.send_raw(b"\x82\x05hello")
        assert bad.close_code() == 1002
    still_works(draft, author, "afterwards")


@settings(
    max_examples=examples(30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(
    messages=st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.binary(max_size=60).map(lambda data: sync(2, data)),
            st.binary(max_size=60).map(lambda data: sync(1, b"\x00" + data)),
            st.binary(max_size=30).map(lambda data: sync(0, data)),
            st.binary(max_size=60).map(lambda data: b"\x01" + var_bytes(data)),
        ),
        max_size=6,
    ),
    raw=st.binary(max_size=40),
)
@example(messages=[], raw=b"\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
@example(messages=[], raw=b"\xf2\x80abcd")
def test_noise(draft: Draft, address: Address, messages: list[bytes], raw: bytes) -> None:
    """Random messages, then random bytes where frames should be."""
    author = draft.peer(address, draft.author).join()
    with guest(draft, address) as noisy, suppress(Closed, OSError):
        for message in messages:
            noisy.send(message)
        noisy.send_raw(raw)
        noisy.recv(0.01)
    word = f"still{len(author.text())}"
    author.type(word)
    author.until(lambda: author.saved)
    assert word in stored_text(draft.database, draft)
    author.leave()


def masked(payload: bytes) -> bytes:
    """A client's frame around less than 126 bytes."""
    key = b"\x11\x22\x33\x44"
    body = bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))
    return bytes((0x82, 0x80 | len(payload))) + key + body
