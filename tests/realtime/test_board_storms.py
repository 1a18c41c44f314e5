"""Random meetings over real connections, and a meeting that is killed with −9 in the middle of it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from app.db import Database
from tests.boards import meet
from tests.conftest import sqlite_copy
from tests.factories import County
from tests.realtime.live import Live
from tests.realtime.servers import Process
from tests.realtime.storm import Storm
from tests.realtime.wire import Address


class Meeting(RuleBasedStateMachine):
    """Old state + events is the fresh snapshot for everybody, and what was acknowledged is there, whatever
    connections break and whatever is said twice or late."""

    county: County
    address: Address
    storm: Storm | None = None

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.live = Live(meet(self.county), self.address)
        self.storm = Storm(self.live, seed)

    @rule()
    def burst(self) -> None:
        assert self.storm is not None
        self.storm.burst()

    @rule()
    def repeat(self) -> None:
        assert self.storm is not None
        self.storm.repeat()

    @rule()
    def break_off(self) -> None:
        assert self.storm is not None
        self.storm.break_off()
        self.storm.burst()

    @rule()
    def come_back(self) -> None:
        assert self.storm is not None
        self.storm.come_back()

    @rule()
    def move_on(self) -> None:
        assert self.storm is not None
        self.storm.burst()
        self.storm.move_on()
        self.storm.burst()

    @rule()
    def look(self) -> None:
        assert self.storm is not None
        self.storm.check()

    def teardown(self) -> None:
        if self.storm is not None:
            self.storm.check()
            self.live.close()


def test_whatever_connections_break(shared_county: County, address: Address) -> None:
    Meeting.county, Meeting.address = shared_county, address
    run_state_machine_as_test(
        Meeting,
        settings=settings(
            max_examples=4,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.generate],  # timing is part of it, so what failed is not made smaller by trying
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_by_a_kill(sqlite_template: Path, tmp_path: Path) -> None:
    url = sqlite_copy(sqlite_template, tmp_path)
    database = Database(url)
    server = Process(url, tmp_path)
    live = Live(meet(County(database)), server.address)
    storm = Storm(live, seed=4)
    try:
        for _ in range(3):
            for _ in range(3):
                storm.move_on()
                for _ in range(4):
                    storm.burst()
            server.kill()
            for peer in storm.everybody:
                while peer.read(0.05):
                    pass
                peer.disconnect()
            server = Process(url, tmp_path)
            for peer in storm.everybody:
                peer.address = server.address
            storm.check()
        assert sum("ack" in answer for peer in storm.peers for answer in peer.answers.values()) > 50
    finally:
        live.close()
        server.end()
        database.close()
