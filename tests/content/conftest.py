from collections.abc import Iterator

import pytest

from tests.content.peer import Peer


@pytest.fixture(scope="session")
def peer() -> Iterator[Peer]:
    """Tiptap and Yjs, in Node."""
    with Peer() as running:
        yield running
