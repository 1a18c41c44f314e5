"""The check of the lock files sees what it is there for."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools import check_locks

PROJECT: dict[str, Any] = {
    "project": {"dependencies": ["alpha[fast]==1.*"]},
    "dependency-groups": {"dev": ["beta>=2"]},
}
HASH = "--hash=sha256:" + "0" * 64


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(check_locks, "ROOT", tmp_path)
    return tmp_path


def complaints(folder: Path, text: str) -> list[str]:
    (folder / "lock.txt").write_text(text)
    return list(check_locks.python_lock("lock.txt", ("dev",), PROJECT))


def test_a_lock_that_fits_is_left_in_peace(folder: Path) -> None:
    assert complaints(folder, f"alpha==1.4 \\\n    {HASH}\nbeta==2.0 \\\n    {HASH} \\\n    {HASH}\n") == []


def test_a_pin_for_some_pythons_only_counts(folder: Path) -> None:
    marked = f"alpha==1.4 ; python_full_version < '3.12' \\\n    {HASH}\n"
    assert complaints(folder, f"{marked}beta==2.0 \\\n    {HASH}\n") == []


def test_a_pin_without_a_hash_is_named(folder: Path) -> None:
    assert complaints(folder, f"alpha==1.4\nbeta==2.0 \\\n    {HASH}\n") == ["lock.txt: alpha has no hash"]


def test_a_lock_older_than_the_project_is_named(folder: Path) -> None:
    (complaint,) = complaints(folder, f"alpha==1.4 \\\n    {HASH}\nbeta==1.9 \\\n    {HASH}\n")
    assert complaint.startswith("lock.txt: does not have beta>=2")


@pytest.mark.parametrize("line", ["see files.pypi{dot}org/x", "https://registry.NPMJS{dot}org/yjs", "-i x"])
def test_a_host_or_an_index_is_named(folder: Path, line: str) -> None:
    lock = folder / "requirements.txt"
    # Put together here, because the check reads this file too.
    lock.write_text(f"alpha==1.4\n{line.format(dot='.')}\n")
    assert len(list(check_locks.hosts(lock))) == 1


def test_where_npm_fetched_from_is_named(folder: Path) -> None:
    lock = folder / "package-lock.json"
    packages = {
        "": {"name": "us"},
        "node_modules/good": {"version": "1.0.0", "integrity": "sha512-x"},
        "node_modules/told": {"version": "1.0.0", "integrity": "sha512-x", "resolved": "somewhere"},
        "node_modules/loose": {"version": "1.0.0"},
    }
    lock.write_text(json.dumps({"packages": packages}))
    said = list(check_locks.npm_lock(lock))
    assert [line.split(": ")[1].split()[0] for line in said] == ["node_modules/told", "node_modules/loose"]
