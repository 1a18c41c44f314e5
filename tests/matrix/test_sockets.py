"""Default deny at the sockets: every one × every kind of person × every stage of a story."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import WebSocketRoute

from app.actions.sessions import token_hash
from app.db import Database
from app.deps.guests import GUEST_COOKIE
from app.deps.viewers import COOKIE
from app.main import create_app
from app.models.people import Role
from app.realtime.admission import admit_to_cluster
from app.realtime.codes import Close
from app.realtime.visitors import Refused
from app.settings import Settings
from tests.conftest import sqlite_copy
from tests.factories import County
from tests.matrix.rows import SocketRow
from tests.matrix.rows_of_realtime import ALL_SOCKETS, SERVED, WALL
from tests.matrix.world import KINDS, NO_ACCOUNT, World, build
from tests.realtime.board_peers import BoardPeer
from tests.realtime.peers import Peer
from tests.realtime.servers import serving
from tests.realtime.wire import PATIENCE, Address, Closed


@dataclass
class Served:
    """The county, and the whole service in front of it."""

    world: World
    service: FastAPI
    address: Address

    def token(self, kind: str) -> str:
        """The session of somebody; nobody's for who has not signed in."""
        return self.world.tokens.get(kind, "")

    def at(self, path: str, kind: str) -> str:
        """What happens when somebody opens the socket at ``path``, in the words of the rows."""
        if path.startswith("/ws/documents/"):
            peer = Peer(self.address, UUID(path.rsplit("/", 1)[1]), self.token(kind)).connect()
            peer.until(lambda: peer.closed is not None or (peer.synced and bool(peer.standing)))
            peer.leave()
            if peer.closed is not None:
                return str(peer.closed)
            return "writes" if peer.standing[-1]["writes"] else "reads"
        if path.startswith("/ws/boards/"):
            return self._at_board(path, kind)
        with self.address.connect(path, self.token(kind)) as socket:
            try:
                here = json.loads(socket.recv())["here"]
            except Closed as closed:
                return str(closed.code)
        return "is here" if str(self.world.people[kind]) in {one["id"] for one in here} else "is not named"

    def _at_board(self, path: str, kind: str) -> str:
        address, _, view = path.partition("?view=")
        board = UUID(address.rsplit("/", 1)[1])
        guest = self._guest(path) if kind == "guest" else ""
        page = BoardPeer(self.address, board, self.token(kind), guest=guest, wall=view == "wall").connect()
        page.until(lambda: page.closed is not None or bool(page.presence))
        page.disconnect()
        if page.closed is not None:
            return str(page.closed)
        return "facilitator" if page.hello["facilitates"] else str(page.hello["view"])

    def _guest(self, path: str) -> str:
        """The guest's token: of the meeting that has ended, whoever was at that."""
        ended = str(self.world.meetings["ended"].board) in path
        return self.world.guest_of_ended if ended else self.world.guest

    def asked(self, method: str, path: str, kind: str, body: object) -> int:
        """The status of an answer, as soon as it begins."""
        connection = http.client.HTTPConnection(self.address.host, timeout=PATIENCE)
        cookies = {COOKIE: self.token(kind), GUEST_COOKIE: self._guest(path) if kind == "guest" else ""}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items() if value)}
        if isinstance(body, bytes):
            headers["Content-Type"] = "application/octet-stream"
        elif body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        with closing(connection):
            connection.request(method, path, body, headers)
            return connection.getresponse().status


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("sockets")
    database = Database(sqlite_copy(sqlite_template, folder))
    world = build(database)
    service = create_app(Settings(demo=True, frontend=folder), database)
    with serving(service) as address:
        yield Served(world, service, address)
    database.close()


def test_every_socket_has_its_row(served: Served) -> None:
    routes = iter_route_contexts(served.service.routes)
    assert {one.path for one in routes if isinstance(one.route, WebSocketRoute)} == set(ALL_SOCKETS)


@pytest.mark.parametrize("row", [*ALL_SOCKETS.values(), WALL], ids=[*ALL_SOCKETS, "the wall"])
def test_row(served: Served, row: SocketRow) -> None:
    wrong = []
    for stage, may in row.may.items():
        path = row.at(served.world, stage if stage != "any" else "draft")
        for kind in KINDS:
            refused = Close.signed_out if kind in NO_ACCOUNT else Close.not_there
            expected = may.get(kind, str(int(refused)))
            found = served.at(path, kind)
            if found != expected:
                wrong.append(f"{kind} at {stage}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", SERVED)
def test_row_of_what_streams(served: Served, name: str) -> None:
    row, method = SERVED[name], name.split(maxsplit=1)[0]
    wrong = []
    for stage, expected in row.expected.items():
        for kind in KINDS:
            path, body = row.at(served.world, stage), row.json(served.world, stage)
            status = served.asked(method, path, kind, body)
            if status != expected[kind]:
                wrong.append(f"{kind} at {stage}: {status}, not {expected[kind]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "path",
    [
        "/ws/documents/00000000-0000-4000-8000-000000000000",
        "/ws/documents/no-uuid",
        "/ws/clusters/nowhere",
        "/ws/clusters/%00",
        "/ws/clusters/%ff",
    ],
)
def test_not_there_and_not_theirs_sound_the_same(served: Served, path: str) -> None:
    closed = []
    theirs = path.rsplit("/", 1)[0] + "/"
    real = served.world.documents["draft"] if "documents" in path else served.world.cluster
    for wanted in (path, f"{theirs}{real}"):
        with (
            served.address.connect(wanted, served.token("other_lead")) as socket,
            pytest.raises(Closed) as told,
        ):
            socket.recv()
        closed.append((told.value.code, told.value.reason))
    assert closed == [(Close.not_there, "There is nothing here for you.")] * 2


def test_what_no_database_can_have_is_not_there_on_either(database: Database, county: County) -> None:
    hashed = token_hash(county.token(county.person(Role.school_lead, county.school())))
    with database.read() as session, pytest.raises(Refused) as refused:
        admit_to_cluster(session, hashed, "fenside\0")
    assert refused.value.code is Close.not_there
