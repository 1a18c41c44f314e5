"""The Node that `tools/node` chooses, and the references from this folder's lock file."""

import os
import subprocess
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
TOOLS = HERE.parent / "tools"


@lru_cache
def node() -> str:
    """The program itself, not the script that chooses it: its CPU time is what we measure."""
    found = subprocess.run([TOOLS / "node", "--bin"], capture_output=True, text=True, check=True)
    return str(Path(found.stdout.strip(), "node"))


@lru_cache
def node_version() -> str:
    return subprocess.run([node(), "--version"], capture_output=True, text=True, check=True).stdout.strip()


def install() -> None:
    """`npm ci` in this folder, unless what is installed is what the lock file says."""
    lock, done = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return
    print("Installing the references with npm …", flush=True)
    quiet = ["--no-fund", "--no-audit", "--loglevel=error"]
    subprocess.run([TOOLS / "npm", "ci", *quiet], cwd=HERE, check=True, env=os.environ)
