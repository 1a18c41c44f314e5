"""One person at a socket and the next by HTTP: they are in the same room, whoever came how."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from app.settings import Settings
from tests.factories import County
from tests.realtime import test_writing_together
from tests.realtime.conftest import HASTY, Draft
from tests.realtime.http_door import HttpAddress
from tests.realtime.servers import serving, sockets_app
from tests.realtime.test_writing_together import (  # noqa: F401
    DOINGS,
    Doing,
    test_an_edit_that_overtakes_older_ones_reaches_whoever_joins_between,
    test_edits_made_offline_arrive_on_reconnecting,
    test_reconnecting_without_news_stores_nothing,
    test_two_writers_see_each_other,
    test_typing_at_the_same_place_keeps_every_letter,
    test_what_another_sees_is_on_disk,
)
from tests.realtime.wire import Address


@pytest.fixture(scope="module")
def address(shared_county: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """Every other connection is by HTTP."""
    some = Settings(frontend=tmp_path_factory.mktemp("no-screens"), document_bytes=200_000)
    with serving(sockets_app(shared_county.database, some, tuning=HASTY)) as address:
        yield HttpAddress(address.port, every=2)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(doings=DOINGS)
def test_everybody_agrees_in_the_end(draft: Draft, address: Address, doings: list[Doing]) -> None:
    test_writing_together.test_everybody_agrees_in_the_end.hypothesis.inner_test(draft, address, doings)  # type: ignore[attr-defined]
