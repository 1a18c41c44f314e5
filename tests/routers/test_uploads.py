"""Files on their way in: parts, cut connections, limits, and whose they are."""

import errno
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from anyio import to_thread
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import select

from app.actions.file_tools import FileLimits, FileTools, Made, StoredObject, Unwanted
from app.actions.receiving import forget_left_folders
from app.errors import Busy
from app.models.files import FileVersion, ItemFile, Upload, UploadPart
from app.models.people import Role
from app.routers import uploads
from tests.conftest import problem
from tests.factories import County
from tests.routers.conftest import SignedIn
from tests.uploads import PDF, begin, part, picture, send, sent


def limit(app: FastAPI, **limits: int) -> None:
    """Give the service other limits."""
    tools: FileTools = app.state.files
    before = {
        "file_bytes": 50_000_000,
        "item_bytes": 500_000_000,
        "person_day_bytes": 1_000_000_000,
        "item_files": 30,
    }
    app.state.files = FileTools(
        tools.store, tools.inspector, tools.scanner, FileLimits(**{**before, **limits})
    )


def objects(app: FastAPI) -> list[StoredObject]:
    """What is in the store."""
    return [one for batch in app.state.files.store.objects() for one in batch]


def test_a_file_comes_in_and_goes_out(client: TestClient, story: UUID, county: County) -> None:
    file = sent(client, story, "Rota.pdf", PDF, description="Who is where")
    assert file["kind"] == "PDF, 1 page"
    assert (file["name"], file["description"], file["version"]) == ("Rota.pdf", "Who is where", 1)
    answer = client.get(file["url"])
    assert answer.content == PDF
    assert client.get(file["preview"]).headers["content-type"] == "image/webp"
    listed = client.get(f"/api/stories/{story}/attachments").json()
    assert [one["id"] for one in listed["files"]] == [file["id"]]
    assert listed["uploads"] == []
    with county.database.read() as session:
        (version,) = session.exec(select(FileVersion)).all()
        assert "Hedgehog rota" in version.text
        assert session.exec(select(UploadPart)).all() == []


def test_a_part_that_is_not_next_is_refused_with_where_to_go_on(client: TestClient, story: UUID) -> None:
    upload = begin(client, story, "notes.txt", 10).json()["id"]
    assert part(client, upload, 0, b"01234").json()["received"] == 5
    for offset in (0, 4, 6, 10):
        answer = part(client, upload, offset, b"56789")
        assert problem(answer)["type"] == "wrong-offset"
        assert (answer.status_code, answer.headers["upload-offset"]) == (409, "5")
    assert client.get(f"/api/uploads/{upload}").json()["received"] == 5
    file = part(client, upload, 5, b"56789").json()["file"]
    assert client.get(file["url"]).content == b"0123456789"


def test_of_the_same_part_sent_twice_at_once_one_counts(
    client: TestClient, story: UUID, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are in the store before either counts; the other one's bytes are thrown away again."""
    upload = begin(client, story, "notes.txt", 10).json()["id"]
    store = app.state.files.store
    both = threading.Barrier(2, timeout=20)
    put = store.put

    def put_together(key: str, content: bytes) -> None:
        put(key, content)
        if key.startswith("parts/"):
            both.wait()

    monkeypatch.setattr(store, "put", put_together)
    answers = []
    senders = [
        threading.Thread(target=lambda letter=letter: answers.append(part(client, upload, 0, letter * 5)))
        for letter in (b"a", b"b")
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(30)
    monkeypatch.undo()
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(objects(app)) == 1
    file = part(client, upload, 5, b"56789").json()["file"]
    assert client.get(file["url"]).content in (b"aaaaa56789", b"bbbbb56789")


def test_a_part_may_not_be_more_than_is_expected(client: TestClient, story: UUID, app: FastAPI) -> None:
    upload = begin(client, story, "notes.txt", 10).json()
    assert problem(part(client, upload["id"], 0, b"x" * 11))["status"] == 413
    long = begin(client, story, "film.mp4", 5_000_000).json()
    too_much = b"x" * (long["part_bytes"] + 1)
    assert problem(part(client, long["id"], 0, too_much))["status"] == 413
    assert problem(part(client, long["id"], 0, b"x" * (2 << 20)))["status"] == 413
    assert objects(app) == []


def test_an_upload_is_its_persons_while_they_may_write(
    client: TestClient, story: UUID, school: int, county: County, author: UUID, signed_in: SignedIn
) -> None:
    lead = county.person(Role.school_lead, school)
    colleague = county.person(Role.contributor, school)
    county.join(story, author, colleague)
    upload = begin(client, story, "notes.txt", 10).json()["id"]
    for other in (lead, colleague):
        browser = signed_in(other)
        assert part(browser, upload, 0, b"01234").status_code == 404
        assert browser.get(f"/api/uploads/{upload}").status_code == 404
        assert browser.delete(f"/api/uploads/{upload}").status_code == 404
        assert browser.get(f"/api/stories/{story}/attachments").json()["uploads"] == []
    mine = begin(signed_in(colleague), story, "notes.txt", 10).json()["id"]
    client.delete(f"/api/stories/{story}/authors/{colleague}")
    assert part(signed_in(colleague), mine, 0, b"0123456789").status_code == 404


def test_given_up_it_is_gone(client: TestClient, story: UUID, app: FastAPI) -> None:
    upload = begin(client, story, "notes.txt", 10).json()["id"]
    part(client, upload, 0, b"01234")
    assert client.delete(f"/api/uploads/{upload}").status_code == 204
    assert client.get(f"/api/uploads/{upload}").status_code == 404
    assert objects(app) == []


def test_whoever_did_not_hear_the_end_asks_again(client: TestClient, story: UUID) -> None:
    upload = begin(client, story, "Rota.pdf", len(PDF)).json()["id"]
    file = part(client, upload, 0, PDF).json()["file"]
    assert client.get(f"/api/uploads/{upload}").json()["file"] == file
    again = part(client, upload, len(PDF), b"")
    assert (again.status_code, again.json()["file"]) == (200, file)
    refused = begin(client, story, "page.pdf", 6).json()["id"]
    first = problem(part(client, refused, 0, b"<html>"))
    assert client.get(f"/api/uploads/{refused}").json()["refused"] == first["detail"]
    assert problem(part(client, refused, 6, b""))["detail"] == first["detail"]


def test_files_have_their_limits_in_words(client: TestClient, story: UUID, app: FastAPI) -> None:
    limit(app, file_bytes=2_000_000, item_bytes=3_000_000, item_files=3)
    assert "2 MB at most" in problem(begin(client, story, "film.mp4", 2_000_001))["detail"]
    assert begin(client, story, "one.mp4", 2_000_000).status_code == 201
    refused = problem(begin(client, story, "two.mp4", 1_500_000))
    assert refused["status"] == 409
    assert "3.5 MB" in refused["detail"]
    begin(client, story, "three.txt", 100)
    begin(client, story, "four.txt", 100)
    assert "3 files here already" in problem(begin(client, story, "five.txt", 100))["detail"]
    left = client.get(f"/api/stories/{story}/attachments").json()
    assert (left["files_left"], left["bytes_left"], left["file_bytes"]) == (0, 999_800, 2_000_000)


def test_a_person_has_a_limit_for_a_day(
    client: TestClient, story: UUID, app: FastAPI, county: County, author: UUID, school: int
) -> None:
    limit(app, person_day_bytes=1_000_000)
    assert begin(client, story, "one.mp4", 900_000).status_code == 201
    elsewhere = county.story(author, school, title="Another")
    assert "Please send this one tomorrow" in problem(begin(client, elsewhere, "two.mp4", 200_000))["detail"]


def test_nothing_is_no_file(client: TestClient, story: UUID) -> None:
    assert "empty" in problem(begin(client, story, "Rota.pdf", 0))["detail"]


def test_a_new_version_keeps_the_old_one(client: TestClient, story: UUID, county: County) -> None:
    first = sent(client, story, "Rota.txt", b"Monday", description="Who is where")
    second = sent(client, story, "Rota 2.txt", b"Tuesday", replaces=first["id"])
    assert (second["id"], second["version"], second["versions"]) == (first["id"], 2, 2)
    assert second["description"] == "Who is where"
    assert client.get(first["url"]).content == b"Monday"
    assert client.get(second["url"]).content == b"Tuesday"
    (listed,) = client.get(f"/api/stories/{story}/attachments").json()["files"]
    assert listed["version"] == 2
    assert begin(client, story, "x.txt", 5, replaces=str(UUID(int=1))).status_code == 404


def test_a_new_version_of_a_file_that_was_taken_out_meanwhile_is_not_lost(
    client: TestClient, story: UUID
) -> None:
    first = sent(client, story, "Rota.txt", b"Monday")
    upload = begin(client, story, "Rota.txt", 7, replaces=first["id"]).json()["id"]
    assert client.delete(f"/api/stories/{story}/files/{first['id']}").status_code == 204
    assert part(client, upload, 0, b"Tuesday").json()["file"]["version"] == 2
    (listed,) = client.get(f"/api/stories/{story}/attachments").json()["files"]
    assert (listed["id"], listed["version"]) == (first["id"], 2)


class Away:
    """A store that does not answer."""

    def __getattr__(self, name: str) -> object:
        def fail(*_: object) -> None:
            raise Busy("Files cannot be reached just now.")

        return fail


def test_while_the_store_is_away_nothing_counts_and_later_it_goes_on(
    client: TestClient, story: UUID, app: FastAPI
) -> None:
    upload = begin(client, story, "notes.txt", 10).json()["id"]
    part(client, upload, 0, b"01234")
    tools: FileTools = app.state.files
    app.state.files = FileTools(Away(), tools.inspector, None, tools.limits)  # type: ignore[arg-type]
    answer = part(client, upload, 5, b"56789")
    assert problem(answer)["status"] == 503
    assert answer.headers["retry-after"]
    app.state.files = tools
    assert client.get(f"/api/uploads/{upload}").json()["received"] == 5
    assert part(client, upload, 5, b"56789").json()["file"] is not None


def test_when_the_check_cannot_be_made_an_empty_part_makes_it_later(
    client: TestClient, story: UUID, app: FastAPI, county: County
) -> None:
    class Waiting:
        def scan(self, _file: object) -> str | None:
            raise Busy("Files cannot be checked for viruses just now.")

    tools: FileTools = app.state.files
    app.state.files = FileTools(tools.store, tools.inspector, Waiting(), tools.limits)
    upload = begin(client, story, "notes.txt", 5).json()["id"]
    assert part(client, upload, 0, b"01234").status_code == 503
    with county.database.read() as session:
        assert session.exec(select(ItemFile)).all() == []
    app.state.files = tools
    assert client.get(f"/api/uploads/{upload}").json()["received"] == 5
    assert part(client, upload, 5, b"").json()["file"]["name"] == "notes.txt"


def test_what_a_scanner_finds_is_not_kept(client: TestClient, story: UUID, app: FastAPI) -> None:
    class Finding:
        def scan(self, _file: object) -> str | None:
            return "Eicar-Test-Signature"

    tools: FileTools = app.state.files
    app.state.files = FileTools(tools.store, tools.inspector, Finding(), tools.limits)
    refused = problem(send(client, story, "notes.txt", b"01234"))
    assert "Eicar-Test-Signature" in refused["detail"]
    assert objects(app) == []


def test_an_object_that_is_lost_is_said_so(client: TestClient, story: UUID, app: FastAPI) -> None:
    upload = begin(client, story, "notes.txt", 10).json()["id"]
    part(client, upload, 0, b"01234")
    app.state.files.store.delete([one.key for one in objects(app)])
    assert "send it again" in problem(part(client, upload, 5, b"56789"))["detail"]


def test_no_row_is_ever_without_its_object(
    client: TestClient, story: UUID, app: FastAPI, county: County
) -> None:
    sent(client, story, "photo.jpg", picture())
    begun = begin(client, story, "notes.txt", 10).json()["id"]
    part(client, begun, 0, b"01234")
    stored = {one.key for one in objects(app)}
    with county.database.read() as session:
        (version,) = session.exec(select(FileVersion)).all()
        parts = session.exec(select(UploadPart.key)).all()
        assert stored == {version.key, f"{version.key}-preview", *parts}
        assert {one.received for one in session.exec(select(Upload)).all()} == {5, len(picture())}


def test_the_end_asked_for_twice_at_once_is_one_file_and_no_bad_news(
    client: TestClient, story: UUID, app: FastAPI
) -> None:
    """A phone that lost the answer to its last part asks again while the file is still being looked at."""
    upload = begin(client, story, "notes.txt", 5).json()["id"]
    tools: FileTools = app.state.files
    first_is_there, go_on = threading.Event(), threading.Event()
    answers = []

    class Slow:
        def inspect(self, file: Path, name: str) -> Made:
            made = tools.inspector.inspect(file, name)
            if not first_is_there.is_set():
                first_is_there.set()
                assert go_on.wait(20)
            return made

    app.state.files = FileTools(tools.store, Slow(), None, tools.limits)
    slow = threading.Thread(target=lambda: answers.append(part(client, upload, 0, b"01234")))
    slow.start()
    assert first_is_there.wait(20)
    assert part(client, upload, 5, b"").json()["file"]["name"] == "notes.txt"
    # The first try's parts are gone now: what it makes of that is its own business.
    go_on.set()
    slow.join(30)
    (late,) = answers
    assert (late.status_code, late.json()["file"]["version"]) == (200, 1)
    assert len(objects(app)) == 1


def test_parts_that_another_try_has_used_up_are_no_loss(
    client: TestClient, story: UUID, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(client, story, "notes.txt", 5).json()["id"]
    tools: FileTools = app.state.files
    store = tools.store
    read, busy = store.read, [True]

    def read_late(key: str, start: int, end: int) -> Iterator[bytes]:
        if busy.pop() if busy else False:
            assert part(client, upload, 5, b"").status_code == 200
        return read(key, start, end)

    monkeypatch.setattr(store, "read", read_late)
    answer = part(client, upload, 0, b"01234")
    assert (answer.status_code, answer.json()["file"]["name"]) == (200, "notes.txt")


def test_a_full_disk_is_no_fault_of_the_file(
    client: TestClient, story: UUID, app: FastAPI, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    upload = begin(client, story, "notes.txt", 5).json()["id"]
    tools: FileTools = app.state.files

    class Full:
        def inspect(self, _file: Path, _name: str) -> Made:
            raise OSError(errno.ENOSPC, "No space left on device")

    app.state.files = FileTools(tools.store, Full(), None, tools.limits)
    answer = part(client, upload, 0, b"01234")
    app.state.files = tools
    assert (answer.status_code, "What you sent is kept" in problem(answer)["detail"]) == (503, True)
    with monkeypatch.context() as full:
        full.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
        assert part(client, upload, 5, b"").status_code == 503
    assert part(client, upload, 5, b"").json()["file"]["name"] == "notes.txt"


def test_while_files_are_looked_at_everybody_else_is_served(
    client: TestClient, story: UUID, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More at once than the service has threads."""
    tools: FileTools = app.state.files
    go_on = threading.Event()

    class Slow:
        def inspect(self, _file: Path, _name: str) -> Made:
            assert go_on.wait(60)
            raise Unwanted("Looked at.")

    monkeypatch.setattr(uploads, "_MOST_WAITING", 6)
    assert client.portal is not None
    client.portal.call(_have_threads, 4)
    limit(app, item_files=100)
    ids = [begin(client, story, f"{n}.txt", 5).json()["id"] for n in range(12)]
    app.state.files = FileTools(tools.store, Slow(), None, tools.limits)
    answers: list[int] = []
    senders = [
        threading.Thread(target=lambda one=one: answers.append(part(client, one, 0, b"01234").status_code))
        for one in ids
    ]
    try:
        for sender in senders:
            sender.start()
        while len(answers) < 4:  # two are looked at and six wait; the others are told to come back
            senders[0].join(0.05)
        assert set(answers) == {503}
        assert client.get(f"/api/stories/{story}/attachments").status_code == 200
    finally:
        go_on.set()
        for sender in senders:
            sender.join(60)
    assert sorted(answers) == [422] * 8 + [503] * 4


async def _have_threads(number: int) -> None:
    to_thread.current_default_thread_limiter().total_tokens = number


def test_a_file_does_not_come_in_crumbs(client: TestClient, story: UUID, app: FastAPI) -> None:
    upload = begin(client, story, "notes.txt", 200).json()["id"]
    answers = [part(client, upload, at, b"x") for at in range(65)]
    assert {one.status_code for one in answers[:64]} == {200}
    assert "far smaller pieces" in problem(answers[64])["detail"]
    assert len(objects(app)) == 64


def test_what_a_process_that_was_killed_has_left_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "mobilise-look-abc"
    left.mkdir()
    (left / "file").write_bytes(b"a pupil's report")
    (tmp_path / "mobilise-look-link").symlink_to(tmp_path / "other")
    (tmp_path / "other").mkdir()
    now = datetime.now(UTC)
    assert forget_left_folders(now - timedelta(hours=1)) == 0
    assert forget_left_folders(now + timedelta(hours=1)) == 1
    assert not left.exists()
    assert (tmp_path / "other").exists()
