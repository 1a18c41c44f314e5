"""A large file over a bad connection: to the real service, in pieces, with cuts and with a power failure."""

import hashlib
import os
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest

from app.deps.viewers import COOKIE
from app.models.people import Role
from tests.conftest import sqlite_copy
from tests.factories import County
from tests.services.s3 import KEY, REGION, SECRET, s3_server
from tests.services.serving import Serving

SIZE = 50_000_000
MEGABYTE = 1_000_000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads memory from /proc"),
]


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    return sqlite_copy(sqlite_template, tmp_path)


def make_film(file: Path, size: int) -> Path:
    """An MP4 film of so many bytes, as a phone makes it."""
    head = struct.pack(">I", 20) + b"ftypisom\x00\x00\x02\x00mp41" + struct.pack(">I", 8) + b"moov"
    left = size - len(head) - 8
    with file.open("wb") as stream:
        stream.write(head + struct.pack(">I", left + 8) + b"mdat")
        while left:
            left -= stream.write(os.urandom(min(left, MEGABYTE)))
    assert file.stat().st_size == size
    return file


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """50 MB."""
    return make_film(tmp_path / "film.mp4", SIZE)


@pytest.fixture
def short_film(tmp_path: Path) -> Path:
    """12 MB."""
    return make_film(tmp_path / "short.mp4", 12 * MEGABYTE)


class Phone:
    """Somebody's device on a bad connection."""

    def __init__(self, county: County) -> None:
        school = county.school(county.cluster())
        author = county.person(Role.contributor, school)
        self.story: UUID = county.story(author, school)
        self.token = county.token(author)
        self.received = 0

    def on(self, service: Serving) -> httpx2.Client:
        return httpx2.Client(base_url=service.address, cookies={COOKIE: self.token}, timeout=120)

    def begin(self, client: httpx2.Client, film: Path) -> dict[str, Any]:
        told = {"name": "film.mp4", "size": film.stat().st_size}
        begun: dict[str, Any] = client.post(f"/api/stories/{self.story}/uploads", json=told).json()
        return begun

    def send(self, client: httpx2.Client, upload: dict[str, Any], film: Path, until: int) -> Any:
        """Parts from where the service is, up to the byte ``until``; the last answer."""
        at, answer = client.get(f"/api/uploads/{upload['id']}").json()["received"], None
        with film.open("rb") as stream:
            stream.seek(at)
            while at < until:
                content = stream.read(min(upload["part_bytes"], upload["size"] - at))
                answer = client.patch(
                    f"/api/uploads/{upload['id']}", content=content, headers={"Upload-Offset": str(at)}
                )
                assert answer.status_code == 200, answer.text
                at += len(content)
                assert answer.json()["received"] == at
        return answer

    def cut(self, service: Serving, upload: dict[str, Any], film: Path, offset: int) -> None:
        """Send the half of a part, then lose the connection: no goodbye, as under a bridge."""
        size = upload["part_bytes"]
        with film.open("rb") as stream:
            stream.seek(offset)
            half = stream.read(size // 2)
        with socket.create_connection(("127.0.0.1", service.port)) as wire:
            head = (
                f"PATCH /api/uploads/{upload['id']} HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\n"
                f"Cookie: {COOKIE}={self.token}\r\nUpload-Offset: {offset}\r\nContent-Length: {size}\r\n\r\n"
            )
            wire.sendall(head.encode() + half)
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.fixture
def phone(county: County) -> Phone:
    return Phone(county)


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Serving]:
    found = Serving(database_url, tmp_path)
    yield found
    found.end()


def comes_down(client: httpx2.Client, url: str) -> tuple[int, str]:
    """Its length and digest, as it is received."""
    digest, length = hashlib.sha256(), 0
    with client.stream("GET", url) as answer:
        assert answer.status_code == 200
        for piece in answer.iter_bytes(1 << 16):
            digest.update(piece)
            length += len(piece)
    return length, digest.hexdigest()


def sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def test_50_mb_over_a_connection_cut_twice_in_little_memory(
    service: Serving, phone: Phone, film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with phone.on(service) as client:
        upload = phone.begin(client, film)
        before = service.memory()
        for cut_at in (SIZE // 3, SIZE // 3 * 2):
            phone.send(client, upload, film, cut_at)
            received = client.get(f"/api/uploads/{upload['id']}").json()["received"]
            phone.cut(service, upload, film, received)
            again = client.get(f"/api/uploads/{upload['id']}").json()["received"]
            assert again == received, "half a part does not count"
        file = phone.send(client, upload, film, SIZE).json()["file"]
        assert (file["size"], file["kind"]) == (SIZE, "Film")
        assert comes_down(client, file["url"]) == (SIZE, sha256(film))
        grown = service.memory("VmHWM") - before
        with capsys.disabled():
            print(f" [memory grew by {grown / MEGABYTE:.1f} MB at the most]", end="")  # noqa: T201
        assert grown < 30 * MEGABYTE


def test_a_power_failure_costs_what_was_not_acknowledged(
    database_url: str, tmp_path: Path, phone: Phone, short_film: Path
) -> None:
    service = Serving(database_url, tmp_path)
    try:
        with phone.on(service) as client:
            upload = phone.begin(client, short_film)
            phone.send(client, upload, short_film, 5 * MEGABYTE)
            received = client.get(f"/api/uploads/{upload['id']}").json()["received"]
        phone.cut(service, upload, short_film, received)
        service.kill()
        service = Serving(database_url, tmp_path)
        with phone.on(service) as client:
            assert client.get(f"/api/uploads/{upload['id']}").json()["received"] == received
            file = phone.send(client, upload, short_film, 12 * MEGABYTE).json()["file"]
            assert comes_down(client, file["url"]) == (12 * MEGABYTE, sha256(short_film))
    finally:
        service.end()


def test_the_same_with_a_bucket(database_url: str, tmp_path: Path, phone: Phone, short_film: Path) -> None:
    with s3_server() as (endpoint, bucket):
        service = Serving(
            database_url,
            tmp_path,
            MOBILISE_FILES="s3://county/mobilise",
            AWS_ENDPOINT_URL=endpoint,
            AWS_ACCESS_KEY_ID=KEY,
            AWS_SECRET_ACCESS_KEY=SECRET,
            AWS_REGION=REGION,
        )
        try:
            with phone.on(service) as client:
                upload = phone.begin(client, short_film)
                before = service.memory()
                phone.send(client, upload, short_film, 6 * MEGABYTE)
                received = client.get(f"/api/uploads/{upload['id']}").json()["received"]
                phone.cut(service, upload, short_film, received)
                file = phone.send(client, upload, short_film, 12 * MEGABYTE).json()["file"]
                assert comes_down(client, file["url"]) == (12 * MEGABYTE, sha256(short_film))
                assert service.memory("VmHWM") - before < 30 * MEGABYTE
            assert [name.split("/")[1] for name in bucket.objects] == ["files"]
            assert bucket.most_at_once < 6 << 20
        finally:
            service.end()
