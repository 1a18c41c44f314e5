"""From a link that somebody adds to what the worker does of it: it stays out of the county's own network."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from app.adapters.addresses import is_public, resolve
from app.adapters.pages import Pages
from app.db import Database
from app.jobs.table import outside
from app.jobs.worker import Worker
from app.main import create_app
from app.models.people import Role
from app.settings import Settings
from tests.adapters.sites import TITLED, Site, http, pages, site
from tests.factories import County
from tests.jobs.desk import work_off

INSIDE, OUTSIDE = "127.0.0.1", "127.0.0.9"
"""Two addresses of this machine. The second is the public internet here; all else is as it is."""


class Web:
    """A public site, one inside the network at the same port, and the names of both."""

    def __init__(self, public: Site, inside: Site) -> None:
        self.public, self.inside = public, inside
        self.rebound = 0
        self.port = public.port

    def resolve(self, host: str, port: int) -> list[str]:
        """Each name as its owner has it; "rebinding.test" is public when it is asked for, then no more."""
        if host == "rebinding.test":
            self.rebound += 1
            return [OUTSIDE] if self.rebound == 1 else [INSIDE]
        names: Mapping[str, list[str]] = {
            "public.test": [OUTSIDE],
            "intranet.test": [INSIDE],
            "both.test": [OUTSIDE, INSIDE],
            "mapped.test": [f"::ffff:{INSIDE}"],
            "metadata.test": ["169.254.169.254"],
        }
        return names.get(host) or resolve(host, port)


@pytest.fixture
def web() -> Iterator[Web]:
    made: list[Web] = []

    def answer(connection: object, request: bytes) -> None:
        path = request.split(b" ")[1].decode()
        to = made[0]
        moved = {
            "/to-inside": f"http://intranet.test:{to.port}/",
            "/to-loopback": f"http://{INSIDE}:{to.port}/",
            "/to-metadata": "http://169.254.169.254/latest/meta-data/",
            "/to-localhost": f"https://localhost:{to.port}/",
            "/to-file": "file:///etc/passwd",
        }.get(path)
        reply = http(status="302 Found", location=moved) if moved else TITLED
        reply(connection, request)  # type: ignore[arg-type]

    with site(answer, at=(OUTSIDE, 0)) as public, site(TITLED, at=(INSIDE, public.port)) as inside:
        made.append(Web(public, inside))
        yield made[0]


def _pages(web: Web) -> Pages:
    return pages(web.port, resolve=web.resolve, allowed=lambda one: one == OUTSIDE or is_public(one))


LINKS = {
    "http://public.test{port}/page": ("there", "Ten minutes"),
    "http://127.0.0.1{port}/": ("unchecked", ""),
    "http://localhost{port}/": ("unchecked", ""),
    "http://[::1]{port}/": ("unchecked", ""),
    "http://[::ffff:127.0.0.1]{port}/": ("unchecked", ""),
    "http://2130706433{port}/": ("unchecked", ""),
    "http://0x7f.1{port}/": ("unchecked", ""),
    "http://169.254.169.254/latest/meta-data/": ("unchecked", ""),
    "http://metadata.test/computeMetadata/v1/": ("unchecked", ""),
    "http://intranet.test{port}/": ("unchecked", ""),
    "http://both.test{port}/": ("unchecked", ""),
    "http://mapped.test{port}/": ("unchecked", ""),
    "http://public.test{port}/to-inside": ("unchecked", ""),
    "http://public.test{port}/to-loopback": ("unchecked", ""),
    "http://public.test{port}/to-metadata": ("unchecked", ""),
    "http://public.test{port}/to-localhost": ("unchecked", ""),
    "http://public.test{port}/to-file": ("unchecked", ""),
    "http://rebinding.test{port}/": ("there", "Ten minutes"),
}
"""What is said of each link when it has been looked at."""


def test_nothing_inside_is_ever_asked(database: Database, web: Web, tmp_path: Path) -> None:
    county = County(database)
    school = county.school(county.cluster())
    author = county.person(Role.contributor, school)
    story = county.story(author, school)
    queue = Settings(database_url=f"sqlite:///{tmp_path / 'queue-is-beside.db'}")
    worker = Worker(database, queue, outside=outside(_pages(web)))
    said = {}
    with TestClient(create_app(Settings(fetch_links=True), database)) as visitor:
        client = county.client(visitor.app, author)  # type: ignore[arg-type]
        client.portal = visitor.portal
        for link in LINKS:
            url = link.format(port=f":{web.port}")
            assert client.post(f"/api/stories/{story}/links", json={"url": url}).status_code == 201, url
        work_off(worker)
        for one in client.get(f"/api/stories/{story}/attachments").json()["links"]:
            said[one["url"].replace(f":{web.port}", "{port}")] = (one["state"], one["title"])
    assert said == LINKS
    assert web.inside.asked == []
    assert web.rebound == 1, "the answer that was checked is the one that is connected to"
    asked = [urlsplit(request.split(b" ")[1].decode()).path for request in web.public.asked]
    assert sorted(asked) == sorted(
        ["/page", "/", *(f"/to-{n}" for n in ("inside", "loopback", "metadata", "localhost", "file"))]
    )


def test_what_has_been_rebound_is_refused_when_its_turn_comes_again(web: Web) -> None:
    looking = _pages(web)
    url = f"http://rebinding.test:{web.port}/"
    assert [looking.look(url, words=True).looked.value for _ in range(3)] == ["there", "refused", "refused"]
    assert web.inside.asked == []
