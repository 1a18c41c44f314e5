"""The lock files: each fits pyproject.toml, has hashes, and names no registry's host. Says what is wrong.

A lock that names a host would make every machine fetch from there, whatever mirror it is set up to use.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
HOST = re.compile(r"(?:pypi|pythonhosted|npmjs|yarnpkg|debian)\.(?:org|com)\b", re.IGNORECASE)
INDEX = re.compile(r"^\s*(?:--(?:extra-)?index-url|--find-links|-i|-f|registry)\b", re.MULTILINE)
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<rest>(?:[^\n]*\\\n)*[^\n]*)", re.MULTILINE)
LOCKS = {
    "requirements.txt": ("build",),
    "requirements-dev.txt": ("build", "dev"),
    "requirements-node.txt": ("node",),
}


def tracked() -> list[Path]:
    """Files git knows, and new ones it would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def python_lock(name: str, groups: tuple[str, ...], project: dict[str, Any]) -> Iterator[str]:
    pins: dict[str, list[Version]] = {}
    for match in PIN.finditer((ROOT / name).read_text()):
        pins.setdefault(match["name"], []).append(Version(match["version"]))
        if "--hash=sha256:" not in match["rest"]:
            yield f"{name}: {match['name']} has no hash"
    wanted = [text for group in groups for text in project["dependency-groups"][group]]
    if "node" not in groups:
        wanted += project["project"]["dependencies"]
    for requirement in map(Requirement, wanted):
        versions = pins.get(canonicalize_name(requirement.name), [])
        if not any(version in requirement.specifier for version in versions):
            yield f"{name}: does not have {requirement} of pyproject.toml; run 'make lock'"


def npm_lock(path: Path) -> Iterator[str]:
    for name, package in json.loads(path.read_text())["packages"].items():
        if "resolved" in package:
            yield f"{path.relative_to(ROOT)}: {name} says where it was fetched from"
        elif name and not package.get("link") and not package.get("inBundle") and "integrity" not in package:
            yield f"{path.relative_to(ROOT)}: {name} has no hash"


def hosts(path: Path) -> Iterator[str]:
    text = path.read_text(errors="ignore")
    for number, line in enumerate(text.splitlines(), start=1):
        if HOST.search(line):
            yield f"{path.relative_to(ROOT)}:{number}: names a registry's host"
    if path.name.startswith(("requirements", ".npmrc")) and INDEX.search(text):
        yield f"{path.relative_to(ROOT)}: chooses an index"


def problems() -> Iterator[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for name, groups in LOCKS.items():
        yield from python_lock(name, groups, project)
    for path in tracked():
        yield from hosts(path)
        if path.name == "package-lock.json":
            yield from npm_lock(path)


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "Lock files: pinned, hashed, and without a registry's name.")
    sys.exit(bool(found))
