"""The screens as they are served: cached, packed as browsers like it, and nothing outside their folder."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.db import Database
from app.main import create_app
from app.settings import Settings
from tests.conftest import problem, sqlite_copy
from tests.realtime.servers import serving
from tests.screens import CODE, HASHED, PAGE, SECRET, make_build


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_build(tmp_path_factory.mktemp("screens") / "build")


@pytest.fixture(scope="module")
def client(
    build: Path, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    database = Database(sqlite_copy(sqlite_template, tmp_path_factory.mktemp("web")))
    with TestClient(create_app(Settings(frontend=build), database)) as client:
        yield client
    database.close()


def get(client: TestClient, address: str, accept: str = "identity", **headers: str) -> Any:
    return client.get(address, headers={"accept-encoding": accept, **headers})


def test_what_has_its_hash_in_its_name_is_kept_for_ever(client: TestClient) -> None:
    answer = get(client, HASHED)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.text == CODE


def test_everything_else_is_asked_for_anew(client: TestClient) -> None:
    for address in ("/reviews", "/favicon.svg", "/_app/version.json", "/stories/1", "/index.html"):
        assert get(client, address).headers["cache-control"] == "no-cache", address


def test_files_have_the_types_that_browsers_insist_on(client: TestClient) -> None:
    types = {
        "/_app/immutable/look.c3d4.css": "text/css; charset=utf-8",
        "/_app/immutable/read.e5f6.woff2": "font/woff2",
        "/favicon.svg": "image/svg+xml",
        "/_app/version.json": "application/json",
        "/": "text/html; charset=utf-8",
    }
    assert {address: get(client, address).headers["content-type"] for address in types} == types


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=0.5, gzip;q=1", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000, gzip;q=0", None),
        ("identity", None),
        ("", None),
        ("zstd, x-brotli", None),
        ("br;q=x", None),
    ],
)
def test_a_browser_gets_it_packed_as_it_can_unpack_it(
    client: TestClient, build: Path, accept: str, encoding: str | None
) -> None:
    with client.stream("GET", HASHED, headers={"accept-encoding": accept}) as answer:
        packed = b"".join(answer.iter_raw())
    suffix = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
    assert answer.headers.get("content-encoding") == encoding
    assert packed == (build / f"{HASHED[1:]}{suffix}").read_bytes()
    assert answer.headers["content-length"] == str(len(packed))
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["vary"] == "accept-encoding"


def test_what_is_not_packed_comes_as_it_is(client: TestClient) -> None:
    answer = get(client, "/_app/immutable/look.c3d4.css", "br, gzip")
    assert "content-encoding" not in answer.headers
    assert answer.text == "body { color: black }"


def test_what_a_browser_has_already_is_not_sent_again(client: TestClient) -> None:
    first = get(client, "/reviews", "gzip")
    again = get(client, "/reviews", "gzip", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "no-cache"
    assert get(client, "/reviews", **{"if-none-match": first.headers["etag"]}).status_code == 200
    assert get(client, "/reviews", "gzip", **{"if-none-match": '"other"'}).status_code == 200
    listed = get(client, "/reviews", "gzip", **{"if-none-match": f'"other", W/{first.headers["etag"]}'})
    assert listed.status_code == 304


def test_any_other_address_is_a_page(client: TestClient) -> None:
    for address in (
        "/reviews",
        "/stories/5f6c",
        "/clusters/fenside?tab=people",
        "/apiary",
        "/favicon.ico",
        "/_ap",
    ):
        answer = get(client, address)
        assert (answer.status_code, answer.text) == (200, PAGE), address


def test_an_unknown_address_of_the_api_is_never_a_page(client: TestClient) -> None:
    for address in (
        "/api",
        "/api/",
        "/api/nowhere",
        "/ws",
        "/ws/nowhere",
        "/_app/immutable/old.js",
        "/_app",
        "/_docs/x",
    ):
        assert problem(get(client, address))["type"] == "not-found", address
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert problem(client.request(method, "/api/nowhere"))["type"] == "not-found"
        assert problem(client.request(method, "/stories/1"))["type"] == "method-not-allowed"


def test_head_says_what_get_would(client: TestClient) -> None:
    for address in ("/", "/stories/1", HASHED, "/_app/version.json"):
        for accept in ("identity", "gzip"):
            got = get(client, address, accept)
            head = client.head(address, headers={"accept-encoding": accept})
            assert (head.status_code, head.content) == (200, b"")
            assert dict(head.headers) == dict(got.headers), address
    missing = client.head("/_app/nothing.js")
    assert (missing.status_code, missing.content) == (404, b"")


def test_without_a_build_there_is_only_the_api(sqlite_database: Database, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(frontend=tmp_path), sqlite_database)) as client:
        assert problem(client.get("/"))["status"] == 404
        assert client.get("/api/session").status_code == 200


HOSTILE = (
    "/../secret.txt",
    "/_app/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%2fsecret.txt",
    "/_app/%2e%2e/%2e%2e/secret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/....//secret.txt",
    "/%252e%252e/secret.txt",
    "/way-out",
    "/up/secret.txt",
    "//secret.txt",
    "{root}/secret.txt",
    "/{root}/secret.txt",
    "/%2f{root}/secret.txt",
    "/file://{root}/secret.txt",
    "/%00",
    "/favicon.svg%00.txt",
    "/_app/%00/../../secret.txt",
    "/%ff%fe",
    "/%c0%ae%c0%ae/secret.txt",
    "/%ed%a0%80",
    "/" + "a" * 5_000,
    "/" + "a/" * 3_000,
    "/" + "../" * 1_000 + "etc/passwd",
    "/_app/immutable",
    "/_app/immutable/",
    "/%",
    "/%zz",
    "/reviews?" + "a" * 5_000,
    "/con",
    "/.env",
    "/index.html/",
    "/favicon.svg/x",
)


def test_nothing_outside_the_folder_is_ever_served(sqlite_database: Database, build: Path) -> None:
    """By a plain socket: every client library would tidy these addresses up first."""
    with serving(create_app(Settings(frontend=build), sqlite_database)) as address:
        for wanted in HOSTILE:
            target = wanted.format(root=build.parent) if "{root}" in wanted else wanted
            with socket.create_connection(("127.0.0.1", address.port), timeout=20) as connection:
                request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                connection.sendall(request.encode("latin-1"))
                answer = b"".join(iter(lambda: connection.recv(65_536), b""))
            status = int(answer.split(b" ", 2)[1])
            assert status in (200, 307, 400, 404), target[:60]
            assert SECRET.encode() not in answer, target[:60]
            assert b"root:" not in answer, target[:60]
            if status == 200:
                assert answer.endswith(PAGE.encode()), target[:60]
