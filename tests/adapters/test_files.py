"""The file store, in a folder and in a bucket: the same promises in both."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.actions.file_tools import ObjectMissing
from app.adapters.files import PIECE, ObjectFiles
from app.errors import Busy
from tests.services.s3 import KEY, REGION, SECRET, Bucket, s3_server

LARGE = os.urandom(1 << 20) * 12


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with s3_server() as (endpoint, found):
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        monkeypatch.setenv("AWS_REGION", REGION)
        yield found


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectFiles:
    if request.param == "folder":
        return ObjectFiles(tmp_path / "files")
    request.getfixturevalue("bucket")
    return ObjectFiles("s3://county/mobilise")


def read(files: ObjectFiles, key: str, start: int = 0, end: int = 1 << 40) -> bytes:
    return b"".join(files.read(key, start, end))


def test_what_is_put_is_read(files: ObjectFiles, tmp_path: Path) -> None:
    files.put("parts/a", b"0123456789")
    assert read(files, "parts/a") == b"0123456789"
    assert read(files, "parts/a", 3, 6) == b"345"
    assert read(files, "parts/a", 4, 4) == b""
    large = tmp_path / "large"
    large.write_bytes(LARGE)
    files.put("files/b", large)
    pieces = list(files.read("files/b", 5, len(LARGE)))
    assert b"".join(pieces) == LARGE[5:]
    assert max(map(len, pieces)) <= PIECE
    assert read(files, "files/b", 0, PIECE * 2) == LARGE[: PIECE * 2]


def test_what_is_not_there_is_said_before_anything_else(files: ObjectFiles) -> None:
    with pytest.raises(ObjectMissing):
        files.read("files/nothing", 0, 10)


def test_lists_and_deletes(files: ObjectFiles) -> None:
    names = {f"files/{letter}" for letter in "abcde"}
    for name in names:
        files.put(name, b"x")
    found = [one for batch in files.objects() for one in batch]
    assert {one.key for one in found} == names
    assert all(one.size == 1 for one in found)
    assert all(abs(datetime.now(UTC) - one.modified_at) < timedelta(minutes=5) for one in found)
    files.delete(["files/a", "files/nothing", "files/b"])
    assert {one.key for batch in files.objects() for one in batch} == names - {"files/a", "files/b"}


def test_a_large_file_goes_to_a_bucket_in_parts(bucket: Bucket, tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(LARGE)
    ObjectFiles("s3://county/mobilise").put("files/b", large)
    assert bucket.objects["mobilise/files/b"].content == LARGE
    assert bucket.most_at_once < 6 << 20
    assert bucket.parts == {}


def test_a_wrong_key_and_a_broken_bucket_are_said_to_be_busy(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    with pytest.raises(Busy):
        ObjectFiles("s3://county/mobilise").put("parts/a", b"x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    bucket.broken = True
    files = ObjectFiles("s3://county/mobilise", patience=timedelta(seconds=1))
    for ask in (
        lambda: files.put("parts/a", b"x"),
        lambda: files.read("parts/a", 0, 1),
        lambda: files.delete(["parts/a"]),
        lambda: list(files.objects()),
    ):
        with pytest.raises(Busy):
            ask()


def test_a_folder_that_cannot_be_written_is_said_to_be_busy(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("in the way")
    with pytest.raises(Busy):
        ObjectFiles(tmp_path / "files").put("parts/a", b"x")


def test_what_a_killed_put_has_left_is_tidied_away(tmp_path: Path) -> None:
    files = ObjectFiles(tmp_path)
    files.put("parts/a", b"x")
    (tmp_path / "parts" / "b#1").write_bytes(b"half")
    assert files.tidy(datetime.now(UTC) - timedelta(days=1)) == 0
    assert files.tidy(datetime.now(UTC) + timedelta(days=1)) == 1
    assert [one.name for one in (tmp_path / "parts").iterdir()] == ["a"]


def test_only_folders_and_buckets() -> None:
    with pytest.raises(ValueError, match="MOBILISE_FILES"):
        ObjectFiles("ftp://county/files")


def test_a_service_can_be_put_together_without_its_bucket() -> None:
    """Nothing is connected to before it is used."""
    code = "from app.adapters.files import ObjectFiles; ObjectFiles('s3://county/x')"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PATH": os.environ["PATH"]}, timeout=60)
