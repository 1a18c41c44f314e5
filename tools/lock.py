"""Writes requirements*.txt anew: the newest versions pyproject.toml allows, with hashes, for every platform.

uv does the resolving, from a virtual environment that is thrown away. `--keep` changes only what
pyproject.toml asks for now, and leaves every other pin as it is.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = "3.11"
OPTIONS = ["--quiet", "--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"]
OPTIONS += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
PROJECT = ["pyproject.toml", "--group", "build"]
LOCKS = {
    "requirements.txt": PROJECT,
    "requirements-dev.txt": [*PROJECT, "--group", "dev", "--constraints", "requirements.txt"],
    "requirements-node.txt": ["--group", "node"],
}


def main(keep: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="mobilise-lock-") as name:
        venv.create(name, with_pip=True)
        python = f"{name}/bin/python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv>=0.9"], check=True)
        for target, source in LOCKS.items():
            print(f"Locking {target}", flush=True)
            command = [python, "-m", "uv", "pip", "compile", *OPTIONS, *([] if keep else ["--upgrade"])]
            subprocess.run([*command, *source, "--output-file", target], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(keep="--keep" in sys.argv[1:])
